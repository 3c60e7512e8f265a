import { accessSync, constants, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Makes the data folder where it is missing, for this user alone.
 *
 * @throws Error in one sentence when it cannot be made or written to
 */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new Error(`The folder ${folder} in DATA_DIR cannot be made or written to (${code}).`, { cause })
  }
}

const SQLITE_BUSY = 5

/**
 * Takes a folder for this process alone, until it ends, even by kill -9. PGlite takes no lock of its own, and two
 * processes on one folder corrupt it; SQLite's lock on a side file is the operating system's.
 *
 * @returns what gives the folder back
 * @throws Error in one sentence when another process has it
 */
export function lockFolder(folder: string): () => void {
  makeFolder(folder)
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(join(folder, 'lock.sqlite'))
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch (cause) {
    lock?.close()
    const busy = (cause as { errcode?: number }).errcode === SQLITE_BUSY
    const reason = busy ? 'is in use by another process: stop it, or' : 'has a lock.sqlite that cannot be locked:'
    throw new Error(`The folder ${folder} ${reason} choose another DATA_DIR.`, { cause })
  }
  return () => lock.close()
}
