import { Decimal, euros, nominal, nominalPrice, toCents, wholeShares, ZERO } from '../values/amount.ts'
import { Failure } from '../values/failure.ts'
import { type AccountColumn, type Amounts, NO_POSTINGS, type Postings } from './account.ts'
import type { Movement } from './movement.ts'
import { type ClassState, emptyClass, type State, splitNominal } from './state.ts'

/**
 * The balanced postings of a movement, given the state before it. Pure: same movement and state, same postings.
 * Source: the table of the domain, "The ledger".
 *
 * @throws Failure when a limit of the table is broken; it names the field, the limit and what there is.
 */
export function post(movement: Movement, before: State): Postings {
  const held = (movement.shareClassId && before.classes.get(movement.shareClassId)) || emptyClass(new Decimal(1))
  const owing = before.cooperative
  switch (movement.kind) {
    case 'subscription': {
      atLeastNominal(movement, held)
      const { amount, called } = movement
      atMost(called, amount, 'called', 'amount')
      return bring(movement.shares, { share_cost: amount, payable: called.neg(), uncalled: called.minus(amount) })
    }
    case 'contribution_in_kind':
      atLeastNominal(movement, held)
      return bring(movement.shares, { share_cost: movement.amount, contributed_asset: movement.amount.neg() })
    case 'purchase':
      return bring(movement.shares, { share_cost: movement.amount, owed_purchase: movement.amount.neg() })
    case 'advance_conversion':
      atLeastNominal(movement, held)
      atMost(movement.amount, owing.advance, 'amount', 'advance')
      return bring(movement.shares, { share_cost: movement.amount, advance: movement.amount.neg() })
    case 'call':
      atMost(movement.amount, held.uncalled, 'amount', 'uncalled')
      return move(movement.amount, 'uncalled', 'payable')
    case 'payment': {
      const [column, due] = {
        call: ['payable', held.payable] as const,
        purchase: ['owed_purchase', held.owed_purchase] as const,
        grant: ['owed_grant', owing.owed_grant] as const,
      }[movement.settles]
      atMost(movement.amount, due, 'amount', `due_${movement.settles}`)
      return move(movement.amount, column, 'treasury')
    }
    case 'sale':
      return dispose(movement.shares, held, { price: movement.amount, receivable: 'receivable_sale' })
    case 'withdrawal': {
      const postings = dispose(movement.shares, held, { price: movement.amount, receivable: 'receivable_withdrawal' })
      const unpaid = (postings.amounts.uncalled ?? ZERO).plus(postings.amounts.payable ?? ZERO)
      const ceiling = Decimal.max(ZERO, nominalPrice(movement.shares, held.nominalValue).minus(unpaid))
      atMost(movement.amount, ceiling, 'amount', 'refund_ceiling')
      return postings
    }
    case 'write_off':
      return dispose(movement.shares, held)
    case 'receipt': {
      const column = `receivable_${movement.settles}` as const
      atMost(movement.amount, owing[column], 'amount', column)
      return move(movement.amount, 'treasury_receipt', column)
    }
    case 'loss': {
      const column = movement.settles === 'advance' ? 'advance' : (`receivable_${movement.settles}` as const)
      atMost(movement.amount, owing[column], 'amount', column)
      return move(movement.amount, 'loss', column)
    }
    case 'impairment':
      atMost(movement.amount, held.share_cost.minus(held.impairment), 'amount', 'net_book_value')
      return move(movement.amount, 'impairment_charge', 'impairment')
    case 'impairment_release':
      atMost(movement.amount, held.impairment, 'amount', 'impairment')
      return move(movement.amount, 'impairment', 'impairment_release')
    case 'share_interest':
      return move(movement.amount, 'treasury', 'share_income')
    case 'advance':
      return move(movement.amount, 'advance', 'treasury_advance')
    case 'advance_repayment':
      atMost(movement.amount, owing.advance, 'amount', 'advance')
      return move(movement.amount, 'treasury_repayment', 'advance')
    case 'grant':
      return move(movement.amount, 'grant', 'owed_grant')
    case 'share_split':
      return split(movement, held)
  }
}

/** D debit, C credit: one amount from one account to another. */
function move(amount: Decimal, debit: AccountColumn, credit: AccountColumn): Postings {
  return { shares: ZERO, amounts: { [debit]: amount, [credit]: amount.neg() } }
}

function bring(shares: Decimal, amounts: Amounts): Postings {
  return { shares, amounts: withoutZeros(amounts) }
}

/**
 * n of the held shares leave, and with them their part of every balance of the class: q = n ÷ held, unrounded, then
 * half-even to the cent. A full disposal takes all that remains. What was not yet paid for them is no longer owed.
 */
function dispose(
  shares: Decimal,
  held: ClassState,
  sold?: { price: Decimal; receivable: 'receivable_sale' | 'receivable_withdrawal' },
): Postings {
  if (shares.gt(held.shares)) {
    throw new Failure('more_shares_than_held', { shares: wholeShares(shares), held: wholeShares(held.shares) })
  }
  // Multiply first: the quotient is the only rounding before the cent.
  const leaving = (balance: Decimal) => toCents(balance.times(shares).div(held.shares))
  const cost = leaving(held.share_cost)
  const impairment = leaving(held.impairment)
  const uncalled = leaving(held.uncalled)
  const payable = leaving(held.uncalled.plus(held.payable)).minus(uncalled)
  return {
    shares: shares.neg(),
    amounts: withoutZeros({
      share_cost: cost.neg(),
      disposed_cost: cost.minus(uncalled).minus(payable),
      uncalled,
      payable,
      impairment,
      impairment_release: impairment.neg(),
      ...(sold && { [sold.receivable]: sold.price, disposal_proceeds: sold.price.neg() }),
    }),
  }
}

function split(movement: Extract<Movement, { kind: 'share_split' }>, held: ClassState): Postings {
  const value = splitNominal(held.nominalValue, movement)
  if (value.decimalPlaces() > 4 || value.gt(MAX_NOMINAL)) {
    throw new Failure('split_nominal_out_of_range', {
      nominalValue: nominal(held.nominalValue),
      splitFrom: movement.splitFrom,
      splitTo: movement.splitTo,
    })
  }
  const after = held.shares.times(movement.splitTo).div(movement.splitFrom)
  if (!after.isInteger()) {
    throw new Failure('split_leaves_fraction', {
      held: wholeShares(held.shares),
      splitFrom: movement.splitFrom,
      splitTo: movement.splitTo,
    })
  }
  return { ...NO_POSTINGS, shares: after.minus(held.shares) }
}

const MAX_NOMINAL = new Decimal('999999999999.9999')

function atLeastNominal(movement: { shares: Decimal; amount: Decimal }, held: ClassState): void {
  const least = nominalPrice(movement.shares, held.nominalValue)
  if (movement.amount.lt(least)) {
    throw new Failure('amount_below_nominal', {
      amount: euros(movement.amount),
      least: euros(least),
      shares: wholeShares(movement.shares),
      nominalValue: nominal(held.nominalValue),
    })
  }
}

function atMost(amount: Decimal, limit: Decimal, field: 'amount' | 'called', of: LimitName): void {
  if (amount.gt(limit)) {
    throw new Failure('amount_exceeds_limit', { field, amount: euros(amount), limit: euros(limit), of })
  }
}

/** What an amount can be held against, as a failure names it. */
type LimitName =
  | 'amount'
  | 'advance'
  | 'uncalled'
  | 'due_call'
  | 'due_purchase'
  | 'due_grant'
  | 'refund_ceiling'
  | 'receivable_sale'
  | 'receivable_withdrawal'
  | 'net_book_value'
  | 'impairment'

function withoutZeros(amounts: Amounts): Amounts {
  return Object.fromEntries(Object.entries(amounts).filter(([, amount]) => !amount.isZero()))
}
