// A refund comes in by the day that was stated, or within the delay of the statutes; never after the longest one.
import { euros, ZERO } from '../values/amount.ts'
import { addDays, addMonths } from '../values/plain-date.ts'
import type { Facts, WithdrawalFact } from './facts.ts'
import type { Law } from './law.ts'
import { broken, holds, type Rule, sinceWhen, unknown, type Verdict } from './rule.ts'
import { dueDays, statutesSay, untilDay } from './statutes.ts'
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
    facts.withdrawals.filter(({ open }) => open.gt(ZERO)).map((withdrawal) => judge(facts, law, withdrawal)),
}

function judge(facts: Facts, law: Law, withdrawal: WithdrawalFact): Verdict {
  const { on, open, dueOn: stated } = withdrawal
  const longest = law.wholeOn('longest', on)
  if (longest === undefined) return unknown(['parameters.longest'], { since: on, subject: ofWithdrawal(withdrawal) })
  const latest = addMonths(on, longest)
  const days = [
    on,
    ...(stated === null ? [] : [addDays(stated, 1)]),
    ...dueDays(facts, 'refundDelayMonths', on, longest),
  ]
  const verdict = sinceWhen(days, facts.asOf, (day) => {
    if (day < on) return holds()
    const until = untilDay(facts, day)
    const { dueOn, basis } =
      stated === null
        ? dueAfter(on, statutesSay(until, 'refundDelayMonths'), longest)
        : { dueOn: stated < latest ? stated : latest, basis: 'stated' }
    const figures = { open: euros(open), lastDay: dueOn, basis }
    if (day > dueOn) return broken(null, figures)
    if (stated !== null || until.statements.length > 0) return holds(figures)
    return unknown(['movement.dueOn', 'capitalStatements.statutes.refundDelayMonths'], { figures })
  })
  return { ...verdict, subject: ofWithdrawal(withdrawal) }
}
