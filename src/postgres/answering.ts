// Kysely over what answers statements, without its own handling of connections and transactions: that waits for each answer
// before it sends the next statement.
import {
  type CompiledQuery,
  type DatabaseConnection,
  DefaultQueryExecutor,
  DummyDriver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  Transaction,
} from 'kysely'
import type pg from 'pg'
import type { DB } from './tables.ts'

/** Answers one statement. */
export type Answering = (text: string, values: readonly unknown[]) => Promise<pg.QueryResult>

/** Writes statements for PostgreSQL; it is connected to nothing. */
export const dialect = {
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: (db: Transaction<DB>) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
}

const compiler = dialect.createQueryCompiler()
const adapter = dialect.createAdapter()
const driver = dialect.createDriver()

/** What is asked of it belongs together. Cheap: there is one for each request. */
export function transactionOver(answer: Answering): Transaction<DB> {
  const connection = {
    executeQuery: async ({ sql, parameters }: CompiledQuery) => {
      const { command, rowCount, rows } = await answer(sql, parameters)
      return CHANGES.has(command) ? { numAffectedRows: BigInt(rowCount ?? 0), rows } : { rows }
    },
    streamQuery: () => {
      throw new Error('nothing is streamed: ask for a page after the other')
    },
  } as DatabaseConnection
  const executor = new DefaultQueryExecutor(compiler, adapter, { provideConnection: (use) => use(connection) })
  return new Transaction({ config: { dialect }, dialect, driver, executor })
}

const CHANGES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])
