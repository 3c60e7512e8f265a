// What the database roles may do: the one that serves owns nothing, the one that migrates need not be a superuser.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type Test, test } from 'tap'
import type { Server } from '../support/postgres-server.ts'
import {
  movementOf,
  must,
  openRegister,
  type Register,
  refusedStart,
  type Settings,
  send,
  startService,
  temporaryFolder,
} from '../support/process.ts'
import { execute, freshServer, ON_POSTGRES_15, POSTGRES_15 } from './servers.ts'

const BOOTSTRAP_TOKEN = 'test-administrator-token-0123456789abcdef'
const PASSWORD = 'a-secret-that-must-not-be-shown'
const INSUFFICIENT_PRIVILEGE = '42501'

test('on the PostgreSQL of the tests', (t) => rolesAreEnough(t))

test('on PostgreSQL 15', ON_POSTGRES_15, (t) => rolesAreEnough(t, POSTGRES_15))

async function rolesAreEnough(t: Test, binaries?: string): Promise<void> {
  const server = await freshServer(t, binaries)

  // First of all: the superuser's start below makes the application role, and it is then there for every database.
  await t.test('an owner that is no superuser migrates; a role that owns nothing serves', async (t) => {
    await execute(`${server.url}postgres`, 'create role owner login createrole')
    await execute(`${server.url}postgres`, 'create role clerk login')
    await execute(`${server.url}postgres`, 'create database owned owner owner')
    const DATABASE_OWNER_URL = `${as(server, 'owner')}owned`
    for (const start of ['first', 'second']) {
      await serves(t, { DATABASE_OWNER_URL, DATABASE_URL: `${as(server, 'clerk')}owned` }, `${start} start`)
    }
    await serves(t, { DATABASE_URL: DATABASE_OWNER_URL }, 'the owner serves as well')
  })

  await t.test('a superuser migrates; a role that owns nothing serves, and may do no more', async (t) => {
    await execute(`${server.url}postgres`, 'create role servant login')
    await execute(`${server.url}postgres`, 'create database superb')
    const DATABASE_URL = `${as(server, 'servant')}superb`
    const register = await serves(t, { DATABASE_OWNER_URL: `${server.url}superb`, DATABASE_URL }, 'it serves')
    await owesNothing(t, DATABASE_URL, register)
  })

  await t.test('a wrong password stops the start with one sentence', async (t) => {
    await execute(`${server.url}postgres`, `create role locked login password '${PASSWORD}'`)
    const rules = join(server.folder, 'data/pg_hba.conf')
    writeFileSync(rules, `host all locked 127.0.0.1/32 scram-sha-256\n${readFileSync(rules, 'utf8')}`)
    await execute(`${server.url}postgres`, 'select pg_reload_conf()')
    const right = `${as(server, `locked:${PASSWORD}`)}superb`
    const wrong = `${as(server, `locked:not-${PASSWORD}`)}superb`
    const owner = { DATABASE_OWNER_URL: `${server.url}superb` }
    await serves(t, { ...owner, DATABASE_URL: right }, 'the right one')
    for (const settings of [{ DATABASE_URL: wrong }, { ...owner, DATABASE_URL: wrong }]) {
      const exit = await refusedStart(t, { ...settings, BOOTSTRAP_TOKEN, DATA_DIR: temporaryFolder(t) })
      t.equal(exit.code, 1)
      t.match(exit.stderr, /^[A-Z][^\n]*DATABASE_URL[^\n]*\.\n$/)
      t.notMatch(exit.stderr + exit.stdout, PASSWORD)
    }
  })
}

function as(server: Server, user: string): string {
  return server.url.replace('postgres@', `${user}@`)
}

/** Starts the service with these settings, records a movement and reads it. */
async function serves(t: Test, settings: Settings, what: string): Promise<Register> {
  const service = await startService(t, { ...settings, BOOTSTRAP_TOKEN, DATA_DIR: temporaryFolder(t) })
  const { address } = service
  const register = await openRegister(address, BOOTSTRAP_TOKEN)
  const { token } = register
  const body = movementOf(register, { kind: 'purchase', effectiveOn: '2021-01-01', shares: '3', amount: '150.00' })
  await must(address, 'POST', '/v1/movements', { token, body })
  const { totals } = await must(address, 'GET', '/v1/portfolio/summary', { token })
  t.equal(totals.shares, '3', what)
  t.equal((await send(address, 'GET', '/health/ready')).status, 200)
  service.kill('SIGTERM')
  t.equal((await service.ended).code, 0)
  return register
}

/** Holds the serving role against every table there is. */
async function owesNothing(t: Test, url: string, { authorityId }: Register): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  t.teardown(() => client.end())
  const codeOf = (statement: string) =>
    client.query(statement).then(
      ({ rowCount }) => `did it, to ${rowCount} rows`,
      ({ code }) => code as string,
    )
  const { rows } = await client.query(`
    select relname as name, attname as "column" from pg_class join pg_attribute on attrelid = pg_class.oid
    where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum = 1`)
  const tables: { name: string; column: string }[] = rows
  const facts = tables.filter(({ name }) => !name.startsWith('kysely_'))
  t.ok(facts.length >= 13, 'the tables are there')

  for (const { name } of facts) {
    t.same((await client.query(`select from "${name}"`)).rows, [], `${name}: no row without an authority`)
  }
  // Even where it says for which authority: it may add, and nothing else.
  await client.query(`set app.authority = '${authorityId}'`)
  t.equal((await client.query('select from movement')).rows.length, 1, 'with an authority, its rows')
  const KEPT_FOR_A_TIME = new Set(['idempotency_key', 'person_identity', 'origin', 'session'])
  for (const { name, column } of tables) {
    const attempts = [
      `update "${name}" set "${column}" = "${column}"`,
      ...(KEPT_FOR_A_TIME.has(name) ? [] : [`delete from "${name}"`]),
      `truncate "${name}" cascade`,
      `alter table "${name}" add column x int`,
      `alter table "${name}" disable trigger all`,
      `alter table "${name}" disable row level security`,
      `drop table "${name}" cascade`,
      `create policy mine on "${name}" using (true)`,
    ]
    const codes = new Set<string>()
    for (const attempt of attempts) codes.add(await codeOf(attempt))
    t.same([...codes], [INSUFFICIENT_PRIVILEGE], `${name}: no way to change or remove`)
  }
  const elsewhere = [
    'create table mine (id int)',
    'create function mine() returns int language sql return 1',
    'set session_replication_role = replica',
    'set role postgres',
    'create role mine',
    'alter function current_authority() rename to mine',
    "create or replace function refuse_change() returns trigger language plpgsql as 'begin return null; end'",
    "call isolate('movement')",
    'alter role servant bypassrls',
  ]
  for (const attempt of elsewhere) t.equal(await codeOf(attempt), INSUFFICIENT_PRIVILEGE, attempt)
  await theClockOnlyGoesForward(t, codeOf)
}

async function theClockOnlyGoesForward(t: Test, codeOf: (statement: string) => Promise<string>): Promise<void> {
  const RESTRICT_VIOLATION = '23001'
  for (const change of ['last_seq = 0', 'last_seq = last_seq + 2', "last_recorded_at = '2000-01-01Z'"]) {
    t.equal(await codeOf(`update authority set ${change}`), RESTRICT_VIOLATION, change)
  }
}
