// How the service starts and stops, as a process on PostgreSQL: settings, several at once, the first administrator.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { test } from 'tap'
import { createDatabase, testServer } from '../support/database.ts'
import { handOver, UNPRIVILEGED } from '../support/postgres-server.ts'
import {
  movementOf,
  must,
  openRegister,
  refusedStart,
  runCommand,
  send,
  startService,
  temporaryFolder,
} from '../support/process.ts'
import { emptyDatabase, execute } from './servers.ts'

const TOKEN = 'test-administrator-token-0123456789abcdef'
const SECRET = 'a-secret-that-must-not-be-shown'
const CLOSED_PORT = 1

test('a wrong setting stops the start with one sentence', async (t) => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'file')
  writeFileSync(file, '')
  const { url, drop } = await createDatabase('postgres')
  t.teardown(drop)
  const [other, empty] = [await emptyDatabase(t), await emptyDatabase(t)]
  const nowhere = `postgres://postgres:${SECRET}@127.0.0.1:${CLOSED_PORT}/quotepart`
  const stranger = (url as string).replace('postgres@', `stranger:${SECRET}@`)
  const wrong: [string, Record<string, string | undefined>, RegExp][] = [
    ['a port that is no number', { PORT: 'abc' }, /PORT/],
    ['a port out of range', { PORT: '70000' }, /PORT/],
    ['a port that is taken', { PORT: new URL(empty).port, DATABASE_URL: url }, /PORT/],
    ['a short bootstrap token', { BOOTSTRAP_TOKEN: SECRET }, /BOOTSTRAP_TOKEN/],
    ['a database that is no URL', { DATABASE_URL: SECRET }, /DATABASE_URL/],
    ['a database that does not answer', { DATABASE_URL: nowhere }, /DATABASE_URL/],
    ['a database that does not exist', { DATABASE_URL: `${testServer().url}nowhere` }, /DATABASE_URL/],
    ['an owner without a serving URL', { DATABASE_OWNER_URL: url }, /DATABASE_OWNER_URL/],
    ['a replica without a serving URL', { DATABASE_READ_URL: url }, /DATABASE_URL/],
    ['a replica that is no URL', { DATABASE_URL: url, DATABASE_READ_URL: SECRET }, /DATABASE_READ_URL/],
    ['a pooler that there is not', { DATABASE_URL: url, DATABASE_POOLER: 'session' }, /DATABASE_POOLER/],
    ['a pooler, and no way past it', { DATABASE_URL: url, DATABASE_POOLER: 'transaction' }, /DATABASE_OWNER_URL/],
    ['a serving database that does not answer', { DATABASE_OWNER_URL: url, DATABASE_URL: nowhere }, /DATABASE_URL/],
    ['a serving role that does not exist', { DATABASE_OWNER_URL: url, DATABASE_URL: stranger }, /DATABASE_URL/],
    ['a serving database that is another', { DATABASE_OWNER_URL: url, DATABASE_URL: other }, /DATABASE_URL/],
    ['a limit of nothing', { RATE_LIMIT_PER_TOKEN: '0' }, /RATE_LIMIT_PER_TOKEN/],
    ['a time zone of nowhere', { TIME_ZONE: 'Mars/Olympus' }, /TIME_ZONE/],
    ['an issuer without an audience', { OIDC_ISSUER: 'https://auth.example.test' }, /OIDC_AUDIENCE/],
    ['an issuer over http', { OIDC_ISSUER: `http://${SECRET}.example.test`, OIDC_AUDIENCE: 'x' }, /OIDC_ISSUER/],
    ['a folder that is a file', { DATA_DIR: file }, /DATA_DIR/],
    ['a folder in a file', { DATA_DIR: join(file, 'data') }, /DATA_DIR/],
    [
      'a file, for the bootstrap token',
      { DATA_DIR: file, DATABASE_URL: empty, BOOTSTRAP_TOKEN: undefined },
      /DATA_DIR/,
    ],
  ]
  for (const [what, settings, names] of wrong) {
    const exit = await refusedStart(t, { DATA_DIR: join(folder, 'data'), BOOTSTRAP_TOKEN: TOKEN, ...settings })
    t.equal(exit.code, 1, `${what}: exit code 1`)
    t.match(exit.stderr, /^[A-Z][^\n]*\.\n$/, `${what}: one sentence`)
    t.match(exit.stderr, names, `${what}: that names the setting`)
    t.equal(exit.stdout, '', `${what}: and no log line`)
    t.notMatch(exit.stderr, SECRET, `${what}: and no secret`)
  }
})

test('a folder that may not be written to', async (t) => {
  const folder = temporaryFolder(t)
  chmodSync(folder, 0o500)
  handOver(folder)
  const env = { PATH: process.env.PATH, DATA_DIR: folder, PORT: '0' }
  // `env -u`: tap watches every Node process that a test starts, and its watcher writes to the folder of the project.
  const run = (...node: string[]) =>
    spawnSync('env', ['-u', 'NODE_OPTIONS', process.execPath, ...node], { encoding: 'utf8', ...UNPRIVILEGED, env })
  // Root may write to every folder; somebody else may not be able to read this project.
  if (run('-e', 'fs.accessSync("src/main.ts")').status !== 0) {
    t.pass('not tried: run as root, in a folder that no other user may enter')
    return
  }
  const { status, stderr } = run('src/main.ts')
  t.equal(status, 1)
  t.match(stderr, /^[A-Z][^\n]*DATA_DIR[^\n]*\.\n$/)
})

test('four instances start at once on an empty database and agree', async (t) => {
  const url = await emptyDatabase(t)
  const folders = [1, 2, 3, 4].map(() => temporaryFolder(t))
  const services = await Promise.all(folders.map((DATA_DIR) => startService(t, { DATABASE_URL: url, DATA_DIR })))
  const files = folders.map((folder) => join(folder, 'bootstrap-token')).filter((file) => existsSync(file))
  t.equal(files.length, 1, 'one of them made the first administrator')
  const token = readFileSync(files[0] as string, 'utf8').trim()
  for (const { address } of services) {
    t.equal((await send(address, 'GET', '/v1/tokens', { token })).body.items.length, 1, 'and all of them know it')
  }
  const register = await openRegister(services[0]?.address as string, token)
  const seen = await must(services[3]?.address as string, 'GET', '/v1/cooperatives', register)
  t.equal(seen.items.length, 1, 'what one records, another answers')
})

test('the first administrator’s token', async (t) => {
  const url = await emptyDatabase(t)
  const folder = join(temporaryFolder(t), 'made', 'here')
  const file = join(folder, 'bootstrap-token')
  const settings = { DATABASE_URL: url, DATA_DIR: folder }

  await t.test('is made once, for its owner’s eyes, and works', async (t) => {
    const service = await startService(t, settings)
    t.equal(statSync(file).mode & 0o777, 0o600)
    const token = readFileSync(file, 'utf8').trim()
    t.match(token, /^\S{32,}$/)
    t.notMatch(service.printed(), token)
    t.equal((await send(service.address, 'GET', '/v1/authorities', { token })).status, 200)
    service.kill('SIGTERM')
    await service.ended
    const again = await startService(t, settings)
    t.equal(readFileSync(file, 'utf8').trim(), token, 'the same after a restart')
    t.equal((await send(again.address, 'GET', '/v1/authorities', { token })).status, 200)
    unlinkSync(file)
    again.kill('SIGTERM')
    await again.ended
    const once = await startService(t, settings)
    t.notOk(existsSync(file), 'and no other is made where it was taken away')
    once.kill('SIGTERM')
    await once.ended
  })

  await t.test('given in the environment, it works until another administrator has existed', async (t) => {
    const given = { ...settings, BOOTSTRAP_TOKEN: TOKEN }
    const service = await startService(t, given)
    const { address } = service
    const admin = await must(address, 'POST', '/v1/tokens', { token: TOKEN, body: { name: 'Cheffe', role: 'admin' } })
    const tokens = () => send(address, 'GET', '/v1/tokens', { token: TOKEN })
    t.equal((await tokens()).status, 401, 'refused as soon as there is another')
    await send(address, 'DELETE', `/v1/tokens/${admin.id}`, { token: admin.token })
    t.equal((await tokens()).status, 401, 'and when that one has ended')
    service.kill('SIGTERM')
    await service.ended
    for (const token of [TOKEN, 'another-administrator-token-0123456789abcdef']) {
      const next = await startService(t, { ...settings, BOOTSTRAP_TOKEN: token })
      t.equal((await send(next.address, 'GET', '/v1/tokens', { token })).status, 401, 'and after a restart')
      next.kill('SIGTERM')
      await next.ended
    }
  })

  await t.test('npm run admin-token recovers', async (t) => {
    const { code, stdout } = await runCommand(t, 'src/commands/admin-token.ts', settings)
    t.equal(code, 0)
    const service = await startService(t, settings)
    t.equal((await send(service.address, 'GET', '/v1/tokens', { token: stdout.trim() })).status, 200)
  })
})

test('a file of the bootstrap token that a dying start left empty', async (t) => {
  const url = await emptyDatabase(t)
  const folder = temporaryFolder(t)
  const file = join(folder, 'bootstrap-token')
  writeFileSync(file, '', { mode: 0o644 })
  const service = await startService(t, { DATABASE_URL: url, DATA_DIR: folder })
  const token = readFileSync(file, 'utf8').trim()
  t.match(token, /^\S{32,}$/, 'holds a token after the next start')
  t.equal(statSync(file).mode & 0o777, 0o600, 'for its owner’s eyes')
  t.equal((await send(service.address, 'GET', '/v1/authorities', { token })).status, 200, 'that works')
})

test('SIGTERM: what is under way is answered, then the service ends', async (t) => {
  const url = await emptyDatabase(t)
  const service = await startService(t, { DATABASE_URL: url, BOOTSTRAP_TOKEN: TOKEN, DATA_DIR: temporaryFolder(t) })
  const register = await openRegister(service.address, TOKEN)
  const purchase = movementOf(register, { kind: 'purchase', effectiveOn: '2021-01-01', shares: '1', amount: '50.00' })
  const holder = new pg.Client({ connectionString: url })
  await holder.connect()
  t.teardown(() => holder.end().catch(() => undefined))
  await holder.query('begin; select from authority for update')
  const underWay = send(service.address, 'POST', '/v1/movements', { token: register.token, body: purchase })
  await untilSomebodyWaits(url)
  service.kill('SIGTERM')
  await sleep(300)
  await holder.query('rollback')
  t.equal((await underWay).status, 201)
  t.match(await service.ended, { code: 0, stderr: '' })
  const { rows } = await execute(url, 'select from movement')
  t.equal(rows.length, 1)
})

async function untilSomebodyWaits(url: string): Promise<void> {
  const waiting = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
  while ((await execute(url, waiting)).rows.length === 0) await sleep(10)
}
