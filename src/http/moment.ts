import type { Moment } from '../journal/moment.ts'
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

/** A period of effective dates, from `from` on and before `to`, and the moment it is seen at. */
export const periodQuery = {
  from: plainDate
    .optional()
    .meta({ format: 'date', description: 'First effective date, inclusive.', examples: ['2025-01-01'] }),
  to: plainDate.optional().meta({
    format: 'date',
    description: 'End of the effective dates, exclusive: intervals are half-open.',
    examples: ['2026-01-01'],
  }),
  ...momentQuery,
  asOf: momentQuery.asOf.meta({
    format: 'date',
    description: 'Effective date, inclusive. Default: today, or `to` where that is later.',
    examples: ['2025-12-31'],
  }),
}

/** What a period is seen at where nobody says: today, or its end where that is later. */
export function endOfPeriod({ to }: { readonly to?: PlainDate | undefined }, today: PlainDate): PlainDate {
  return to !== undefined && to > today ? to : today
}

export const momentAnswer = {
  asOf: plainDate.meta({ format: 'date', description: 'The effective date of this answer.', examples: ['2025-12-31'] }),
  knownAt: instantAnswer.meta({
    format: 'date-time',
    description: 'What was recorded until this instant is in this answer.',
    examples: ['2026-01-15T09:00:00.000000Z'],
  }),
}

type At<Answer> = Answer extends object ? Answer & { asOf: string; knownAt: string } : Answer

/** An answer, repeating the moment that it is of; undefined stays undefined. */
export function atMoment<Answer extends object | undefined>(answer: Answer, { asOf, knownAt }: Moment): At<Answer> {
  return (answer && { ...answer, asOf, knownAt }) as At<Answer>
}
