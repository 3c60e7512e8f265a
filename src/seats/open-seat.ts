import type { Writing } from '../journal/command.ts'
import { newestKnown } from '../journal/moment.ts'
import { Failure } from '../values/failure.ts'
import { newId } from '../values/id.ts'
import { LAST_DAY, type PlainDate } from '../values/plain-date.ts'
import { findMandate, heldNow, insertMandateVersion } from './mandate-queries.ts'
import { findOrgan } from './organ-queries.ts'
import type { Seat, SeatInput, SeatPatch } from './schema.ts'
import { findSeat, insertSeatVersion, type SeatContent } from './seat-queries.ts'

/**
 * Enters a seat on an organ.
 *
 * @throws Failure when the organ is unknown, or has no such college
 */
export async function openSeat(writing: Writing, input: SeatInput): Promise<Seat> {
  const seat: SeatContent = {
    organId: input.organId,
    title: input.title ?? null,
    college: input.college ?? null,
    votes: input.votes,
    from: input.from,
    to: input.to ?? null,
    version: 1,
  }
  await checkCollege(writing, seat)
  const id = newId()
  await insertSeatVersion(writing, id, seat)
  return found(writing, id)
}

/** A seat that changed, and the mandates that ended with its validity. */
export interface Changed {
  readonly seat: Seat
  readonly ended: readonly string[]
}

/**
 * Changes a seat, by a version of its own. Mandates that go on past a new end of its validity end with it.
 *
 * @throws Failure when a mandate would begin outside the validity, or the organ has no such college
 */
export async function amendSeat(writing: Writing, id: string, patch: SeatPatch): Promise<Changed> {
  const current = await found(writing, id)
  const changes = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  const seat: SeatContent = { ...current, ...changes, version: current.version + 1 }
  if (seat.to !== null && seat.to <= seat.from) {
    const [pointer, detail] =
      patch.to === undefined
        ? ['#/from', `must be before to, ${seat.to}`]
        : ['#/to', `must be after from, ${seat.from}`]
    throw new Failure('invalid_input', { errors: [{ pointer, detail }] })
  }
  await checkCollege(writing, seat)
  const ended = await endMandates(writing, id, seat)
  await insertSeatVersion(writing, id, seat)
  return { seat: await found(writing, id), ended }
}

async function endMandates(
  writing: Writing,
  seatId: string,
  { from, to }: { from: PlainDate; to: PlainDate | null },
): Promise<string[]> {
  const ended: string[] = []
  for (const mandate of await heldNow(writing.tx, 'seat_id', seatId)) {
    if (mandate.from === mandate.to) continue
    if (mandate.from < from) throw new Failure('seat_still_held', { pointer: '#/from', mandate })
    if (to === null || (mandate.to !== null && mandate.to <= to)) continue
    if (mandate.from >= to) throw new Failure('seat_still_held', { pointer: '#/to', mandate })
    const known = await findMandate(writing.tx, mandate.id, newestKnown(writing, LAST_DAY))
    if (!known) throw new Error('a mandate that holds is not known')
    await insertMandateVersion(writing, mandate.id, {
      ...known,
      to,
      endReason: 'seat_closed',
      version: known.version + 1,
    })
    ended.push(mandate.id)
  }
  return ended
}

/** An organ that votes by colleges knows each; elsewhere a college is a label. */
async function checkCollege(writing: Writing, { organId, college, from }: SeatContent): Promise<void> {
  const organ = await findOrgan(writing.tx, organId, newestKnown(writing, from))
  if (!organ) throw new Failure('organ_unknown', { organId })
  const colleges = organ.colleges.map(({ name }) => name)
  if (college !== null && colleges.length > 0 && !colleges.includes(college)) {
    throw new Failure('college_unknown', { college, colleges })
  }
}

async function found(writing: Writing, id: string): Promise<Seat> {
  const seat = await findSeat(writing.tx, id, newestKnown(writing, LAST_DAY))
  if (!seat) throw new Failure('not_found', { what: 'seat' })
  return seat
}
