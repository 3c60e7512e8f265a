import type { Caller } from '../access/caller.ts'
import type { Tx } from '../postgres/database.ts'
import { Failure } from '../values/failure.ts'
import { type Instant, parseInstant } from '../values/instant.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { instantAnswer, instantInput, plainDate } from './wire.ts'

/** Both axes of time, as every read takes them. */
export const momentQuery = {
  asOf: plainDate.optional().meta({
    format: 'date',
    description: 'Effective date, inclusive: what holds on that day. Default: today.',
    examples: ['2025-12-31'],
  }),
  knownAt: instantInput.optional().meta({
    format: 'date-time',
    description:
      'Recorded instant, inclusive: what was known then. Default: the last recordedAt of the authority; a later one is refused.',
    examples: ['2026-01-15T09:00:00.000000Z'],
  }),
}

export const momentAnswer = {
  asOf: plainDate.meta({ format: 'date', description: 'The effective date of this answer.', examples: ['2025-12-31'] }),
  knownAt: instantAnswer.meta({
    format: 'date-time',
    description: 'What was recorded until this instant is in this answer.',
    examples: ['2026-01-15T09:00:00.000000Z'],
  }),
}

/** A point on both axes of time. `seq` is the last journal row that was recorded at `knownAt`. */
export interface Moment {
  readonly asOf: PlainDate
  readonly knownAt: Instant
  readonly seq: number
}

/**
 * Resolves what a read asks for.
 *
 * @throws Failure `known_at_too_late` when `knownAt` is after the authority's last `recordedAt`
 */
export async function resolveMoment(
  tx: Tx,
  caller: Caller,
  query: { asOf?: string | undefined; knownAt?: string | undefined },
  today: PlainDate,
): Promise<Moment> {
  const asOf = query.asOf ?? today
  const knownAt = query.knownAt === undefined ? undefined : parseInstant(query.knownAt)
  if (knownAt === undefined || knownAt === caller.lastRecordedAt) {
    return { asOf, knownAt: caller.lastRecordedAt, seq: caller.lastSeq }
  }
  if (knownAt > caller.lastRecordedAt) {
    throw new Failure('known_at_too_late', { knownAt, last: caller.lastRecordedAt })
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
