import type { PlainDate } from '../values/plain-date.ts'
import type { UnpaidFact } from './facts.ts'
import type { Subject } from './rule.ts'

/** The day on which the loi nº 47-1775 came into force. */
export const LAW_OF_1947: PlainDate = '1947-09-12'

/** A subscription that is not paid in full, as what a verdict is about. */
export function ofUnpaid({ movementId, shareClassName, on }: UnpaidFact): Subject {
  return { type: 'movement', id: movementId, label: `${shareClassName}, ${on}` }
}
