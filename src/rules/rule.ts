// What a rule is: a pure function from the facts of one cooperative to what it says of them, never a guess.
import type { Decimal } from '../values/amount.ts'
import type { PlainDate } from '../values/plain-date.ts'
import type { Facts } from './facts.ts'
import type { Law, Parameter } from './law.ts'

/** From what breaks the law outright to what is only worth knowing. */
export const SEVERITIES = ['error', 'high', 'medium', 'low', 'info'] as const
export type Severity = (typeof SEVERITIES)[number]

export const STATES = ['holds', 'broken', 'unknown'] as const
export type State = (typeof STATES)[number]

/** The same in the language of the API and in that of the screens. */
export interface Text {
  readonly en: string
  readonly fr: string
}

/** Which of several things a verdict is about, where it is not the cooperative as a whole. */
export interface Subject {
  readonly type: 'movement' | 'decision' | 'seat' | 'aid'
  /** Of the resource; of an aid, the single undertaking. */
  readonly id: string
  /** For people: a number, a date, an organ. Never a person's name. */
  readonly label: string
}

/** What was computed, by name: euros with two decimals, ratios with six, dates, counts. */
export type Figures = Readonly<Record<string, string>>

export interface Verdict {
  readonly state: State
  /** First day of the state, without a break until asOf; null: from the first day that is known of, or it holds. */
  readonly since: PlainDate | null
  readonly figures: Figures
  /** What must be recorded for an answer, by the names of the API; empty unless unknown. */
  readonly missing: readonly string[]
  readonly subject: Subject | null
  /** Since when it is so depends on what was held on every day before: the rule is then asked once more, told that. */
  readonly looksBack?: true
}

export interface Rule {
  /** In snake_case; never changes. */
  readonly id: string
  readonly severity: Severity
  readonly title: Text
  /** What must hold, as a formula of the figures. */
  readonly formula: string
  /** The article, regulation or house rule that it comes from. */
  readonly source: string
  /** False where the legal point was not confirmed against the consolidated text. */
  readonly confirmed: boolean
  /** What the formula takes from the law, with the dates between which it holds. */
  readonly parameters: readonly Parameter[]
  /**
   * One verdict for each thing that the rule has something to say about; none: there is nothing that it applies to, and it
   * holds. Never throws, whatever is missing.
   */
  readonly judge: (facts: Facts, law: Law) => readonly Verdict[]
}

/** Figures, or what makes them: nobody looks at those of what holds. */
type Told = Figures | (() => Figures)

function madeOf(told: Told): Figures {
  return typeof told === 'function' ? told() : told
}

export function holds(told: Told = {}, subject: Subject | null = null): Verdict {
  return { state: 'holds', since: null, figures: typeof told === 'function' ? {} : told, missing: [], subject }
}

export function broken(since: PlainDate | null, told: Told, subject: Subject | null = null): Verdict {
  return { state: 'broken', since, figures: madeOf(told), missing: [], subject }
}

export function unknown(
  missing: readonly string[],
  {
    since = null,
    figures = {},
    subject = null,
  }: { since?: PlainDate | null; figures?: Told; subject?: Subject | null } = {},
): Verdict {
  return { state: 'unknown', since, figures: madeOf(figures), missing, subject }
}

/**
 * What is so on asOf, and since when: the days on which something changed are gone back over while the state is the same.
 *
 * @param days on which an input or a parameter changes, in any order; those after asOf are left out
 * @param judgeOn the verdict of a day, from what is effective on or before it
 */
export function sinceWhen(days: readonly PlainDate[], asOf: PlainDate, judgeOn: (day: PlainDate) => Verdict): Verdict {
  const now = judgeOn(asOf)
  if (now.state === 'holds') return now
  const before = [...new Set(days)].filter((day) => day <= asOf).sort()
  let since: PlainDate | null = null
  for (const day of before.toReversed()) {
    if (judgeOn(day).state !== now.state) return { ...now, since }
    since = day
  }
  return { ...now, since: judgeOn(FIRST_DAY).state === now.state ? null : since }
}

/** A verdict whose beginning lies in what was held before. */
export function lookingBack(verdict: Verdict): Verdict {
  return verdict.state === 'holds' ? verdict : { ...verdict, looksBack: true }
}

/** Before everything that the register may hold. */
export const FIRST_DAY: PlainDate = '0001-01-01'

/** The last of a list in the order of time that is on or before a day. */
export function lastOn<Dated extends { readonly on: PlainDate }>(
  dated: readonly Dated[],
  day: PlainDate,
): Dated | undefined {
  return dated.findLast(({ on }) => on <= day)
}

/** The greater of two amounts. */
export function larger(left: Decimal, right: Decimal): Decimal {
  return left.gt(right) ? left : right
}
