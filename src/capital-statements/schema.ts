import { z } from 'zod'
import {
  euroAnswer,
  euroInput,
  fractionInput,
  instantAnswer,
  positiveEuroInput,
  registerDate,
  siren,
  text,
  uuid,
} from '../http/wire.ts'
import { Decimal, ratio, ZERO } from '../values/amount.ts'

const PublicHolder = z
  .strictObject({
    holder: text(300, 'The public body that holds.', 'Département du Marais'),
    siren: siren.optional(),
    amount: euroInput.meta({ description: 'Nominal held by this public body, in euros.', examples: ['10000.00'] }),
  })
  .meta({ id: 'PublicHolder' })

/** Kinds of members (loi nº 47-1775, art. 19 septies). */
export const MEMBER_CATEGORIES = ['employee', 'producer', 'beneficiary', 'public_body', 'other'] as const

const College = z
  .strictObject({
    name: text(300, 'Name of the college.', 'Collège des salariés'),
    members: z
      .int('must be a whole number')
      .min(0, 'must be 0 or more')
      .max(9_999_999, 'must be at most 9999999')
      .meta({ description: 'Members in the college.', examples: [12] }),
    weight: fractionInput.optional().meta({ description: 'Its share of the votes, 0 to 1.', examples: ['0.300000'] }),
    category: z
      .enum(MEMBER_CATEGORIES, `must be one of ${MEMBER_CATEGORIES.join(', ')}`)
      .optional()
      .meta({ description: 'Kind of members (loi 47-1775, art. 19 septies).', examples: ['employee'] }),
  })
  .meta({ id: 'College' })

const Statutes = z
  .strictObject({
    capitalFloor: euroInput
      .optional()
      .meta({ description: 'Least capital the statutes allow, in euros.', examples: ['18500.00'] }),
    refundDelayMonths: z
      .int('must be a whole number of months')
      .min(0, 'must be 0 or more')
      .max(120, 'must be at most 120')
      .optional()
      .meta({ description: 'Longest delay of a refund, in months.', examples: [60] }),
    fullPaymentDelayMonths: z
      .int('must be a whole number of months')
      .min(0, 'must be 0 or more')
      .max(60, 'must be at most 60: the law’s five years')
      .optional()
      .meta({
        description: 'Delay in which shares must be fully paid, in months, when shorter than five years.',
        examples: [36],
      }),
  })
  .meta({ id: 'Statutes', description: 'What the statutes fix, as stated.' })

const content = {
  on: registerDate.meta({
    format: 'date',
    description: 'The date that the statement is about.',
    examples: ['2024-12-31'],
  }),
  totalCapital: positiveEuroInput.meta({ description: 'Total capital at nominal, in euros.', examples: ['100000.00'] }),
  publicCapital: z.union([euroInput, z.array(PublicHolder).max(200, 'must have at most 200 holders')]).meta({
    description:
      'Nominal held by collectivités, groupements and their public bodies: by holder, or one total in euros where the paper gives no more.',
    examples: [[{ holder: 'Département du Marais', amount: '10000.00' }], '10000.00'],
  }),
  colleges: z.array(College).max(50, 'must have at most 50 colleges'),
  statutes: Statutes,
}

export const CapitalStatementInput = z
  .strictObject({
    ...content,
    publicCapital: content.publicCapital.optional(),
    colleges: content.colleges.optional(),
    statutes: content.statutes.optional(),
  })
  .superRefine((input, context) => {
    const total = publicTotal(input.publicCapital)
    if (total?.gt(input.totalCapital)) {
      context.addIssue({
        code: 'custom',
        path: ['publicCapital'],
        message: `must be at most totalCapital, ${input.totalCapital}`,
      })
    }
  })
  .meta({ id: 'CapitalStatementInput', description: 'The capital of a cooperative on a date, as its papers state it.' })

export const CapitalStatement = z
  .strictObject({
    id: uuid,
    cooperativeId: uuid,
    ...content,
    publicCapital: content.publicCapital.nullable(),
    publicCapitalTotal: euroAnswer
      .nullable()
      .meta({ description: 'Public capital, all holders; null when not stated.' }),
    recordedAt: instantAnswer,
  })
  .meta({
    id: 'CapitalStatement',
    description: 'The capital of a cooperative on a date. A later one for the same date supersedes.',
  })

export type CapitalStatementInput = z.infer<typeof CapitalStatementInput>
export type CapitalStatement = z.infer<typeof CapitalStatement>

/** Total of the public capital, whichever way it is stated; undefined when it is not. */
export function publicTotal(stated: CapitalStatementInput['publicCapital']): Decimal | undefined {
  if (stated === undefined) return undefined
  if (typeof stated === 'string') return new Decimal(stated)
  return stated.reduce((sum, { amount }) => sum.plus(amount), ZERO)
}

/** What public bodies hold together of the stated capital, six decimals; null where that is not stated. */
export function publicShareOf({ publicCapitalTotal, totalCapital }: CapitalStatement): string | null {
  return publicCapitalTotal === null ? null : ratio(publicCapitalTotal, totalCapital)
}
