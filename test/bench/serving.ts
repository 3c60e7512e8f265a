// Servers as an operator runs them, each a process of its own, and the client that asks them.
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import { freePort } from '../support/postgres-server.ts'
import { START_FLAGS, temporaryFolder } from '../support/process.ts'
import type { Answered, Asked } from './caller.ts'

/** The service; its port. */
export function serve(t: Test, databaseUrl: string): Promise<number> {
  const settings = { DATABASE_URL: databaseUrl, DATA_DIR: temporaryFolder(t), RATE_LIMIT_PER_TOKEN: '1000000' }
  return serveWith(t, [...START_FLAGS, 'src/main.ts'], settings, '/health/ready')
}

/**
 * Any server that Node runs and that listens where `PORT` says, its log in a file; its port.
 *
 * @param probe a path that answers well once it serves
 */
export async function serveWith(
  t: Test,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  probe: string,
): Promise<number> {
  const port = await freePort()
  const log = join(temporaryFolder(t), 'log')
  const output = openSync(log, 'w')
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, PORT: `${port}`, ...settings },
    stdio: ['ignore', output, output],
  })
  t.teardown(() => child.kill('SIGKILL'))
  for (let tries = 0; tries < 400 && child.exitCode === null; tries += 1) {
    await sleep(50)
    const isUp = await fetch(`http://127.0.0.1:${port}${probe}`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isUp) return port
  }
  throw new Error(`${args.at(-1)} does not come up: ${readFileSync(log, 'utf8')}`)
}

/** A client in a process of its own; an answer that is none of 200, 201 and 304 is an error. */
export function createCaller(t: Test): (asked: Asked) => Promise<Answered> {
  const caller: ChildProcess = fork(new URL('./caller.ts', import.meta.url))
  t.teardown(() => caller.kill('SIGKILL'))
  return async (asked) => {
    caller.send(asked)
    const answered = (await once(caller, 'message'))[0] as Answered
    const isWell = Object.keys(answered.statuses).every((status) => ['200', '201', '304'].includes(status))
    if (!isWell) throw new Error(`${asked.path} answered ${JSON.stringify(answered.statuses)}`)
    return answered
  }
}
