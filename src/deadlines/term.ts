// By when what is open must be paid: as stated, as the statutes say, or as the law does.
import { advance } from '../rules/advance.ts'
import { fullyPaid } from '../rules/fully-paid.ts'
import { type Law, lawOf, type Settings } from '../rules/law.ts'
import { refundOverdue } from '../rules/refund-overdue.ts'
import { dueAfter, type Term } from '../rules/term.ts'
import type { PlainDate } from '../values/plain-date.ts'

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

/** The terms that rules set, by the parameters of each. */
export interface Terms {
  /** The last day to pay a subscription in full, however much of it was called. */
  readonly fullPayment: (subscribedOn: PlainDate, statutes: Statutes) => Term
  /** The last day to refund a withdrawal. */
  readonly refund: (withdrawal: Stated, statutes: Statutes) => Term
  /** The last day to repay an advance. */
  readonly advance: (advance: Stated) => Term
}

export function termsOf(settings: Settings): Terms {
  const laws = {
    fullyPaid: lawOf(fullyPaid, settings),
    refund: lawOf(refundOverdue, settings),
    advance: lawOf(advance, settings),
  }
  const after = (from: PlainDate, statutes: number | null, law: Law, parameter: string): Term => {
    const months = law.wholeOn(parameter, from) ?? statutes
    return months === null ? { dueOn: from, basis: 'at_once' } : dueAfter(from, statutes, months)
  }
  return {
    fullPayment: (subscribedOn, { fullPaymentDelayMonths }) =>
      after(subscribedOn, fullPaymentDelayMonths, laws.fullyPaid, 'term'),
    refund: (stated, { refundDelayMonths }) =>
      stated.dueOn === null ? after(stated.effectiveOn, refundDelayMonths, laws.refund, 'longest') : statedTerm(stated),
    advance: (stated) =>
      stated.dueOn === null ? after(stated.effectiveOn, null, laws.advance, 'term') : statedTerm(stated),
  }
}
