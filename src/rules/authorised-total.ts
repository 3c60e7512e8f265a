// No more is used than was authorised; and nothing under an act that is rejected, withdrawn or annulled.
import { isVoid } from '../decisions/step.ts'
import { euros, wholeShares } from '../values/amount.ts'
import { ofDecision, ofMovement } from './decision.ts'
import type { DecisionFact, UseFact } from './facts.ts'
import { broken, holds, type Rule, unknown, type Verdict } from './rule.ts'

export const authorisedTotal: Rule = {
  id: 'authorised_total',
  severity: 'error',
  title: { en: 'Used within what is authorised', fr: 'Consommation dans la limite de l’autorisation' },
  formula: 'consumed ≤ authorised, in euros and in shares; authorised is 0 where the decision is void',
  source: 'The decision; CGCT, art. L.3211-1',
  confirmed: true,
  parameters: [],
  judge: (facts) => [
    ...facts.decisions.flatMap((decision) => worst(decision.uses.flatMap((use) => judge(decision, use)))),
    ...facts.undecided.map((movement) =>
      unknown(['movement.decisionId'], {
        since: movement.on,
        figures: { consumed: euros(movement.amount) },
        subject: ofMovement(movement),
      }),
    ),
  ],
}

function judge(decision: DecisionFact, use: UseFact): Verdict[] {
  const { instrument, consumed, consumedShares, authorised, authorisedShares, firstOn } = use
  if (instrument === null) return []
  const subject = ofDecision(decision)
  const figures = {
    instrument,
    consumed: euros(consumed),
    ...(authorised && { authorised: euros(authorised) }),
    ...(authorisedShares && {
      consumedShares: wholeShares(consumedShares),
      authorisedShares: wholeShares(authorisedShares),
    }),
  }
  const { voidOn, standing } = decision
  if (isVoid(standing.status) && voidOn !== null) {
    const since = voidOn > firstOn ? voidOn : firstOn
    return [broken(since, { ...figures, authorised: '0.00', status: standing.status ?? '' }, subject)]
  }
  if (!authorised) return [unknown(['decision.authorisations'], { since: firstOn, figures, subject })]
  const isExceeded = consumed.gt(authorised) || (authorisedShares !== null && consumedShares.gt(authorisedShares))
  return [isExceeded ? broken(firstOn, figures, subject) : holds(figures, subject)]
}

/** One verdict a decision: of several instruments the worst, since when the first of them is so. */
function worst(verdicts: readonly Verdict[]): Verdict[] {
  for (const state of ['broken', 'unknown', 'holds'] as const) {
    const [first] = verdicts
      .filter((verdict) => verdict.state === state)
      .sort((left, right) => ((left.since ?? '') < (right.since ?? '') ? -1 : 1))
    if (first) return [first]
  }
  return []
}
