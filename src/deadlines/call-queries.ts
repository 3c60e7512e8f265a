// Shares that are not paid in full: what was called, and what is still to be called.
import { settingsAt } from '../compliance/queries.ts'
import { type ClassMovement, unpaidClasses } from '../compliance/unpaid-facts.ts'
import type { Open } from '../ledger/settle.ts'
import { euros, ZERO } from '../values/amount.ts'
import { type DeadlineSource, dueOfMovement } from './source.ts'
import { statutesOn } from './statutes-queries.ts'
import { NO_STATUTES, statedTerm, termsOf } from './term.ts'

/** Calls that are not paid, and subscriptions that are not called in full. */
export const calls: DeadlineSource = {
  kinds: ['call_payment', 'call_to_come'],
  read: async (tx, { asOf, seq }, cooperativeId) => {
    const statutes = await statutesOn(tx, { asOf, seq })
    const terms = termsOf(await settingsAt(tx, { seq }))
    const classes = await unpaidClasses(tx, { asOf, seq, only: cooperativeId ?? null })
    return classes.flatMap(({ payable, uncalled }) => [
      ...byCall(payable).map(({ source, amount }) => ({
        ...dueOfMovement('call_payment', source),
        ...statedTerm(source),
        amount: euros(amount),
      })),
      ...uncalled.map(({ source, amount }) => ({
        ...dueOfMovement('call_to_come', source),
        ...terms.fullPayment(source.effectiveOn, statutes.get(source.cooperativeId) ?? NO_STATUTES),
        amount: euros(amount),
      })),
    ])
  },
}

/** A call is paid as a whole, however many subscriptions it calls. */
function byCall(payable: readonly Open<ClassMovement>[]): Open<ClassMovement>[] {
  return [...Map.groupBy(payable, ({ source }) => source)].map(([source, parts]) => ({
    source,
    amount: parts.reduce((sum, { amount }) => sum.plus(amount), ZERO),
  }))
}
