// The capital varies, but not below a part of the highest it has been, nor below what the statutes and the legal form ask for.
import { Decimal, euros } from '../values/amount.ts'
import { capitalOn, capitalRecords, sinceWhenOfCapital } from './capital.ts'
import { broken, holds, lastOn, type Rule, unknown } from './rule.ts'
import { statutesSay, untilDay } from './statutes.ts'

export const capitalFloor: Rule = {
  id: 'capital_floor',
  severity: 'high',
  title: { en: 'Least capital', fr: 'Capital minimal' },
  formula: 'totalCapital ≥ leastShare × highest capital, the statutes’ floor, and leastCapital of an SA',
  source: 'Loi nº 47-1775 du 10 septembre 1947, art. 13 et 27',
  confirmed: true,
  parameters: [
    {
      name: 'leastShare',
      unit: 'ratio',
      title: { en: 'Least part of the highest capital', fr: 'Part minimale du capital le plus élevé' },
      values: [{ from: null, to: null, value: '0.250000', source: 'Loi nº 47-1775, art. 13' }],
    },
    {
      name: 'leastCapital',
      unit: 'euros',
      title: { en: 'Least capital of an SA', fr: 'Capital minimal d’une SA' },
      values: [{ from: '2002-01-01', to: null, value: '18500.00', source: 'Loi nº 47-1775, art. 27' }],
    },
  ],
  judge: (facts, law) => {
    const records = capitalRecords(facts)
    return [
      sinceWhenOfCapital(facts, [...law.changes('leastShare'), ...law.changes('leastCapital')], (day) => {
        const [capital, highest] = [capitalOn(facts, day), lastOn(records, day)?.capital]
        if (!capital || !highest) return unknown(['capitalStatements'])
        const share = law.on('leastShare', day)
        const floors = [
          share && highest.times(share),
          statutesSay(untilDay(facts, day), 'capitalFloor'),
          facts.cooperative.legalForm === 'scic_sa' ? law.on('leastCapital', day) : undefined,
        ].filter((floor) => floor instanceof Decimal)
        // A capital of whole cents that is less than a floor is less than the next whole cent.
        const floor = Decimal.max(0, ...floors).toDecimalPlaces(2, Decimal.ROUND_CEIL)
        const figures = () => ({ totalCapital: euros(capital), highestCapital: euros(highest), floor: euros(floor) })
        return capital.lt(floor) ? broken(null, figures) : holds(figures)
      }),
    ]
  },
}
