// What the rules on seats share. A council that is not known to the register may have been elected meanwhile.
import { COUNCIL_RENEWALS, holdsOn, lapsesOn, type Period } from '../seats/mandate.ts'
import { addMonths, type PlainDate } from '../values/plain-date.ts'
import type { Facts, SeatFact } from './facts.ts'
import type { Subject } from './rule.ts'

/** Councils are elected for six years (code électoral, art. L.192). */
const COUNCIL_MONTHS = 72

/** The seats that are valid on asOf. */
export function validSeats({ seats, asOf }: Facts): SeatFact[] {
  return seats.filter(({ period }) => holdsOn(period, asOf))
}

export function ofSeat({ id, label }: SeatFact): Subject {
  return { type: 'seat', id, label }
}

/**
 * From when on a mandate may have lapsed with a council whose first day is not known: the first that is due after it began,
 * counted from the last that is known, whenever the mandate began. null: it ends by then, or lapses on a day that is known.
 */
export function unknownFrom(titular: Period): PlainDate | null {
  const last = COUNCIL_RENEWALS.at(-1)
  if (lapsesOn(titular) !== null || last === undefined) return null
  let next = addMonths(last, COUNCIL_MONTHS)
  while (next <= titular.from) next = addMonths(next, COUNCIL_MONTHS)
  return titular.to !== null && titular.to <= next ? null : next
}
