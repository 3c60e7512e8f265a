import { CompiledQuery, Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { transactionOver } from './answering.ts'
import { openEmbedded } from './embedded.ts'
import { type Reader, Replica, reading, readingReplica } from './reading.ts'
import { single } from './single.ts'
import type { DB } from './tables.ts'
import { type Leave, leaving, together } from './together.ts'
import { TURN_TO_AUTHORITY, transact, transactionPool } from './transactions.ts'
import { types } from './type-parsers.ts'

export type Tx = Transaction<DB>

/** One database, real or embedded: the same pg protocol and the same SQL behind both. */
export interface Database {
  readonly kysely: Kysely<DB>
  readonly kind: 'postgres' | 'embedded'
  /** For single statements of no authority, each a transaction of its own: `single`. */
  readonly single: Kysely<DB>
  /** Runs work in one transaction: `asAuthority`, within which it is one authority's. */
  readonly transact: <Result>(work: (tx: Tx, atEnd: Leave) => Promise<Result>) => Promise<Result>
  /** Runs work that only reads, as one authority: `readAs`. */
  readonly read: <Result>(reader: Reader, work: (tx: Tx) => Promise<Result>, where?: Where) => Promise<Result>
  /** The replica, for what is asked of it alone; null: there is none. */
  readonly replica: Transacting | null
  readonly close: () => Promise<void>
}

/** What `asAuthority` needs. */
export type Transacting = Pick<Database, 'transact'>

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
    single: transactionOver(single(primary, naming)),
    transact: transactions(primary, naming),
    replica: replica ? { transact: transactions(replica.pool, naming) } : null,
    read: (reader, work, where) => {
      const answer =
        replica && where !== 'primary'
          ? readingReplica(primary, replica, reader, naming)
          : reading(primary, reader, naming)
      return work(transactionOver(answer))
    },
    close: async () => {
      await kysely.destroy()
      await replica?.pool.end()
    },
  }
}

function transactions(pool: pg.Pool, naming: { readonly isNamed: boolean }): Database['transact'] {
  return (work) => transact(pool, naming, (answer, atEnd) => work(transactionOver(answer), atEnd))
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
  const transact: Database['transact'] = (work) =>
    kysely.transaction().execute(async (tx) => {
      const { result, left } = await leaving((atEnd) => work(tx, atEnd))
      await together(...left)
      return result
    })
  return {
    kysely,
    kind: 'embedded',
    single: kysely,
    transact,
    replica: null,
    read: ({ authorityId }, work) => asAuthority({ transact }, authorityId, work),
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
  { transact }: Transacting,
  authorityId: string,
  work: (tx: Tx, atEnd: Leave) => Promise<T>,
): Promise<T> {
  return transact(async (tx, atEnd) => {
    await enter(tx, authorityId)
    return work(tx, atEnd)
  })
}

/**
 * Runs work that only reads, and reads what cannot change between two statements: a moment's journal row bounds each of
 * them. On a PostgreSQL what is asked for at once is one transaction, in one round trip.
 */
export function readAs<T>(database: Database, reader: Reader, work: (tx: Tx) => Promise<T>, where?: Where): Promise<T> {
  return database.read(reader, work, where)
}

/** Turns the rest of a transaction to an authority. */
export async function enter(tx: Tx, authorityId: string): Promise<void> {
  await tx.executeQuery(CompiledQuery.raw(TURN_TO_AUTHORITY, [authorityId]))
}
