import { checkAppointment } from '../decisions/consumption.ts'
import type { Writing } from '../journal/command.ts'
import { newestKnown } from '../journal/moment.ts'
import { justRecorded } from '../journal/recorded.ts'
import { livingPerson } from '../persons/identify.ts'
import { Failure } from '../values/failure.ts'
import { newId } from '../values/id.ts'
import { LAST_DAY } from '../values/plain-date.ts'
import { isWithin } from './mandate.ts'
import { findMandate, insertMandateVersion, type MandateContent, overlapping } from './mandate-queries.ts'
import type { Mandate, MandateInput, MandatePatch } from './schema.ts'
import { findSeat } from './seat-queries.ts'

/**
 * Puts a person on a seat. A mandate without an end ends with its seat's validity.
 *
 * @throws Failure when seat, person or decision is not one that can be named, the mandate leaves the seat's validity, or
 *   the seat or the person is taken
 */
export async function recordMandate(writing: Writing, input: MandateInput): Promise<Mandate> {
  const seat = await findSeat(writing.tx, input.seatId, newestKnown(writing, LAST_DAY))
  if (!seat) throw new Failure('seat_unknown', { seatId: input.seatId })
  await livingPerson(writing, input.personId, '#/personId')
  if (input.decisionId !== undefined) await checkDecision(writing, input.decisionId, seat.cooperativeId)
  const id = newId()
  return write(writing, id, {
    cooperativeId: seat.cooperativeId,
    organId: seat.organId,
    seatId: seat.id,
    personId: input.personId,
    role: input.role,
    from: input.from,
    to: input.to ?? seat.to,
    endReason: input.endReason ?? null,
    decisionId: input.decisionId ?? null,
    noDecisionReason: input.noDecisionReason ?? null,
    version: 1,
  })
}

/**
 * Ends a mandate, or corrects it, by a version of its own.
 *
 * @throws Failure when an end lacks its reason, and as `recordMandate`
 */
export async function amendMandate(writing: Writing, id: string, patch: MandatePatch): Promise<Mandate> {
  const current = await findMandate(writing.tx, id, newestKnown(writing, LAST_DAY))
  if (!current) throw new Failure('not_found', { what: 'mandate' })
  if (patch.personId !== undefined) await livingPerson(writing, patch.personId, '#/personId')
  if (typeof patch.decisionId === 'string') await checkDecision(writing, patch.decisionId, current.cooperativeId)
  const changes = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  const reopened = patch.to === null ? { endReason: null } : {}
  // The one justification takes the other's place.
  const justified =
    typeof patch.decisionId === 'string'
      ? { noDecisionReason: null }
      : typeof patch.noDecisionReason === 'string'
        ? { decisionId: null }
        : {}
  const amended: MandateContent = {
    ...current,
    ...reopened,
    ...justified,
    ...changes,
    version: current.version + 1,
  }
  checkEnd(amended, patch)
  return write(writing, id, amended)
}

function checkDecision({ tx, seq }: Writing, decisionId: string, cooperativeId: string): Promise<void> {
  return checkAppointment(tx, decisionId, cooperativeId, seq)
}

async function write(writing: Writing, id: string, mandate: MandateContent): Promise<Mandate> {
  const { tx } = writing
  const { personId, role, from, to } = mandate
  const seat = await findSeat(tx, mandate.seatId, newestKnown(writing, LAST_DAY))
  if (!seat) throw new Error('a mandate without its seat')
  const validity = { from: seat.from, to: seat.to }
  if (!isWithin({ from, to }, validity)) {
    const late = from >= validity.from && (validity.to === null || from < validity.to)
    throw new Failure('mandate_outside_seat', { pointer: late ? '#/to' : '#/from', seat: validity })
  }
  const { onSeat, onOrgan } = await overlapping(tx, { ...mandate, except: id })
  if (onSeat) throw new Failure('seat_taken', { role, mandate: onSeat })
  if (onOrgan) throw new Failure('person_already_sits', { personId, mandate: onOrgan })
  await insertMandateVersion(writing, id, mandate)
  return justRecorded(await findMandate(tx, id, newestKnown(writing, LAST_DAY)), 'mandate')
}

/** What only the whole mandate shows of a change. */
function checkEnd({ from, to, endReason, decisionId, noDecisionReason }: MandateContent, patch: MandatePatch): void {
  const refuse = (field: string, detail: string): never => {
    throw new Failure('invalid_input', { errors: [{ pointer: `#/${field}`, detail }] })
  }
  if (to !== null && to < from)
    refuse(patch.to === undefined ? 'from' : 'to', `must leave to on or after from, ${from}`)
  if (to !== null && to === from && endReason !== 'entered_in_error') {
    refuse('endReason', 'must be entered_in_error for a mandate that has no day')
  }
  if (typeof patch.to === 'string' && endReason === null) refuse('endReason', 'must say why the mandate ends')
  if (to === null && endReason !== null) refuse('endReason', 'needs to, the date of the end')
  if ((decisionId === null) === (noDecisionReason === null)) {
    refuse('noDecisionReason', 'must stand where there is no decisionId, and only there')
  }
}
