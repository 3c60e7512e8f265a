import { z } from 'zod'
import { instantAnswer, prose, registerDate, text, uuid } from '../http/wire.ts'
import { STATUSES, STEP_KINDS } from './step.ts'

const voters = (description: string, example: number) =>
  z
    .int('must be a whole number')
    .min(0, 'must be 0 or more')
    .max(99_999, 'must be at most 99999')
    .meta({ description, examples: [example] })

export const Votes = z
  .strictObject({
    present: voters('All who took part: for + against + abstaining, proxies included.', 78),
    for: voters('For.', 60),
    against: voters('Against.', 10),
    abstaining: voters('Abstaining.', 8),
  })
  .superRefine((votes, context) => {
    const sum = votes.for + votes.against + votes.abstaining
    if (sum !== votes.present) {
      const message = `must be for + against + abstaining, ${sum}`
      context.addIssue({ code: 'custom', path: ['present'], message })
    }
  })
  .meta({ id: 'Votes', description: 'A vote; for + against + abstaining = present.' })
export type Votes = z.infer<typeof Votes>

const on = registerDate.meta({ format: 'date', description: 'When it happened.', examples: ['2021-06-28'] })
const note = prose(1000, 'A note, for people.', 'Jugement du tribunal administratif du 12 mars 2025')
const receiptNumber = text(100, 'Number of the prefecture’s receipt (PREF_ID).', '062-226200012-20210702-45')

export const StepInput = z
  .strictObject({
    kind: z
      .enum(STEP_KINDS, `must be one of ${STEP_KINDS.join(', ')}`)
      .meta({ description: 'What happened.', examples: ['adopted'] }),
    on,
    receiptNumber: receiptNumber.optional(),
    votes: Votes.optional(),
    note: note.optional(),
  })
  .superRefine(({ kind, receiptNumber, votes }, context) => {
    const refuse = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
    if (receiptNumber !== undefined && kind !== 'transmitted') refuse('receiptNumber', 'belongs to a transmission')
    if (votes !== undefined && kind !== 'adopted' && kind !== 'rejected')
      refuse('votes', 'belong to adopted or rejected')
  })
  .meta({ id: 'StepInput', description: 'Something that happened to a decision.' })
export type StepInput = z.infer<typeof StepInput>

export const CancellationInput = z
  .strictObject({
    kind: z.literal('cancellation'),
    cancels: uuid.meta({ description: 'The step that was recorded in error.' }),
    reason: prose(1000, 'Why it never happened so.', 'Date de publication erronée'),
  })
  .meta({ id: 'CancellationInput', description: 'A step that was recorded in error no longer counts.' })
export type CancellationInput = z.infer<typeof CancellationInput>

export const AnyStepInput = z
  .discriminatedUnion('kind', [StepInput, CancellationInput], `must be one of ${STEP_KINDS.join(', ')}, cancellation`)
  .meta({ id: 'AnyStepInput', description: 'A step, or the cancellation of one.' })

export const Step = z
  .strictObject({
    id: uuid,
    kind: z.enum([...STEP_KINDS, 'cancellation']).meta({ description: 'What happened.', examples: ['adopted'] }),
    on: registerDate.nullable().meta({ format: 'date', description: 'When it happened; null for a cancellation.' }),
    receiptNumber: receiptNumber.nullable(),
    votes: Votes.nullable(),
    note: note.nullable(),
    cancels: uuid.nullable().meta({ description: 'The step that this cancellation undoes.' }),
    reason: z.string().nullable().meta({ description: 'Why, for a cancellation.' }),
    cancelledBy: uuid.nullable().meta({ description: 'The cancellation of this step, when known.' }),
    recordedAt: instantAnswer,
  })
  .meta({ id: 'DecisionStep', description: 'A step of a decision. It is never changed; a cancellation undoes it.' })
export type Step = z.infer<typeof Step>

export const standingShape = {
  status: z
    .enum(STATUSES)
    .nullable()
    .meta({
      description: 'Where it stands on asOf, derived from its steps; null before the first.',
      examples: ['executory'],
    }),
  executoryOn: registerDate.nullable().meta({
    format: 'date',
    description: 'The later of transmission and publication, once both are (CGCT L.3131-1).',
    examples: ['2021-07-05'],
  }),
  challengeUntil: registerDate.nullable().meta({
    format: 'date',
    description: 'Two months from publication (CJA R.421-1).',
    examples: ['2021-09-05'],
  }),
  possibleSteps: z.array(z.enum(STEP_KINDS)).meta({
    description: 'The steps that are possible now, with all that are known.',
    examples: [['withdrawn', 'annulled']],
  }),
}

export const RecordedStep = z
  .strictObject({ ...Step.shape, ...standingShape })
  .meta({ id: 'RecordedStep', description: 'A step, and where the decision stands with it, all known steps together.' })

/** The step of a kind that counts, which is not cancelled; undefined: it has not happened. */
export function stepOf({ steps }: { readonly steps: readonly Step[] }, kind: Step['kind']): Step | undefined {
  return steps.find((step) => step.kind === kind && step.cancelledBy === null)
}
