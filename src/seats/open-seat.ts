import type { Writing } from '../journal/command.ts'
import { newestKnown } from '../journal/moment.ts'
import { Failure } from '../values/failure.ts'
import { newId } from '../values/id.ts'
import { patched } from '../values/patch.ts'
import { LAST_DAY } from '../values/plain-date.ts'
import { endWithin, type Period } from './mandate.ts'
import {
  currentMandates,
  type Held,
  heldNow,
  insertMandateVersion,
  type MandateContent,
  overlapping,
} from './mandate-queries.ts'
import { findOrgan } from './organ-queries.ts'
import { findSeat, insertSeatVersion, type SeatContent } from './seat-queries.ts'
import type { Seat, SeatInput, SeatPatch } from './seat-schema.ts'

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

/** A seat that changed, and the mandates whose end moved with its validity. */
export interface Changed {
  readonly seat: Seat
  readonly moved: readonly string[]
}

/**
 * Changes a seat, by a version of its own. Each mandate on it ends on its own day, or with the seat where that is earlier.
 *
 * @throws Failure when a mandate would begin outside the validity, a person would sit twice on the organ, or it has no such
 *   college
 */
export async function amendSeat(writing: Writing, id: string, patch: SeatPatch): Promise<Changed> {
  const current = await found(writing, id)
  const seat: SeatContent = { ...patched<SeatContent>(current, patch), version: current.version + 1 }
  if (seat.to !== null && seat.to <= seat.from) {
    const [pointer, detail] =
      patch.to === undefined
        ? ['#/from', `must be before to, ${seat.to}`]
        : ['#/to', `must be after from, ${seat.from}`]
    throw new Failure('invalid_input', { errors: [{ pointer, detail }] })
  }
  if (patch.college !== undefined) await checkCollege(writing, seat)
  const held = await currentMandates(writing.tx, await heldNow(writing.tx, 'seat_id', id))
  const mandates = held.filter(({ from, to }) => from !== to)
  for (const mandate of mandates) checkBeginning(mandate, seat)
  // The database holds each to the other at every moment: mandates grow after their seat, and shrink before it.
  const shrinks = seat.to !== null && (current.to === null || seat.to < current.to)
  if (!shrinks) await insertSeatVersion(writing, id, seat)
  const moved = await followSeat(writing, mandates, seat)
  if (shrinks) await insertSeatVersion(writing, id, seat)
  return { seat: await found(writing, id), moved }
}

function checkBeginning({ id, from, to }: Held, seat: Period): void {
  const mandate = { id, from, to }
  if (from < seat.from) throw new Failure('seat_still_held', { pointer: '#/from', mandate })
  if (seat.to !== null && from >= seat.to) throw new Failure('seat_still_held', { pointer: '#/to', mandate })
}

/**
 * Lets mandates follow their seat's validity: each ends on its own day, or with the seat where that is earlier.
 *
 * @returns those that now end on another day
 * @throws Failure `person_already_sits` where a person who would stay sits elsewhere on the organ by then
 */
async function followSeat(
  writing: Writing,
  mandates: readonly (MandateContent & { id: string })[],
  seat: Period,
): Promise<string[]> {
  const followed: string[] = []
  for (const mandate of mandates) {
    const { id, personId, own } = mandate
    const end = endWithin(own, seat)
    if (end.to === mandate.to) continue
    const moved = { ...mandate, ...end, version: mandate.version + 1 }
    const { onOrgan } = await overlapping(writing.tx, { ...moved, except: id })
    if (onOrgan) throw new Failure('person_already_sits', { pointer: '#/to', personId, mandate: onOrgan })
    await insertMandateVersion(writing, id, moved)
    followed.push(id)
  }
  return followed
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
