// Accounts that are too old say nothing of today.
import { addDays, addMonths } from '../values/plain-date.ts'
import { broken, FIRST_DAY, holds, lastOn, type Rule, sinceWhen, unknown } from './rule.ts'

export const staleAccounts: Rule = {
  id: 'stale_accounts',
  severity: 'low',
  title: { en: 'Age of the annual accounts', fr: 'Ancienneté des comptes annuels' },
  formula: 'asOf ≤ closing of the last accounts + oldest',
  source: 'House rule',
  confirmed: true,
  parameters: [
    {
      name: 'oldest',
      unit: 'months',
      title: { en: 'Greatest age of the last accounts', fr: 'Ancienneté maximale des derniers comptes' },
      values: [{ from: null, to: null, value: '18', source: 'House rule' }],
    },
  ],
  judge: ({ accounts, asOf }, law) => {
    const ages = [FIRST_DAY, ...law.changes('oldest')].flatMap((day) => law.wholeOn('oldest', day) ?? [])
    const days = accounts.flatMap(({ on }) => [on, ...ages.map((months) => addDays(addMonths(on, months), 1))])
    return [
      sinceWhen([...days, ...law.changes('oldest')], asOf, (day) => {
        const closedOn = lastOn(accounts, day)?.on
        if (closedOn === undefined) return unknown(['annualAccounts'])
        const oldest = law.wholeOn('oldest', day)
        if (oldest === undefined) return unknown(['parameters.oldest'])
        const lastDay = addMonths(closedOn, oldest)
        const figures = { closedOn, lastDay }
        return day > lastDay ? broken(null, figures) : holds(figures)
      }),
    ]
  },
}
