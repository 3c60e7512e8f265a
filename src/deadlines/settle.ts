// What is still open of what was promised, called or lent. The oldest is settled first; a disposal takes from all in
// proportion. Source: domain, "The ledger". Pure. Amounts are euros.
import { type Decimal, toCents, ZERO } from '../values/amount.ts'

/** Part of a movement that is still open. */
export interface Open<Source> {
  readonly source: Source
  readonly amount: Decimal
}

/**
 * What is open of debts that are only ever settled, the oldest first: the balance lies in the newest of them.
 *
 * @param debts in fold order
 * @param balance what is owed of all of them together
 */
export function newestCovering<Source extends { readonly amount: Decimal }>(
  debts: readonly Source[],
  balance: Decimal,
): Open<Source>[] {
  const open: Open<Source>[] = []
  let left = balance
  for (const source of debts.toReversed()) {
    const amount = left.lt(source.amount) ? left : source.amount
    if (amount.lte(ZERO)) break
    open.unshift({ source, amount })
    left = left.minus(amount)
  }
  return open
}

/** What a movement of a class adds to what is not called, and to what is called and not paid; negative: it takes. */
export interface ClassChange {
  readonly kind: string
  readonly uncalled: Decimal
  readonly payable: Decimal
}

/** What is open of a class: subscriptions that are not called in full, and calls that are not paid in full. */
export interface OpenCalls<Source> {
  readonly uncalled: readonly Open<Source>[]
  readonly payable: readonly Open<Source>[]
}

/**
 * Follows subscriptions, calls, payments and disposals of one class: a call calls the oldest subscription, a payment pays
 * the oldest call, and a disposal takes from each its part.
 *
 * @param movements in fold order, without those that were reversed
 */
export function openCalls<Source extends ClassChange>(movements: readonly Source[]): OpenCalls<Source> {
  let uncalled: readonly Open<Source>[] = []
  let payable: readonly Open<Source>[] = []
  for (const source of movements) {
    const take = source.kind === 'call' || source.kind === 'payment' ? fromOldest : inProportion
    uncalled = changed(uncalled, source, source.uncalled, take)
    payable = changed(payable, source, source.payable, take)
  }
  return { uncalled, payable }
}

type Take = <Source>(open: readonly Open<Source>[], amount: Decimal) => Open<Source>[]

function changed<Source>(
  open: readonly Open<Source>[],
  source: Source,
  by: Decimal,
  take: Take,
): readonly Open<Source>[] {
  if (by.isZero()) return open
  if (by.gt(ZERO)) return [...open, { source, amount: by }]
  return take(open, by.neg()).filter(({ amount }) => amount.gt(ZERO))
}

const fromOldest: Take = (open, amount) => {
  let left = amount
  return open.map((one) => {
    const taken = left.lt(one.amount) ? left : one.amount
    left = left.minus(taken)
    return { ...one, amount: one.amount.minus(taken) }
  })
}

// Rounded as running sums, so that the parts add up to what is taken, to the cent, and none is more than there is.
const inProportion: Take = (open, amount) => {
  const total = open.reduce((sum, one) => sum.plus(one.amount), ZERO)
  let before = ZERO
  let takenBefore = ZERO
  return open.map((one) => {
    before = before.plus(one.amount)
    const takenSoFar = toCents(before.times(amount).div(total))
    const taken = takenSoFar.minus(takenBefore)
    takenBefore = takenSoFar
    return { ...one, amount: one.amount.minus(taken) }
  })
}
