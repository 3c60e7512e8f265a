import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Takes a folder for this process alone, until it ends, even by kill -9. PGlite takes no lock of its own, and two
 * processes on one folder corrupt it; SQLite's lock on a side file is the operating system's.
 *
 * @returns what gives the folder back
 * @throws Error in one sentence when another process has it
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const lock = new DatabaseSync(join(folder, 'lock.sqlite'))
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch (cause) {
    lock.close()
    throw new Error(`The folder ${folder} is in use by another process: stop it, or choose another DATA_DIR.`, {
      cause,
    })
  }
  return () => lock.close()
}
