// By when what is open must be paid. Pure: dates and delays in, a date and its ground out.
import { addMonths, type PlainDate } from '../values/plain-date.ts'

/** Where a date comes from. */
export const BASES = ['stated', 'statutes', 'law', 'at_once'] as const
export type Basis = (typeof BASES)[number]

/** A last day, and where it comes from. */
export interface Term {
  readonly dueOn: PlainDate
  readonly basis: Basis
}

/**
 * The last day, so many months after the first: by the law, or by statutes that ask for less.
 *
 * @param statutes months; null: they say nothing
 * @param law months
 */
export function dueAfter(from: PlainDate, statutes: number | null, law: number): Term {
  return statutes !== null && statutes < law
    ? { dueOn: addMonths(from, statutes), basis: 'statutes' }
    : { dueOn: addMonths(from, law), basis: 'law' }
}
