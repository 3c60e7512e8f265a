// What public bodies hold together of a SCIC's capital. Others that leave may carry them over the cap without an act of theirs,
// and so may our own movements since the last statement: these count on both sides.
import type { PlainDate } from '../values/plain-date.ts'
import { publicShareOn, sinceWhenOfCapital } from './capital.ts'
import { type DatedValue, valueOn } from './law.ts'
import { isScic } from './legal-form.ts'
import { broken, holds, type Rule, unknown } from './rule.ts'

const CAPS: readonly DatedValue[] = [
  { from: null, to: '2014-08-02', value: '0.200000', source: 'Loi nº 2001-624 du 17 juillet 2001, art. 36' },
  { from: '2014-08-02', to: null, value: '0.500000', source: 'Loi nº 2014-856 du 31 juillet 2014, art. 33' },
]

/** What public bodies may hold together of the capital on a day, by the law: a ratio with six decimals. */
export function publicCapOn(day: PlainDate): string {
  return valueOn(CAPS, day)?.value ?? ''
}

export const publicCap: Rule = {
  id: 'public_cap',
  severity: 'error',
  title: { en: 'Public share of the capital', fr: 'Part publique du capital' },
  formula: 'publicHeld ÷ totalCapital ≤ cap',
  source: 'Loi nº 47-1775 du 10 septembre 1947, art. 19 septies',
  confirmed: true,
  parameters: [
    {
      name: 'cap',
      unit: 'ratio',
      title: { en: 'Most that public bodies may hold together', fr: 'Plafond de détention publique' },
      values: CAPS,
    },
  ],
  judge: (facts, law) => {
    if (!isScic(facts)) return []
    return [
      sinceWhenOfCapital(facts, law.changes('cap'), (day) => {
        const cap = law.on('cap', day)
        const share = publicShareOn(facts, day)
        if (cap === undefined) return unknown(['parameters.cap'])
        if (share === undefined) return unknown(['capitalStatements'])
        const figures = () => ({ ...share.figures(), cap: cap.toFixed(6) })
        if (share.held.gt(cap.times(share.total))) return broken(null, figures)
        return share.isWhole ? holds(figures) : unknown(['capitalStatements.publicCapital'], { figures })
      }),
    ]
  },
}
