// A statement that never ends is ended: its request is answered, its connection goes back, and a migration is not limited.

import { sql } from 'kysely'
import pg from 'pg'
import { type Test, test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { openDatabase } from '../../src/open.ts'
import { type Database, openPostgres } from '../../src/postgres/database.ts'
import { Service } from '../support/api.ts'
import { scannedLog } from '../support/log-scan.ts'
import { temporaryFolder } from '../support/process.ts'

const LIMIT_MS = 300
const PATIENCE_MS = 1500

/** The same register, behind one connection and short limits. */
async function hurried(t: Test, service: Service) {
  const log = scannedLog(t)
  const database = openPostgres(String(service.test.url), {
    max: 1,
    statementLimitMs: LIMIT_MS,
    patienceMs: PATIENCE_MS,
  })
  const app = await buildApp({
    database,
    clock: () => new Date(),
    timeZone: 'Europe/Paris',
    rateLimitPerToken: 1000,
    ...log,
  })
  t.teardown(async () => {
    await app.close()
    await database.close()
  })
  return { app, database }
}

/** Holds locks from outside until told to let go. */
async function holding(t: Test, url: string, statement: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('begin')
  await client.query(statement)
  t.teardown(() => client.end())
  return async () => void (await client.query('rollback'))
}

test('a statement that never ends', async (t) => {
  const service = await Service.start(t, 'postgres')
  const { token, id } = await service.authority()
  const { app, database } = await hurried(t, service)
  const headers = { authorization: `Bearer ${token}` }
  const write = () => app.inject({ method: 'POST', url: '/v1/persons', headers, payload: { name: 'Camille Exemple' } })
  const read = () => app.inject({ url: '/v1/cooperatives', headers })

  for (const [what, lock, ask, success] of [
    ['a write behind a lock', `select from authority where authority_id = '${id}' for update`, write, 201],
    ['a read behind a lock', 'lock table cooperative_version in access exclusive mode', read, 200],
    ['a look-up of the token behind a lock', 'lock table token in access exclusive mode', read, 200],
  ] as const) {
    const letGo = await holding(t, String(service.test.url), lock)
    const start = performance.now()
    const answer = await ask()
    const tookMs = performance.now() - start
    t.equal(answer.statusCode, 503, what)
    t.match(answer.json(), { code: 'unavailable' })
    t.match(answer.headers, { 'retry-after': /^\d+$/ })
    t.ok(tookMs >= LIMIT_MS - 50 && tookMs < LIMIT_MS + 3000, `${what}: answered after ${Math.round(tookMs)} ms`)
    await letGo()
    t.equal((await ask()).statusCode, success, `${what}: its connection, the only one, is given back`)
  }

  await t.test('a transaction that idles', async (t) => {
    const idling = database.kysely.transaction().execute(async (tx) => {
      await sql`select 1`.execute(tx)
      await new Promise((resolve) => setTimeout(resolve, LIMIT_MS * 3))
      await sql`select 1`.execute(tx)
    })
    await t.rejects(idling, 'is ended')
    t.equal((await read()).statusCode, 200, 'and another connection takes its place')
  })
})

test('more than can be served', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authorities = await Promise.all(Array.from({ length: 4 }, () => service.authority()))
  const { app } = await hurried(t, service)
  const letGo = await holding(t, String(service.test.url), 'lock table cooperative_version in access exclusive mode')
  const ask = (index: number) =>
    app.inject({ url: '/v1/cooperatives', headers: { authorization: `Bearer ${authorities[index % 4]?.token}` } })
  const start = performance.now()
  const flood = Array.from({ length: 700 }, (_, index) => ask(index))
  const probe = app.inject({ url: '/health/live' }).then(() => performance.now() - start)
  const answers = await Promise.all(flood)
  const tookMs = performance.now() - start
  t.same(
    new Set(answers.map(({ statusCode }) => statusCode)),
    new Set([503]),
    'behind a lock, all are told to come back',
  )
  t.ok(answers.every(({ headers }) => /^[1-9]\d*$/.test(String(headers['retry-after']))))
  t.ok(tookMs < 12_000, `in ${Math.round(tookMs)} ms: nobody waits for more than some turns for the one connection`)
  t.ok((await probe) < 5000, 'the process says that it is well meanwhile')
  await letGo()
  const after = await Promise.all(Array.from({ length: 40 }, (_, index) => ask(index)))
  t.ok(
    after.every(({ statusCode }) => statusCode === 200),
    'and then everybody is served',
  )
})

test('who serves is limited, and who migrates is not', async (t) => {
  const service = await Service.start(t, 'postgres')
  const DATABASE_URL = String(service.test.url)
  const config = readConfig({ DATABASE_URL, DATA_DIR: temporaryFolder(t) })
  const database = await openDatabase(config, () => new Date())
  t.teardown(() => database.close())
  t.same(await limitsOf(database), { statement: '15s', idle: '15s' })
  const owner = openPostgres(DATABASE_URL, { max: 1, statementLimitMs: 0 })
  t.teardown(() => owner.close())
  t.same(await limitsOf(owner), { statement: '0', idle: '0' })
})

async function limitsOf({ kysely }: Database): Promise<unknown> {
  const { rows } = await sql`select current_setting('statement_timeout') as statement,
    current_setting('idle_in_transaction_session_timeout') as idle`.execute(kysely)
  return rows[0]
}
