// Close to the cap, so that it is seen before it is crossed.
import { publicShareOn, sinceWhenOfCapital } from './capital.ts'
import { isScic } from './legal-form.ts'
import { broken, holds, type Rule, unknown } from './rule.ts'

export const publicCapAttention: Rule = {
  id: 'public_cap_attention',
  severity: 'medium',
  title: { en: 'Public share of the capital close to its cap', fr: 'Part publique du capital proche du plafond' },
  formula: 'publicHeld ÷ totalCapital < attention',
  source: 'Loi nº 47-1775 du 10 septembre 1947, art. 19 septies',
  confirmed: true,
  parameters: [
    {
      name: 'attention',
      unit: 'ratio',
      title: { en: 'From where on it is told', fr: 'Seuil d’attention' },
      values: [
        { from: null, to: '2014-08-02', value: '0.180000', source: 'The same part of the cap of 20 % as 45 % of 50 %' },
        { from: '2014-08-02', to: null, value: '0.450000', source: 'House rule: attention from 45 %' },
      ],
    },
  ],
  judge: (facts, law) => {
    if (!isScic(facts)) return []
    return [
      sinceWhenOfCapital(facts, law.changes('attention'), (day) => {
        const [attention, share] = [law.on('attention', day), publicShareOn(facts, day)]
        if (!attention) return unknown(['parameters.attention'])
        if (!share) return unknown(['capitalStatements'])
        const figures = () => ({ ...share.figures(), attention: attention.toFixed(6) })
        if (share.held.gte(attention.times(share.total))) return broken(null, figures)
        return share.isWhole ? holds(figures) : unknown(['capitalStatements.publicCapital'], { figures })
      }),
    ]
  },
}
