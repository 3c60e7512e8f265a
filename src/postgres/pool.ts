// pg's pool as kysely sees it: hot statements go by their names, and what only reads goes in one round trip.
import type { Socket } from 'node:net'
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import type pg from 'pg'
import { nameOf } from './statement.ts'

/** A pool whose clients were made with `pipeline: true`: what is sent before an answer has come goes with it. */
export type PipeliningPool = pg.Pool

export interface Naming {
  /** Named statements stay with the connection: a pooler in transaction mode that does not know them must do without. */
  readonly named: boolean
}

/** For transactions, and for single statements without an authority. */
export function transactionPool(pool: PipeliningPool, naming: Naming): PostgresPool {
  return asKyselys(pool, (client, text, values) => client.query(query(text, values, naming)))
}

/** For reads of one authority: each statement is a transaction of its own, sent whole in one round trip. */
export function readingPool(pool: PipeliningPool, authorityId: string, naming: Naming): PostgresPool {
  return asKyselys(pool, async (client, text, values) => {
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
    // One write to the socket for all four.
    stream.cork()
    const sent = [
      client.query('begin read only'),
      client.query(query(ENTER, [authorityId], naming)),
      client.query(query(text, values, naming)),
      client.query('commit'),
    ] as const
    stream.uncork()
    // All have answered, whatever came of them, before the connection is another's.
    const [begun, entered, answered, ended] = await Promise.allSettled(sent)
    for (const one of [begun, entered, answered, ended]) if (one.status === 'rejected') throw one.reason
    return (await sent[2]) as pg.QueryResult
  })
}

// A plan made for whatever comes: to plan a summary for each date takes as long as to run it.
const ENTER =
  "select set_config('role', 'quotepart_app', true), set_config('app.authority', $1, true), set_config('plan_cache_mode', 'force_generic_plan', true)"
const ENTER_NAME = 'quotepart_enter'

function query(text: string, values: readonly unknown[], { named }: Naming): pg.QueryConfig {
  const name = named ? (text === ENTER ? ENTER_NAME : nameOf(text)) : undefined
  return { text, values: [...values], ...(name !== undefined && { name }) }
}

type Send = (client: pg.PoolClient, text: string, values: readonly unknown[]) => Promise<pg.QueryResult>

function asKyselys(pool: PipeliningPool, send: Send): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect()
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
