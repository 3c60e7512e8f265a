// The auditor's verdict on any command, by what is known before it.
import {
  refusedAuthorisation,
  refusedCancellation,
  refusedDecision,
  refusedMovement,
  refusedReversal,
  refusedStep,
} from './auditor-decisions.ts'
import { refusedMandate, refusedMandateChange, refusedMerge, refusedSeatChange } from './auditor-seats.ts'
import type { Stated } from './statements.ts'

/** Every code that is right to refuse a command with; none: it must be accepted. */
export function refusalsOf(known: readonly Stated[], next: Stated): readonly string[] {
  switch (next.kind) {
    case 'decision':
      return refusedDecision(next)
    case 'step':
      return refusedStep(known, next)
    case 'cancellation':
      return refusedCancellation(known, next)
    case 'authorisation':
      return refusedAuthorisation(known, next)
    case 'movement':
      return refusedMovement(known, next)
    case 'reversal':
      return refusedReversal(known, next)
    case 'seat':
      return []
    case 'seat_change':
      return refusedSeatChange(known, next)
    case 'mandate':
      return refusedMandate(known, next)
    case 'mandate_change':
      return refusedMandateChange(known, next)
    case 'merge':
      return refusedMerge(known, next)
  }
}
