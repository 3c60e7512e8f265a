import { z } from 'zod'
import { euroAnswer, euroInput, instantAnswer, pattern, registerDate, shareAnswer, uuid } from '../http/wire.ts'
import { AUTHORISATION_STATES, countsShares, INSTRUMENTS } from './authorisation.ts'

const authorisationTerms = {
  cooperativeId: uuid.meta({ description: 'The cooperative that it concerns.' }),
  instrument: z.enum(INSTRUMENTS, `must be one of ${INSTRUMENTS.join(', ')}`).meta({
    description:
      'shares: subscription, contribution_in_kind, purchase, advance_conversion; advance; grant; disposal: sale, withdrawal, write_off.',
    examples: ['shares'],
  }),
  to: registerDate.nullable().meta({
    format: 'date',
    description: 'First day on which it no longer holds (exclusive).',
    examples: ['2026-01-01'],
  }),
}

const shareCeiling = pattern(
  /^(0|[1-9]\d{0,11})$/,
  'must be a whole number of shares as a string, from 0 to 999999999999, such as "200"',
)

export const AuthorisationInput = z
  .strictObject({
    ...authorisationTerms,
    ceiling: euroInput.meta({ description: 'Most that may be used, in euros.', examples: ['30000.00'] }),
    ceilingShares: shareCeiling
      .nullable()
      .optional()
      .meta({ description: 'Most shares, where the act says so; for shares and disposal.', examples: ['300'] }),
    to: authorisationTerms.to.optional(),
  })
  .superRefine(({ instrument, ceilingShares }, context) => {
    if (typeof ceilingShares === 'string' && !countsShares(instrument)) {
      const message = `must be left out: ${instrument} has no number of shares`
      context.addIssue({ code: 'custom', path: ['ceilingShares'], message })
    }
  })
  .meta({
    id: 'AuthorisationInput',
    description:
      'What a decision allows for one cooperative and instrument: all its terms, which supersede earlier ones.',
  })
export type AuthorisationInput = z.infer<typeof AuthorisationInput>

const shares = shareAnswer.nullable()
export const authorisationShape = {
  ...authorisationTerms,
  authorised: euroAnswer.meta({ description: 'The ceiling, in euros.', examples: ['30000.00'] }),
  consumed: euroAnswer.meta({ description: 'Used by movements effective on or before asOf.', examples: ['22500.00'] }),
  left: euroAnswer.meta({ description: 'authorised − consumed.', examples: ['7500.00'] }),
  authorisedShares: shares.meta({ description: 'The ceiling in shares; null: none.', examples: ['300'] }),
  consumedShares: shareAnswer.meta({ description: 'Shares used on or before asOf.', examples: ['225'] }),
  leftShares: shares.meta({
    description: 'authorisedShares − consumedShares; null: no such ceiling.',
    examples: ['75'],
  }),
  state: z.enum(AUTHORISATION_STATES).meta({
    description:
      'On asOf. pending: not executory yet; open: can be used; ended: past its end; void: rejected, withdrawn or annulled.',
    examples: ['open'],
  }),
  recordedAt: instantAnswer,
}
export const Authorisation = z
  .strictObject(authorisationShape)
  .meta({ id: 'Authorisation', description: 'What a decision allows, what was used of it, and what is left.' })
export type Authorisation = z.infer<typeof Authorisation>
