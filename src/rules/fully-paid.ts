// Shares are paid in full within the term of the law, or the shorter one of the statutes.
import { euros, toCents } from '../values/amount.ts'
import type { Facts, UnpaidFact } from './facts.ts'
import type { Law } from './law.ts'
import { broken, holds, type Rule, sinceWhen, unknown, type Verdict } from './rule.ts'
import { dueDays, statutesSay, untilDay } from './statutes.ts'
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
  judge: (facts, law) => facts.unpaid.map((subscription) => judge(facts, law, subscription)),
}

function judge(facts: Facts, law: Law, subscription: UnpaidFact): Verdict {
  const { subscribed, unpaid, on } = subscription
  const term = law.wholeOn('term', on)
  if (term === undefined) return unknown(['parameters.term'], { since: on, subject: ofUnpaid(subscription) })
  const verdict = sinceWhen([on, ...dueDays(facts, 'fullPaymentDelayMonths', on, term)], facts.asOf, (day) => {
    if (day < on) return holds()
    const until = untilDay(facts, day)
    const { dueOn, basis } = dueAfter(on, statutesSay(until, 'fullPaymentDelayMonths'), term)
    const figures = { subscribed: euros(toCents(subscribed)), unpaid: euros(unpaid), lastDay: dueOn, basis }
    if (day > dueOn) return broken(null, figures)
    // Where nothing is known of the statutes, they may set a shorter one.
    if (until.statements.length > 0) return holds(figures)
    return unknown(['capitalStatements.statutes.fullPaymentDelayMonths'], { figures })
  })
  return { ...verdict, subject: ofUnpaid(subscription) }
}
