import { z } from 'zod'
import { instantAnswer, pattern, siren, text, uuid } from '../http/wire.ts'

export const LEGAL_FORMS = ['scic_sa', 'scic_sarl', 'scic_sas', 'other'] as const

const legalForm = z
  .enum(LEGAL_FORMS, `must be one of ${LEGAL_FORMS.join(', ')}`)
  .meta({ description: 'Legal form of the cooperative.', examples: ['scic_sas'] })

/** An activity, as a slug. */
export const activity = z
  .string()
  .max(60, 'must have at most 60 characters')
  .regex(
    /^[a-z0-9]+(_[a-z0-9]+)*$/,
    'must be a slug: lower-case letters, digits and single underscores, such as third_place',
  )
  .meta({
    description: 'What the cooperative does, as a slug to group by.',
    examples: ['grocery', 'textile', 'third_place'],
  })

const communeCode = pattern(/^[0-9][0-9AB][0-9]{3}$/, 'must be an INSEE commune code, such as 62041 or 2A004').meta({
  description: 'INSEE code of the commune of its seat.',
  examples: ['62488'],
})

const nic = pattern(/^\d{5}$/, 'must be a NIC: five digits').meta({
  description: 'Number of its head office (INSEE): the SIREN and these five digits make its SIRET.',
  examples: ['00012'],
})

const identity = {
  name: text(300, 'Name of the cooperative.', 'L’Épicerie du Marais'),
  legalForm,
  activity: activity.nullable(),
  siren: siren.nullable(),
  nic: nic.nullable(),
  communeCode: communeCode.nullable(),
  communeName: text(300, 'Name of the commune of its seat.', 'Les Attaques').nullable(),
}

export const CooperativeInput = z
  .strictObject({
    ...identity,
    activity: identity.activity.optional(),
    siren: identity.siren.optional(),
    nic: identity.nic.optional(),
    communeCode: identity.communeCode.optional(),
    communeName: identity.communeName.optional(),
  })
  .meta({ id: 'CooperativeInput', description: 'A cooperative whose shares may be held.' })

export const CooperativePatch = CooperativeInput.partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must name at least one field to change')
  .meta({ id: 'CooperativePatch', description: 'What changes (RFC 7396); null removes what may be missing.' })

export const Cooperative = z
  .strictObject({
    id: uuid,
    ...identity,
    version: z
      .int()
      .min(1)
      .meta({ description: 'Each change adds one.', examples: [1] }),
    recordedAt: instantAnswer.meta({ description: 'When this version was recorded.' }),
  })
  .meta({ id: 'Cooperative', description: 'A cooperative, as known.' })

export type Cooperative = z.infer<typeof Cooperative>
export type CooperativeInput = z.infer<typeof CooperativeInput>
export type CooperativePatch = z.infer<typeof CooperativePatch>
