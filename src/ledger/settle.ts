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
    if (left.lte(ZERO)) break
    // A price or a refund may be nothing; what is older may be open all the same.
    if (source.amount.isZero()) continue
    const amount = left.lt(source.amount) ? left : source.amount
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

/** Part of a subscription that is open, and the movement that made it so: the subscription itself, or a later call of it. */
export interface OpenPart<Source> extends Open<Source> {
  readonly subscription: Source
  /** What was subscribed then, for the shares of it that are still held: a disposal takes its part of that, too; unrounded. */
  readonly subscribed: Decimal
}

/** What is open of a class: subscriptions that are not called in full, and calls that are not paid in full. */
export interface OpenCalls<Source> {
  readonly uncalled: readonly OpenPart<Source>[]
  /** Call by call; one that calls several subscriptions has a part for each. */
  readonly payable: readonly OpenPart<Source>[]
}

/**
 * Follows subscriptions, calls, payments and disposals of one class: a call calls the oldest subscription, a payment pays
 * the oldest call, and a disposal takes from each its part.
 *
 * @param movements in fold order, without those that were reversed
 */
export function openCalls<Source extends ClassChange>(movements: readonly Source[]): OpenCalls<Source> {
  let uncalled: readonly OpenPart<Source>[] = []
  let payable: readonly OpenPart<Source>[] = []
  for (const source of movements) {
    switch (source.kind) {
      case 'call': {
        const left = settled(uncalled, source.uncalled.neg())
        payable = [...payable, ...differenceOf(uncalled, left).map((part) => ({ ...part, source }))]
        uncalled = left
        break
      }
      case 'payment':
        payable = settled(payable, source.payable.neg())
        break
      case 'subscription':
        uncalled = [...uncalled, subscribed(source, source.uncalled)].filter(isOpen)
        payable = [...payable, subscribed(source, source.payable)].filter(isOpen)
        break
      default: {
        const [left, due] = [taken(uncalled, source.uncalled.neg()), taken(payable, source.payable.neg())]
        const stays = stillHeld([...uncalled, ...payable], [...left, ...due])
        uncalled = left.map(stays)
        payable = due.map(stays)
      }
    }
  }
  return { uncalled, payable }
}

function settled<Source>(open: readonly OpenPart<Source>[], amount: Decimal): readonly OpenPart<Source>[] {
  return amount.isZero() ? open : fromOldest(open, amount).filter(isOpen)
}

function subscribed<Source extends ClassChange>(source: Source, amount: Decimal): OpenPart<Source> {
  return { source, subscription: source, amount, subscribed: source.uncalled.plus(source.payable) }
}

function taken<Source>(open: readonly OpenPart<Source>[], amount: Decimal): readonly OpenPart<Source>[] {
  return amount.isZero() ? open : inProportion(open, amount).filter(isOpen)
}

/**
 * What was subscribed, for the shares that a disposal leaves: as much of it as of all that is open of that subscription, so
 * that the part of it that is paid stays the same, whichever way its cents were rounded.
 */
function stillHeld<Source>(before: readonly OpenPart<Source>[], after: readonly OpenPart<Source>[]) {
  const [open, left] = [openBySubscription(before), openBySubscription(after)]
  return (part: OpenPart<Source>): OpenPart<Source> => {
    const { subscription, subscribed } = part
    const was = open.get(subscription) ?? ZERO
    return { ...part, subscribed: subscribed.times(left.get(subscription) ?? ZERO).div(was) }
  }
}

function openBySubscription<Source>(parts: readonly OpenPart<Source>[]): ReadonlyMap<Source, Decimal> {
  const open = new Map<Source, Decimal>()
  for (const { subscription, amount } of parts) open.set(subscription, amount.plus(open.get(subscription) ?? ZERO))
  return open
}

const isOpen = ({ amount }: { readonly amount: Decimal }) => amount.gt(ZERO)

/** What of each part is not left any more; the oldest was taken first, so that what is left is the end of the list. */
function differenceOf<Source>(
  before: readonly OpenPart<Source>[],
  left: readonly OpenPart<Source>[],
): OpenPart<Source>[] {
  const gone = before.length - left.length
  return before
    .map((part, index) => ({ ...part, amount: part.amount.minus(left[index - gone]?.amount ?? ZERO) }))
    .filter(isOpen)
}

function fromOldest<Part extends { readonly amount: Decimal }>(open: readonly Part[], amount: Decimal): Part[] {
  let left = amount
  return open.map((one) => {
    const taken = left.lt(one.amount) ? left : one.amount
    left = left.minus(taken)
    return { ...one, amount: one.amount.minus(taken) }
  })
}

// Rounded as running sums, so that the parts add up to what is taken, to the cent, and none is more than there is.
function inProportion<Part extends { readonly amount: Decimal }>(open: readonly Part[], amount: Decimal): Part[] {
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
