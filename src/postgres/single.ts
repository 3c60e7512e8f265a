// Statements that stand alone: who presents a token is asked for each request, and many requests come at once.
import type pg from 'pg'
import type { Answering } from './answering.ts'
import { type Asked, gathering } from './gathering.ts'
import {
  codeOf,
  isEndOfConnection,
  isStale,
  type Naming,
  oneTrip,
  type PipeliningPool,
  QUERY_CANCELED,
  query,
  socketOf,
} from './trip.ts'

/**
 * For single statements of no authority, each a transaction of its own. Those that are asked for at once go one behind the
 * other, in one round trip and over one connection; none of them fails of another, but of one that waited until its time was
 * over: it is not for each of those behind it to wait as long.
 */
export function single(pool: PipeliningPool, naming: Naming): Answering {
  return gathering((asked) => {
    const answers = send(pool, asked, naming)
    return answers.map(async (answer, index) => {
      try {
        return await answer
      } catch (error) {
        if (!naming.isNamed || !isStale(error)) throw error
        // Nothing was done: it may be asked once more, over another connection and by no name.
        return send(pool, [asked[index] as Asked], { isNamed: false })[0] as Promise<pg.QueryResult>
      }
    })
  })
}

function send(pool: PipeliningPool, asked: readonly Asked[], naming: Naming): readonly Promise<pg.QueryResult>[] {
  const sent = pool.connect().then((client) => {
    const socket = socketOf(client)
    socket.cork()
    const answers = asked.map(({ text, values }) => answerOf(client, query(text, values, naming)))
    socket.uncork()
    void release(client, answers)
    return answers
  })
  return asked.map(async (_, index) => (await sent)[index] as Promise<pg.QueryResult>)
}

async function answerOf(client: pg.PoolClient, statement: pg.QueryConfig): Promise<pg.QueryResult> {
  const [result] = await oneTrip(client, [statement])
  return result as pg.QueryResult
}

/** Hands a connection back once all is answered; breaks it where one has waited too long. */
async function release(client: pg.PoolClient, answers: readonly Promise<unknown>[]): Promise<void> {
  let isBroken = false
  const watch = async (answer: Promise<unknown>) => {
    try {
      await answer
    } catch (error) {
      isBroken ||= isEndOfConnection(error)
      if (codeOf(error) !== QUERY_CANCELED) return
      isBroken = true
      socketOf(client).destroy(error as Error)
    }
  }
  await Promise.all(answers.map(watch))
  client.release(isBroken)
}
