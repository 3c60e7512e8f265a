import type { PlainDate } from '../values/plain-date.ts'
import type { DecisionFact, MovementFact } from './facts.ts'
import type { Subject } from './rule.ts'

/** A decision, as what a verdict is about. */
export function ofDecision({ id, number }: DecisionFact): Subject {
  return { type: 'decision', id, label: number }
}

/** A movement, as what a verdict is about. */
export function ofMovement({ movementId, kind, on }: MovementFact): Subject {
  return { type: 'movement', id: movementId, label: `${kind}, ${on}` }
}

/** The day, or where that is later, the first on which the decision had to do with the cooperative at all. */
export function sinceAbout({ citedFrom }: DecisionFact, day: PlainDate): PlainDate {
  return citedFrom !== null && citedFrom > day ? citedFrom : day
}
