// pg's pool as kysely sees it: hot statements go by their names, and what only reads goes in one round trip.
import type { Socket } from 'node:net'
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import type pg from 'pg'
import { named, nameOf } from './statement.ts'

/** A pool whose clients were made with `pipeline: true`: what is sent before an answer has come goes with it. */
export type PipeliningPool = pg.Pool

export interface Naming {
  /** Named statements stay with the connection: a pooler in transaction mode that does not know them must do without. */
  readonly isNamed: boolean
}

/** Whose rows are read, and the authority's last journal row that must be there. */
export interface Reader {
  readonly authorityId: string
  readonly lastSeq: number
}

/** What turns the rest of a transaction to an authority: `$1`. */
export const TURN_TO_AUTHORITY = named(
  "select set_config('role', 'quotepart_app', true), set_config('app.authority', $1, true)",
)

/**
 * For transactions, and for single statements without an authority. What opens a transaction and turns it to an authority
 * asks for nothing back: it waits for the first statement that does, and goes with it.
 */
export function transactionPool(pool: PipeliningPool, naming: Naming): PostgresPool {
  return asKyselys(pool, () => {
    let waiting: pg.QueryConfig[] = []
    return async (client, text, values) => {
      if (text === 'begin' || text === TURN_TO_AUTHORITY) {
        waiting.push(query(text, values, naming))
        return NOTHING_BACK
      }
      const ahead = waiting
      waiting = []
      // A transaction that has asked for nothing ends unsent.
      const isUnsent = ahead[0]?.text === 'begin' && (text === 'commit' || text === 'rollback')
      if (isUnsent) return NOTHING_BACK
      return (await oneTrip(client, [...ahead, query(text, values, naming)])).at(-1) as pg.QueryResult
    }
  })
}

const NOTHING_BACK = { command: 'SELECT', rowCount: 0, rows: [] } as unknown as pg.QueryResult

/** For reads of one authority: each statement is a transaction of its own, sent whole in one round trip. */
export function readingPool(pool: PipeliningPool, { authorityId }: Reader, naming: Naming): PostgresPool {
  return asKyselys(pool, () => async (client, text, values) => {
    const trip = [BEGIN, query(ENTER, [authorityId], naming), query(text, values, naming), COMMIT]
    return (await oneTrip(client, trip))[2] as pg.QueryResult
  })
}

/** A replica, and when it was last found to be away. */
export class Replica {
  readonly pool: PipeliningPool
  #awayUntilMs = 0

  constructor(pool: PipeliningPool) {
    this.pool = pool
  }

  /** Nobody waits for one that was away a moment ago. */
  get isAway(): boolean {
    return performance.now() < this.#awayUntilMs
  }

  /** Learns from what went wrong: SQLSTATE classes 08 and 57P, and what has none, are of the connection. */
  note({ code = '' }: { readonly code?: string }): void {
    if (code === 'EPIPE' || !/^(?!08|57P)[0-9A-Z]{5}$/.test(code)) this.#awayUntilMs = performance.now() + AWAY_MS
  }
}

const AWAY_MS = 5000

/**
 * The same from a replica. What it cannot answer, or not yet, since the authority's last row has not come to it, the
 * primary does: who has written reads what he wrote.
 */
export function replicaPool(primary: PipeliningPool, replica: Replica, reader: Reader, naming: Naming): PostgresPool {
  const direct = readingPool(primary, reader, naming)
  const enter = query(ENTER, [reader.authorityId], naming)
  const fromReplica = async (text: string, values: readonly unknown[]) => {
    const client = await replica.pool.connect()
    let isBroken = true
    try {
      const trip = [BEGIN, enter, query(LAST_SEQ, [], naming), query(text, values, naming), COMMIT]
      const [, , last, answer] = await oneTrip(client, trip)
      isBroken = false
      return last?.rows[0]?.last_seq >= reader.lastSeq ? answer : undefined
    } finally {
      client.release(isBroken)
    }
  }
  const fromPrimary = async (text: string, values: readonly unknown[]) => {
    const client = await direct.connect()
    try {
      return await client.query(text, values)
    } finally {
      client.release()
    }
  }
  const client = {
    query: async (text: string, values: readonly unknown[]) => {
      if (replica.isAway) return fromPrimary(text, values)
      const answer = await fromReplica(text, values).catch((error) => {
        // It took too long: twice as long is no better.
        if (error.code === QUERY_CANCELED) throw error
        replica.note(error)
        return undefined
      })
      return answer ?? fromPrimary(text, values)
    },
    release: () => undefined,
  } as unknown as PostgresPoolClient
  return { ...direct, connect: async () => client }
}

const QUERY_CANCELED = '57014'
const BEGIN: pg.QueryConfig = { text: 'begin read only' }
const COMMIT: pg.QueryConfig = { text: 'commit' }
// A plan made for whatever comes: to plan a summary for each date takes as long as to run it.
const ENTER = named(`${TURN_TO_AUTHORITY}, set_config('plan_cache_mode', 'force_generic_plan', true)`)
/** How far the register is where it is read. */
const LAST_SEQ = named('select last_seq from authority where authority_id = current_authority()')

function query(text: string, values: readonly unknown[], { isNamed }: Naming): pg.QueryConfig {
  const name = isNamed ? nameOf(text) : undefined
  return { text, values: [...values], ...(name !== undefined && { name }) }
}

/** Sends some statements together; all have answered, whatever came of them, before the connection is another's. */
async function oneTrip(client: pg.PoolClient, statements: readonly pg.QueryConfig[]): Promise<pg.QueryResult[]> {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  // One write to the socket for all of them.
  stream.cork()
  const sent = statements.map((one) => client.query(one))
  stream.uncork()
  await Promise.allSettled(sent)
  return Promise.all(sent)
}

type Send = (client: pg.PoolClient, text: string, values: readonly unknown[]) => Promise<pg.QueryResult>

/** @param sending makes what sends the statements of one use of a connection */
function asKyselys(pool: PipeliningPool, sending: () => Send): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect()
      const send = sending()
      let isStale = false
      const kyselys = {
        query: async (text: string, values: readonly unknown[]) => {
          try {
            return (await send(client, text, values)) as unknown as PostgresQueryResult<unknown>
          } catch (error) {
            isStale ||= STALE.has((error as { code?: string }).code ?? '')
            throw error
          }
        },
        release: () => client.release(isStale),
      }
      return kyselys as unknown as PostgresPoolClient
    },
  }
}

/**
 * What a connection says whose named statements are no more what they were: the tables changed under them (a new version
 * migrates while this one still serves), or the server behind a pooler is another. The next connection knows none.
 */
const STALE: ReadonlySet<string> = new Set(['0A000', '26000', '42P05'])
