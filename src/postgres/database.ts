import { CompiledQuery, Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { openEmbedded } from './embedded.ts'
import { type Reader, Replica, readingPool, replicaPool } from './reading.ts'
import type { DB } from './tables.ts'
import { TURN_TO_AUTHORITY, transactionPool } from './transactions.ts'
import { types } from './type-parsers.ts'

export type Tx = Transaction<DB>

/** One database, real or embedded: the same pg protocol and the same SQL behind both. */
export interface Database {
  readonly kysely: Kysely<DB>
  readonly kind: 'postgres' | 'embedded'
  /** Runs work that only reads, as one authority: `readAs`. */
  readonly read: <Result>(reader: Reader, work: (tx: Tx) => Promise<Result>, where?: Where) => Promise<Result>
  /** What tells the register of the replica from another: `identify` of the primary must say the same; null: there is none. */
  readonly replica: Kysely<DB> | null
  readonly close: () => Promise<void>
}

/** `primary`: what is not in the journal, so that nothing says whether a replica has it. Default: wherever. */
export type Where = 'primary'

/** PgBouncer's mode `transaction`, and what works like it. */
export type Pooler = 'transaction'

export interface PoolOptions {
  readonly max?: number
  /** What a connection may take, or its turn for one; default: PATIENCE_MS. */
  readonly patienceMs?: number
  /**
   * What one statement may take, and one transaction between two of them; 0: as long as it likes, for migrations and
   * copies. Default: STATEMENT_LIMIT_MS.
   */
  readonly statementLimitMs?: number
  /** A streaming replica, which reads are sent to. */
  readonly readUrl?: string | undefined
  /** What hands connections out by the transaction: it keeps no names of statements, and no settings of a session. */
  readonly pooler?: Pooler | undefined
  /** Told when a connection breaks. The pool replaces it; a query under way on it fails, and says so itself. */
  readonly onConnectionError?: (error: Error) => void
}

// A request that takes longer has been given up by whoever asked; its connection is for others.
const STATEMENT_LIMIT_MS = 15_000

/** What a connection may take, or its turn for one. */
const PATIENCE_MS = 10_000
/** The same of a replica, for which the primary can stand in. */
const REPLICA_PATIENCE_MS = 1000

/** Connects to a PostgreSQL; nothing is sent before the first query. */
export function openPostgres(url: string, options: PoolOptions = {}): Database {
  const primary = openPool(url, options)
  const replica =
    options.readUrl === undefined
      ? undefined
      : new Replica(
          openPool(options.readUrl, { ...options, patienceMs: REPLICA_PATIENCE_MS }),
          options.onConnectionError ?? (() => undefined),
        )
  const naming = { isNamed: options.pooler === undefined }
  const kysely = new Kysely<DB>({ dialect: new PostgresDialect({ pool: transactionPool(primary, naming) }) })
  return {
    kysely,
    kind: 'postgres',
    replica:
      replica === undefined
        ? null
        : new Kysely<DB>({ dialect: new PostgresDialect({ pool: transactionPool(replica.pool, naming) }) }),
    read: (reader, work, where) => {
      const pool =
        replica && where !== 'primary'
          ? replicaPool(primary, replica, reader, naming)
          : readingPool(primary, reader, naming)
      return work(new Kysely<DB>({ dialect: new PostgresDialect({ pool }) }) as Tx)
    },
    close: async () => {
      await kysely.destroy()
      await replica?.pool.end()
    },
  }
}

function openPool(
  url: string,
  { pooler, statementLimitMs, max, onConnectionError, patienceMs = PATIENCE_MS }: PoolOptions,
): pg.Pool {
  const limitMs = statementLimitMs ?? STATEMENT_LIMIT_MS
  const pool = new pg.Pool({
    connectionString: url,
    // Behind a pooler a session is nobody's: there the limits are the role's, or the pooler's own.
    ...(pooler === undefined && { statement_timeout: limitMs, idle_in_transaction_session_timeout: limitMs }),
    keepAlive: true,
    max: max ?? 10,
    connectionTimeoutMillis: patienceMs,
    application_name: 'quotepart',
    types,
    pipeline: true,
  } as pg.PoolConfig)
  const report = onConnectionError ?? (() => undefined)
  pool.on('error', report)
  // Without a listener of its own, a connection that breaks while it is in use would end the process.
  pool.on('connect', (client) => client.on('error', report))
  return pool
}

/** Opens the embedded database of a folder, alone. */
export async function openEmbeddedDatabase(dataDir: string): Promise<Database> {
  const { pool, close } = await openEmbedded(dataDir)
  const kysely = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  return {
    kysely,
    kind: 'embedded',
    replica: null,
    read: ({ authorityId }, work) => inTransaction(kysely, authorityId, work),
    close,
  }
}

/** The installation as an authority: administrators belong to it. */
export const INSTALLATION = '00000000-0000-0000-0000-000000000000'

/**
 * Runs work in one transaction as the application role, seeing one authority's rows and no others.
 * The role is dropped to even where the connection could do more: it owns nothing.
 */
export function asAuthority<T>(
  database: Pick<Database, 'kysely'>,
  authorityId: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return inTransaction(database.kysely, authorityId, work)
}

/**
 * Runs work that only reads, and reads what cannot change between two statements: a moment's journal row bounds each of
 * them. On a PostgreSQL what is asked for at once is one transaction, in one round trip.
 */
export function readAs<T>(database: Database, reader: Reader, work: (tx: Tx) => Promise<T>, where?: Where): Promise<T> {
  return database.read(reader, work, where)
}

function inTransaction<T>(kysely: Kysely<DB>, authorityId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return kysely.transaction().execute(async (tx) => {
    await enter(tx, authorityId)
    return work(tx)
  })
}

/** Turns the rest of a transaction to an authority. */
export async function enter(tx: Tx, authorityId: string): Promise<void> {
  await tx.executeQuery(CompiledQuery.raw(TURN_TO_AUTHORITY, [authorityId]))
}
