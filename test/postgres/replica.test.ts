// Reads from a streaming replica: who has written reads what he wrote, however far behind it is, and also when it is gone.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Test, test } from 'tap'
import { freePort, handOver, type Server, UNPRIVILEGED, untilReady } from '../support/postgres-server.ts'
import { movementOf, must, openRegister, refusedStart, startService, temporaryFolder } from '../support/process.ts'
import { execute, freshServer, ON_POSTGRES_15, POSTGRES_15 } from './servers.ts'

const TOKEN = 'test-administrator-token-0123456789abcdef'

interface Replica {
  readonly url: string
  readonly stop: () => Promise<void>
  /** It is there, takes connections, and answers nothing. */
  readonly hang: () => void
  readonly goOn: () => void
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
  const signal = (name: NodeJS.Signals) => {
    const backends = spawnSync('pgrep', ['-P', `${child.pid}`], { encoding: 'utf8' })
      .stdout.trim()
      .split('\n')
    for (const pid of [child.pid, ...backends.filter(Boolean).map(Number)]) process.kill(pid as number, name)
  }
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    signal('SIGCONT')
    child.kill('SIGQUIT')
    await once(child, 'exit')
  }
  t.teardown(stop)
  const url = `postgres://postgres@127.0.0.1:${port}/`
  await untilReady(`${url}postgres`)
  return { url, stop, hang: () => signal('SIGSTOP'), goOn: () => signal('SIGCONT') }
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
  // On a busy machine it may have been found away a moment ago; then it is asked again within seconds.
  let asked = 0
  for (let tries = 0; tries < 8 && asked < 20; tries += 1) {
    const before = await readsThere()
    for (let round = 0; round < 20; round += 1) await listed()
    asked = (await readsThere()) - before
  }
  t.ok(asked >= 20, 'the replica is asked')

  await execute(`${replica.url}postgres`, 'select pg_wal_replay_pause()')
  await write()
  t.same([await shares(), await listed()], [`${written}`, written], 'the replica is behind')
  await execute(`${replica.url}postgres`, 'select pg_wal_replay_resume()')

  await write()
  await shares() // A connection to it is open.
  replica.hang()
  const hung = performance.now()
  await write()
  t.same([await shares(), await listed()], [`${written}`, written], 'the replica hangs')
  for (let round = 0; round < 20; round += 1) await listed()
  const took = performance.now() - hung
  t.ok(took < 5000, `who meets it waits once, and nobody after: ${took.toFixed(0)} ms`)
  replica.goOn()

  const auditor = await must(address, 'POST', '/v1/tokens', {
    token: TOKEN,
    body: { name: 'auditor', role: 'auditor', authorityId: register.authorityId },
  })
  await sleep(6000) // It is asked again.
  await execute(`${replica.url}postgres`, 'select pg_wal_replay_pause()')
  await fetch(`${address}/v1/movements`, { method: 'POST', headers: { authorization: `Bearer ${auditor.token}` } })
  const { items } = await must(address, 'GET', '/v1/audit-entries?limit=200', { token: auditor.token })
  t.ok(
    items.some(({ outcome }: { outcome: string }) => outcome === 'refused'),
    'what was refused just now is in the trail, though no journal row says so',
  )
  await execute(`${replica.url}postgres`, 'select pg_wal_replay_resume()')

  await replica.stop()
  await write()
  t.same([await shares(), await listed()], [`${written}`, written], 'the replica is gone')
  const start = performance.now()
  for (let round = 0; round < 20; round += 1) await listed()
  t.ok(performance.now() - start < 3000, 'and nobody waits for it')
})

test('a replica of another register', ON_POSTGRES_15, async (t) => {
  const server = await freshServer(t, POSTGRES_15)
  for (const name of ['register', 'another']) await execute(`${server.url}postgres`, `create database ${name}`)
  const settings = (name: string) => ({
    DATABASE_URL: `${server.url}${name}`,
    BOOTSTRAP_TOKEN: TOKEN,
    DATA_DIR: temporaryFolder(t),
  })
  const another = await startService(t, settings('another'))
  another.kill('SIGTERM')
  await another.ended
  const exit = await refusedStart(t, { ...settings('register'), DATABASE_READ_URL: `${server.url}another` })
  t.equal(exit.code, 1)
  t.match(exit.stderr, /^DATABASE_READ_URL and DATABASE_URL name different registers\.$/m)
})
