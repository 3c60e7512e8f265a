import { sql } from 'kysely'
import { type BulkRow, insertMany } from '../postgres/bulk.ts'
import { enter, type Tx } from '../postgres/database.ts'
import { Decimal } from '../values/amount.ts'
import { balanceRowsOf } from './insert.ts'
import { loadBeginning, loadSteps } from './queries.ts'
import { rebuild } from './rebuild.ts'
import { CLASS_COLUMNS, COOPERATIVE_COLUMNS } from './state.ts'

/** The read model: its tables, what names a row of them, and what is kept there. */
const READ_MODEL = {
  class_balance: { key: ['share_class_id', 'effective_on', 'seq'], kept: ['nominal_value', ...CLASS_COLUMNS] },
  cooperative_balance: { key: ['effective_on', 'seq'], kept: COOPERATIVE_COLUMNS },
} as const
type Table = keyof typeof READ_MODEL

/** Rows of the read model that were not what the postings come to. */
export interface Differences {
  readonly rows: number
  readonly missing: number
  readonly wrong: number
  readonly tooMany: number
}

/**
 * Holds the running balances of an authority against its postings, and puts right what differs. While it does, nothing is
 * recorded there.
 *
 * @param tx a transaction of the owner of the tables: nobody else may take a recorded row away
 * @param isRepairing false: it only tells
 */
export async function restoreBalances(tx: Tx, authorityId: string, isRepairing: boolean): Promise<Differences> {
  await enter(tx, authorityId)
  await sql`select from authority where authority_id = ${authorityId} for update`.execute(tx)
  // The journal rows are all there; and no guard can be held off while a check of its table waits.
  await sql`set constraints all immediate`.execute(tx)
  const found = { rows: 0, missing: 0, wrong: 0, tooMany: 0 }
  const cooperatives = await tx.selectFrom('cooperative').select('id').orderBy('id').execute()
  for (const { id: cooperativeId } of cooperatives) {
    const rebuilt: Record<Table, BulkRow[]> = { class_balance: [], cooperative_balance: [] }
    const steps = await loadSteps(tx, cooperativeId)
    for (const { seq, versions } of rebuild(await loadBeginning(tx, cooperativeId), steps)) {
      const rows = balanceRowsOf({ authorityId, seq, cooperativeId }, versions)
      rebuilt.class_balance.push(...rows.class_balance)
      rebuilt.cooperative_balance.push(...rows.cooperative_balance)
    }
    for (const table of Object.keys(READ_MODEL) as Table[]) {
      const { missing, wrong, tooMany } = await compare(tx, table, cooperativeId, rebuilt[table])
      found.rows += rebuilt[table].length
      found.missing += missing.length
      found.wrong += wrong.length
      found.tooMany += tooMany.length
      if (isRepairing)
        await repair(tx, table, authorityId, cooperativeId, [...wrong, ...tooMany], [...missing, ...wrong])
    }
  }
  return found
}

async function compare(tx: Tx, table: Table, cooperativeId: string, rebuilt: readonly BulkRow[]) {
  const { key, kept } = READ_MODEL[table]
  const keyOf = (row: BulkRow) => key.map((column) => row[column]).join(' ')
  const { rows } = await sql<BulkRow>`
    select * from ${sql.table(table)} where cooperative_id = ${cooperativeId}`.execute(tx)
  const there = new Map(rows.map((row) => [keyOf(row), row]))
  const known = new Set(rebuilt.map(keyOf))
  const isSame = (row: BulkRow, found: BulkRow) =>
    kept.every((column) => new Decimal(String(row[column])).eq(String(found[column])))
  return {
    missing: rebuilt.filter((row) => !there.has(keyOf(row))),
    wrong: rebuilt.filter((row) => {
      const found = there.get(keyOf(row))
      return found !== undefined && !isSame(row, found)
    }),
    tooMany: rows.filter((row) => !known.has(keyOf(row))),
  }
}

/** Takes rows away, which the tables refuse to everybody; and writes others as the service does. */
async function repair(
  tx: Tx,
  table: Table,
  authorityId: string,
  cooperativeId: string,
  away: readonly BulkRow[],
  anew: readonly BulkRow[],
): Promise<void> {
  if (away.length > 0) {
    await sql`select set_config('role', 'none', true)`.execute(tx)
    const guard = sql.ref(`${table}_append_only`)
    await sql`alter table ${sql.table(table)} disable trigger ${guard}`.execute(tx)
    for (const row of away) {
      const named = READ_MODEL[table].key.map((column) => sql`${sql.ref(column)} = ${row[column]}`)
      await sql`
        delete from ${sql.table(table)} where authority_id = ${authorityId} and cooperative_id = ${cooperativeId}
          and ${sql.join(named, sql` and `)}`.execute(tx)
    }
    await sql`alter table ${sql.table(table)} enable trigger ${guard}`.execute(tx)
    await enter(tx, authorityId)
  }
  await insertMany(tx, table, anew)
}
