// What public bodies hold together of a SCIC's capital. Others that leave may carry them over the cap without an act of theirs,
// and so may our own movements since the last statement: these count on both sides.
import { type Decimal, euros, ratio, ZERO } from '../values/amount.ts'
import type { PlainDate } from '../values/plain-date.ts'
import type { Facts } from './facts.ts'
import { isScic } from './legal-form.ts'
import { broken, holds, larger, lastOn, type Rule, sinceWhen, unknown } from './rule.ts'

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
      values: [
        { from: null, to: '2014-08-02', value: '0.200000', source: 'Loi nº 2001-624 du 17 juillet 2001, art. 36' },
        { from: '2014-08-02', to: null, value: '0.500000', source: 'Loi nº 2014-856 du 31 juillet 2014, art. 33' },
      ],
    },
  ],
  judge: (facts, law) => {
    if (!isScic(facts)) return []
    return [
      sinceWhen([...publicShareDays(facts), ...law.changes('cap')], facts.asOf, (day) => {
        const cap = law.on('cap', day)
        const share = publicShareOn(facts, day)
        if (cap === undefined) return unknown(['parameters.cap'])
        if (share === undefined) return unknown(['capitalStatements'])
        const figures = { ...share.figures, cap: cap.toFixed(6) }
        if (share.held.gt(cap.times(share.total))) return broken(null, figures)
        return share.isWhole ? holds(figures) : unknown(['capitalStatements.publicCapital'], { figures })
      }),
    ]
  },
}

/** What public bodies hold on a day; undefined: no statement says what the capital is. */
export interface PublicShare {
  /** Nominal, in euros: at least so much. */
  readonly held: Decimal
  readonly total: Decimal
  /** False: the statement does not say what other public bodies hold. */
  readonly isWhole: boolean
  readonly figures: { readonly publicHeld: string; readonly totalCapital: string; readonly publicShare: string }
}

/**
 * The latest statement on or before the day, and what our own movements changed since: shares issued to us or given back
 * change the capital too, shares bought or sold do not. Public bodies hold what we hold, at the very least.
 */
export function publicShareOn({ statements, holdings }: Facts, day: PlainDate): PublicShare | undefined {
  const statement = lastOn(statements, day)
  if (!statement) return undefined
  const [then, now] = [lastOn(holdings, statement.on), lastOn(holdings, day)]
  const since = (name: 'nominal' | 'issued') => (now?.[name] ?? ZERO).minus(then?.[name] ?? ZERO)
  const total = statement.totalCapital.plus(since('issued'))
  const ours = now?.nominal ?? ZERO
  const stated = statement.publicCapital
  const held = stated === null ? ours : larger(stated.plus(since('nominal')), ours)
  if (total.lte(ZERO)) return undefined
  return {
    held,
    total,
    isWhole: stated !== null,
    figures: { publicHeld: euros(held), totalCapital: euros(total), publicShare: ratio(held, total) ?? '' },
  }
}

/** Days on which the public share may change. */
export function publicShareDays({ statements, holdings }: Facts): PlainDate[] {
  return [...statements, ...holdings].map(({ on }) => on)
}
