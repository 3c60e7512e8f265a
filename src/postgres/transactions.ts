// Transactions as kysely runs them, with what opens them and turns them to an authority on the way of their first statement.
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import type pg from 'pg'
import type { Answering } from './answering.ts'
import { named, nameOf, nameOfRepeated } from './statement.ts'
import { type Leave, leaving, together } from './together.ts'
import { type Asked, answerInOneTrip, isStale, type Naming, type PipeliningPool, query } from './trip.ts'

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
      const send = sending(client, naming, nameOf)
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
 * without waiting: one behind the other, in one round trip. Statements that come again are named. Where the tables changed
 * under a name, what was done is rolled back, and done once more by no name.
 *
 * @param work gets what answers its statements, and may leave writes that have been sent to the end: they go with the commit,
 *   and if they fail, so does the transaction
 */
export async function transact<Result>(
  pool: PipeliningPool,
  naming: Naming,
  work: (answer: Answering, atEnd: Leave) => Promise<Result>,
): Promise<Result> {
  try {
    return await attempt(pool, naming, work)
  } catch (error) {
    if (!naming.isNamed || !isStale(error)) throw error
    return attempt(pool, { isNamed: false }, work)
  }
}

async function attempt<Result>(
  pool: PipeliningPool,
  naming: Naming,
  work: (answer: Answering, atEnd: Leave) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  const send = sending(client, naming, nameOfRepeated)
  let isBroken = false
  let isOver = false
  const query = async (text: string, values: readonly unknown[] = []) => {
    // The connection is another's by then.
    if (isOver) throw new Error('the transaction is over: its work did not wait for all that it asked for')
    try {
      return await send(text, values)
    } catch (error) {
      isBroken ||= isStale(error)
      throw error
    }
  }
  try {
    await query('begin')
    const { result, left } = await leaving((atEnd) => work(query, atEnd))
    const ending = query('commit')
    isOver = true
    // If one of them fails, PostgreSQL commits nothing: it skips the commit, or rolls back in its place.
    const answers = await together(ending, ...left)
    if (answers[0].command === 'ROLLBACK') throw new Error('rolled back: a statement had failed, and nobody said so')
    return result
  } catch (error) {
    isOver = true
    await send('rollback', []).catch(() => {
      isBroken = true
    })
    throw error
  } finally {
    client.release(isBroken)
  }
}

/** What is asked for before the event loop turns goes in one trip. */
function sending(client: pg.PoolClient, naming: Naming, nameFor: typeof nameOf) {
  let waiting: Asked[] = []
  const send = () => {
    if (waiting.length > 0) answerInOneTrip(client, waiting.splice(0))
  }
  return async (text: string, values: readonly unknown[]): Promise<pg.QueryResult> => {
    const statement = query(text, values, naming, nameFor)
    // What opens a transaction goes with the first statement that asks for something: if it fails, that is skipped.
    if (text === 'begin' || text === TURN_TO_AUTHORITY) {
      waiting.push({ statement })
      return NOTHING_BACK
    }
    // A transaction that has asked for nothing ends unsent.
    const isUnsent = waiting[0]?.statement.text === 'begin' && !waiting.some(({ resolve }) => resolve)
    if (isUnsent && (text === 'commit' || text === 'rollback')) {
      waiting = []
      return NOTHING_BACK
    }
    // Several statements in one text, as migrations are, are nothing that could be prepared.
    if (values.length === 0 && text.includes(';')) {
      send()
      return client.query(text)
    }
    return new Promise((resolve, reject) => {
      if (!waiting.some((one) => one.resolve)) process.nextTick(send)
      waiting.push({ statement, resolve, reject })
    })
  }
}

const NOTHING_BACK = { command: 'SELECT', rowCount: 0, rows: [] } as unknown as pg.QueryResult
