// Proof that two databases hold the same register: the same rows, and the same answers.
import { sql } from 'kysely'
import { listAuthorisations } from '../decisions/authorisation-queries.ts'
import { listHoldings } from '../portfolio/holdings.ts'
import { GROUPINGS } from '../portfolio/schema.ts'
import { summarise } from '../portfolio/summary.ts'
import { asAuthority, type Database, INSTALLATION } from '../postgres/database.ts'
import { listSeats } from '../seats/seat-queries.ts'
import { listTables } from './copy.ts'

/**
 * Compares both databases table by table (rows and a digest over their content), then answer by answer: for every
 * authority, the summary by every grouping, the holdings, the authorisations and the seats, at the end of each year with
 * movements, as known at the first, the middle and the last journal row.
 *
 * @returns how many rows and answers were compared
 * @throws Error that names the first difference
 */
export async function proveSame(left: Database, right: Database): Promise<{ rows: number; answers: number }> {
  let rows = 0
  let answers = 0
  for (const authorityId of await listAuthorityIds(left)) {
    for (const { name } of await listTables(left.kysely)) {
      const [here, there] = await both(left, right, (database) => digestTable(database, authorityId, name))
      if (here.rows !== there.rows || here.digest !== there.digest) {
        throw new Error(
          `The table ${name} of authority ${authorityId} differs: ${here.rows} rows here, ${there.rows} there.`,
        )
      }
      rows += here.rows
    }
    for (const moment of await momentsOf(left, authorityId)) {
      const [here, there] = await both(left, right, (database) => answer(database, authorityId, moment))
      if (here !== there) throw new Error(`The answers of authority ${authorityId} as of ${moment.asOf} differ.`)
      answers += GROUPINGS.length + 3
    }
  }
  return { rows, answers }
}

async function both<Result>(
  left: Database,
  right: Database,
  ask: (database: Database) => Promise<Result>,
): Promise<[Result, Result]> {
  return [await ask(left), await ask(right)]
}

async function listAuthorityIds(database: Database): Promise<string[]> {
  const rows = await asAuthority(database, INSTALLATION, (tx) =>
    tx.selectFrom('authority').select('authority_id').orderBy('authority_id').execute(),
  )
  return rows.map(({ authority_id }) => authority_id)
}

// An order-free digest: the sum of 60 bits of each row's MD5. Time zone and text forms are fixed, since rows are text.
function digestTable(
  database: Database,
  authorityId: string,
  table: string,
): Promise<{ rows: number; digest: string }> {
  const reader = table === 'token' ? INSTALLATION : authorityId
  return asAuthority(database, reader, async (tx) => {
    await sql`select set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO', true)`.execute(tx)
    const { rows } = await sql<{ rows: number; digest: string }>`
      select count(*)::int as rows, coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text as digest
      from ${sql.table(table)} t where t.authority_id = ${authorityId}`.execute(tx)
    return rows[0] ?? { rows: 0, digest: '0' }
  })
}

interface Asked {
  readonly asOf: string
  readonly knownAt: string
  readonly seq: number
}

function momentsOf(database: Database, authorityId: string): Promise<Asked[]> {
  return asAuthority(database, authorityId, async (tx) => {
    const { rows } = await sql<Asked>`
      with known as (select min(seq) as first, max(seq) / 2 + 1 as middle, max(seq) as last from journal)
      select y.as_of as "asOf", j.recorded_at as "knownAt", j.seq
      from (select distinct (extract(year from effective_on)::text || '-12-31')::date as as_of from movement) y
      cross join journal j join known k on j.seq in (k.first, k.middle, k.last)
      order by j.seq, y.as_of`.execute(tx)
    return rows
  })
}

function answer(database: Database, authorityId: string, moment: Asked): Promise<string> {
  return asAuthority(database, authorityId, async (tx) => {
    const summaries = []
    for (const groupBy of GROUPINGS) summaries.push(await summarise(tx, moment, groupBy))
    const holdings = await listHoldings(tx, moment, {}, undefined, 100_000)
    const authorisations = await listAuthorisations(tx, moment, {}, undefined, 100_000)
    const seats = await listSeats(tx, moment, {}, undefined, 100_000)
    return JSON.stringify([summaries, holdings, authorisations, seats])
  })
}
