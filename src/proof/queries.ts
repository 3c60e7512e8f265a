// What was sealed, as it stands in the database now. Each function reads the authority that the transaction has entered.
import { sql } from 'kysely'
import { CHAINS, type Chain } from '../journal/seal.ts'
import type { Tx } from '../postgres/database.ts'
import type { Alteration, Seal, SealedRow } from './chain.ts'
import type { Place } from './place.ts'

/** Fixes how values become text, for the rest of the transaction: as when they were sealed. */
export async function readAsSealed(tx: Tx): Promise<void> {
  await sql`select set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO', true),
    set_config('bytea_output', 'hex', true)`.execute(tx)
}

/** The last place of each chain; 0: nothing is sealed yet. */
export async function lastPlaces(tx: Tx): Promise<Record<Chain, number>> {
  const { rows } = await sql<{ chain: Chain; last: number }>`
    select c.chain, coalesce(s.seq, 0) as last from unnest(${CHAINS}::text[]) c (chain) left join lateral (
      select s.seq from seal s where s.authority_id = current_authority() and s.chain = c.chain order by s.seq desc limit 1
    ) s on true`.execute(tx)
  return Object.fromEntries(rows.map(({ chain, last }) => [chain, last])) as Record<Chain, number>
}

// As text: who altered a place may have put a number there that no program counts to.
const sealColumns = sql`s.seq::text as place, s.leaves, encode(s.digest, 'hex') as digest`
const rowColumns = sql`r.seq::text as place, r.table_name as "table", r.key, r.content`

type Placed<Value> = Omit<Value, 'seq'> & { readonly place: string | null }

const placed = <Value>({ place, ...value }: Placed<Value>) => ({ ...value, seq: Number(place ?? 0) })

/** Seals at some places of a chain. */
export async function findSeals(tx: Tx, chain: Chain, places: readonly number[]): Promise<Seal[]> {
  const { rows } = await sql<Placed<Seal>>`select ${sealColumns} from seal s
    where s.authority_id = current_authority() and s.chain = ${chain} and s.seq = any(${places}::bigint[])`.execute(tx)
  return rows.map((row) => placed(row))
}

/** A place after which a chain is read on. */
export const START = '0'

/** The next places of a chain, at most so many seals, with the rows that say that they stand there or between them. */
export async function readPlaces(
  tx: Tx,
  chain: Chain,
  after: string,
  limit: number,
): Promise<{ places: Place[]; next: string | undefined }> {
  const { rows: seals } = await sql<Placed<Seal>>`select ${sealColumns} from seal s
    where s.authority_id = current_authority() and s.chain = ${chain} and s.seq > ${after}::bigint
    order by s.seq limit ${limit}`.execute(tx)
  const next = seals.at(-1)?.place ?? undefined
  if (next === undefined) return { places: [], next }
  const { rows } = await sql<Placed<Row>>`select ${rowColumns} from sealed_row r
    where r.authority_id = current_authority() and r.chain = ${chain}
      and r.seq > ${after}::bigint and r.seq <= ${next}::bigint
    order by r.table_name, r.key`.execute(tx)
  const sealAt = new Map(seals.map((row) => placed(row)).map((seal) => [seal.seq, seal]))
  const rowsAt = Map.groupBy(
    rows.map((row) => placed(row)),
    ({ seq }) => seq,
  )
  const seqs = [...new Set([...sealAt.keys(), ...rowsAt.keys()])].sort((left, right) => left - right)
  return { places: seqs.map((seq) => ({ seq, seal: sealAt.get(seq), rows: rowsAt.get(seq) ?? [] })), next }
}

interface Row extends SealedRow {
  readonly seq: number
}

/** The rows that stand at no place of a chain: before the first, or after the last. */
export async function readStrays(tx: Tx, chain: Chain, last: string): Promise<Place[]> {
  const { rows } = await sql<Placed<Row>>`select ${rowColumns} from sealed_row r
    where r.authority_id = current_authority() and r.chain = ${chain}
      and (r.seq is null or r.seq < 1 or r.seq > ${last}::bigint)`.execute(tx)
  const strays = Map.groupBy(
    rows.map((row) => placed(row)),
    ({ seq }) => seq,
  )
  return [...strays]
    .sort(([left], [right]) => left - right)
    .map(([seq, found]) => ({ seq, seal: undefined, rows: found, stray: true }))
}

/** Seals that stand nowhere: of no chain, before the first place, or twice at one. */
export async function readStraySeals(tx: Tx): Promise<Alteration[]> {
  const { rows } = await sql<{ key: string }>`
    select s.chain || '/' || s.seq as key from seal s where s.authority_id = current_authority() group by s.chain, s.seq
    having count(*) > 1 or s.seq < 1 or s.chain <> all(${CHAINS}::text[])`.execute(tx)
  return rows.map(({ key }) => ({ seq: 0, table: 'seal', key, what: 'added' }))
}

/** Rows of authorities that do not exist: only a role that sees the rows of all can see them. */
export async function readOrphans(tx: Tx): Promise<Alteration[]> {
  const { rows } = await sql<Placed<Row>>`select ${rowColumns} from sealed_row r
    where not exists (select from authority a where a.authority_id = r.authority_id) limit 100`.execute(tx)
  return rows.map((row) => ({ ...placed(row), what: 'added' }))
}
