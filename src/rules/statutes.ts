import { addDays, addMonths, type PlainDate } from '../values/plain-date.ts'
import type { Facts, StatementFact } from './facts.ts'

type Delay = 'fullPaymentDelayMonths' | 'refundDelayMonths'

/** What the newest statement says that says it: one that is silent about the statutes does not end them; null: none does. */
export function statutesSay<Name extends 'capitalFloor' | 'fullPaymentDelayMonths' | 'refundDelayMonths'>(
  { statements }: Pick<Facts, 'statements'>,
  name: Name,
): StatementFact[Name] {
  return statements.findLast((statement) => statement[name] !== null)?.[name] ?? (null as StatementFact[Name])
}

/** The statements that were there on a day. */
export function untilDay({ statements }: Facts, day: PlainDate): Pick<Facts, 'statements'> {
  return { statements: statements.filter(({ on }) => on <= day) }
}

/** Days on which a delay may be over, or another one be known. */
export function dueDays({ statements }: Facts, delay: Delay, from: PlainDate, law: number): PlainDate[] {
  const months = [law, ...statements.flatMap((statement) => statement[delay] ?? [])]
  return [...statements.map(({ on }) => on), ...months.map((count) => addDays(addMonths(from, count), 1))]
}
