import { z } from 'zod'
import { momentAnswer } from '../http/moment.ts'
import { instantAnswer, prose, text, uuid } from '../http/wire.ts'

const identity = {
  name: text(300, 'Name of the person; erasable.', 'Camille Exemple'),
  contact: text(300, 'How to reach the person, where it is needed; erasable.', 'camille@exemple.fr').nullable(),
}

export const PersonInput = z
  .strictObject({ ...identity, contact: identity.contact.optional() })
  .meta({ id: 'PersonInput', description: 'A person who sits for the authority; no more of them than is needed.' })
export type PersonInput = z.infer<typeof PersonInput>

export const PersonPatch = PersonInput.partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must name at least one field to change')
  .meta({ id: 'PersonPatch', description: 'What changes (RFC 7396); null removes the contact.' })
export type PersonPatch = z.infer<typeof PersonPatch>

export const ErasureInput = z
  .strictObject({ reason: prose(1000, 'Why; without any name.', 'Demande de la personne (RGPD, art. 17)') })
  .meta({ id: 'ErasureInput' })

export const MergeInput = z
  .strictObject({ into: uuid.meta({ description: 'The person who stands for both from now on.' }) })
  .meta({ id: 'MergeInput' })

const personShape = {
  id: uuid,
  name: identity.name
    .nullable()
    .meta({ description: 'Name, as known; null once erased.', examples: ['Camille Exemple'] }),
  contact: identity.contact.meta({ description: 'How to reach the person; null for the role board, too.' }),
  erased: z.boolean().meta({ description: 'What was known of the person was erased, at every knownAt.' }),
  mergedInto: uuid.nullable().meta({ description: 'The person who stands for this duplicate.' }),
  version: z
    .int()
    .min(1)
    .meta({ description: 'Each change adds one.', examples: [1] }),
  recordedAt: instantAnswer.meta({ description: 'When this version was recorded.' }),
}
export const Person = z
  .strictObject(personShape)
  .meta({ id: 'Person', description: 'A person, matched by id and never by name.' })
export const PersonAt = z
  .strictObject({ ...personShape, ...momentAnswer })
  .meta({ id: 'PersonAt', description: 'A person, as known at an instant.' })
export type Person = z.infer<typeof Person>
