// Hot statements: compiled once for good, and named, so that each connection parses and plans them once.
import { type CompiledQuery, type Insertable, Kysely, type RawBuilder, sql } from 'kysely'
import { sha256Hex } from '../values/canonical.ts'
import { dialect } from './answering.ts'
import type { DB } from './tables.ts'

/** A statement whose text never changes: only its parameters do. */
export interface Statement<Parameters, Row> {
  readonly run: (db: Kysely<DB>, parameters: Parameters) => Promise<Row[]>
  /** As the database gets it: for a bench, and for EXPLAIN. */
  readonly compiled: (parameters: Parameters) => { readonly sql: string; readonly parameters: readonly unknown[] }
}

/** Stands in a statement for what is told when it runs. */
class Parameter {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

const compiler = new Kysely<DB>({ dialect })

const names = new Map<string, string>()

/** Gives a statement's text a name, by which each connection knows it. */
export function named(text: string): string {
  names.set(text, `quotepart_${sha256Hex(text).slice(0, 16)}`)
  return text
}

/** What a statement is called between us and the database; undefined: it has no name. */
export function nameOf(text: string): string | undefined {
  return names.get(text)
}

// A plan is kept for each name on each connection: no more of them than the features have statements, and none of a long
// list of values, whose length is another the next time.
const MOST_NAMES = 500
const LONGEST_CHARACTERS = 4000
const once = new Set<string>()

/** The same of a statement that nobody has named: it gets a name when it comes a second time. */
export function nameOfRepeated(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || text.length > LONGEST_CHARACTERS || text.startsWith('fetch ') || names.size >= MOST_NAMES)
    return known
  if (once.delete(text)) return names.get(named(text))
  if (once.size >= MOST_NAMES) once.clear()
  once.add(text)
  return undefined
}

/**
 * Declares a statement.
 *
 * @param build writes it; `parameter('asOf')` stands where the value of that name will
 */
export function statement<Parameters extends object, Row>(
  build: (parameter: (name: keyof Parameters & string) => RawBuilder<unknown>) => RawBuilder<Row>,
): Statement<Parameters, Row> {
  const written = build((name) => sql`${new Parameter(name)}`).compile(compiler)
  named(written.sql)
  const compiled = (parameters: Parameters): CompiledQuery<Row> => ({
    ...written,
    parameters: written.parameters.map((value) =>
      value instanceof Parameter ? parameters[value.name as keyof Parameters] : value,
    ),
  })
  return {
    compiled,
    run: async (db, parameters) => (await db.executeQuery<Row>(compiled(parameters))).rows,
  }
}

const insertions = new Map<string, CompiledQuery>()

/** Writes a row of a table: a statement for each set of columns. A value that is undefined is written as null. */
export async function insertRow<Table extends keyof DB & string>(
  db: Kysely<DB>,
  table: Table,
  row: Insertable<DB[Table]>,
): Promise<void> {
  const columns = Object.keys(row)
  const key = `${table} ${columns}`
  let insertion = insertions.get(key)
  if (!insertion) {
    const names = sql.join(columns.map((column) => sql.ref(column)))
    const places = sql.join(columns.map((column) => new Parameter(column)))
    insertion = sql`insert into ${sql.table(table)} (${names}) values (${places})`.compile(compiler)
    named(insertion.sql)
    insertions.set(key, insertion)
  }
  await db.executeQuery({ ...insertion, parameters: Object.values(row) })
}
