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
  readonly #settle: (results: readonly pg.QueryResult[], error?: Error) => void
  readonly #results: pg.QueryResult[] = []
  /** Which of them is being answered. */
  #place = 0
  #known = new Map<string, Columns>()
  #columns = NONE
  #rows: object[] = []
  #unreadable: Error | undefined

  /** @param settle told what they gave; and what the first that failed says, in place of what it and those behind it gave */
  constructor(
    statements: readonly pg.QueryConfig[],
    settle: (results: readonly pg.QueryResult[], error?: Error) => void,
  ) {
    super({ text: '' })
    this.#statements = statements.map(({ name = '', text, values = [] }) => ({
      name,
      text,
      values: values.map(asSent),
    }))
    this.#settle = settle
  }

  // What pg notes as known to the connection: the statement that is being answered. (No functions of each object's own, here
  // or above: the engine would keep it, and all that was answered, until it cleans up at length.)
  get name(): string | undefined {
    return this.#statements[this.#place]?.name
  }
  get text(): string | undefined {
    return this.#statements[this.#place]?.text
  }
  // pg's own constructor sets both.
  set name(_: string | undefined) {}
  set text(_: string | undefined) {}

  override submit = (connection: unknown): void => {
    const wire = connection as Wire
    this.#known = columnsOf.get(wire) ?? this.#known
    columnsOf.set(wire, this.#known)
    wire.stream.cork()
    try {
      for (const { name, text, values } of this.#statements) {
        const isParsed = name in wire.parsedStatements || name in wire.submittedNamedStatements
        if (!isParsed) wire.parse({ name, text })
        if (!isParsed && name !== '') wire.submittedNamedStatements[name] = text
        wire.bind({ statement: name, values })
        if (!this.#known.has(name)) wire.describe({ type: 'P', name: '' })
        wire.execute()
      }
      wire.sync()
    } finally {
      wire.stream.uncork()
    }
    this.#begin()
  }

  handleRowDescription({ fields }: { readonly fields: readonly pg.FieldDef[] }): void {
    this.#columns = {
      names: fields.map(({ name }) => name),
      readers: fields.map(({ dataTypeID }) => types.getTypeParser(dataTypeID, 'text')),
      empty: Object.fromEntries(fields.map(({ name }) => [name, null])),
    }
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
    const { name = '' } = this.#statements[this.#place] ?? {}
    if (name !== '' && !this.#known.has(name)) this.#known.set(name, this.#columns)
    if (!this.#unreadable) {
      // "INSERT 0 1", "SELECT 51", "COMMIT".
      const [command = '', ...counts] = text.split(' ')
      this.#results.push({ command, rowCount: Number(counts.at(-1)) || 0, rows: this.#rows, fields: [], oid: 0 })
    }
    this.#place += 1
    this.#begin()
  }

  handleError(error: Error, wire: Wire): void {
    // What was to be parsed behind it was not.
    for (const { name } of this.#statements) delete wire.submittedNamedStatements[name]
    this.#end(error)
  }

  handleReadyForQuery(): void {
    this.#end(this.#unreadable)
  }

  #end(error?: Error): void {
    // pg itself may wait for its own callback, for a time limit that the connection's address sets.
    ;(this as { callback?: () => void }).callback?.()
    this.#settle(this.#results, error)
  }

  #begin(): void {
    this.#rows = []
    this.#columns = this.#known.get(this.#statements[this.#place]?.name ?? '') ?? NONE
  }
}

const { prepareValue: asSent } = (
  pg as unknown as { utils: { prepareValue: (value: unknown) => string | Buffer | null } }
).utils
