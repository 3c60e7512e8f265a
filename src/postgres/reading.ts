// How the register is read: all that is asked for at once goes in one round trip, as one transaction that only reads; from a
// replica where there is one that has what the caller has seen.
import type pg from 'pg'
import type { Answering } from './answering.ts'
import { type AnswerEach, type Asked, gathering } from './gathering.ts'
import { named } from './statement.ts'
import { TURN_TO_AUTHORITY } from './transactions.ts'
import {
  codeOf,
  isEndOfConnection,
  isOfStatement,
  isStale,
  type Naming,
  oneTrip,
  type PipeliningPool,
  QUERY_CANCELED,
  query,
  socketOf,
} from './trip.ts'

/** Whose rows are read, and the authority's last journal row that must be there. */
export interface Reader {
  readonly authorityId: string
  readonly lastSeq: number
  readonly lastRecordedAt: string
}

/** Answers what is asked for at once, in its order: all of it, or none. */
type Answer = (asked: readonly Asked[]) => Promise<readonly pg.QueryResult[]>

/**
 * For reads of one authority. Statements that do not wait for one another are one transaction, sent whole in one round trip:
 * a read that asks for much takes no more connections than one that asks for little.
 */
export function reading(pool: PipeliningPool, reader: Reader, naming: Naming): Answering {
  return gathering(wholly(fromPrimary(pool, reader, naming)))
}

/**
 * The same from a replica. What it cannot answer, or not yet, since the authority's last row has not come to it, the
 * primary does: who has written reads what he wrote.
 */
export function readingReplica(primary: PipeliningPool, replica: Replica, reader: Reader, naming: Naming): Answering {
  const direct = fromPrimary(primary, reader, naming)
  const answer: Answer = async (asked) => {
    if (reader.lastSeq === 0 || !replica.mayBeAsked()) return direct(asked)
    const there = query(IS_THERE, [reader.lastSeq, reader.lastRecordedAt], naming)
    try {
      const ahead = [query(TURN_TO_READ, [reader.authorityId], naming), there]
      const [[, seen], answers] = await send(replica.pool, ahead, asked, naming, REPLICA_LIMIT_MS)
      replica.answered()
      if (seen?.rows[0]?.is_there === true) return answers
    } catch (error) {
      // It took too long: twice as long is no better.
      if (codeOf(error) === QUERY_CANCELED) throw error
      replica.note(error)
    }
    return direct(asked)
  }
  return gathering(wholly(answer))
}

function wholly(answer: Answer): AnswerEach {
  return (asked) => {
    const answers = answer(asked)
    return asked.map(async (_, index) => (await answers)[index] as pg.QueryResult)
  }
}

function fromPrimary(pool: PipeliningPool, { authorityId }: Reader, naming: Naming): Answer {
  const ask = async (asked: readonly Asked[], named: Naming) => {
    const [, answers] = await send(pool, [query(TURN_TO_READ, [authorityId], named)], asked, named)
    return answers
  }
  return async (asked) => {
    try {
      return await ask(asked, naming)
    } catch (error) {
      // Nothing was changed: it may be asked once more, of another connection and by no name.
      if (!isStale(error)) throw error
      return ask(asked, { isNamed: false })
    }
  }
}

/**
 * What turns a read to an authority: `$1`; with plans made for whatever comes, since to plan a summary for each date takes as
 * long as to run it.
 */
export const TURN_TO_READ = named(
  `${TURN_TO_AUTHORITY}, set_config('plan_cache_mode', 'force_generic_plan', true), set_config('transaction_read_only', 'on', true)`,
)
/** Whether the caller's last journal row is where it is read, and is that row: another register has none, or another. */
const IS_THERE = named('select exists (select from journal where seq = $1 and recorded_at = $2) as is_there')

/** One transaction: what comes ahead, and what was asked; the answers of both. */
async function send(
  pool: PipeliningPool,
  ahead: readonly pg.QueryConfig[],
  asked: readonly Asked[],
  naming: Naming,
  limitMs?: number,
): Promise<[ahead: readonly pg.QueryResult[], asked: readonly pg.QueryResult[]]> {
  const client = await pool.connect()
  let isBroken = true
  // What hangs is cut off: its connection is of no use to anybody any more.
  const timer = limitMs && setTimeout(() => socketOf(client).destroy(new Error(`no answer in ${limitMs} ms`)), limitMs)
  try {
    const statements = asked.map(({ text, values }) => query(text, values, naming))
    const answers = await oneTrip(client, [...ahead, ...statements])
    isBroken = false
    return [answers.slice(0, ahead.length), answers.slice(ahead.length)]
  } catch (error) {
    isBroken = isEndOfConnection(error)
    throw error
  } finally {
    clearTimeout(timer)
    client.release(isBroken)
  }
}

/** A replica, and when it was last found to be away. */
export class Replica {
  readonly pool: PipeliningPool
  readonly #report: (error: Error) => void
  #isAway = false
  #nextTryMs = 0

  /** @param report told why it is left alone for a while */
  constructor(pool: PipeliningPool, report: (error: Error) => void) {
    this.pool = pool
    this.#report = report
  }

  /** Nobody waits for one that was away a moment ago; then one alone finds out whether it is back. */
  mayBeAsked(): boolean {
    if (!this.#isAway) return true
    if (performance.now() < this.#nextTryMs) return false
    this.#nextTryMs = performance.now() + AWAY_MS
    return true
  }

  answered(): void {
    this.#isAway = false
  }

  /** Learns from what went wrong: what is of a statement alone says nothing of the replica. */
  note(error: unknown): void {
    if (isOfStatement(error) && !/^(28|3D|53)/.test(codeOf(error))) return
    if (!this.#isAway) this.#report(error as Error)
    this.#isAway = true
    this.#nextTryMs = performance.now() + AWAY_MS
  }
}

const AWAY_MS = 5000
/** What a replica may take: one that hangs must not keep what the primary can answer. */
const REPLICA_LIMIT_MS = 2000
