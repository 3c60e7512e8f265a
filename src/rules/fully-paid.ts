// Shares are paid in full within the term of the law, or the shorter one of the statutes.
import { euros } from '../values/amount.ts'
import { addDays } from '../values/plain-date.ts'
import { broken, holds, type Rule, unknown } from './rule.ts'
import { statutesSay } from './statutes.ts'
import { dueAfter } from './term.ts'
import { LAW_OF_1947, ofUnpaid } from './unpaid.ts'

export const fullyPaid: Rule = {
  id: 'fully_paid',
  severity: 'high',
  title: { en: 'Paid in full in time', fr: 'Libération intégrale dans les délais' },
  formula: 'unpaid = 0 on the last day: subscription + term, or the shorter delay of the statutes',
  source: 'Loi nº 47-1775 du 10 septembre 1947, art. 12',
  confirmed: true,
  parameters: [
    {
      name: 'term',
      unit: 'months',
      title: { en: 'Longest term to pay in full', fr: 'Délai maximal de libération' },
      values: [{ from: LAW_OF_1947, to: null, value: '60', source: 'Loi nº 47-1775, art. 12' }],
    },
  ],
  judge: (facts, law) => {
    const statutes = statutesSay(facts, 'fullPaymentDelayMonths')
    return facts.unpaid.map((subscription) => {
      const { subscribed, unpaid, on } = subscription
      const subject = ofUnpaid(subscription)
      const term = law.wholeOn('term', on)
      if (term === undefined) return unknown(['parameters.term'], { since: on, subject })
      const { dueOn, basis } = dueAfter(on, statutes, term)
      const figures = { subscribed: euros(subscribed), unpaid: euros(unpaid), lastDay: dueOn, basis }
      if (facts.asOf > dueOn) return broken(addDays(dueOn, 1), figures, subject)
      // Where nothing is known of the statutes, they may set a shorter one.
      if (facts.statements.length === 0)
        return unknown(['capitalStatements.statutes.fullPaymentDelayMonths'], { since: on, figures, subject })
      return holds(figures, subject)
    })
  },
}
