// Several statements as one that pg sends: its own queries end each with a Sync, and each Sync ends a transaction.
import type { Socket } from 'node:net'
import pg from 'pg'
import { types } from './type-parsers.ts'

/** What pg's own queries use of a connection. */
interface Wire {
  readonly stream: Socket
  readonly parsedStatements: Readonly<Record<string, string>>
  readonly submittedNamedStatements: Record<string, string>
  parse(statement: { readonly name: string; readonly text: string }): void
  bind(bound: { readonly statement: string; readonly values: readonly unknown[] }): void
  describe(portal: { readonly type: 'P'; readonly name: '' }): void
  execute(portal?: object): void
  sync(): void
}

interface Statement {
  /** Empty: it is prepared for this once. */
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
}

interface Columns {
  readonly names: readonly string[]
  readonly readers: readonly ((text: string) => unknown)[]
  /** Rows are copies of it, so that they all have one shape. */
  readonly empty: Readonly<Record<string, unknown>>
}

const NONE: Columns = { names: [], readers: [], empty: {} }

// By the name of a statement: PostgreSQL refuses to answer other columns by the same name (0A000).
const columnsOf = new WeakMap<Wire, Map<string, Columns>>()

/**
 * Statements that are sent with one Sync behind all of them: PostgreSQL makes them one transaction by itself, and skips those
 * behind one that fails (PostgreSQL, Frontend/Backend Protocol, Pipelining).
 */
export class Statements extends pg.Query {
  readonly #statements: readonly Statement[]
  readonly #resolve: (results: pg.QueryResult[]) => void
  readonly #reject: (error: Error) => void
  readonly #results: pg.QueryResult[] = []
  #known = new Map<string, Columns>()
  #columns = NONE
  #rows: object[] = []
  #unreadable: Error | undefined

  /** @param reject told what the first statement that failed says */
  constructor(
    statements: readonly pg.QueryConfig[],
    resolve: (results: pg.QueryResult[]) => void,
    reject: (error: Error) => void,
  ) {
    super({ text: '' })
    this.#statements = statements.map(({ name = '', text, values = [] }) => ({
      name,
      text,
      values: values.map(asSent),
    }))
    this.#resolve = resolve
    this.#reject = reject
    // What pg notes as known to the connection: the statement that is being answered.
    for (const property of ['name', 'text'] as const) {
      Object.defineProperty(this, property, { get: () => this.#statements[this.#results.length]?.[property] })
    }
  }

  override submit = (connection: unknown): void => {
    const wire = connection as Wire
    this.#known = columnsOf.get(wire) ?? this.#known
    columnsOf.set(wire, this.#known)
    wire.stream.cork()
    for (const { name, text, values } of this.#statements) {
      const isParsed = name in wire.parsedStatements || name in wire.submittedNamedStatements
      if (!isParsed) wire.parse({ name, text })
      if (!isParsed && name !== '') wire.submittedNamedStatements[name] = text
      wire.bind({ statement: name, values })
      if (!this.#known.has(name)) wire.describe({ type: 'P', name: '' })
      wire.execute()
    }
    wire.sync()
    wire.stream.uncork()
    this.#begin()
  }

  handleRowDescription({ fields }: { readonly fields: readonly pg.FieldDef[] }): void {
    this.#columns = {
      names: fields.map(({ name }) => name),
      readers: fields.map(({ dataTypeID }) => types.getTypeParser(dataTypeID, 'text')),
      empty: Object.fromEntries(fields.map(({ name }) => [name, null])),
    }
    const { name = '' } = this.#statements[this.#results.length] ?? {}
    if (name !== '') this.#known.set(name, this.#columns)
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    if (this.#unreadable) return
    const { names, readers, empty } = this.#columns
    const row = { ...empty }
    try {
      // By number: this runs for each value of each answer.
      for (let index = 0; index < names.length; index += 1) {
        const text = fields[index] as string | null
        if (text !== null) row[names[index] as string] = readers[index]?.(text)
      }
    } catch (error) {
      this.#unreadable = error as Error
    }
    this.#rows.push(row)
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const [, command = '', count = '0'] = /^([A-Z]+)(?: \d+)??(?: (\d+))?$/.exec(text) ?? []
    this.#results.push({ command, rowCount: Number(count), rows: this.#rows, fields: [], oid: 0 })
    this.#begin()
  }

  handleError(error: Error, wire: Wire): void {
    // What was to be parsed behind it was not.
    for (const { name } of this.#statements) delete wire.submittedNamedStatements[name]
    this.#reject(error)
  }

  handleReadyForQuery(): void {
    if (this.#unreadable) this.#reject(this.#unreadable)
    else this.#resolve(this.#results)
  }

  #begin(): void {
    this.#rows = []
    this.#columns = this.#known.get(this.#statements[this.#results.length]?.name ?? '') ?? NONE
  }
}

const { prepareValue: asSent } = (
  pg as unknown as { utils: { prepareValue: (value: unknown) => string | Buffer | null } }
).utils
