import { z } from 'zod'
import { momentAnswer } from '../http/moment.ts'
import { instantAnswer, pattern, prose, text, uuid } from '../http/wire.ts'
import { Authorisation, AuthorisationInput, authorisationShape } from './authorisation-schema.ts'
import { Step, StepInput, standingShape, Votes } from './step-schema.ts'
import { DECISION_KINDS, SUBJECTS } from './subject.ts'

const BODIES = ['assembly', 'standing_committee', 'president'] as const

const identity = {
  // Trimmed and normalised: a number is once per body, however it was typed.
  number: text(100, 'Number of the act, once per body.', '2021-CD-045')
    .refine((number) => !/\p{Cf}/u.test(number), 'must have no invisible characters')
    .trim()
    .normalize('NFC'),
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

const CHARACTER = "(?:[\\w\\-.~!$&'()*+,;=:@]|%[\\da-f]{2})"
const WEB_ADDRESS = new RegExp(
  `^https?://[\\w-]+(?:\\.[\\w-]+)*(?::\\d{1,5})?(?:/${CHARACTER}*)*(?:\\?(?:${CHARACTER}|[/?])*)?(?:#(?:${CHARACTER}|[/?])*)?$`,
  'i',
)
const url = z
  .string()
  .max(2000, 'must have at most 2000 characters')
  .refine(
    (address) => WEB_ADDRESS.test(address) && URL.canParse(address),
    'must be an http or https address (RFC 3986) without user or password, such as https://www.example.fr/actes/45.pdf',
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

export const ListedAuthorisation = z
  .strictObject({
    decisionId: uuid,
    number: identity.number,
    body: identity.body,
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
  .superRefine(({ votes, steps = [], authorisations = [] }, context) => {
    const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    if (votes !== undefined && steps.some((step) => step.votes !== undefined)) {
      refuse(['votes'], 'must be left out where a step bears the vote')
    }
    for (const [index, { cooperativeId, instrument }] of authorisations.entries()) {
      const first = authorisations.findIndex(
        (other) => other.cooperativeId === cooperativeId && other.instrument === instrument,
      )
      if (first < index) {
        refuse(['authorisations', index], `must not repeat the cooperative and instrument of authorisation ${first}`)
      }
    }
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
