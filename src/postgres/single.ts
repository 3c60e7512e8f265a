// Statements that stand alone: who presents a token is asked for each request, and many requests come at once.
import type pg from 'pg'
import type { Answering } from './answering.ts'
import { type Asked, gathering } from './gathering.ts'
import { isOfStatement, isStale, type Naming, oneTrip, type PipeliningPool, query, socketOf } from './trip.ts'

type Outcome = PromiseSettledResult<pg.QueryResult>

/**
 * For single statements of no authority, each a transaction of its own. Those that are asked for at once go one behind the
 * other, in one round trip and over one connection; none of them fails of another. For what only looks: one that waited for a
 * lock would keep those behind it.
 */
export function single(pool: PipeliningPool, naming: Naming): Answering {
  return gathering(async (asked) => {
    const outcomes = await send(pool, asked, naming)
    const stale = asked.filter((_, index) => naming.isNamed && isRefused(outcomes[index], isStale))
    if (stale.length === 0) return outcomes
    // Nothing was done: they may be asked once more, over another connection and by no name.
    const again = await send(pool, stale, { isNamed: false })
    return asked.map((one, index) => again[stale.indexOf(one)] ?? (outcomes[index] as Outcome))
  })
}

async function send(pool: PipeliningPool, asked: readonly Asked[], naming: Naming): Promise<readonly Outcome[]> {
  const client = await pool.connect()
  const socket = socketOf(client)
  socket.cork()
  const answers = asked.map(async ({ text, values }) => {
    const [result] = await oneTrip(client, [query(text, values, naming)])
    return result as pg.QueryResult
  })
  socket.uncork()
  const outcomes = await Promise.allSettled(answers)
  client.release(outcomes.some((outcome) => isRefused(outcome, (error) => isStale(error) || !isOfStatement(error))))
  return outcomes
}

function isRefused(outcome: Outcome | undefined, because: (error: unknown) => boolean): boolean {
  return outcome?.status === 'rejected' && because(outcome.reason)
}
