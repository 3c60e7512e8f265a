// Reads from a streaming replica: who has written reads what he wrote, however far behind it is, and also when it is gone.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Test, test } from 'tap'
import { freePort, handOver, type Server, UNPRIVILEGED, untilReady } from '../support/postgres-server.ts'
import { movementOf, must, openRegister, startService, temporaryFolder } from '../support/process.ts'
import { execute, freshServer, ON_POSTGRES_15, POSTGRES_15 } from './servers.ts'

const TOKEN = 'test-administrator-token-0123456789abcdef'

interface Replica {
  readonly url: string
  readonly stop: () => Promise<void>
}

/** A hot standby of a server, on a port of its own. */
async function replicate(t: Test, server: Server): Promise<Replica> {
  const folder = temporaryFolder(t)
  handOver(folder)
  chmodSync(folder, 0o700)
  const data = join(folder, 'data')
  const from = ['-h', '127.0.0.1', '-p', new URL(server.url).port, '-U', 'postgres']
  const copied = spawnSync(join(POSTGRES_15, 'pg_basebackup'), [...from, '-D', data, '-R', '-c', 'fast'], {
    ...UNPRIVILEGED,
    encoding: 'utf8',
  })
  if (copied.status !== 0) throw new Error(`pg_basebackup: ${copied.stderr || copied.error}`)
  const port = await freePort()
  const child: ChildProcess = spawn(
    join(POSTGRES_15, 'postgres'),
    ['-D', data, '-p', `${port}`, '-h', '127.0.0.1', '-k', folder, '-c', 'max_connections=200'],
    { ...UNPRIVILEGED, stdio: 'ignore' },
  )
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGQUIT')
    await once(child, 'exit')
  }
  t.teardown(stop)
  const url = `postgres://postgres@127.0.0.1:${port}/`
  await untilReady(`${url}postgres`)
  return { url, stop }
}

test('reads from a replica', ON_POSTGRES_15, async (t) => {
  const server = await freshServer(t, POSTGRES_15)
  await execute(`${server.url}postgres`, 'create database register')
  const replica = await replicate(t, server)
  const { address } = await startService(t, {
    DATABASE_URL: `${server.url}register`,
    DATABASE_READ_URL: `${replica.url}register`,
    BOOTSTRAP_TOKEN: TOKEN,
    DATA_DIR: temporaryFolder(t),
  })
  const register = await openRegister(address, TOKEN)
  const { token } = register
  let written = 0
  const write = async () => {
    written += 1
    const movement = { kind: 'subscription', effectiveOn: '2024-01-01', shares: '1', amount: '50.00' }
    await must(address, 'POST', '/v1/movements', { token, body: movementOf(register, movement) })
  }
  const shares = async () =>
    (await must(address, 'GET', '/v1/portfolio/summary?asOf=2024-12-31', { token })).totals.shares
  const listed = async () => (await must(address, 'GET', '/v1/movements?limit=200', { token })).items.length
  /** Transactions that the replica has ended for the service. */
  const readsThere = async () => {
    await sleep(1100) // PostgreSQL keeps its counts for a second.
    const counted = "select sum(xact_commit)::int as n from pg_stat_database where datname = 'register'"
    return (await execute(`${replica.url}postgres`, counted)).rows[0].n as number
  }

  for (let round = 0; round < 20; round += 1) {
    await write()
    t.equal(await shares(), `${written}`, 'what was written just now')
    t.equal(await listed(), written)
  }
  const before = await readsThere()
  for (let round = 0; round < 20; round += 1) await listed()
  t.ok((await readsThere()) - before >= 20, 'the replica is asked')

  await execute(`${replica.url}postgres`, 'select pg_wal_replay_pause()')
  await write()
  t.same([await shares(), await listed()], [`${written}`, written], 'the replica is behind')
  await execute(`${replica.url}postgres`, 'select pg_wal_replay_resume()')

  await replica.stop()
  await write()
  t.same([await shares(), await listed()], [`${written}`, written], 'the replica is gone')
  const start = performance.now()
  for (let round = 0; round < 20; round += 1) await listed()
  t.ok(performance.now() - start < 3000, 'and nobody waits for it')
})
