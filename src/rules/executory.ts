// Nothing is done under a decision before it is in force: published and transmitted.
import { isVoid } from '../decisions/step.ts'
import { ofDecision, ofMovement } from './decision.ts'
import { broken, holds, type Rule, unknown } from './rule.ts'

export const executory: Rule = {
  id: 'executory',
  severity: 'error',
  title: { en: 'Executory before it is used', fr: 'Caractère exécutoire avant exécution' },
  formula: 'first movement under the decision ≥ executoryOn, and none under one that is void',
  source: 'CGCT, art. L.3131-1',
  confirmed: true,
  parameters: [],
  judge: (facts) => [
    ...facts.decisions.flatMap((decision) => {
      const { uses, standing, voidOn } = decision
      const firstOn = uses.map((use) => use.firstOn).sort()[0]
      const isUndone = isVoid(standing.status)
      // An act that is void, and of which something was authorised and used, is told by `authorised_total`.
      if (firstOn === undefined || (isUndone && uses.some(({ instrument }) => instrument !== null))) return []
      const { executoryOn } = standing
      const subject = ofDecision(decision)
      const figures = {
        firstMovement: firstOn,
        ...(executoryOn !== null && { executoryOn }),
        ...(isUndone && { status: standing.status ?? '' }),
      }
      if (executoryOn === null || firstOn < executoryOn) return [broken(firstOn, figures, subject)]
      if (isUndone && voidOn !== null) return [broken(voidOn > firstOn ? voidOn : firstOn, figures, subject)]
      return [holds(figures, subject)]
    }),
    ...facts.undecided.map((movement) =>
      unknown(['movement.decisionId'], { since: movement.on, subject: ofMovement(movement) }),
    ),
  ],
}
