// What shares bear, at most: the mean yield of private bonds over the three civil years before, and a margin.
import { Decimal, euros, ZERO } from '../values/amount.ts'
import { bondYields } from './bond-yields.ts'
import type { Law } from './law.ts'
import { broken, holds, lastOn, type Rule, sinceWhen, unknown } from './rule.ts'

const YEARS = [3, 2, 1]

export const interestRate: Rule = {
  id: 'interest_rate',
  severity: 'medium',
  title: { en: 'Rate of the interest on shares', fr: 'Taux d’intérêt aux parts sociales' },
  formula: 'interest ÷ nominal held on 31 December before ≤ mean bondYield of the 3 civil years before + margin',
  source: 'Loi nº 47-1775 du 10 septembre 1947, art. 14 ; décret nº 2017-446',
  confirmed: true,
  parameters: [
    {
      name: 'bondYield',
      unit: 'percent',
      title: {
        en: 'Mean yield of bonds of private companies, in percent, by half-year',
        fr: 'Taux moyen de rendement des obligations des sociétés privées (TMOP), en pour cent, par semestre',
      },
      values: bondYields,
    },
    {
      name: 'margin',
      unit: 'percent',
      title: { en: 'Points above the mean', fr: 'Points au-dessus de la moyenne' },
      // Before, the ceiling was another one: the yield itself, without a mean of three years.
      values: [{ from: '2016-12-11', to: null, value: '2', source: 'Loi nº 2016-1691 du 9 décembre 2016, art. 113' }],
    },
  ],
  // The last year that bore any: what was too much before was found then.
  judge: (facts, law) => {
    const { interest, asOf } = facts
    if (interest.length === 0) return []
    const days = [...interest.map(({ on }) => on), ...law.changes('margin')]
    return [
      sinceWhen(days, asOf, (day) => {
        const last = lastOn(interest, day)
        if (!last) return holds()
        const year = Number(last.on.slice(0, 4))
        const amount = interest
          .filter(({ on }) => on <= day && on.startsWith(`${year}-`))
          .reduce((sum, paid) => sum.plus(paid.amount), ZERO)
        const { base } = last
        const [mean, margin] = [meanYield(law, year), law.on('margin', last.on)]
        if (!base.gt(ZERO)) return unknown([`holding on ${year - 1}-12-31`])
        if (!margin) return unknown(['parameters.margin'])
        if (!mean) return unknown(['parameters.bondYield'])
        const ceiling = mean.plus(margin).div(100)
        const figures = {
          year: String(year),
          interest: euros(amount),
          nominalHeld: euros(base),
          rate: amount.div(base).toFixed(6),
          ceiling: ceiling.toFixed(6),
        }
        return amount.gt(base.times(ceiling)) ? broken(null, figures) : holds(figures)
      }),
    ]
  },
}

/** Of the six half-years before a year; undefined where one of them is not known. */
function meanYield(law: Law, year: number): Decimal | undefined {
  const halves = YEARS.flatMap((before) =>
    ['01-01', '07-01'].map((day) => law.on('bondYield', `${year - before}-${day}`)),
  )
  const known = halves.filter((half) => half !== undefined)
  if (known.length < halves.length) return undefined
  return known.reduce((sum, half) => sum.plus(half), ZERO).div(new Decimal(known.length))
}
