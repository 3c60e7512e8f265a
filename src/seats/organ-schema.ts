import { z } from 'zod'
import { momentAnswer } from '../http/moment.ts'
import { fractionInput, ratioAnswer, registerDate, uuid } from '../http/wire.ts'
import { collegeName, cooperativeName, organKind, organName, recordedAt, version, votes } from './schema.ts'
import { NO_SHARE_REASONS } from './voting.ts'

const OrganCollege = z
  .strictObject({
    name: collegeName,
    weight: fractionInput.optional().meta({ description: 'Its share of the votes, 0 to 1.', examples: ['0.200000'] }),
    totalVotes: votes(1, 'Votes within the college.', 4).optional(),
  })
  .meta({ id: 'OrganCollege', description: 'A college that an organ votes by.' })

const organContent = {
  kind: organKind,
  name: organName,
  totalVotes: votes(1, 'All votes of the organ; null: not known.', 15).nullable(),
  colleges: z
    .array(OrganCollege)
    .max(50, 'must have at most 50 colleges')
    .refine(
      (colleges) => new Set(colleges.map(({ name }) => name)).size === colleges.length,
      'must name each college once',
    )
    .meta({ description: 'The colleges that it votes by; empty: one member, one vote.' }),
}
export const OrganInput = z
  .strictObject({
    cooperativeId: uuid.meta({ description: 'The cooperative whose organ it is.' }),
    ...organContent,
    totalVotes: organContent.totalVotes.optional(),
    colleges: organContent.colleges.optional(),
  })
  .meta({ id: 'OrganInput', description: 'An organ of a cooperative.' })
export type OrganInput = z.infer<typeof OrganInput>

export const OrganPatch = z
  .strictObject({
    effectiveOn: registerDate.meta({
      format: 'date',
      description: 'Since when it is so. Left out: a correction, since the organ has been as it is.',
      examples: ['2024-01-01'],
    }),
    ...organContent,
  })
  .partial()
  .refine(
    (patch) => Object.keys(patch).some((name) => name !== 'effectiveOn'),
    'must name at least one field to change',
  )
  .meta({ id: 'OrganPatch', description: 'What changes (RFC 7396), and since when.' })
export type OrganPatch = z.infer<typeof OrganPatch>

const organShape = {
  id: uuid,
  cooperativeId: uuid,
  cooperativeName,
  ...organContent,
  effectiveOn: registerDate
    .nullable()
    .meta({ format: 'date', description: 'Since when it is as on asOf; null: always.', examples: ['2024-01-01'] }),
  seats: z.int().meta({ description: 'The authority’s seats that are valid on asOf.', examples: [2] }),
  votes: z.int().meta({ description: 'The votes of these seats.', examples: [2] }),
  votesHeld: z
    .int()
    .meta({ description: 'The votes of those whose titular can vote on asOf: not vacant, not lapsed.', examples: [1] }),
  votingShare: ratioAnswer
    .nullable()
    .meta({ description: 'votes over all votes of the organ, by college where it has any.', examples: ['0.133333'] }),
  votingShareReason: z
    .enum(NO_SHARE_REASONS)
    .nullable()
    .meta({ description: 'Why votingShare is null.', examples: ['total_votes_unknown'] }),
  version,
  recordedAt,
}
export const Organ = z
  .strictObject(organShape)
  .meta({ id: 'Organ', description: 'An organ of a cooperative, and the authority’s votes on it.' })
export const OrganAt = z
  .strictObject({ ...organShape, ...momentAnswer })
  .meta({ id: 'OrganAt', description: 'An organ on a date, as known at an instant.' })
export type Organ = z.infer<typeof Organ>
