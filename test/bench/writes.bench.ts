// A movement at the tail of a register of a million, complete, against what no writer can do without: the rows that it
// leaves, inserted as they are.
import pg from 'pg'
import { type Test, test } from 'tap'
import { TURN_TO_AUTHORITY } from '../../src/postgres/transactions.ts'
import { copyOf, freshServer } from '../postgres/servers.ts'
import { keepFigure, median } from './figures.ts'
import { addTokens, id, loadPortfolios, type Portfolios } from './portfolios.ts'
import { createCaller, serve } from './serving.ts'
import { unguarded } from './unguarded.ts'

const MOVEMENTS = 1_000_000
const ROUNDS = 20
const WARM_UP_ROUNDS = 40
const WRITES_A_ROUND = 25
const BAR = '<=2.5'
/** After all others: at the tail. */
const DAY = '2024-01-01'

/** A payment pays what the subscription before it called. */
const KINDS = {
  subscription: { what: 'a subscription under a decision', cites: true, gives: { shares: '1', amount: '50.00' } },
  payment: { what: 'a payment', cites: false, gives: { amount: '50.00' } },
} as const

/** All that a movement leaves, in the order in which rows may come; not what it updates: the authority, the authorisation. */
const TABLES = ['origin', 'journal', 'movement', 'entry', 'class_balance', 'cooperative_balance', 'seal'] as const

/** How PostgreSQL writes a commit: as it does by default; and as on a disk that takes no time, which is harder for us. */
const COMMITS = {
  durable: { what: 'each commit on disk', is: 'on' },
  in_memory: { what: 'no commit waiting for the disk', is: 'off' },
} as const

test('a movement at the tail', async (t) => {
  const server = await freshServer(t, undefined, [])
  const loaded = await loadPortfolios(t, 'one', MOVEMENTS, server)
  const positions = await makeReady(loaded)
  const token = `qp_${'bench'.repeat(8)}000`
  await addTokens(loaded, [token], 'finance')
  // Before the service connects: a database that is in use cannot be copied.
  const twin = await connected(t, await copyOf(t, loaded.url))
  const register = await connected(t, loaded.url)
  const authorityId = String(loaded.authorityIds[0])
  const port = await serve(t, loaded.url)
  const ask = createCaller(t)

  /** Medians of some writes, one after the other, and of their rows, in milliseconds. */
  const inTurn = async (kind: Kind, { decisionId, ...position }: Position): Promise<Medians> => {
    const { cites, gives } = KINDS[kind]
    const body = JSON.stringify({ kind, ...position, effectiveOn: DAY, ...gives, ...(cites && { decisionId }) })
    const { p50Ms } = await ask({ port, tokens: [token], path: '/v1/movements', body, requests: WRITES_A_ROUND })
    const inserts: number[] = []
    for (const rows of await lastWrites(register, authorityId, WRITES_A_ROUND)) {
      const start = performance.now()
      await insert(twin, authorityId, rows)
      inserts.push(performance.now() - start)
    }
    return { writtenMs: p50Ms, insertedMs: median(inserts) }
  }
  for (const [name, { what, is }] of Object.entries(COMMITS)) {
    for (const setting of ['fsync', 'full_page_writes']) await register.query(`alter system set ${setting} = ${is}`)
    await register.query('select pg_reload_conf()')
    const rounds: Record<Kind, Medians[]> = { subscription: [], payment: [] }
    for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
      const position = positions[Math.abs(round) % positions.length] as Position
      for (const kind of ['subscription', 'payment'] as const) {
        const medians = await inTurn(kind, position)
        // Those before zero warm up.
        if (round >= 0) rounds[kind].push(medians)
      }
    }
    for (const [kind, measured] of Object.entries(rounds) as [Kind, Medians[]][]) {
      const [written, inserted] = [median(measured.map(byWritten)), median(measured.map(byInserted))]
      t.comment(`${KINDS[kind].what}, ${what}: ${written.toFixed(2)} ms, ${inserted.toFixed(2)} ms its rows`)
      keepFigure(t, `writes.tail.${kind}.${name}.over_inserts`, {
        ratio: median(measured.map((one) => byWritten(one) / byInserted(one))),
        bar: BAR,
        what: `median latency over HTTP of ${KINDS[kind].what} at the tail of ${MOVEMENTS} movements, with authentication, validation, journal and seal ÷ inserts of all the same rows in one transaction, as the application role, prepared, one after the other; ${what}`,
      })
    }
  }
})

type Kind = keyof typeof KINDS
const byWritten = ({ writtenMs }: Medians) => writtenMs
const byInserted = ({ insertedMs }: Medians) => insertedMs

interface Medians {
  readonly writtenMs: number
  readonly insertedMs: number
}

interface Position {
  readonly cooperativeId: string
  readonly shareClassId: string
  readonly decisionId: string
}

/** Seals what is there, as far as later seals stand on it, and lets a decision allow shares of each cooperative. */
function makeReady({ url }: Portfolios): Promise<Position[]> {
  return unguarded(url, async (client) => {
    for (const statement of READY) await client.query(statement)
    const { rows } = await client.query(`
      select s.cooperative_id as "cooperativeId", s.id as "shareClassId", a.decision_id as "decisionId"
      from share_class s join authorisation a using (authority_id, cooperative_id)`)
    return rows
  })
}

const DECISION = id(`'decision' || c.id`)
const RECORDED = `c.seq, (select j.recorded_at from journal j where j.authority_id = c.authority_id and j.seq = c.seq)`

const READY = [
  // As large as they are when the service makes them: nobody verifies a bench.
  `insert into seal (authority_id, chain, seq, leaves, digest)
   select authority_id, 'journal', seq, 'bench ' || repeat('x', 500), sha256('bench') from journal`,
  `insert into decision_version (authority_id, decision_id, version, seq, recorded_at, number, body, kind, object)
   select c.authority_id, ${DECISION}, 1, ${RECORDED}, 'D-' || c.seq, 'assembly', 'entry', 'Entrée' from cooperative c`,
  `insert into decision (authority_id, id, seq, body, number)
   select c.authority_id, ${DECISION}, c.seq, 'assembly', 'D-' || c.seq from cooperative c`,
  `insert into decision_step (authority_id, id, decision_id, seq, recorded_at, kind, happened_on)
   select c.authority_id, ${id(`'step' || c.id || k`)}, ${DECISION}, ${RECORDED}, k, '2020-01-01'
   from cooperative c cross join unnest(array['drafted', 'tabled', 'adopted', 'transmitted', 'published']) k`,
  `insert into authorisation_version (authority_id, decision_id, cooperative_id, instrument, seq, recorded_at, ceiling)
   select c.authority_id, ${DECISION}, c.id, 'shares', ${RECORDED}, 1000000 from cooperative c`,
  `insert into authorisation (authority_id, decision_id, cooperative_id, instrument, seq, version_seq, ceiling, consumed,
     consumed_shares)
   select c.authority_id, ${DECISION}, c.id, 'shares', c.seq, c.seq, 1000000, 0, 0 from cooperative c`,
]

async function connected(t: Test, url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  t.teardown(() => client.end())
  return client
}

interface Row {
  readonly table: string
  readonly columns: readonly string[]
  readonly values: readonly (string | null)[]
}

/** What the last writes have left, each for itself: every value as text. */
async function lastWrites(client: pg.Client, authorityId: string, writes: number): Promise<Row[][]> {
  const { rows: journal } = await client.query(
    'select seq, request_id from journal where authority_id = $1 order by seq desc limit $2',
    [authorityId, writes],
  )
  const all: Row[][] = []
  for (const { seq, request_id } of journal.toReversed()) {
    const left: Row[] = []
    for (const table of TABLES) {
      const { rows } = await client.query({
        text: `select * from ${table} where authority_id = $1 and ${table === 'origin' ? 'request_id' : 'seq'} = $2`,
        values: [authorityId, table === 'origin' ? request_id : seq],
        types: { getTypeParser: () => (value: string) => value },
      } as pg.QueryConfig)
      // Generated.
      for (const { previous_seq, ...row } of rows) {
        left.push({ table, columns: Object.keys(row), values: Object.values(row) })
      }
    }
    all.push(left)
  }
  return all
}

async function insert(client: pg.Client, authorityId: string, rows: readonly Row[]): Promise<void> {
  await client.query('begin')
  await client.query({ name: 'turn', text: TURN_TO_AUTHORITY, values: [authorityId] })
  for (const { table, columns, values } of rows) {
    const names = columns.map((column) => `"${column}"`).join(', ')
    const places = columns.map((_, index) => `$${index + 1}`).join(', ')
    const text = `insert into ${table} (${names}) values (${places})`
    await client.query({ name: table, text, values: [...values] })
  }
  await client.query('commit')
}
