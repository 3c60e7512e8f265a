// Accounts that are too old say nothing of today.
import { addDays, addMonths } from '../values/plain-date.ts'
import { broken, holds, type Rule, unknown } from './rule.ts'

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
    const closedOn = accounts
      .map(({ on }) => on)
      .sort()
      .at(-1)
    if (closedOn === undefined) return [unknown(['annualAccounts'])]
    const oldest = law.wholeOn('oldest', asOf)
    if (oldest === undefined) return [unknown(['parameters.oldest'])]
    const lastDay = addMonths(closedOn, oldest)
    const figures = { closedOn, lastDay }
    return [asOf > lastDay ? broken(addDays(lastDay, 1), figures) : holds(figures)]
  },
}
