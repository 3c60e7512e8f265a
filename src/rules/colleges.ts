// Where votes are weighed by college, none weighs too little or too much.
import { Decimal, ZERO } from '../values/amount.ts'
import { isScic } from './legal-form.ts'
import { broken, holds, lastOn, type Rule, sinceWhen, unknown } from './rule.ts'

const WHOLE = new Decimal(1)

export const colleges: Rule = {
  id: 'colleges',
  severity: 'medium',
  title: { en: 'Weights of the colleges', fr: 'Pondération des collèges' },
  formula: 'Σ weight = 1, leastWeight ≤ each weight ≤ mostWeight',
  source: 'Loi nº 47-1775 du 10 septembre 1947, art. 19 octies',
  confirmed: false,
  parameters: [
    {
      name: 'leastWeight',
      unit: 'ratio',
      title: { en: 'Least part of the votes of a college', fr: 'Part minimale des voix d’un collège' },
      values: [{ from: null, to: null, value: '0.100000', source: 'Loi nº 47-1775, art. 19 octies' }],
    },
    {
      name: 'mostWeight',
      unit: 'ratio',
      title: { en: 'Most part of the votes of a college', fr: 'Part maximale des voix d’un collège' },
      values: [{ from: null, to: null, value: '0.500000', source: 'Loi nº 47-1775, art. 19 octies' }],
    },
  ],
  judge: (facts, law) => {
    if (!isScic(facts)) return []
    const days = [...facts.statements.map(({ on }) => on), ...law.changes('leastWeight'), ...law.changes('mostWeight')]
    return [
      sinceWhen(days, facts.asOf, (day) => {
        const statement = lastOn(facts.statements, day)
        const [least, most] = [law.on('leastWeight', day), law.on('mostWeight', day)]
        if (!statement) return unknown(['capitalStatements'])
        if (statement.colleges.length === 0) return unknown(['capitalStatements.colleges'])
        if (!least || !most) return unknown(['parameters'])
        const told = statement.colleges.flatMap(({ weight }) => (weight === undefined ? [] : [new Decimal(weight)]))
        const total = told.reduce((sum, weight) => sum.plus(weight), ZERO)
        const figures = () => ({
          totalWeight: total.toFixed(6),
          ...(told.length > 0 && {
            smallest: Decimal.min(...told).toFixed(6),
            largest: Decimal.max(...told).toFixed(6),
          }),
        })
        const isOut = told.some((weight) => weight.lt(least) || weight.gt(most)) || total.gt(WHOLE)
        if (isOut) return broken(null, figures)
        if (told.length < statement.colleges.length) return unknown(['capitalStatements.colleges.weight'], { figures })
        return total.eq(WHOLE) ? holds(figures) : broken(null, figures)
      }),
    ]
  },
}
