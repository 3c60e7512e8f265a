import { z } from 'zod'
import { momentAnswer } from '../http/moment.ts'
import { fractionInput, instantAnswer, prose, ratioAnswer, registerDate, text, uuid } from '../http/wire.ts'
import { END_REASONS, MANDATE_ROLES, MANDATE_STATES, SEAT_STATES } from './mandate.ts'
import { NO_SHARE_REASONS } from './voting.ts'

export const ORGAN_KINDS = [
  'general_assembly',
  'board_of_directors',
  'supervisory_board',
  'management_board',
  'college',
  'other',
] as const

const votes = (least: number, description: string, example: number) =>
  z
    .int('must be a whole number of votes')
    .min(least, `must be ${least} or more`)
    .max(9_999_999, 'must be at most 9999999')
    .meta({ description, examples: [example] })

const collegeName = text(300, 'Name of the college.', 'Collège des collectivités')
const OrganCollege = z
  .strictObject({
    name: collegeName,
    weight: fractionInput.optional().meta({ description: 'Its share of the votes, 0 to 1.', examples: ['0.200000'] }),
    totalVotes: votes(1, 'Votes within the college.', 4).optional(),
  })
  .meta({ id: 'OrganCollege', description: 'A college that an organ votes by.' })

const organContent = {
  kind: z
    .enum(ORGAN_KINDS, `must be one of ${ORGAN_KINDS.join(', ')}`)
    .meta({ description: 'What kind of organ.', examples: ['board_of_directors'] }),
  name: text(300, 'Name of the organ.', 'Conseil d’administration'),
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
const cooperativeName = z
  .string()
  .meta({ description: 'Name of the cooperative, as known.', examples: ['Fil d’Artois'] })
const version = z
  .int()
  .min(1)
  .meta({ description: 'Each change adds one.', examples: [1] })
const recordedAt = instantAnswer.meta({ description: 'When this version was recorded.' })

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

const periodEnd = (description: string) =>
  registerDate.nullable().meta({ format: 'date', description, examples: ['2028-03-31'] })
const seatContent = {
  title: text(300, 'What the seat is called.', 'Administrateur au titre du Département').nullable(),
  college: collegeName.nullable(),
  votes: votes(0, 'Votes of the seat.', 1),
  from: registerDate.meta({ format: 'date', description: 'First day of its validity.', examples: ['2021-09-15'] }),
  to: periodEnd('First day on which it is no longer valid (exclusive); null: no end is known.'),
}

export const SeatInput = z
  .strictObject({
    organId: uuid.meta({ description: 'The organ that the seat is on.' }),
    ...seatContent,
    title: seatContent.title.optional(),
    college: seatContent.college.optional(),
    votes: seatContent.votes.default(1),
    to: seatContent.to.optional(),
  })
  .superRefine(({ from, to }, context) => {
    if (typeof to === 'string' && to <= from) {
      context.addIssue({ code: 'custom', path: ['to'], message: `must be after from, ${from}` })
    }
  })
  .meta({ id: 'SeatInput', description: 'A seat of the authority on an organ.' })
export type SeatInput = z.infer<typeof SeatInput>

export const SeatPatch = z
  .strictObject(seatContent)
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must name at least one field to change')
  .meta({
    id: 'SeatPatch',
    description: 'What changes (RFC 7396). Other votes from a day on: close the seat with `to`, and open another.',
  })
export type SeatPatch = z.infer<typeof SeatPatch>

const role = z
  .enum(MANDATE_ROLES, `must be one of ${MANDATE_ROLES.join(', ')}`)
  .meta({ description: 'Titulaire or suppléant.', examples: ['titular'] })
const personName = z
  .string()
  .nullable()
  .meta({ description: 'Name, as known; null once erased.', examples: ['Camille Exemple'] })
const mandatePeriod = {
  from: registerDate.meta({ format: 'date', description: 'First day of the mandate.', examples: ['2021-09-15'] }),
  to: periodEnd('First day after it (exclusive); null: no end is known.'),
}
const mandateState = z.enum(MANDATE_STATES).meta({
  description: 'On asOf. ending: within 90 days; lapsed: the council was renewed since, and the mandate was not.',
  examples: ['running'],
})

const Holder = z
  .strictObject({ mandateId: uuid, personId: uuid, personName, ...mandatePeriod, state: mandateState })
  .meta({ id: 'Holder', description: 'Who holds a seat on asOf.' })
export type Holder = z.infer<typeof Holder>

const seatShape = {
  id: uuid,
  organId: uuid,
  organName: organContent.name,
  organKind: organContent.kind,
  cooperativeId: uuid,
  cooperativeName,
  ...seatContent,
  state: z.enum(SEAT_STATES).meta({ description: 'On asOf; vacant: it has no titular.', examples: ['held'] }),
  titular: Holder.nullable(),
  alternate: Holder.nullable(),
  version,
  recordedAt,
}
export const Seat = z
  .strictObject(seatShape)
  .meta({ id: 'Seat', description: 'A seat of the authority, and who holds it.' })
export const SeatAt = z
  .strictObject({ ...seatShape, ...momentAnswer })
  .meta({ id: 'SeatAt', description: 'A seat on a date, as known at an instant.' })
export type Seat = z.infer<typeof Seat>

const endReason = z.enum(END_REASONS, `must be one of ${END_REASONS.join(', ')}`).meta({
  description: 'Why it ended; a list, since a free text would hold personal data for ever.',
  examples: ['resignation'],
})
const decisionId = uuid.meta({ description: 'The decision that appoints.' })
const noDecisionReason = prose(1000, 'Why no decision is cited; without any name.', 'Reprise de l’historique')

export const MandateInput = z
  .strictObject({
    seatId: uuid.meta({ description: 'The seat that is held; an alternate’s, too.' }),
    personId: uuid.meta({ description: 'The person who holds it.' }),
    role: role.default('titular'),
    ...mandatePeriod,
    to: mandatePeriod.to.optional(),
    endReason: endReason
      .optional()
      .meta({ description: 'Why it ends, with `to`. Default: term_over.', examples: ['term_over'] }),
    decisionId: decisionId.optional(),
    noDecisionReason: noDecisionReason.optional(),
  })
  .superRefine(({ from, to, endReason, decisionId, noDecisionReason }, context) => {
    const refuse = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
    if (typeof to === 'string' && to <= from) refuse('to', `must be after from, ${from}`)
    if (endReason !== undefined && typeof to !== 'string') refuse('endReason', 'needs to, the date of the end')
    if (endReason === 'entered_in_error') refuse('endReason', 'is for a mandate that was recorded already')
    if (decisionId !== undefined && noDecisionReason !== undefined) {
      refuse('noDecisionReason', 'must be left out when decisionId is given')
    }
    if (decisionId === undefined && noDecisionReason === undefined) {
      refuse('noDecisionReason', 'must say why no decision is cited: a mandate is held by an appointment')
    }
  })
  .meta({ id: 'MandateInput', description: 'A person’s term on a seat, by an appointment.' })
export type MandateInput = z.infer<typeof MandateInput>

export const MandatePatch = z
  .strictObject({
    personId: MandateInput.shape.personId,
    ...mandatePeriod,
    endReason: endReason.nullable(),
    decisionId: decisionId.nullable(),
    noDecisionReason: noDecisionReason.nullable(),
  })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must name at least one field to change')
  .meta({
    id: 'MandatePatch',
    description:
      'An end (`to`, with `endReason`), or a correction (RFC 7396). `to` equal to `from` with `entered_in_error`: it never was.',
  })
export type MandatePatch = z.infer<typeof MandatePatch>

const mandateShape = {
  id: uuid,
  seatId: uuid,
  seatTitle: seatContent.title,
  organId: uuid,
  organName: organContent.name,
  cooperativeId: uuid,
  cooperativeName,
  votes: seatContent.votes,
  role,
  personId: uuid,
  personName,
  ...mandatePeriod,
  endReason: endReason.nullable(),
  decisionId: decisionId.nullable(),
  noDecisionReason: z.string().nullable(),
  lapsesOn: registerDate.nullable().meta({
    format: 'date',
    description: 'The renewal of the council at which it lapses unless it ends before (CGCT L.3121-22, -23).',
    examples: ['2028-03-31'],
  }),
  state: mandateState,
  version,
  recordedAt,
}
export const Mandate = z
  .strictObject(mandateShape)
  .meta({ id: 'Mandate', description: 'One person’s term on a seat. It ends by PATCH.' })
export const MandateAt = z
  .strictObject({ ...mandateShape, ...momentAnswer })
  .meta({ id: 'MandateAt', description: 'A mandate on a date, as known at an instant.' })
export type Mandate = z.infer<typeof Mandate>
