import { hashToken } from '../access/caller.ts'
import { listDeadlines } from '../deadlines/queries.ts'
import { asAuthority, type Database, type Tx } from '../postgres/database.ts'
import { Failure } from '../values/failure.ts'
import { instantOf } from '../values/instant.ts'
import { addMonths, type PlainDate } from '../values/plain-date.ts'
import { calendarOf } from './calendar.ts'
import { authorityOf, endOf } from './feed-key.ts'
import { findFeedKeyByHash } from './queries.ts'

/** How far a calendar looks ahead. */
const MONTHS_AHEAD = 24

/**
 * The authority that a key opens the deadlines of. Looked up each time: a key that is revoked is refused from the next
 * request on, whichever instance is asked.
 *
 * @throws Failure `unauthenticated` when it is unknown, revoked or expired
 */
export async function openFeed(database: Database, key: string, now: Date): Promise<string> {
  const authorityId = authorityOf(key)
  const found = authorityId && (await asAuthority(database, authorityId, (tx) => findFeedKeyByHash(tx, hashToken(key))))
  if (!found) throw new Failure('unauthenticated', { because: 'unknown' })
  const because = endOf(found, instantOf(now))
  if (because !== undefined) throw new Failure('unauthenticated', { because })
  return authorityId
}

/** The calendar of an authority: what is overdue, and the next two years, as all is known now. */
export function readCalendar(database: Database, authorityId: string, today: PlainDate): Promise<string> {
  return asAuthority(database, authorityId, async (tx) => {
    const { seq, knownAt } = await lastRecorded(tx, authorityId)
    const deadlines = await listDeadlines(
      tx,
      { asOf: today, knownAt, seq },
      { from: today, to: addMonths(today, MONTHS_AHEAD) },
    )
    return calendarOf(deadlines, knownAt)
  })
}

function lastRecorded(tx: Tx, authorityId: string) {
  return tx
    .selectFrom('authority')
    .select(['last_seq as seq', 'last_recorded_at as knownAt'])
    .where('authority_id', '=', authorityId)
    .executeTakeFirstOrThrow()
}
