import type { RawBuilder } from 'kysely'
import type { Caller } from '../access/caller.ts'
import type { Tx } from '../postgres/database.ts'
import { Failure } from '../values/failure.ts'
import { type Instant, parseInstant } from '../values/instant.ts'
import type { PlainDate } from '../values/plain-date.ts'

/** A point on both axes of time. `seq` is the last journal row that was recorded at `knownAt`. */
export interface Moment {
  readonly asOf: PlainDate
  readonly knownAt: Instant
  readonly seq: number
}

/** The last journal row that is known: its number, or a parameter of a statement that stands for it. */
export type Seq = number | RawBuilder<unknown>

/** A moment as a statement takes it: values, or parameters that stand for them. */
export interface MomentExpression {
  readonly asOf: PlainDate | RawBuilder<unknown>
  readonly seq: Seq
}

/** What a write has just made known, and all before it: what a read right after it will answer. */
export function newestKnown({ recordedAt, seq }: { recordedAt: Instant; seq: number }, asOf: PlainDate): Moment {
  return { asOf, knownAt: recordedAt, seq }
}

/**
 * Resolves what a read asks for.
 *
 * @param pointer where `knownAt` stands in the request
 * @throws Failure `known_at_too_late` when `knownAt` is after the authority's last `recordedAt`
 */
export async function resolveMoment(
  tx: Tx,
  caller: Caller,
  query: { asOf?: string | undefined; knownAt?: string | undefined },
  today: PlainDate,
  pointer = '?knownAt',
): Promise<Moment> {
  const asOf = query.asOf ?? today
  const knownAt = query.knownAt === undefined ? undefined : parseInstant(query.knownAt)
  if (knownAt === undefined || knownAt === caller.lastRecordedAt) {
    return { asOf, knownAt: caller.lastRecordedAt, seq: caller.lastSeq }
  }
  if (knownAt > caller.lastRecordedAt) {
    throw new Failure('known_at_too_late', { pointer, knownAt, last: caller.lastRecordedAt })
  }
  const last = await tx
    .selectFrom('journal')
    .select('seq')
    .where('recorded_at', '<=', knownAt)
    .orderBy('recorded_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return { asOf, knownAt, seq: last?.seq ?? 0 }
}
