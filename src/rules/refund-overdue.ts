// A refund comes in by the day that was stated, or within the delay of the statutes; never after the longest one.
import { euros, ZERO } from '../values/amount.ts'
import { addDays, addMonths } from '../values/plain-date.ts'
import { broken, holds, type Rule, unknown } from './rule.ts'
import { statutesSay } from './statutes.ts'
import { dueAfter } from './term.ts'
import { ofWithdrawal } from './withdrawal.ts'

export const refundOverdue: Rule = {
  id: 'refund_overdue',
  severity: 'medium',
  title: { en: 'Refund overdue', fr: 'Remboursement en retard' },
  formula: 'open = 0 on the last day: as stated, or the delay of the statutes, at most the longest',
  source: 'Statutes; loi nº 47-1775 du 10 septembre 1947, art. 18',
  confirmed: false,
  parameters: [
    {
      name: 'longest',
      unit: 'months',
      title: { en: 'Longest delay of a refund', fr: 'Délai maximal de remboursement' },
      values: [{ from: null, to: null, value: '60', source: 'Loi nº 47-1775, art. 18' }],
    },
  ],
  judge: (facts, law) =>
    facts.withdrawals
      .filter(({ open }) => open.gt(ZERO))
      .map((withdrawal) => {
        const { on, open, dueOn: stated } = withdrawal
        const subject = ofWithdrawal(withdrawal)
        const longest = law.wholeOn('longest', on)
        if (longest === undefined) return unknown(['parameters.longest'], { since: on, subject })
        const latest = addMonths(on, longest)
        const { dueOn, basis } =
          stated === null
            ? dueAfter(on, statutesSay(facts, 'refundDelayMonths'), longest)
            : { dueOn: stated < latest ? stated : latest, basis: 'stated' }
        const figures = { open: euros(open), lastDay: dueOn, basis }
        if (facts.asOf > dueOn) return broken(addDays(dueOn, 1), figures, subject)
        if (stated === null && facts.statements.length === 0)
          return unknown(['movement.dueOn', 'capitalStatements.statutes.refundDelayMonths'], {
            since: on,
            figures,
            subject,
          })
        return holds(figures, subject)
      }),
}
