// Small aid needs no notification, as long as a single undertaking gets no more than so much over three rolling years.
import { type Decimal, euros, ZERO } from '../values/amount.ts'
import { addDays, addMonths, type PlainDate } from '../values/plain-date.ts'
import type { AidFact, Facts } from './facts.ts'
import type { Law } from './law.ts'
import { broken, holds, type Rule, sinceWhen, unknown, type Verdict } from './rule.ts'

const WINDOW_MONTHS = 36

/** The ceiling of each regulation that has one. */
const CEILINGS: Readonly<Record<string, string>> = {
  de_minimis: 'ceiling',
  de_minimis_agriculture: 'ceilingAgriculture',
  de_minimis_sieg: 'ceilingSieg',
}

export const deMinimis: Rule = {
  id: 'de_minimis',
  severity: 'error',
  title: { en: 'De minimis aid', fr: 'Aides de minimis' },
  formula: 'Σ gross grant equivalent of the three years until asOf ≤ ceiling, per single undertaking',
  source: 'Règlements (UE) 2023/2831 et 2023/2832',
  confirmed: true,
  parameters: [
    {
      name: 'ceiling',
      unit: 'euros',
      title: { en: 'General ceiling', fr: 'Plafond général' },
      values: [
        {
          from: '2007-01-01',
          to: '2024-01-01',
          value: '200000.00',
          source: 'Règlements (CE) 1998/2006 et (UE) 1407/2013',
        },
        { from: '2024-01-01', to: null, value: '300000.00', source: 'Règlement (UE) 2023/2831, art. 3' },
      ],
    },
    {
      name: 'ceilingAgriculture',
      unit: 'euros',
      title: { en: 'Ceiling for agriculture', fr: 'Plafond agricole' },
      values: [
        { from: '2014-01-01', to: '2019-03-14', value: '15000.00', source: 'Règlement (UE) 1408/2013, art. 3' },
        { from: '2019-03-14', to: '2024-12-16', value: '20000.00', source: 'Règlement (UE) 2019/316' },
        { from: '2024-12-16', to: null, value: '50000.00', source: 'Règlement (UE) 2024/3118' },
      ],
    },
    {
      name: 'ceilingSieg',
      unit: 'euros',
      title: { en: 'Ceiling for services of general economic interest', fr: 'Plafond des SIEG' },
      values: [
        { from: '2012-04-29', to: '2024-01-01', value: '500000.00', source: 'Règlement (UE) 360/2012, art. 2' },
        { from: '2024-01-01', to: null, value: '750000.00', source: 'Règlement (UE) 2023/2832, art. 3' },
      ],
    },
  ],
  judge: (facts, law) => {
    const groups = new Map(sharedOn(facts, facts.asOf).map((aid) => [`${aid.undertaking} ${aid.regulation}`, aid]))
    const judged = [...groups].map(([id, { undertaking, regulation }]) =>
      judge(facts, law, id, undertaking, regulation),
    )
    return [...judged, ...unqualified(facts, law)]
  },
}

/** False for aid under a block exemption, and for what is no aid: no ceiling counts it. */
function hasCeiling({ regulation }: AidFact): boolean {
  return Object.hasOwn(CEILINGS, regulation)
}

type SharedAid = AidFact & { readonly undertaking: string }

/**
 * The aid to the undertakings that the cooperative was part of on a day, as far as a ceiling counts it. An aid that names none
 * is of the undertaking that its cooperative was last said to be part of by then, or of the cooperative alone.
 */
function sharedOn({ cooperative, aids }: Facts, day: PlainDate): SharedAid[] {
  const granted = aids.filter(({ on }) => on <= day)
  const named = new Map<string, string>()
  for (const { cooperativeId, undertaking } of granted) if (undertaking !== null) named.set(cooperativeId, undertaking)
  const attributed = granted.map((aid) => ({
    ...aid,
    undertaking: aid.undertaking ?? named.get(aid.cooperativeId) ?? aid.cooperativeId,
  }))
  const own = attributed.flatMap(({ cooperativeId, undertaking }) =>
    cooperativeId === cooperative.id ? [undertaking] : [],
  )
  const undertakings = new Set(own)
  return attributed.filter((aid) => undertakings.has(aid.undertaking) && hasCeiling(aid))
}

function judge(facts: Facts, law: Law, id: string, undertaking: string, regulation: string): Verdict {
  const parameter = CEILINGS[regulation] ?? 'ceiling'
  const subject = { type: 'aid', id, label: id } as const
  const verdict = sinceWhen([...windowDays(facts.aids), ...law.changes(parameter)], facts.asOf, (day) => {
    const ceiling = law.on(parameter, day)
    const aids = sharedOn(facts, day).filter((aid) => aid.undertaking === undertaking && aid.regulation === regulation)
    const total = inWindow(aids, day)
    if (total.isZero()) return holds()
    if (!ceiling) return unknown([`parameters.${parameter}`])
    const figures = { aid: euros(total), ceiling: euros(ceiling), from: windowFrom(day) }
    return total.gt(ceiling) ? broken(null, figures) : holds(figures)
  })
  return { ...verdict, subject }
}

/** Grants that nobody has said what aid they are: they are within any ceiling, or it is not known. */
function unqualified(facts: Facts, law: Law): Verdict[] {
  const { grants, aids } = facts
  if (grants.length === 0) return []
  const changes = Object.values(CEILINGS).flatMap((parameter) => law.changes(parameter))
  return [
    sinceWhen([...windowDays(grants), ...windowDays(aids), ...changes], facts.asOf, (day) => {
      const qualified = new Set(aids.flatMap(({ on, movementId }) => (on <= day ? (movementId ?? []) : [])))
      const total = inWindow(
        grants.filter(({ movementId }) => !qualified.has(movementId)),
        day,
      )
      if (total.isZero()) return holds()
      const whole = total.plus(inWindow(sharedOn(facts, day), day))
      const ceilings = Object.values(CEILINGS).map((parameter) => law.on(parameter, day))
      const isWithinAny = ceilings.every((ceiling) => ceiling !== undefined && whole.lte(ceiling))
      const figures = { unqualified: euros(total), aid: euros(whole) }
      return isWithinAny ? holds(figures) : unknown(['stateAids'], { figures })
    }),
  ]
}

interface Granted {
  readonly on: PlainDate
  readonly amount: Decimal
}

/** The first day that still counts: what was granted three years ago, to the day, no longer does. */
function windowFrom(day: PlainDate): PlainDate {
  return addDays(addMonths(day, -WINDOW_MONTHS), 1)
}

function inWindow(granted: readonly Granted[], day: PlainDate): Decimal {
  return granted
    .filter(({ on }) => on <= day && addMonths(on, WINDOW_MONTHS) > day)
    .reduce((sum, { amount }) => sum.plus(amount), ZERO)
}

/** Days on which something comes into the window, or leaves it. */
function windowDays(granted: readonly Granted[]): PlainDate[] {
  return granted.flatMap(({ on }) => [on, addMonths(on, WINDOW_MONTHS)])
}
