import { z } from 'zod'
import type { Opening } from '../http/download.ts'
import { financialYear } from '../http/wire.ts'
import type { Moment } from '../journal/moment.ts'
import { Failure } from '../values/failure.ts'
import type { PlainDate } from '../values/plain-date.ts'

/** What a document of one financial year is asked. */
export const yearQuery = z.strictObject({
  year: z
    .string()
    .regex(/^\d{4}$/, 'must be a year from 1900 to 2199')
    .transform(Number)
    .pipe(financialYear)
    .optional()
    .meta({ description: 'Financial year. Default: that of asOf.', examples: ['2025'] }),
})
export type YearQuery = z.infer<typeof yearQuery>

/** A year's document shows its last day, unless it is asked for an earlier one. */
export const defaultAsOf = ({ year }: YearQuery, today: PlainDate): PlainDate =>
  year === undefined ? today : `${year}-12-31`

const FIRST_YEAR = 1900

export interface FinancialYear {
  readonly year: number
  /** The moment before the year's first day. */
  readonly opening: Moment
  /** Its last day, or asOf where that is earlier: nothing after it counts. */
  readonly closing: Moment
}

/** @throws Failure `invalid_input` for a year that is asked for and has not begun on asOf */
export function yearOf({ query, moment }: Pick<Opening<YearQuery>, 'query' | 'moment'>): FinancialYear {
  const { year, last } = spanOf(query, moment)
  const before: PlainDate = `${String(year - 1).padStart(4, '0')}-12-31`
  if (query.year !== undefined && last <= before) {
    const detail = `must have begun on asOf, ${moment.asOf}`
    throw new Failure('invalid_input', { errors: [{ pointer: '?year', detail }] })
  }
  // Before any register, neither end shows more than asOf does.
  const opening = before < last ? before : last
  return { year, opening: { ...moment, asOf: opening }, closing: { ...moment, asOf: last } }
}

/** What tells a year's document from others: its year, and the day where it stops before the year's end. */
export function yearInName(query: YearQuery, moment: Pick<Moment, 'asOf'>): string {
  const { year, last } = spanOf(query, moment)
  return last === `${year}-12-31` ? String(year) : `${year}-au-${last}`
}

/** The year, and the last day of it that counts. */
function spanOf(query: YearQuery, { asOf }: Pick<Moment, 'asOf'>): { year: number; last: PlainDate } {
  // Nothing is recorded of earlier ones than the first.
  const year = query.year ?? Math.max(FIRST_YEAR, Number(asOf.slice(0, 4)))
  const end: PlainDate = `${year}-12-31`
  return { year, last: asOf < end ? asOf : end }
}
