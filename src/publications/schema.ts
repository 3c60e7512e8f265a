import { z } from 'zod'
import { instantAnswer, instantInput, pattern, registerDate, text, uuid } from '../http/wire.ts'
import { GROUPINGS } from '../portfolio/schema.ts'

const title = text(300, 'What it is, for people.', 'Participations au 31 décembre 2025')
const asOf = registerDate.meta({
  format: 'date',
  description: 'Effective date, inclusive: usually the end of a year.',
  examples: ['2025-12-31'],
})
const groupBy = z
  .enum(GROUPINGS, `must be one of ${GROUPINGS.join(', ')}`)
  .meta({ description: 'What it is grouped by.', examples: ['activity'] })

export const PublicationInput = z
  .strictObject({
    title,
    asOf,
    knownAt: instantInput.optional().meta({
      format: 'date-time',
      description: 'As known at this instant. Default: at the publication itself.',
      examples: ['2026-01-15T09:00:00.000000Z'],
    }),
    groupBy: groupBy.default('cooperative'),
    decisionId: uuid.optional().meta({ description: 'The decision that it was published with.' }),
  })
  .meta({ id: 'PublicationInput', description: 'A summary is published, and can be shown again bit for bit.' })
export type PublicationInput = z.infer<typeof PublicationInput>

const shape = {
  id: uuid,
  title,
  asOf,
  knownAt: instantAnswer,
  groupBy,
  decisionId: uuid.nullable(),
  recordedAt: instantAnswer,
  digest: pattern(/^[0-9a-f]{64}$/).meta({
    description: 'SHA-256 of the canonical JSON (RFC 8785) of `summary`, hexadecimal.',
    examples: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
  }),
}

export const Publication = z
  .strictObject(shape)
  .meta({ id: 'Publication', description: 'A summary that was published, without its text.' })
export type Publication = z.infer<typeof Publication>

export const PublishedSummary = z
  .strictObject({
    ...shape,
    reproduced: z.boolean().meta({
      description:
        'Whether the register, asked again now for the same asOf and knownAt, gives the same text bit for bit.',
    }),
    summary: z
      .looseObject({})
      .meta({ description: 'The summary as it was published; its groups in order of their keys.' }),
  })
  .meta({ id: 'PublishedSummary', description: 'A summary as it was published, and whether it is reproduced today.' })
export type PublishedSummary = z.infer<typeof PublishedSummary>
