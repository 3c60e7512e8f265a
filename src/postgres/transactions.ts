// Transactions as kysely runs them, with what opens them and turns them to an authority on the way of their first statement.
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import type pg from 'pg'
import type { Answering } from './answering.ts'
import { named } from './statement.ts'
import { isStale, type Naming, oneTrip, type PipeliningPool, query } from './trip.ts'

/** What turns the rest of a transaction to an authority: `$1`. */
export const TURN_TO_AUTHORITY = named(
  "select set_config('role', 'quotepart_app', true), set_config('app.authority', $1, true)",
)

/**
 * For transactions, and for single statements without an authority. What opens a transaction and turns it to an authority
 * asks for nothing back: it waits for the first statement that does, and goes with it.
 */
export function transactionPool(pool: PipeliningPool, naming: Naming): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect()
      const send = sending(client, naming)
      let isBroken = false
      const kyselys = {
        query: async (text: string, values: readonly unknown[]) => {
          try {
            return (await send(text, values)) as unknown as PostgresQueryResult<unknown>
          } catch (error) {
            isBroken ||= isStale(error)
            throw error
          }
        },
        release: () => client.release(isBroken),
      }
      return kyselys as unknown as PostgresPoolClient
    },
  }
}

/**
 * Runs work in one transaction of one connection. Unlike kysely's own transaction, it sends what does not wait for an answer
 * without waiting: one behind the other, in one round trip.
 *
 * @param work gets what answers its statements
 */
export async function transact<Result>(
  pool: PipeliningPool,
  naming: Naming,
  work: (answer: Answering) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  const send = sending(client, naming)
  let isBroken = false
  const query = async (text: string, values: readonly unknown[] = []) => {
    try {
      return await send(text, values)
    } catch (error) {
      isBroken ||= isStale(error)
      throw error
    }
  }
  try {
    await query('begin')
    const result = await work(query)
    await query('commit')
    return result
  } catch (error) {
    await query('rollback').catch(() => {
      isBroken = true
    })
    throw error
  } finally {
    client.release(isBroken)
  }
}

function sending(client: pg.PoolClient, naming: Naming) {
  let waiting: pg.QueryConfig[] = []
  let opening: Promise<unknown> | undefined
  return async (text: string, values: readonly unknown[]): Promise<pg.QueryResult> => {
    if (text === 'begin' || text === TURN_TO_AUTHORITY) {
      waiting.push(query(text, values, naming))
      return NOTHING_BACK
    }
    const ahead = waiting
    waiting = []
    // A transaction that has asked for nothing ends unsent.
    const isUnsent = ahead[0]?.text === 'begin' && (text === 'commit' || text === 'rollback')
    if (isUnsent) return NOTHING_BACK
    // Should what opens it fail alone, what goes with it would stand outside: so only what changes nothing goes with it.
    if (ahead[0]?.text === 'begin' && !READS.test(text)) opening = oneTrip(client, ahead.splice(0))
    // Whatever is asked for meanwhile waits, too, so that all goes in its order.
    if (opening) await opening
    return (await oneTrip(client, [...ahead, query(text, values, naming)])).at(-1) as pg.QueryResult
  }
}

const READS = /^\s*select\b/i

const NOTHING_BACK = { command: 'SELECT', rowCount: 0, rows: [] } as unknown as pg.QueryResult
