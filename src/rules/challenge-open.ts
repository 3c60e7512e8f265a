// For two months from its publication, a decision can be challenged before the court.
import { isVoid } from '../decisions/step.ts'
import { addMonths } from '../values/plain-date.ts'
import { ofDecision, sinceAbout } from './decision.ts'
import { broken, holds, type Rule, unknown } from './rule.ts'

export const challengeOpen: Rule = {
  id: 'challenge_open',
  severity: 'info',
  title: { en: 'Time to challenge', fr: 'Délai de recours' },
  formula: 'asOf > publication + window',
  source: 'CJA, art. R.421-1',
  confirmed: false,
  parameters: [
    {
      name: 'window',
      unit: 'months',
      title: { en: 'Time to challenge, from publication', fr: 'Délai de recours à compter de la publication' },
      values: [{ from: null, to: null, value: '2', source: 'CJA, art. R.421-1' }],
    },
  ],
  judge: (facts, law) =>
    facts.decisions.flatMap((decision) => {
      const { adoptedOn, publishedOn, standing } = decision
      if (adoptedOn === null || isVoid(standing.status)) return []
      const subject = ofDecision(decision)
      if (publishedOn === null)
        return [unknown(['decision.steps.published'], { since: sinceAbout(decision, adoptedOn), subject })]
      const window = law.wholeOn('window', publishedOn)
      if (window === undefined)
        return [unknown(['parameters.window'], { since: sinceAbout(decision, publishedOn), subject })]
      const figures = { publishedOn, lastDay: addMonths(publishedOn, window) }
      return [
        facts.asOf <= figures.lastDay
          ? broken(sinceAbout(decision, publishedOn), figures, subject)
          : holds(figures, subject),
      ]
    }),
}
