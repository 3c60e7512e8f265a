import { z } from 'zod'
import { momentAnswer } from '../http/moment.ts'
import { prose, registerDate, uuid } from '../http/wire.ts'
import { END_REASONS } from './mandate.ts'
import {
  cooperativeName,
  mandatePeriod,
  mandateState,
  organName,
  personName,
  recordedAt,
  role,
  version,
} from './schema.ts'
import { seatContent } from './seat-schema.ts'

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
  organName: organName,
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
