import { Decimal, ZERO } from '../values/amount.ts'
import { Failure } from '../values/failure.ts'
import type { Postings } from './account.ts'
import type { Movement } from './movement.ts'

/** Balances of one share class: none is ever negative. `nominalValue` is the nominal in force, after splits. */
export const CLASS_COLUMNS = ['shares', 'share_cost', 'uncalled', 'payable', 'owed_purchase', 'impairment'] as const
/** Balances of one cooperative: debts both ways, then flows since the first movement. */
export const COOPERATIVE_COLUMNS = [
  'advance',
  'owed_grant',
  'receivable_sale',
  'receivable_withdrawal',
  'share_income',
  'disposed_cost',
  'disposal_proceeds',
  'grant',
  'loss',
  'treasury_receipt',
  'treasury_advance',
  'treasury_repayment',
] as const

export type ClassState = Readonly<Record<(typeof CLASS_COLUMNS)[number] | 'nominalValue', Decimal>>
export type CooperativeState = Readonly<Record<(typeof COOPERATIVE_COLUMNS)[number], Decimal>>

/** Where a cooperative stands between two movements. */
export interface State {
  readonly classes: ReadonlyMap<string, ClassState>
  readonly cooperative: CooperativeState
}

// Accounts whose balance is a debt, a correction of value or an income: their balance is what was credited.
const CREDIT_COLUMNS: ReadonlySet<string> = new Set([
  'uncalled',
  'payable',
  'owed_purchase',
  'owed_grant',
  'impairment',
  'share_income',
  'disposal_proceeds',
  'treasury_advance',
])

export function emptyClass(nominalValue: Decimal): ClassState {
  return {
    nominalValue,
    shares: ZERO,
    share_cost: ZERO,
    uncalled: ZERO,
    payable: ZERO,
    owed_purchase: ZERO,
    impairment: ZERO,
  }
}

export const EMPTY_COOPERATIVE = Object.fromEntries(
  COOPERATIVE_COLUMNS.map((column) => [column, ZERO]),
) as CooperativeState

// What the database holds of euros and of shares (its domains `euro` and `share_count`, which are the guard).
const MOST = new Decimal('999999999999999.99')

/**
 * The state after a movement with these postings.
 *
 * @throws Failure `balance_out_of_range`
 */
export function applyPostings(state: State, movement: Movement, postings: Postings): State {
  const cooperative = shift(state.cooperative, COOPERATIVE_COLUMNS, postings)
  const id = movement.shareClassId
  const before = id === null ? undefined : state.classes.get(id)
  if (id === null || before === undefined) return { ...state, cooperative }
  const after = shift(before, CLASS_COLUMNS, postings)
  const nominalValue =
    movement.kind === 'share_split' ? splitNominal(before.nominalValue, movement) : before.nominalValue
  const changed = after !== before || nominalValue !== before.nominalValue
  return { classes: changed ? new Map(state.classes).set(id, { ...after, nominalValue }) : state.classes, cooperative }
}

/** The nominal value after a split: × from ÷ to. */
export function splitNominal(nominalValue: Decimal, split: { splitFrom: number; splitTo: number }): Decimal {
  return nominalValue.times(split.splitFrom).div(split.splitTo)
}

function shift<Balances extends Readonly<Record<string, Decimal>>>(
  balances: Balances,
  columns: readonly string[],
  postings: Postings,
): Balances {
  const deltas = columns.flatMap((column) => {
    const delta =
      column === 'shares' ? postings.shares : (postings.amounts[column as keyof typeof postings.amounts] ?? ZERO)
    if (delta.isZero()) return []
    const balance = balances[column] ?? new Decimal(0)
    const after = CREDIT_COLUMNS.has(column) ? balance.minus(delta) : balance.plus(delta)
    if (after.abs().gt(MOST)) {
      throw new Failure('balance_out_of_range', { pointer: column === 'shares' ? '#/shares' : '#/amount' })
    }
    return [[column, after] as const]
  })
  return deltas.length === 0 ? balances : { ...balances, ...Object.fromEntries(deltas) }
}
