// Plans that fit whoever comes: kept with a statement's name, they were made for another; and what the planner knows of an
// authority is what it knows of all of them.
import pg from 'pg'
import { type Test, test } from 'tap'
import { TURN_TO_READ } from '../../src/postgres/reading.ts'
import { makeHistory } from '../bench/long-history.ts'
import { makeNeighbours } from '../bench/neighbours.ts'
import { type Authority, Service } from '../support/api.ts'

const EVENTS = 45_000
const NEIGHBOURS = 1000

test('one large register among many small ones', async (t) => {
  const { service, large, small } = await registers(t)

  await t.test('a plan does not depend on who asked first', async (t) => {
    const planOf = async (first: Authority, then: Authority) => {
      const client = await connect(t, service)
      await client.query('prepare asked(bigint) as select * from entry where seq <= $1')
      const explain = async ({ id }: Authority) => {
        await client.query('begin')
        await client.query(TURN_TO_READ, [id])
        const { rows } = await client.query('explain execute asked(9)')
        await client.query('commit')
        return rows.map((row) => row['QUERY PLAN'])
      }
      await explain(first)
      return explain(then)
    }
    t.same(await planOf(small, large), await planOf(large, small))
  })

  for (const [path, accept] of [
    ['/v1/movements', 'text/csv'],
    ['/v1/mandates', 'text/csv'],
    ['/v1/compliance/findings', 'application/json'],
    ['/v1/deadlines', 'application/json'],
    ['/v1/exports/workbook?format=ods', '*/*'],
    ['/v1/exports/board-dossier', '*/*'],
  ] as const) {
    const before = await rowsRead(t, service)
    // What is kept for the small one is there when the large one asks.
    for (const { token } of [small, large]) await service.ok('GET', path, { token, headers: { accept } })
    const rows = (await rowsRead(t, service)) - before
    t.comment(`${path}: ${rows} rows`)
    t.ok(rows < EVENTS * 20, `${path}: no row is read over and over`)
  }
})

async function registers(t: Test) {
  const service = await Service.start(t, 'postgres')
  const small = await service.authority('Département Voisin')
  const { shareClassId, cooperativeId: other } = await small.position()
  await small.move({
    kind: 'purchase',
    cooperativeId: other,
    shareClassId,
    effectiveOn: '2024-01-01',
    shares: '1',
    amount: '50.00',
  })
  const large = await service.authority()
  await large.person()
  const cooperativeId = await large.cooperative()
  await large.seat(cooperativeId)
  const url = String(service.test.url)
  await makeNeighbours(url, small.id, NEIGHBOURS)
  await makeHistory(url, large.id, cooperativeId, EVENTS)
  return { service, large, small }
}

async function connect(t: Test, { test: { url } }: Service): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: String(url) })
  await client.connect()
  t.teardown(() => client.end())
  return client
}

/** How many rows of tables and indexes were read so far. A connection tells what it has read when it ends. */
async function rowsRead(t: Test, service: Service): Promise<number> {
  const client = await connect(t, service)
  await client.query(
    'select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  const { rows } = await client.query(`
    select (select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_user_tables)
      + (select sum(idx_tup_read) from pg_stat_user_indexes) as read`)
  await client.end()
  return Number(rows[0].read)
}
