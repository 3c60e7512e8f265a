import type { Decimal } from '../values/amount.ts'
import type { PlainDate } from '../values/plain-date.ts'

/** What a payment pays, a receipt cashes in, or a loss gives up. */
export type Settles = 'call' | 'purchase' | 'grant' | 'withdrawal' | 'sale' | 'advance'

interface OnClass {
  readonly shareClassId: string
}

interface OnCooperative {
  /** A label only: the balances that move are kept per cooperative. */
  readonly shareClassId: string | null
}

type Kinds = {
  subscription: OnClass & { shares: Decimal; amount: Decimal; called: Decimal }
  call: OnClass & { amount: Decimal }
  contribution_in_kind: OnClass & { shares: Decimal; amount: Decimal }
  purchase: OnClass & { shares: Decimal; amount: Decimal }
  sale: OnClass & { shares: Decimal; amount: Decimal }
  withdrawal: OnClass & { shares: Decimal; amount: Decimal }
  impairment: OnClass & { amount: Decimal }
  impairment_release: OnClass & { amount: Decimal }
  advance_conversion: OnClass & { shares: Decimal; amount: Decimal }
  share_split: OnClass & { splitFrom: number; splitTo: number }
  write_off: OnClass & { shares: Decimal }
  payment: OnCooperative & { amount: Decimal; settles: 'call' | 'purchase' | 'grant' }
  receipt: OnCooperative & { amount: Decimal; settles: 'withdrawal' | 'sale' }
  share_interest: OnCooperative & { amount: Decimal }
  advance: OnCooperative & { amount: Decimal }
  advance_repayment: OnCooperative & { amount: Decimal }
  grant: OnCooperative & { amount: Decimal }
  loss: OnCooperative & { amount: Decimal; settles: 'advance' | 'withdrawal' | 'sale' }
}

/** The kinds that the fold posts. A reversal is none of them: it undoes one, and the fold then skips both. */
export type MovementKind = keyof Kinds

/** A business event about one cooperative, as the fold needs it. Amounts are euros, share counts whole. */
export type Movement = {
  [Kind in MovementKind]: Readonly<Kinds[Kind]> & {
    readonly kind: Kind
    readonly id: string
    readonly effectiveOn: PlainDate
  }
}[MovementKind]

/** True when the movement moves a balance that is kept per share class, so that its class is more than a label. */
export function movesClass(movement: { kind: string; settles?: string | null }): boolean {
  switch (movement.kind) {
    case 'receipt':
    case 'share_interest':
    case 'advance':
    case 'advance_repayment':
    case 'grant':
    case 'loss':
      return false
    case 'payment':
      return movement.settles !== 'grant'
    default:
      return true
  }
}
