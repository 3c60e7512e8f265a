import { z } from 'zod'
import { momentAnswer } from '../http/moment.ts'
import {
  euroAnswer,
  euroInput,
  instantAnswer,
  pattern,
  prose,
  registerDate,
  shareAnswer,
  shareInput,
  text,
  uuid,
} from '../http/wire.ts'
import { AUTHORISATION_STATES, countsShares, INSTRUMENTS } from './authorisation.ts'
import { STATUSES, STEP_KINDS } from './step.ts'
import { DECISION_KINDS, SUBJECTS } from './subject.ts'

const BODIES = ['assembly', 'standing_committee', 'president'] as const

const voters = (description: string, example: number) =>
  z
    .int('must be a whole number')
    .min(0, 'must be 0 or more')
    .max(99_999, 'must be at most 99999')
    .meta({ description, examples: [example] })

export const Votes = z
  .strictObject({
    present: voters('Votes cast, proxies included; those who take no part are not counted.', 78),
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

const identity = {
  number: text(100, 'Number of the act, once per body.', '2021-CD-045'),
  body: z
    .enum(BODIES, `must be one of ${BODIES.join(', ')}`)
    .meta({ description: 'Who decided: the assembly, the standing committee or the president by delegation.' }),
  kind: z
    .enum(DECISION_KINDS, `must be one of ${DECISION_KINDS.join(', ')}`)
    .meta({ description: 'What it is about.', examples: ['entry'] }),
  object: prose(1000, 'What is decided, in the words of the act.', 'Entrée au capital de la SCIC Fil d’Artois'),
  subjectCode: z
    .string()
    .refine((code) => Object.hasOwn(SUBJECTS, code), 'must be a code of the ACTES nomenclature, such as "7.9"')
    .nullable()
    .meta({
      description: 'Subject (DELIB_MATIERE_CODE of the SCDL table); text, since 7.1 is not 7.10.',
      examples: ['7.9'],
    }),
  votes: Votes.nullable(),
  cooperativeIds: z
    .array(uuid)
    .max(200, 'must have at most 200 cooperatives')
    .meta({ description: 'The cooperatives that it is about; empty: none in particular.' }),
}

const url = z
  .string()
  .max(2000, 'must have at most 2000 characters')
  .refine(
    (address) => /^https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/.test(address) && URL.canParse(address),
    'must be an http or https address (RFC 3986), such as https://www.example.fr/actes/45.pdf',
  )
  .meta({ description: 'Where it can be read.', examples: ['https://www.example.fr/actes/2021-CD-045.pdf'] })
const documentShape = {
  name: text(300, 'Name of the document.', 'Délibération signée'),
  url,
  sha256: pattern(/^[0-9a-f]{64}$/, 'must be a SHA-256 digest: 64 lower-case hexadecimal digits').meta({
    description: 'SHA-256 of its content, so that anybody can tell whether it is still the same.',
    examples: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  }),
}
export const DocumentInput = z
  .strictObject({ ...documentShape, sha256: documentShape.sha256.optional() })
  .meta({ id: 'DecisionDocumentInput' })
export const Document = z
  .strictObject({ id: uuid, ...documentShape, sha256: documentShape.sha256.nullable(), recordedAt: instantAnswer })
  .meta({ id: 'DecisionDocument', description: 'A document of a decision.' })
export type Document = z.infer<typeof Document>
export type DocumentInput = z.infer<typeof DocumentInput>

const on = registerDate.meta({ format: 'date', description: 'When it happened.', examples: ['2021-06-28'] })
const note = prose(1000, 'A note, for people.', 'Jugement du tribunal administratif du 12 mars 2025')
const receiptNumber = text(100, 'Number of the prefecture’s receipt (PREF_ID).', '062-226200012-20210702-45')

export const StepInput = z
  .strictObject({
    kind: z.enum(STEP_KINDS).meta({ description: 'What happened.', examples: ['adopted'] }),
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

const standingShape = {
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
  possibleSteps: z
    .array(z.enum(STEP_KINDS))
    .meta({ description: 'The steps that are possible from there.', examples: [['withdrawn', 'annulled']] }),
}

export const RecordedStep = z
  .strictObject({ ...Step.shape, ...standingShape })
  .meta({ id: 'RecordedStep', description: 'A step, and where the decision stands with it, all known steps together.' })

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

export const AuthorisationInput = z
  .strictObject({
    ...authorisationTerms,
    ceiling: euroInput.meta({ description: 'Most that may be used, in euros.', examples: ['30000.00'] }),
    ceilingShares: shareInput
      .optional()
      .meta({ description: 'Most shares, where the act says so; for shares and disposal.', examples: ['300'] }),
    to: authorisationTerms.to.optional(),
  })
  .superRefine(({ instrument, ceilingShares }, context) => {
    if (ceilingShares !== undefined && !countsShares(instrument)) {
      const message = `must be left out: ${instrument} has no number of shares`
      context.addIssue({ code: 'custom', path: ['ceilingShares'], message })
    }
  })
  .meta({ id: 'AuthorisationInput', description: 'What a decision allows for one cooperative and instrument.' })
export type AuthorisationInput = z.infer<typeof AuthorisationInput>

const shares = shareAnswer.nullable()
const authorisationShape = {
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

export const ListedAuthorisation = z
  .strictObject({
    decisionId: uuid,
    number: identity.number,
    object: identity.object,
    executoryOn: standingShape.executoryOn,
    cooperativeName: z.string().meta({ description: 'Name of the cooperative, as known.', examples: ['Fil d’Artois'] }),
    ...authorisationShape,
  })
  .meta({ id: 'ListedAuthorisation', description: 'An authorisation, with the decision that gives it.' })
export type ListedAuthorisation = z.infer<typeof ListedAuthorisation>

export const DecisionInput = z
  .strictObject({
    ...identity,
    subjectCode: identity.subjectCode
      .optional()
      .meta({ description: 'Default: 7.9, 7.7, 7.5 or 5.3, by kind; null: none.', examples: ['7.9'] }),
    votes: Votes.optional().meta({ description: 'The vote; may also come with the step adopted or rejected.' }),
    cooperativeIds: identity.cooperativeIds.optional(),
    documents: z.array(DocumentInput).max(50, 'must have at most 50 documents').optional(),
    steps: z.array(StepInput).max(8, 'must have at most 8 steps').optional(),
    authorisations: z.array(AuthorisationInput).max(200, 'must have at most 200 authorisations').optional(),
  })
  .meta({
    id: 'DecisionInput',
    description:
      'A decision of the authority, with all that is known of it; steps and authorisations may follow one by one.',
  })
export type DecisionInput = z.infer<typeof DecisionInput>

export const DecisionPatch = z
  .strictObject({ ...identity })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must name at least one field to change')
  .meta({
    id: 'DecisionPatch',
    description: 'What was wrong in the register (RFC 7396); steps are cancelled, not changed.',
  })
export type DecisionPatch = z.infer<typeof DecisionPatch>

const decisionShape = {
  id: uuid,
  ...identity,
  subjectName: z
    .string()
    .nullable()
    .meta({ description: 'DELIB_MATIERE_NOM.', examples: ['Prise de participation'] }),
  ...standingShape,
  steps: z.array(Step).meta({ description: 'What happened on or before asOf, without what was cancelled.' }),
  authorisations: z.array(Authorisation),
  documents: z.array(Document),
  version: z
    .int()
    .min(1)
    .meta({ description: 'Each correction adds one.', examples: [1] }),
  recordedAt: instantAnswer.meta({ description: 'When this version was recorded.' }),
}
export const Decision = z.strictObject(decisionShape).meta({
  id: 'Decision',
  description: 'A decision of the authority, where it stands, and what is left of what it allows.',
})
export const DecisionAt = z
  .strictObject({ ...decisionShape, ...momentAnswer })
  .meta({ id: 'DecisionAt', description: 'A decision on a date, as known at an instant.' })
export type Decision = z.infer<typeof Decision>
