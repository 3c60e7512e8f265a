// Nothing is done under a decision before it is in force: published and transmitted.
import { isVoid } from '../decisions/step.ts'
import { ofDecision, ofMovement } from './decision.ts'
import { broken, holds, type Rule, unknown } from './rule.ts'

export const executory: Rule = {
  id: 'executory',
  severity: 'error',
  title: { en: 'Executory before it is used', fr: 'Caractère exécutoire avant exécution' },
  formula: 'first movement under the decision ≥ executoryOn',
  source: 'CGCT, art. L.3131-1',
  confirmed: true,
  parameters: [],
  judge: (facts) => [
    ...facts.decisions.flatMap((decision) => {
      const { uses, standing } = decision
      const firstOn = uses.map((use) => use.firstOn).sort()[0]
      // What an act that is void was used for is told by `authorised_total`.
      if (firstOn === undefined || isVoid(standing.status)) return []
      const { executoryOn } = standing
      const subject = ofDecision(decision)
      const figures = { firstMovement: firstOn, ...(executoryOn !== null && { executoryOn }) }
      const isEarly = executoryOn === null || firstOn < executoryOn
      return [isEarly ? broken(firstOn, figures, subject) : holds(figures, subject)]
    }),
    ...facts.undecided.map((movement) =>
      unknown(['movement.decisionId'], { since: movement.on, subject: ofMovement(movement) }),
    ),
  ],
}
