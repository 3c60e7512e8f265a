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

const sealColumns = sql`s.seq, s.leaves, encode(s.digest, 'hex') as digest`

/** Seals at some places of a chain. */
export async function findSeals(tx: Tx, chain: Chain, places: readonly number[]): Promise<Seal[]> {
  const { rows } = await sql<Seal>`select ${sealColumns} from seal s
    where s.authority_id = current_authority() and s.chain = ${chain} and s.seq = any(${places}::bigint[])`.execute(tx)
  return rows
}

interface Row extends SealedRow {
  readonly seq: number
}

const rowColumns = sql`r.seq, r.table_name as "table", r.key, r.content`

/** The places after one and up to another, with their seals and rows, in order. */
export async function readPlaces(tx: Tx, chain: Chain, after: number, last: number): Promise<Place[]> {
  const seals = await sql<Seal>`select ${sealColumns} from seal s
    where s.authority_id = current_authority() and s.chain = ${chain} and s.seq > ${after} and s.seq <= ${last}`.execute(
    tx,
  )
  const rows = await sql<Row>`select ${rowColumns} from sealed_row r
    where r.authority_id = current_authority() and r.chain = ${chain} and r.seq > ${after} and r.seq <= ${last}
    order by r.table_name, r.key`.execute(tx)
  const sealAt = new Map(seals.rows.map((seal) => [seal.seq, seal]))
  const rowsAt = Map.groupBy(rows.rows, ({ seq }) => seq)
  return Array.from({ length: last - after }, (_, index) => after + 1 + index).map((seq) => ({
    seq,
    seal: sealAt.get(seq),
    rows: rowsAt.get(seq) ?? [],
  }))
}

/** The rows that stand at no place of a chain: before the first or after the last. */
export async function readStrays(tx: Tx, chain: Chain, last: number): Promise<Place[]> {
  const { rows } = await sql<Row>`select ${rowColumns} from sealed_row r
    where r.authority_id = current_authority() and r.chain = ${chain}
      and (r.seq is null or r.seq < 1 or r.seq > ${last})`.execute(tx)
  return [...Map.groupBy(rows, ({ seq }) => seq ?? 0)]
    .sort(([left], [right]) => left - right)
    .map(([seq, strays]) => ({ seq, seal: undefined, rows: strays, stray: true }))
}

/** Seals that stand nowhere: of no chain, before the first place, or twice at one. */
export async function readStraySeals(tx: Tx): Promise<Alteration[]> {
  const { rows } = await sql<{ chain: string; seq: number }>`
    select s.chain, s.seq from seal s where s.authority_id = current_authority() group by s.chain, s.seq
    having count(*) > 1 or s.seq < 1 or s.chain <> all(${CHAINS}::text[])`.execute(tx)
  return rows.map(({ chain, seq }) => ({ seq, table: 'seal', key: `${chain}/${seq}`, what: 'added' }))
}

/** Rows of authorities that do not exist: only a role that sees the rows of all can see them. */
export async function readOrphans(tx: Tx): Promise<Alteration[]> {
  const { rows } = await sql<Row>`select ${rowColumns} from sealed_row r
    where not exists (select from authority a where a.authority_id = r.authority_id) limit 100`.execute(tx)
  return rows.map(({ seq, table, key }) => ({ seq, table, key, what: 'added' }))
}
