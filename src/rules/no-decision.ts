// What commits the authority is decided by it. A reason why no decision is cited does not stand in for one.
import { euros } from '../values/amount.ts'
import { ofDecision, ofMovement } from './decision.ts'
import { broken, holds, type Rule, unknown } from './rule.ts'

export const noDecision: Rule = {
  id: 'no_decision',
  severity: 'high',
  title: { en: 'Decision behind each commitment', fr: 'Délibération à l’appui de chaque engagement' },
  formula: 'every movement that uses an authorisation cites a decision that was adopted',
  source: 'CGCT, art. L.3211-2',
  confirmed: true,
  parameters: [],
  judge: (facts) => [
    ...facts.undecided.map((movement) =>
      broken(movement.on, { kind: movement.kind, amount: euros(movement.amount) }, ofMovement(movement)),
    ),
    ...facts.decisions.flatMap((decision) => {
      const firstOn = decision.uses.flatMap((use) => (use.instrument === null ? [] : use.firstOn)).sort()[0]
      if (firstOn === undefined) return []
      const subject = ofDecision(decision)
      // Its adoption was cancelled in the register: whether there was a vote is open again.
      return [
        decision.adoptedOn === null && decision.voidOn === null
          ? unknown(['decision.steps.adopted'], { since: firstOn, subject })
          : holds({}, subject),
      ]
    }),
  ],
}
