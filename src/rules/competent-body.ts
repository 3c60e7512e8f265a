// The assembly decides on capital, advances and grants; the standing committee where the assembly has delegated that to it.
import { isVoid } from '../decisions/step.ts'
import { ofDecision, sinceAbout } from './decision.ts'
import type { DecisionFact } from './facts.ts'
import { broken, holds, type Rule, unknown } from './rule.ts'

const KINDS: ReadonlySet<string> = new Set(['entry', 'increase', 'disposal', 'withdrawal', 'advance', 'grant'])

export const competentBody: Rule = {
  id: 'competent_body',
  severity: 'error',
  title: { en: 'Competent body', fr: 'Organe compétent' },
  formula: 'body = assembly, or standing_committee with a delegation on the day of the vote',
  source: 'CGCT, art. L.3211-2',
  confirmed: true,
  parameters: [
    {
      name: 'delegation',
      unit: 'flag',
      title: {
        en: 'The assembly has delegated to the standing committee',
        fr: 'L’assemblée a donné délégation à la commission permanente',
      },
      // Each assembly decides for itself: only the authority can know.
      values: [],
    },
  ],
  judge: (facts, law) =>
    facts.decisions.flatMap((decision) => {
      const { adoptedOn, body } = decision
      if (adoptedOn === null || isVoid(decision.standing.status)) return []
      const [figures, subject] = [{ body, adoptedOn }, ofDecision(decision)]
      const since = sinceAbout(decision, adoptedOn)
      if (body === 'assembly' || !isOnMoney(decision)) return [holds(figures, subject)]
      if (body !== 'standing_committee') return [broken(since, figures, subject)]
      const isDelegated = law.flagOn('delegation', adoptedOn)
      if (isDelegated === undefined) return [unknown(['parameters.delegation'], { since, figures, subject })]
      return [isDelegated ? holds(figures, subject) : broken(since, figures, subject)]
    }),
}

/** By its kind, or by what it allows: nothing can be used of a decision that allows nothing. */
function isOnMoney({ kind, allows }: DecisionFact): boolean {
  return allows || KINDS.has(kind)
}
