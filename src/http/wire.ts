// The atoms of the wire format: every amount, count, date and text of the contract is one of these.
import { z } from 'zod'
import { Decimal } from '../values/amount.ts'
import { parseInstant } from '../values/instant.ts'
import { isPlainDate } from '../values/plain-date.ts'

/**
 * Text of one form. A mismatch ends the check of the whole value: what compares fields may then take each as well-formed.
 */
export function pattern(form: RegExp, error = 'is not as expected') {
  return z.string().regex(form, { error, abort: true })
}

export const uuid = z
  .uuid({
    error: ({ input }) =>
      input === undefined ? 'is required' : 'must be a UUID, such as 019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61',
    abort: true,
  })
  .toLowerCase()
  .meta({ description: 'UUIDv7 (RFC 9562).', examples: ['019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'] })

/** A euro amount as given: exactly two decimals, at most 999 999 999 999.99; zero allowed. */
export const euroInput = pattern(
  /^(0|[1-9]\d{0,11})\.\d{2}$/,
  'must be a euro amount as a string with exactly two decimals, from 0.00 to 999999999999.99, such as "10000.00"',
).meta({ description: 'Euros, exactly two decimals.', examples: ['10000.00'] })

/** The same, above zero. */
export const positiveEuroInput = pattern(
  /^(?!0\.00$)(0|[1-9]\d{0,11})\.\d{2}$/,
  'must be a euro amount as a string with exactly two decimals, from 0.01 to 999999999999.99, such as "10000.00"',
).meta({ description: 'Euros, exactly two decimals, more than 0.00.', examples: ['2500.00'] })

/** A euro amount that may be negative: an equity, a result. */
export const signedEuroInput = pattern(
  /^(0|-?[1-9]\d{0,11})\.\d{2}$|^-0\.(?!00)\d{2}$/,
  'must be a euro amount as a string with exactly two decimals, such as "-1250.00"',
).meta({ description: 'Euros, exactly two decimals; may be negative.', examples: ['-1250.00'] })

/** A euro amount as answered. */
export const euroAnswer = pattern(/^-?\d+\.\d{2}$/).meta({
  description: 'Euros, exactly two decimals.',
  examples: ['10000.00'],
})

export const shareInput = pattern(
  /^[1-9]\d{0,11}$/,
  'must be a whole number of shares as a string, from 1 to 999999999999, such as "200"',
).meta({ description: 'Number of shares, whole.', examples: ['200'] })

export const shareAnswer = pattern(/^-?\d+$/).meta({ description: 'Number of shares, whole.', examples: ['200'] })

export const nominalInput = pattern(
  /^(?=.*[1-9])(0|[1-9]\d{0,8})(\.\d{1,4})?$/,
  'must be a nominal value in euros as a string, more than 0, with at most four decimals, such as "15.2449"',
).meta({ description: 'Euros a share, at most four decimals.', examples: ['50.00'] })

export const nominalAnswer = pattern(/^\d+\.\d{2,4}$/).meta({
  description: 'Euros a share, two to four decimals.',
  examples: ['50.00', '15.2449'],
})

export const fractionInput = pattern(
  /^(0(\.\d{1,6})?|1(\.0{1,6})?)$/,
  'must be a ratio from 0 to 1 as a string, such as "0.300000"',
)
  // As it is answered: six decimals, however it was typed.
  .overwrite((text) => new Decimal(text).toFixed(6))
  .meta({ description: 'Ratio from 0 to 1, at most six decimals.', examples: ['0.300000'] })

export const ratioAnswer = pattern(/^-?\d+\.\d{6}$/).meta({
  description: 'Ratio, six decimals, rounded half-even.',
  examples: ['0.256410'],
})

export const plainDate = z
  .string()
  .refine(isPlainDate, { error: 'must be a date that exists, YYYY-MM-DD, such as 2025-12-31', abort: true })
  .meta({ format: 'date', description: 'Calendar date, no time zone.', examples: ['2025-12-31'] })

/** The dates that facts of the register may bear. */
export const registerDate = plainDate
  .refine((date) => date >= '1900-01-01' && date <= '2199-12-31', 'must be from 1900-01-01 to 2199-12-31')
  .meta({ format: 'date', description: 'Calendar date, 1900-01-01 to 2199-12-31.', examples: ['2024-03-15'] })

/** The years that facts of the register may be of. */
export const financialYear = z
  .int('must be a year, as a number')
  .min(1900, 'must be from 1900 to 2199')
  .max(2199, 'must be from 1900 to 2199')

export const instantInput = z
  .string()
  .refine(
    (text) => parseInstant(text) !== undefined,
    'must be an instant in UTC (RFC 3339), such as 2026-01-15T09:00:00.000000Z',
  )
  .meta({ format: 'date-time', description: 'Instant in UTC, RFC 3339.', examples: ['2026-01-15T09:00:00.000000Z'] })

export const instantAnswer = z.string().meta({
  format: 'date-time',
  description: 'Instant in UTC, RFC 3339, six fractional digits.',
  examples: ['2026-01-15T09:00:00.000000Z'],
})

export const siren = pattern(/^\d{9}$/, 'must be a SIREN: nine digits').meta({
  description: 'SIREN number (INSEE), nine digits.',
  examples: ['356000000'],
})

/** A line of text as people write it: any script, well-formed Unicode, no control characters, not blank. */
export function text(maxLength: number, description: string, example: string) {
  return prose(maxLength, description, example).refine(
    (value) => !/[\t\n\r\u2028\u2029]/.test(value),
    'must be one line, without tabs',
  )
}

/** The same, of several lines. */
export function prose(maxLength: number, description: string, example: string) {
  return z
    .string()
    .min(1, 'must not be empty')
    .max(maxLength, `must have at most ${maxLength} characters`)
    .refine((value) => value === '' || /[\p{L}\p{N}\p{P}\p{S}]/u.test(value), 'must not be blank')
    .refine(
      (value) => value.isWellFormed() && !/(?![\t\n\r])\p{Cc}/u.test(value),
      'must be well-formed Unicode without control characters',
    )
    .meta({ description, examples: [example] })
}

/** What the one who records knows a thing by. */
export const ownReference = text(300, 'Your own reference: a mandate number, a bank line.', 'MANDAT-2024-0312')

export const note = prose(2000, 'A note, for people.', 'Acte signé le 12 mars')
