// What the capital of a cooperative is on a day: the latest statement, and what our own movements changed of it since.
import { type Decimal, euros, ratio, ZERO } from '../values/amount.ts'
import type { PlainDate } from '../values/plain-date.ts'
import type { Facts } from './facts.ts'
import { larger, lastOn, lookingBack, sinceWhen, type Verdict } from './rule.ts'

/** What public bodies hold on a day. */
export interface PublicShare {
  /** Nominal, in euros: at least so much. */
  readonly held: Decimal
  readonly total: Decimal
  /** False: the statement does not say what other public bodies hold. */
  readonly isWhole: boolean
  readonly figures: () => { readonly publicHeld: string; readonly totalCapital: string; readonly publicShare: string }
}

/**
 * The total capital, in euros; undefined: no statement on or before the day. Shares that were issued to us or that we gave
 * back since change it; shares bought from others or sold to them do not.
 */
export function capitalOn({ statements, issues }: Facts, day: PlainDate): Decimal | undefined {
  const statement = lastOn(statements, day)
  if (!statement) return undefined
  const total = statement.totalCapital.plus(issuedOn(issues, day)).minus(issuedOn(issues, statement.on))
  return total.gt(ZERO) ? total : undefined
}

/**
 * The capital that an equity belongs to: at the closing of the accounts, since what shares brought in after it is in neither;
 * where no statement is from before, by the first after it. undefined: there is none on or before the day.
 */
export function capitalAtClosing(facts: Facts, closing: PlainDate, day: PlainDate): Decimal | undefined {
  const [first] = facts.statements
  if (!first || first.on > day) return undefined
  return capitalOn(facts, first.on > closing ? first.on : closing)
}

/** Public bodies hold what we hold, at the very least; undefined: the capital is not known. */
export function publicShareOn(facts: Facts, day: PlainDate): PublicShare | undefined {
  const { statements, holdings } = facts
  const [statement, total] = [lastOn(statements, day), capitalOn(facts, day)]
  if (!statement || !total) return undefined
  const ours = lastOn(holdings, day)?.nominal ?? ZERO
  const stated = statement.publicCapital
  const before = lastOn(holdings, statement.on)?.nominal ?? ZERO
  const held = stated === null ? ours : larger(stated.plus(ours).minus(before), ours)
  return {
    held,
    total,
    isWhole: stated !== null,
    figures: () => ({ publicHeld: euros(held), totalCapital: euros(total), publicShare: ratio(held, total) ?? '' }),
  }
}

/**
 * What is so of the capital on asOf, and since when.
 *
 * @param more days on which something else changes that the verdict is made of
 */
export function sinceWhenOfCapital(
  facts: Facts,
  more: readonly PlainDate[],
  judgeOn: (day: PlainDate) => Verdict,
): Verdict {
  const verdict = sinceWhen([...capitalDays(facts), ...more], facts.asOf, judgeOn)
  return facts.statements.length === 0 ? verdict : lookingBack(verdict)
}

/** Days on which the capital, or our part of it, may change. */
export function capitalDays({ statements, holdings, issues }: Facts): PlainDate[] {
  return [...statements, ...holdings, ...issues].map(({ on }) => on)
}

/** The days on which the capital became higher than it had ever been, in the order of time: what `capitalOn` says, in one go. */
export function capitalRecords({ statements, issues }: Facts): { on: PlainDate; capital: Decimal }[] {
  const records: { on: PlainDate; capital: Decimal }[] = []
  const statedOn = new Map(statements.map(({ on, totalCapital }) => [on, totalCapital]))
  const issuedUntil = new Map(issues.map((issue) => [issue.on, issue.issued]))
  let issued = ZERO
  let ofOthers: Decimal | undefined
  for (const on of [...new Set([...statedOn.keys(), ...issuedUntil.keys()])].sort()) {
    issued = issuedUntil.get(on) ?? issued
    ofOthers = statedOn.get(on)?.minus(issued) ?? ofOthers
    const capital = ofOthers?.plus(issued)
    if (capital?.gt(records.at(-1)?.capital ?? ZERO)) records.push({ on, capital })
  }
  return records
}

/** The highest capital until a day; undefined: none is known. */
export function highestCapitalOn(facts: Facts, day: PlainDate): Decimal | undefined {
  return lastOn(capitalRecords(facts), day)?.capital
}

function issuedOn(issues: Facts['issues'], day: PlainDate): Decimal {
  return lastOn(issues, day)?.issued ?? ZERO
}
