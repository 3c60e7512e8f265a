// Statements that stand alone, as each request's look-up of its token does: what is asked for at once goes together, and
// none of it fails of another.
import { sql } from 'kysely'
import { type Test, test } from 'tap'
import { type Database, openPostgres } from '../../src/postgres/database.ts'
import { statement } from '../../src/postgres/statement.ts'
import { emptyDatabase, execute } from './servers.ts'

const parsed = statement<{ text: string }, { value: number }>(
  (parameter) => sql`select ${parameter('text')}::text::bigint as value, pg_backend_pid() as by`,
)
const rowsOfTable = statement<{ least: number }, object>(
  (parameter) => sql`select * from changing where a >= ${parameter('least')}::int`,
)

const LIMIT_MS = 1000

async function opened(t: Test, max: number): Promise<{ url: string; database: Database }> {
  const url = await emptyDatabase(t)
  const database = openPostgres(url, { max })
  t.teardown(() => database.close())
  return { url, database }
}

test('one that fails takes none of the others with it', async (t) => {
  const { database } = await opened(t, 5)
  const asked = (texts: readonly string[]) =>
    Promise.allSettled(texts.map((text) => parsed.run(database.single, { text })))
  // Not known to the connection yet, then known.
  for (const round of ['first', 'again']) {
    const outcomes = await asked(['1', 'none', '3', '9007199254740993', '5'])
    t.same(
      outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value[0]?.value : outcome.reason.code)),
      [1, '22P02', 3, undefined, 5],
      round,
    )
    const pids = outcomes.flatMap((outcome) =>
      outcome.status === 'fulfilled' ? outcome.value.map((row) => (row as unknown as { by: number }).by) : [],
    )
    t.equal(new Set(pids).size, 1, 'over one connection')
  }
})

test('tables that change under a name', async (t) => {
  const { url, database } = await opened(t, 1)
  await execute(url, 'create table changing (a int); insert into changing values (1), (2)')
  const ask = () => Promise.all([1, 2].map((least) => rowsOfTable.run(database.single, { least })))
  t.same(await ask(), [[{ a: 1 }, { a: 2 }], [{ a: 2 }]])
  await execute(url, 'alter table changing add column b text')
  t.same(
    await ask(),
    [
      [
        { a: 1, b: null },
        { a: 2, b: null },
      ],
      [{ a: 2, b: null }],
    ],
    'asked once more, by no name',
  )
})

test('a connection that breaks', async (t) => {
  const { url, database } = await opened(t, 1)
  const slow = Promise.allSettled(
    [1, 2].map((one) => sql`select pg_sleep(${one}) from generate_series(1, 10)`.execute(database.single)),
  )
  for (let ended = 0; ended === 0; ) {
    ended = await execute(
      url,
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'quotepart' and query like '%pg_sleep%'
         and datname = current_database()`,
    ).then(({ rows }) => rows.length)
  }
  t.same(
    (await slow).map(({ status }) => status),
    ['rejected', 'rejected'],
    'whoever waited is told',
  )
  t.same(await parsed.run(database.single, { text: '1' }).then(([row]) => row?.value), 1, 'and another takes its place')
})

test('one that waits until its time is over', async (t) => {
  const url = await emptyDatabase(t)
  const database = openPostgres(url, { max: 1, statementLimitMs: LIMIT_MS })
  t.teardown(() => database.close())
  const start = performance.now()
  const sleeping = (seconds: number) => sql`select pg_sleep(${seconds})`.execute(database.single)
  const after = async (work: Promise<unknown>) => {
    const code = await work.then(
      () => 'answered',
      (error) => error.code,
    )
    return { code, isAtOnce: performance.now() - start < LIMIT_MS, isInTime: performance.now() - start < 2 * LIMIT_MS }
  }
  const [first, ...others] = await Promise.all([0, 60, 60, 0].map((seconds) => after(sleeping(seconds))))
  t.same(first, { code: 'answered', isAtOnce: true, isInTime: true }, 'who came before it was answered')
  for (const other of others) t.same(other, { code: '57014', isAtOnce: false, isInTime: true }, 'none waits longer')
  t.equal((await after(sleeping(0))).code, 'answered', 'the next connection serves on')
})
