import type { Facts, StatementFact } from './facts.ts'

/** What the newest statement says that says it: one that is silent about the statutes does not end them; null: none does. */
export function statutesSay<Name extends 'capitalFloor' | 'fullPaymentDelayMonths' | 'refundDelayMonths'>(
  { statements }: Pick<Facts, 'statements'>,
  name: Name,
): StatementFact[Name] {
  return statements.findLast((statement) => statement[name] !== null)?.[name] ?? (null as StatementFact[Name])
}
