// The atoms that organs, seats and mandates share on the wire.
import { z } from 'zod'
import { instantAnswer, registerDate, text } from '../http/wire.ts'
import { MANDATE_ROLES, MANDATE_STATES } from './mandate.ts'

const ORGAN_KINDS = [
  'general_assembly',
  'board_of_directors',
  'supervisory_board',
  'management_board',
  'college',
  'other',
] as const

export const organKind = z
  .enum(ORGAN_KINDS, `must be one of ${ORGAN_KINDS.join(', ')}`)
  .meta({ description: 'What kind of organ.', examples: ['board_of_directors'] })
export const organName = text(300, 'Name of the organ.', 'Conseil d’administration')

export const votes = (least: number, description: string, example: number) =>
  z
    .int('must be a whole number of votes')
    .min(least, `must be ${least} or more`)
    .max(9_999_999, 'must be at most 9999999')
    .meta({ description, examples: [example] })

export const collegeName = text(300, 'Name of the college.', 'Collège des collectivités')
export const cooperativeName = z
  .string()
  .meta({ description: 'Name of the cooperative, as known.', examples: ['Fil d’Artois'] })
export const version = z
  .int()
  .min(1)
  .meta({ description: 'Each change adds one.', examples: [1] })
export const recordedAt = instantAnswer.meta({ description: 'When this version was recorded.' })

export const periodEnd = (description: string) =>
  registerDate.nullable().meta({ format: 'date', description, examples: ['2028-03-31'] })
export const role = z
  .enum(MANDATE_ROLES, `must be one of ${MANDATE_ROLES.join(', ')}`)
  .meta({ description: 'Titulaire or suppléant.', examples: ['titular'] })
export const personName = z
  .string()
  .nullable()
  .meta({ description: 'Name, as known; null once erased.', examples: ['Camille Exemple'] })
export const mandatePeriod = {
  from: registerDate.meta({ format: 'date', description: 'First day of the mandate.', examples: ['2021-09-15'] }),
  to: periodEnd('First day after it (exclusive); null: no end is known.'),
}
export const mandateState = z.enum(MANDATE_STATES).meta({
  description: 'On asOf. ending: within 90 days; lapsed: the council was renewed since, and the mandate was not.',
  examples: ['running'],
})
