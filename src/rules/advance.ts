// A current-account advance needs a convention, is short, renewed once at most, does not follow an unsettled one, and is not
// for a cooperative that has lost half of its capital.
import { euros, ZERO } from '../values/amount.ts'
import { addDays, addMonths, type PlainDate } from '../values/plain-date.ts'
import { capitalAtClosing } from './capital.ts'
import { ofMovement } from './decision.ts'
import type { AdvanceFact, Facts } from './facts.ts'
import type { Law } from './law.ts'
import { broken, type Figures, holds, lastOn, type Rule, unknown, type Verdict } from './rule.ts'

export const advance: Rule = {
  id: 'advance',
  severity: 'high',
  title: { en: 'Current-account advance', fr: 'Avance en compte courant d’associé' },
  formula:
    'a convention; repaid by its end and within term, once renewed within twice that; none outstanding before; equity ≥ leastEquity × capital at the closing',
  source: 'CGCT, art. L.1522-5, by loi nº 47-1775, art. 19 septies',
  confirmed: false,
  parameters: [
    {
      name: 'term',
      unit: 'months',
      title: { en: 'Longest advance', fr: 'Durée maximale d’une avance' },
      values: [{ from: null, to: null, value: '24', source: 'CGCT, art. L.1522-5' }],
    },
    {
      name: 'leastEquity',
      unit: 'ratio',
      title: { en: 'Least equity, as a part of the capital', fr: 'Capitaux propres minimaux, en part du capital' },
      values: [{ from: null, to: null, value: '0.500000', source: 'CGCT, art. L.1522-5' }],
    },
  ],
  judge: (facts, law) => facts.advances.map((one) => judge(facts, law, one)),
}

function judge(facts: Facts, law: Law, one: AdvanceFact): Verdict {
  const { on, outstanding, outstandingBefore, conventionReference } = one
  const subject = ofMovement(one)
  const term = law.wholeOn('term', on)
  const lastDay = term === undefined ? undefined : lastDayOf(facts, one, term)
  const weak = weakness(facts, law, on)
  const figures = {
    outstanding: euros(outstanding),
    ...(lastDay && { lastDay }),
    ...(outstandingBefore.gt(ZERO) && { outstandingBefore: euros(outstandingBefore) }),
    ...weak.figures,
  }
  if (outstandingBefore.gt(ZERO) || weak.isWeak) return broken(on, figures, subject)
  if (lastDay && facts.asOf > lastDay) {
    const late = addDays(lastDay, 1)
    return broken(late > on ? late : on, figures, subject)
  }
  const missing = [
    ...(conventionReference === null ? ['movement.conventionReference'] : []),
    ...(conventionReference !== null && !facts.conventions.has(conventionReference) ? ['advanceConventions'] : []),
    ...weak.missing,
    ...(term === undefined ? ['parameters.term'] : []),
  ]
  return missing.length > 0 ? unknown(missing, { since: on, figures, subject }) : holds(figures, subject)
}

/**
 * The last day of an advance: after its term, or twice that where its convention was renewed, which may be once; earlier where
 * that is stated, or where the convention ends, or its renewal.
 */
function lastDayOf(
  { conventions }: Facts,
  { on, conventionReference, repayableOn }: AdvanceFact,
  term: number,
): PlainDate {
  const all = [...conventions.values()]
  const renewals = all.filter(({ renews }) => renews !== null && renews === conventionReference)
  const isRenewed = renewals.length > 0
  const running = isRenewed ? renewals : all.filter(({ reference }) => reference === conventionReference)
  const endsOn = running
    .map((convention) => convention.endsOn)
    .sort()
    .at(-1)
  const latest = addMonths(on, isRenewed ? 2 * term : term)
  const ends = [latest, endsOn && addDays(endsOn, -1), isRenewed ? null : repayableOn]
  return ends.flatMap((day) => day ?? []).sort()[0] ?? latest
}

/** Whether equity was below its least part of the capital when the advance was paid out, by the last accounts before. */
function weakness(facts: Facts, law: Law, on: PlainDate): { isWeak: boolean; figures: Figures; missing: string[] } {
  const accounts = lastOn(facts.accounts, on)
  const equity = accounts?.equity ?? null
  const capital = capitalAtClosing(facts, accounts?.on ?? on, on)
  const part = law.on('leastEquity', on)
  if (equity === null || !capital || !part) {
    const missing = [
      ...(equity === null ? ['annualAccounts.equity'] : []),
      ...(capital ? [] : ['capitalStatements']),
      ...(part ? [] : ['parameters.leastEquity']),
    ]
    return { isWeak: false, figures: {}, missing }
  }
  const figures = { equity: euros(equity), totalCapital: euros(capital) }
  return { isWeak: equity.lt(capital.times(part)), figures, missing: [] }
}
