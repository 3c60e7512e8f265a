// By when what is open must be paid. Pure: dates and delays in, a date and its ground out.
import { addMonths, type PlainDate } from '../values/plain-date.ts'
import type { Basis } from './schema.ts'

/** A last day, and where it comes from. */
export interface Term {
  readonly dueOn: PlainDate
  readonly basis: Basis
}

/** Shares are paid in full within five years of their subscription (loi 47-1775, art. 12). */
const FULL_PAYMENT_MONTHS = 60
/** The statutes set the delay of refunds, five years at most (loi 47-1775, art. 18; as far as it is confirmed). */
const REFUND_MONTHS = 60
/** An advance is lent for two years at most, renewable once (CGCT L.1522-5, by loi 47-1775, art. 19 septies). */
const ADVANCE_MONTHS = 24

/** What the statutes of a cooperative say of delays, in months; null: nothing is known. */
export interface Statutes {
  readonly fullPaymentDelayMonths: number | null
  readonly refundDelayMonths: number | null
}

export const NO_STATUTES: Statutes = { fullPaymentDelayMonths: null, refundDelayMonths: null }

/** What a movement says of its own term; null: nothing. */
export interface Stated {
  readonly effectiveOn: PlainDate
  readonly dueOn: PlainDate | null
}

/** What is due on the day that was stated, or else from its first day on. */
export function statedTerm({ effectiveOn, dueOn }: Stated): Term {
  return dueOn === null ? { dueOn: effectiveOn, basis: 'at_once' } : { dueOn, basis: 'stated' }
}

/** The last day to pay a subscription in full, however much of it was called. */
export function fullPaymentTerm(subscribedOn: PlainDate, { fullPaymentDelayMonths }: Statutes): Term {
  return delayed(subscribedOn, fullPaymentDelayMonths, FULL_PAYMENT_MONTHS)
}

/** The last day to refund a withdrawal. */
export function refundTerm({ effectiveOn, dueOn }: Stated, { refundDelayMonths }: Statutes): Term {
  return dueOn === null ? delayed(effectiveOn, refundDelayMonths, REFUND_MONTHS) : { dueOn, basis: 'stated' }
}

/** The last day to repay an advance. */
export function advanceTerm({ effectiveOn, dueOn }: Stated): Term {
  return dueOn === null ? delayed(effectiveOn, null, ADVANCE_MONTHS) : { dueOn, basis: 'stated' }
}

function delayed(from: PlainDate, statutes: number | null, law: number): Term {
  return statutes !== null && statutes < law
    ? { dueOn: addMonths(from, statutes), basis: 'statutes' }
    : { dueOn: addMonths(from, law), basis: 'law' }
}
