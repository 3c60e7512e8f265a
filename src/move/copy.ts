// Copies a whole register from one database to another, table by table, as text: nothing is rounded or reinterpreted.
import { type Kysely, sql, type Transaction } from 'kysely'
import { type Database, INSTALLATION } from '../postgres/database.ts'
import { inBatches } from '../postgres/sql.ts'
import type { DB } from '../postgres/tables.ts'

const BATCH_ROWS = 1000

/** A table, with the columns that can be written. */
export interface Table {
  readonly name: string
  readonly columns: readonly string[]
}

/**
 * Copies every row in one transaction of the target: all of it, or nothing.
 *
 * @param target an empty, migrated database, opened by its owner
 * @param progress told the table and the rows copied so far
 * @throws Error in one sentence when the target holds anything
 */
export async function copyRegister(
  source: Database,
  target: Database,
  progress: (table: string, rows: number) => void,
): Promise<void> {
  const tables = await listTables(source.kysely)
  await source.kysely.transaction().execute((from) =>
    target.kysely.transaction().execute(async (to) => {
      await becomeAuthority(to, INSTALLATION)
      const { rows } = await sql`select from authority limit 1`.execute(to)
      if (rows.length > 0) throw new Error('The target already holds a register: give an empty database.')
      await sql`set constraints all deferred`.execute(to)
      for (const table of tables) await copyTable(from, to, table, (count) => progress(table.name, count))
    }),
  )
}

/** The tables of the register, each after those that it refers to. */
export async function listTables(db: Kysely<DB>): Promise<Table[]> {
  const { rows } = await sql<{ name: string; columns: string[]; refers_to: string[] }>`
    select c.relname as name,
      (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      array(select distinct r.relname::text from pg_constraint f join pg_class r on r.oid = f.confrelid
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as refers_to
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not like 'kysely_%'
    order by c.relname`.execute(db)
  const ordered: Table[] = []
  const waiting = new Map(rows.map((row) => [row.name, row]))
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(({ refers_to }) => !refers_to.some((name) => waiting.has(name)))
    if (ready.length === 0) throw new Error(`tables refer to each other in a circle: ${[...waiting.keys()].join(', ')}`)
    for (const { name, columns } of ready) {
      ordered.push({ name, columns })
      waiting.delete(name)
    }
  }
  return ordered
}

async function copyTable(
  from: Transaction<DB>,
  to: Transaction<DB>,
  { name, columns }: Table,
  progress: (rows: number) => void,
): Promise<void> {
  const texts = sql.join(columns.map((column) => sql`${sql.ref(column)}::text`))
  // In the order of recording where there is one, so that a row never comes before what it refers to.
  const order = columns.includes('seq') ? sql`authority_id, seq` : sql`authority_id`
  const all = sql<Record<string, string | null>>`select ${texts} from ${sql.table(name)} order by ${order}`
  let copied = 0
  for await (const rows of inBatches(from, all, BATCH_ROWS)) {
    for (const [authorityId, batch] of Map.groupBy(rows, (row) => row.authority_id ?? INSTALLATION)) {
      // Authorities and tokens are the installation's to write; all else is its authority's own.
      await becomeAuthority(to, name === 'authority' || name === 'token' ? INSTALLATION : authorityId)
      const values = batch.map((row) => sql`(${sql.join(columns.map((column) => row[column] ?? null))})`)
      await sql`insert into ${sql.table(name)} (${sql.join(columns.map((column) => sql.ref(column)))}) values ${sql.join(values)}`.execute(
        to,
      )
    }
    copied += rows.length
    progress(copied)
  }
}

async function becomeAuthority(to: Transaction<DB>, authorityId: string): Promise<void> {
  await sql`select set_config('app.authority', ${authorityId}, true)`.execute(to)
}
