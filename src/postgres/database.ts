import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import { openEmbedded } from './embedded.ts'
import type { DB } from './tables.ts'
import { types } from './type-parsers.ts'

export type Tx = Transaction<DB>

/** One database, real or embedded: the same pg protocol and the same SQL behind both. */
export interface Database {
  readonly kysely: Kysely<DB>
  readonly kind: 'postgres' | 'embedded'
  readonly close: () => Promise<void>
}

export interface PoolOptions {
  readonly max?: number
  /**
   * What one statement may take, and one transaction between two of them; 0: as long as it likes, for migrations and
   * copies. Default: STATEMENT_LIMIT_MS.
   */
  readonly statementLimitMs?: number
  /** Told when a connection breaks. The pool replaces it; a query under way on it fails, and says so itself. */
  readonly onConnectionError?: (error: Error) => void
}

// A request that takes longer has been given up by whoever asked; its connection is for others.
const STATEMENT_LIMIT_MS = 15_000

/** Connects to a PostgreSQL; nothing is sent before the first query. */
export function openPostgres(url: string, options: PoolOptions = {}): Database {
  const limitMs = options.statementLimitMs ?? STATEMENT_LIMIT_MS
  const pool = new pg.Pool({
    connectionString: url,
    statement_timeout: limitMs,
    idle_in_transaction_session_timeout: limitMs,
    keepAlive: true,
    max: options.max ?? 10,
    connectionTimeoutMillis: 10_000,
    application_name: 'quotepart',
    types,
  })
  const report = options.onConnectionError ?? (() => undefined)
  pool.on('error', report)
  // Without a listener of its own, a connection that breaks while it is in use would end the process.
  pool.on('connect', (client) => client.on('error', report))
  const kysely = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  return { kysely, kind: 'postgres', close: () => kysely.destroy() }
}

/** Opens the embedded database of a folder, alone. */
export async function openEmbeddedDatabase(dataDir: string): Promise<Database> {
  const { pool, close } = await openEmbedded(dataDir)
  return { kysely: new Kysely<DB>({ dialect: new PostgresDialect({ pool }) }), kind: 'embedded', close }
}

/** The installation as an authority: administrators belong to it. */
export const INSTALLATION = '00000000-0000-0000-0000-000000000000'

/**
 * Runs work in one transaction as the application role, seeing one authority's rows and no others.
 * The role is dropped to even where the connection could do more: it owns nothing.
 */
export function asAuthority<T>(database: Database, authorityId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.kysely.transaction().execute(async (tx) => {
    await enter(tx, authorityId)
    return work(tx)
  })
}

/** Turns the rest of a transaction to an authority. */
export async function enter(tx: Tx, authorityId: string): Promise<void> {
  await sql`select set_config('role', 'quotepart_app', true), set_config('app.authority', ${authorityId}, true)`.execute(
    tx,
  )
}
