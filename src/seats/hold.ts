import { checkAppointment } from '../decisions/consumption.ts'
import type { Writing } from '../journal/command.ts'
import { newestKnown } from '../journal/moment.ts'
import { justRecorded } from '../journal/recorded.ts'
import { checkLiving, knownPerson } from '../persons/identify.ts'
import { Failure } from '../values/failure.ts'
import { newId } from '../values/id.ts'
import { patched } from '../values/patch.ts'
import { LAST_DAY, type PlainDate } from '../values/plain-date.ts'
import { endWithin, isWithin } from './mandate.ts'
import {
  currentMandates,
  findMandate,
  insertMandateVersion,
  type MandateContent,
  overlapping,
} from './mandate-queries.ts'
import type { Mandate, MandateInput, MandatePatch } from './mandate-schema.ts'
import { findSeat } from './seat-queries.ts'
import type { Seat } from './seat-schema.ts'

/**
 * Puts a person on a seat. Without an end of its own, a mandate ends with its seat.
 *
 * @throws Failure when seat, person or decision is not one that can be named, the mandate leaves the seat's validity, or
 *   the seat or the person is taken
 */
export async function recordMandate(writing: Writing, input: MandateInput): Promise<Mandate> {
  const seat = await findSeat(writing.tx, input.seatId, newestKnown(writing, LAST_DAY))
  if (!seat) throw new Failure('seat_unknown', { seatId: input.seatId })
  const { personId, role, from, decisionId = null, noDecisionReason = null } = input
  await checkNamed(writing, { personId, decisionId }, seat.cooperativeId)
  const { id: seatId, organId, cooperativeId } = seat
  const own = ownEnd(input.to, input.endReason ?? 'term_over')
  const justified = { decisionId, noDecisionReason }
  const id = newId()
  const mandate = { cooperativeId, organId, seatId, personId, role, from, own, ...justified, version: 1 }
  return write(writing, id, mandate, seat, { from, to: input.to, personId })
}

/**
 * Ends a mandate, or corrects it, by a version of its own.
 *
 * @throws Failure when an end lacks its reason, and as `recordMandate`
 */
export async function amendMandate(writing: Writing, id: string, patch: MandatePatch): Promise<Mandate> {
  const [current] = await currentMandates(writing.tx, [id])
  if (!current) throw new Failure('not_found', { what: 'mandate' })
  const seat = await findSeat(writing.tx, current.seatId, newestKnown(writing, LAST_DAY))
  if (!seat) throw new Error('a mandate without its seat')
  const merged = patched<MandateContent>(current, patch)
  // The one justification takes the other's place.
  if (typeof patch.decisionId === 'string' && patch.noDecisionReason === undefined) merged.noDecisionReason = null
  if (typeof patch.noDecisionReason === 'string' && patch.decisionId === undefined) merged.decisionId = null
  if (patch.to === null && patch.endReason === undefined) merged.endReason = null
  checkWhole(merged, patch)
  await checkNamed(writing, { personId: patch.personId, decisionId: patch.decisionId }, current.cooperativeId)
  const ends = patch.to !== undefined || patch.endReason !== undefined
  const own = ends ? ownEnd(merged.to, merged.endReason) : current.own
  return write(writing, id, { ...merged, own, version: current.version + 1 }, seat, patch)
}

function ownEnd(to: PlainDate | null | undefined, endReason: Mandate['endReason']): MandateContent['own'] {
  return to === undefined || to === null ? { to: null, endReason: null } : { to, endReason }
}

/** First what is not there, then what is not about the same, then what the state of the register forbids. */
async function checkNamed(
  writing: Writing,
  { personId, decisionId }: { personId?: string | undefined; decisionId?: string | null | undefined },
  cooperativeId: string,
): Promise<void> {
  const { tx, seq } = writing
  const person = personId === undefined ? undefined : await knownPerson(writing, personId, '#/personId')
  if (typeof decisionId === 'string') await checkAppointment(tx, decisionId, cooperativeId, seq)
  if (person) checkLiving(person, '#/personId')
}

/** @param asked what the request says: a refusal names a field that it has */
async function write(
  writing: Writing,
  id: string,
  mandate: Omit<MandateContent, 'to' | 'endReason'>,
  seat: Seat,
  asked: MandatePatch,
): Promise<Mandate> {
  const { tx } = writing
  const { personId, role, from, own } = mandate
  const validity = { from: seat.from, to: seat.to }
  const content = { ...mandate, ...endWithin(own, validity) }
  const begins = from >= seat.from && (seat.to === null || from < seat.to)
  // A later end of its own is refused where it is asked for; a seat that closes earlier since then cuts it.
  const to = typeof asked.to === 'string' ? asked.to : content.to
  if (!begins || !isWithin({ from, to }, validity)) {
    throw new Failure('mandate_outside_seat', { pointer: begins ? '#/to' : '#/from', seat: validity })
  }
  const { onSeat, onOrgan } = await overlapping(tx, { ...content, except: id })
  const moved = asked.to !== undefined && asked.from === undefined ? '#/to' : '#/from'
  if (onSeat) throw new Failure('seat_taken', { pointer: moved, role, mandate: onSeat })
  const pointer = asked.personId === undefined ? moved : '#/personId'
  if (onOrgan) throw new Failure('person_already_sits', { pointer, personId, mandate: onOrgan })
  await insertMandateVersion(writing, id, content)
  return justRecorded(await findMandate(tx, id, newestKnown(writing, LAST_DAY)), 'mandate')
}

/** What only the whole mandate shows of a change. */
function checkWhole({ from, to, endReason, decisionId, noDecisionReason }: MandateContent, patch: MandatePatch): void {
  const refuse = (field: string, detail: string): never => {
    throw new Failure('invalid_input', { errors: [{ pointer: `#/${field}`, detail }] })
  }
  if (to === null && endReason !== null) refuse('endReason', 'needs to, the date of the end')
  if (to !== null && endReason === null) refuse('endReason', 'must say why the mandate ends')
  if (to !== null && to < from) {
    refuse(patch.to === undefined ? 'from' : 'to', `must leave to on or after from: ${from} to ${to}`)
  }
  if (to !== null && (to === from) !== (endReason === 'entered_in_error')) {
    const field = patch.to === undefined && patch.endReason === undefined ? 'from' : 'endReason'
    refuse(field, 'must leave entered_in_error where to equals from, and only there: such a mandate never was')
  }
  if ((decisionId === null) === (noDecisionReason === null)) {
    refuse('noDecisionReason', 'must stand where there is no decisionId, and only there')
  }
}
