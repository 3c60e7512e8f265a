// A cooperative is audited every five years, and at once when losses last or weigh.
import { euros } from '../values/amount.ts'
import { addDays, addMonths, type PlainDate } from '../values/plain-date.ts'
import { highestCapitalOn } from './capital.ts'
import type { AccountsFact, Facts } from './facts.ts'
import type { Law } from './law.ts'
import { isScic } from './legal-form.ts'
import { broken, type Figures, holds, type Rule, unknown } from './rule.ts'

const LOSS_YEARS = 3

export const cooperativeAudit: Rule = {
  id: 'cooperative_audit',
  severity: 'medium',
  title: { en: 'Cooperative audit', fr: 'Révision coopérative' },
  formula:
    'asOf ≤ last audit + interval, and none due at once: after 3 loss years, or a loss of a year ≥ lossShare × highest capital',
  source: 'Loi nº 47-1775 du 10 septembre 1947, art. 25-1 et 19 duodecies',
  confirmed: true,
  parameters: [
    {
      name: 'interval',
      unit: 'months',
      title: { en: 'Longest time between audits', fr: 'Intervalle maximal entre deux révisions' },
      values: [{ from: null, to: null, value: '60', source: 'Loi nº 47-1775, art. 25-1' }],
    },
    {
      name: 'lossShare',
      unit: 'ratio',
      title: {
        en: 'Loss of a year from which on it is due at once',
        fr: 'Pertes d’un exercice rendant la révision immédiate',
      },
      values: [{ from: null, to: null, value: '0.500000', source: 'Loi nº 47-1775, art. 25-1' }],
    },
  ],
  judge: (facts, law) => {
    if (!isScic(facts)) return []
    const last = facts.auditedOn.at(-1)
    const { cause, gap } = calledFor(facts, law, last)
    const figures = { ...(last && { lastAudit: last }), ...cause?.figures }
    const dueOn = last && nextAuditOn(last, law)
    const lateFrom = dueOn && facts.asOf > dueOn ? addDays(dueOn, 1) : undefined
    const [since] = [cause?.on, lateFrom].filter((day) => day !== undefined).sort()
    const [firstDue] = [cause?.on, dueOn].filter((day) => day !== undefined).sort()
    if (since !== undefined) return [broken(since, { ...figures, ...(firstDue && { dueOn: firstDue }) })]
    if (last === undefined) return [unknown(['audits', ...(gap?.missing ?? [])])]
    if (dueOn === undefined) return [unknown(['parameters.interval'])]
    return [
      gap ? unknown(gap.missing, { since: gap.on, figures: { ...figures, dueOn } }) : holds({ ...figures, dueOn }),
    ]
  },
}

/** The last day for the next audit. */
export function nextAuditOn(last: PlainDate, law: Law): PlainDate | undefined {
  const interval = law.wholeOn('interval', last)
  return interval === undefined ? undefined : addMonths(last, interval)
}

interface Called {
  /** The first accounts since the last audit that made one due at once. */
  readonly cause?: { readonly on: PlainDate; readonly figures: Figures }
  /** The first that do not tell whether they did. */
  readonly gap?: { readonly on: PlainDate; readonly missing: readonly string[] }
}

function calledFor(facts: Facts, law: Law, last: PlainDate = '0001-01-01'): Called {
  let gap: Called['gap']
  for (const [index, accounts] of facts.accounts.entries()) {
    const { on, result } = accounts
    if (on <= last) continue
    const years = facts.accounts.slice(Math.max(0, index - LOSS_YEARS + 1), index + 1)
    const areThree = years.length === LOSS_YEARS && inARow(years)
    if (areThree && years.every(isLoss))
      return { cause: { on, figures: { lossYears: years.map(({ year }) => year).join(', ') } } }
    const isOpen = result === null || (areThree && years.every((one) => one.result === null || isLoss(one)))
    if (isOpen) gap ??= { on, missing: ['annualAccounts.result'] }
    if (result === null || !isLoss(accounts)) continue
    const [highest, share] = [highestCapitalOn(facts, on), law.on('lossShare', on)]
    if (!highest) gap ??= { on, missing: ['capitalStatements'] }
    else if (share && result.neg().gte(highest.times(share)))
      return { cause: { on, figures: { loss: euros(result.neg()), highestCapital: euros(highest) } } }
  }
  return gap ? { gap } : {}
}

function inARow(years: readonly AccountsFact[]): boolean {
  return years.every(({ year }, index) => index === 0 || year === (years[index - 1]?.year ?? 0) + 1)
}

function isLoss({ result }: AccountsFact): boolean {
  return result?.isNegative() === true && !result.isZero()
}
