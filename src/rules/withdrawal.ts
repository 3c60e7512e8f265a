import type { WithdrawalFact } from './facts.ts'
import type { Subject } from './rule.ts'

/** A withdrawal, as what a verdict is about. */
export function ofWithdrawal({ movementId, on }: WithdrawalFact): Subject {
  return { type: 'movement', id: movementId, label: on }
}
