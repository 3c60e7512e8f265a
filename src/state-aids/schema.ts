import { z } from 'zod'
import { euroInput, instantAnswer, note, ownReference, registerDate, text, uuid } from '../http/wire.ts'

/**
 * What an aid is granted under: de minimis (regulation (EU) 2023/2831), of agriculture ((EU) 1408/2013), of services of general
 * economic interest ((EU) 2023/2832), a scheme under the block exemption ((EU) 651/2014); or what is no aid at all.
 */
export const AID_REGULATIONS = [
  'de_minimis',
  'de_minimis_agriculture',
  'de_minimis_sieg',
  'block_exemption',
  'not_aid',
] as const

const content = {
  grantedOn: registerDate.meta({
    format: 'date',
    description: 'When the right to the aid was granted, whenever it is paid.',
    examples: ['2024-03-15'],
  }),
  regulation: z.enum(AID_REGULATIONS, `must be one of ${AID_REGULATIONS.join(', ')}`).meta({
    description:
      'What it is granted under: de minimis, (EU) 2023/2831; of agriculture, (EU) 1408/2013; of services of general economic interest, (EU) 2023/2832; a block exemption, (EU) 651/2014; each, or what came before it; or no aid.',
    examples: ['de_minimis'],
  }),
  grossGrantEquivalent: euroInput.meta({
    description: 'Gross grant equivalent in euros; of an advance, what it costs less than on the market.',
    examples: ['15000.00'],
  }),
  singleUndertaking: text(
    100,
    'What the single undertaking is known by, such as the SIREN of the head of its group; without one, the cooperative alone.',
    '356000000',
  ),
  grantor: text(300, 'Another authority that granted it; without one, this authority.', 'Région du Test'),
  movementId: uuid.meta({ description: 'The movement of this register that it is about: a grant, an advance.' }),
  supersedes: uuid.meta({
    description: 'The earlier aid of this cooperative, about no movement, that this one stands in the place of.',
  }),
  externalReference: ownReference,
  note,
}

export const StateAidInput = z
  .strictObject({
    ...content,
    singleUndertaking: content.singleUndertaking.optional(),
    grantor: content.grantor.optional(),
    movementId: content.movementId.optional(),
    supersedes: content.supersedes.optional(),
    externalReference: ownReference.optional(),
    note: note.optional(),
  })
  .meta({
    id: 'StateAidInput',
    description: 'What a cooperative was granted as state aid, by this authority or another.',
  })
export type StateAidInput = z.infer<typeof StateAidInput>

export const StateAid = z
  .strictObject({
    id: uuid,
    cooperativeId: uuid,
    ...content,
    singleUndertaking: content.singleUndertaking.nullable(),
    grantor: content.grantor.nullable(),
    movementId: content.movementId.nullable(),
    supersedes: content.supersedes.nullable(),
    externalReference: ownReference.nullable(),
    note: note.nullable(),
    recordedAt: instantAnswer,
  })
  .meta({
    id: 'StateAid',
    description:
      'What a cooperative was granted as state aid. A later one about the same movement supersedes, and so does one that names it.',
  })
export type StateAid = z.infer<typeof StateAid>
