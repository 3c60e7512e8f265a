import { sql } from 'kysely'
import type { Tx } from './database.ts'
import type { DB } from './tables.ts'
import { together } from './together.ts'

/** A row as it is written: numeric values as text, so that none passes through a float. */
export type BulkRow = Readonly<Record<string, string | number | null>>

// What one statement may take is limited, and others shall come in between.
const ROWS_A_STATEMENT = 2000

/**
 * Writes many rows of one table, all with the same columns, row-level security and every constraint in force. By INSERT, since
 * PostgreSQL refuses COPY into a table with row-level security; of one array a column, for both databases alike.
 */
export async function insertMany(tx: Tx, table: keyof DB & string, rows: readonly BulkRow[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  if (columns.length === 0) return
  const types = known.get(tx)?.get(table) ?? (await learnTypes(tx, table))
  const names = sql.join(columns.map((column) => sql.ref(column)))
  const sent: Promise<unknown>[] = []
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    const some = rows.slice(start, start + ROWS_A_STATEMENT)
    const arrays = columns.map((column) => {
      const values = some.map((row) => row[column] ?? null)
      return sql`${values}::${sql.raw(types.get(column) ?? 'text')}[]`
    })
    sent.push(sql`insert into ${sql.table(table)} (${names}) select * from unnest(${sql.join(arrays)})`.execute(tx))
  }
  await together(...sent)
}

/**
 * Has the connection plan all statements anew, the checks of foreign keys among them: what it planned when a table was all but
 * empty may read all of it, and nothing tells it before the transaction ends that there are many rows now.
 */
export async function planAnew(tx: Tx): Promise<void> {
  await sql`discard plans`.execute(tx)
}

type Types = ReadonlyMap<string, string>
const known = new WeakMap<Tx, Map<string, Types>>()

/**
 * Learns the types of a table's columns: of a domain, what it is over, since its constraint is held where it is written. Once
 * they are known to a transaction, `insertMany` sends its rows at once, ahead of what is sent after it.
 */
export async function learnTypes(tx: Tx, table: keyof DB & string): Promise<Types> {
  const learnt = known.get(tx)?.get(table)
  if (learnt) return learnt
  const { rows } = await sql<{ name: string; type: string }>`
    select a.attname as name, format_type(coalesce(nullif(t.typbasetype, 0), t.oid), null) as type
    from pg_attribute a join pg_type t on t.oid = a.atttypid
    where a.attrelid = ${table}::regclass and a.attnum > 0 and not a.attisdropped`.execute(tx)
  const types = new Map(rows.map(({ name, type }) => [name, type]))
  known.set(tx, (known.get(tx) ?? new Map()).set(table, types))
  return types
}
