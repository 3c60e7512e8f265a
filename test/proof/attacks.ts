// Ways to alter, remove, insert or reorder one row, whatever its table: made from the catalogue, so that a new table is
// attacked like the others.
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../src/postgres/database.ts'

/** A row that an attacker may choose: its table, its key as it is named when found, and where it is. */
export interface Victim {
  readonly table: string
  readonly key: string
  readonly ctid: string
}

export const WAYS = ['alter', 'remove', 'insert', 'reorder'] as const
export type Way = (typeof WAYS)[number]

interface Column {
  readonly name: string
  readonly type: string
}

const BESIDE = ['seal', 'origin', 'person_identity', 'decision', 'authorisation', 'seat', 'mandate']

/** The tables that the chains hold, and those that they hold by digests, or by what they say themselves. */
export async function attackedTables(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select distinct table_name as name from sealed_row order by 1`.execute(
    tx,
  )
  return [...rows.map(({ name }) => name), ...BESIDE]
}

export async function victimsOf(tx: Tx, { table, key }: Shape): Promise<Victim[]> {
  // The installation's own row is recorded by nobody.
  const where = table === 'authority' ? sql`where seq is not null` : sql``
  const { rows } = await sql<{ key: string; ctid: string }>`
    select ${keyText(key)} as key, ctid::text as ctid from ${sql.table(table)} ${where} order by 1`.execute(tx)
  return rows.map((row) => ({ table, ...row }))
}

/** A table's columns, and those of its key within an authority. Read before its constraints are taken off. */
export interface Shape {
  readonly table: string
  readonly columns: readonly Column[]
  readonly key: readonly string[]
}

export async function shapeOf(tx: Tx, table: string): Promise<Shape> {
  const columns = await sql<Column>`
    select a.attname as name, format_type(coalesce(nullif(t.typbasetype, 0), t.oid), null) as type
    from pg_attribute a join pg_type t on t.oid = a.atttypid
    where a.attrelid = ${table}::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    order by a.attnum`.execute(tx)
  const key = await sql<{ name: string }>`
    select a.attname as name from pg_constraint p, unnest(p.conkey) with ordinality k (number, place), pg_attribute a
    where p.conrelid = ${table}::regclass and p.contype = 'p' and a.attrelid = p.conrelid and a.attnum = k.number
    order by k.place`.execute(tx)
  const own = key.rows.map(({ name }) => name).filter((name) => name !== 'authority_id' || table === 'authority')
  // Of a token and of a person, the register knows them by their own id.
  return { table, columns: columns.rows, key: own }
}

const keyText = (columns: readonly string[]) =>
  sql<string>`concat_ws('/', ${sql.join(columns.map((name) => sql.ref(name)))})`

/** Takes every constraint and unique index off a table: whoever owns the database can. */
async function disarm(tx: Tx, table: string): Promise<void> {
  const { rows } = await sql<{ statement: string }>`
    select format('alter table %I drop constraint if exists %I cascade', ${table}::text, conname) as statement from pg_constraint
      where conrelid = ${table}::regclass and contype not in ('n', 't')
    union all
    select format('drop index %s', indexrelid::regclass) from pg_index where indrelid = ${table}::regclass and indisunique
      and not exists (select from pg_constraint where conindid = indexrelid)`.execute(tx)
  for (const { statement } of rows) await sql.raw(statement).execute(tx)
}

/** Another value of the same type, now and then one that no program counts with. */
function changed({ name, type }: Column, choice = 0): RawBuilder<unknown> {
  const column = sql.ref(name)
  switch (type) {
    case 'uuid':
      return sql`gen_random_uuid()`
    case 'date':
      return sql`coalesce(${column} + 1, '2024-02-29')`
    case 'timestamp with time zone':
      if (choice % 3 === 0) return sql`${sql.lit(choice % 2 === 0 ? 'infinity' : '0044-03-15 BC')}::timestamptz`
      return sql`coalesce(${column} - interval '1 microsecond', now())`
    case 'boolean':
      return sql`not coalesce(${column}, false)`
    case 'bytea':
      return sql`set_byte(${column}, 0, get_byte(${column}, 0) # 1)`
    case 'bigint':
      if (choice % 3 === 0) return sql`${sql.lit(choice % 2 === 0 ? '9223372036854775807' : '900000000000000')}::bigint`
      return sql`coalesce(${column} + 1, 1)`
    case 'integer':
    case 'numeric':
      return sql`coalesce(${column} + 1, 1)`
    case 'text':
      return sql`coalesce(${column} || 'x', 'x')`
    default:
      throw new Error(`no way to alter ${name} ${type}`)
  }
}

/**
 * Does one attack.
 *
 * @param choice any number: which column, which other row
 * @returns what was done, and the keys by which the row may be named; undefined where this way does not lead anywhere
 */
export async function attack(
  tx: Tx,
  way: Way,
  shape: Shape,
  victim: Victim,
  choice: number,
): Promise<Attack | undefined> {
  await disarm(tx, shape.table)
  const table = sql.table(shape.table)
  const row = sql`ctid = ${victim.ctid}::tid`
  const key = sql`returning ${keyText(shape.key)} as key`
  const done = async (what: string, query: RawBuilder<unknown>): Promise<Attack | undefined> => {
    const { rows } = await (query as RawBuilder<{ key: string }>).execute(tx)
    const keys = rows.map(({ key }) => key)
    return keys.length === 0 ? undefined : { what, keys: way === 'insert' ? keys : [victim.key, ...keys] }
  }
  switch (way) {
    case 'remove':
      return done('removed', sql`delete from ${table} where ${row} ${key}`)
    case 'alter': {
      const column = shape.columns[choice % shape.columns.length] as Column
      return done(
        `altered ${column.name}`,
        sql`update ${table} set ${sql.ref(column.name)} = ${changed(column, Math.floor(choice / shape.columns.length))} where ${row} ${key}`,
      )
    }
    case 'insert': {
      const names = shape.columns.map(({ name }) => sql.ref(name))
      const values = shape.columns.map((column) =>
        shape.key.includes(column.name) ? changed(column, choice) : sql.ref(column.name),
      )
      return done(
        'inserted',
        sql`insert into ${table} (${sql.join(names)}) select ${sql.join(values)} from ${table} where ${row} ${key}`,
      )
    }
    case 'reorder': {
      if (!shape.columns.some(({ name }) => name === 'seq')) return undefined
      const own = sql`select * from ${table} where ${row}`
      const other = sql`select x.seq as taken from ${table} x, (${own}) o
        where x.seq <> o.seq and x.authority_id = o.authority_id order by x.seq offset ${choice % 3} limit 1`
      return done(
        'moved',
        sql`update ${table} set seq = other.taken from (${other}) other where ${table}.${row} ${key}`,
      )
    }
  }
}

export interface Attack {
  readonly what: string
  readonly keys: readonly string[]
}
