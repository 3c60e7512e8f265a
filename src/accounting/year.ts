import { z } from 'zod'
import type { Opening } from '../http/download.ts'
import { financialYear } from '../http/wire.ts'
import type { Moment } from '../journal/moment.ts'
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

export function yearOf({ query, moment }: Pick<Opening<YearQuery>, 'query' | 'moment'>): FinancialYear {
  // Nothing is recorded of earlier ones.
  const year = query.year ?? Math.max(FIRST_YEAR, Number(moment.asOf.slice(0, 4)))
  const last: PlainDate = `${year}-12-31`
  const before: PlainDate = `${String(year - 1).padStart(4, '0')}-12-31`
  const closing = moment.asOf < last ? moment.asOf : last
  // Of a year that has not begun on asOf, neither end shows more than asOf does.
  const opening = before < closing ? before : closing
  return { year, opening: { ...moment, asOf: opening }, closing: { ...moment, asOf: closing } }
}
