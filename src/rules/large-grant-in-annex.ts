// Bodies that get much from the authority are listed in an annex of its budget: a reminder while the year lasts.
import { euros, ZERO } from '../values/amount.ts'
import { broken, holds, type Rule, sinceWhen, unknown } from './rule.ts'

export const largeGrantInAnnex: Rule = {
  id: 'large_grant_in_annex',
  severity: 'high',
  title: { en: 'Large grant, to be listed in the annex', fr: 'Subvention à faire figurer en annexe' },
  formula: 'grants of the year ≤ threshold, and ≤ incomeShare × income of the body',
  source: 'CGCT, art. L.2313-1, 4°',
  confirmed: true,
  parameters: [
    {
      name: 'threshold',
      unit: 'euros',
      title: { en: 'Grants of a year from which on it is listed', fr: 'Seuil annuel de subvention' },
      values: [{ from: null, to: null, value: '75000.00', source: 'CGCT, art. L.2313-1, 4°' }],
    },
    {
      name: 'incomeShare',
      unit: 'ratio',
      title: { en: 'Part of the income from which on it is listed', fr: 'Part des produits' },
      values: [{ from: null, to: null, value: '0.500000', source: 'CGCT, art. L.2313-1, 4°' }],
    },
  ],
  judge: ({ grants, accounts, asOf }, law) => {
    if (grants.length === 0) return []
    const years = [...new Set(grants.map(({ on }) => Number(on.slice(0, 4))))]
    const days = [
      ...[...grants, ...accounts].map(({ on }) => on),
      ...years.map((year) => `${year + 1}-01-01`),
      ...law.changes('threshold'),
      ...law.changes('incomeShare'),
    ]
    return [
      sinceWhen(days, asOf, (day) => {
        const total = grants
          .filter(({ on }) => on <= day && on.slice(0, 4) === day.slice(0, 4))
          .reduce((sum, { amount }) => sum.plus(amount), ZERO)
        if (total.isZero()) return holds()
        const [threshold, share] = [law.on('threshold', day), law.on('incomeShare', day)]
        if (!threshold || !share) return unknown(['parameters'])
        const income = accounts.findLast((one) => one.on <= day && one.income !== null)?.income ?? null
        const figures = { year: day.slice(0, 4), grants: euros(total), ...(income && { income: euros(income) }) }
        if (total.gt(threshold) || (income !== null && total.gt(income.times(share)))) return broken(null, figures)
        return income === null ? unknown(['annualAccounts.income'], { figures }) : holds(figures)
      }),
    ]
  },
}
