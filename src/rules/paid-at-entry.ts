// A part of each share is paid when it is subscribed. A subscription of which less was paid stays broken until it is.
import { euros, ratio, toCents } from '../values/amount.ts'
import { broken, holds, type Rule, unknown } from './rule.ts'
import { LAW_OF_1947, ofUnpaid } from './unpaid.ts'

export const paidAtEntry: Rule = {
  id: 'paid_at_entry',
  severity: 'error',
  title: { en: 'Paid at subscription', fr: 'Libération à la souscription' },
  formula: 'paid ÷ subscribed ≥ leastPaid',
  source: 'Loi nº 47-1775 du 10 septembre 1947, art. 12',
  confirmed: true,
  parameters: [
    {
      name: 'leastPaid',
      unit: 'ratio',
      title: { en: 'Least part paid when subscribing', fr: 'Part minimale libérée à la souscription' },
      values: [{ from: LAW_OF_1947, to: null, value: '0.250000', source: 'Loi nº 47-1775, art. 12' }],
    },
  ],
  judge: (facts, law) =>
    facts.unpaid.map((subscription) => {
      const { subscribed, unpaid, on } = subscription
      const subject = ofUnpaid(subscription)
      const least = law.on('leastPaid', on)
      const paid = subscribed.minus(unpaid)
      if (!least) return unknown(['parameters.leastPaid'], { since: on, subject })
      const figures = {
        subscribed: euros(toCents(subscribed)),
        paid: euros(toCents(paid)),
        paidShare: ratio(paid, subscribed) ?? '',
        leastPaid: least.toFixed(6),
      }
      // What a disposal left of a subscription is not exact in its last digits, of forty.
      const isLess = paid.toDecimalPlaces(20).lt(least.times(subscribed).toDecimalPlaces(20))
      return isLess ? broken(on, figures, subject) : holds(figures, subject)
    }),
}
