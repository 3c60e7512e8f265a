import type { Writing } from '../journal/command.ts'
import { justRecorded } from '../journal/recorded.ts'
import { Failure } from '../values/failure.ts'
import { newId } from '../values/id.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { closingOfYear, findClosing } from './queries.ts'
import type { Closing, ClosingInput, ReopeningInput } from './schema.ts'

/**
 * Closes the books of a year: from now on, no movement takes effect in it.
 *
 * @throws Failure when the year has not begun, or is closed
 */
export async function closeYear(writing: Writing, { year, note }: ClosingInput, today: PlainDate): Promise<Closing> {
  const { tx, caller, seq, recordedAt } = writing
  if (year > yearOf(today)) {
    const detail = `must be a year that has begun: at most ${yearOf(today)}`
    throw new Failure('invalid_input', { errors: [{ pointer: '#/year', detail }] })
  }
  const closed = await closingOfYear(tx, year, seq)
  if (closed) throw new Failure('year_already_closed', { year, closingId: closed.id })
  const id = newId()
  await tx
    .insertInto('closing')
    .values({ authority_id: caller.authorityId, id, seq, recorded_at: recordedAt, year, note: note ?? null })
    .execute()
  return justRecorded(await findClosing(tx, id, seq), 'closing')
}

/**
 * Opens the books of a year again, for a reason that stays.
 *
 * @throws Failure when they are open already
 */
export async function reopenYear(writing: Writing, id: string, { reason }: ReopeningInput): Promise<Closing> {
  const { tx, caller, seq, recordedAt } = writing
  const closing = await findClosing(tx, id, seq)
  if (!closing) throw new Failure('not_found', { what: 'closing' })
  if (closing.reopened) throw new Failure('already_reopened', { year: closing.year, at: closing.reopened.recordedAt })
  await tx
    .insertInto('reopening')
    .values({ authority_id: caller.authorityId, closing_id: id, seq, recorded_at: recordedAt, reason })
    .execute()
  return justRecorded(await findClosing(tx, id, seq), 'closing')
}

/**
 * Holds that something may take effect on a day.
 *
 * @param pointer what says the day: a field of the body, or `#` where the path names what has it
 * @throws Failure `year_closed`
 */
export async function checkYearOpen({ tx, seq }: Writing, effectiveOn: PlainDate, pointer: string): Promise<void> {
  refuseClosed(await closingOfYear(tx, yearOf(effectiveOn), seq), effectiveOn, pointer)
}

/** The same, once it is known what the year of that day is under. */
export function refuseClosed(closing: Closing | undefined, effectiveOn: PlainDate, pointer: string): void {
  if (!closing) return
  const { id: closingId, year, recordedAt: closedAt } = closing
  throw new Failure('year_closed', { pointer, effectiveOn, year, closingId, closedAt })
}

export const yearOf = (date: PlainDate): number => Number(date.slice(0, 4))
