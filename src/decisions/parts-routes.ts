// What hangs on a decision: its steps, its authorisations, its documents.
import { z } from 'zod'
import { list } from '../http/list.ts'
import { momentQuery } from '../http/moment.ts'
import type { Api } from '../http/operation.ts'
import { uuid } from '../http/wire.ts'
import { write } from '../http/write.ts'
import { newestKnown } from '../journal/moment.ts'
import { firstMatching } from '../values/batches.ts'
import { AUTHORISATION_STATES } from './authorisation.ts'
import { listAuthorisations } from './authorisation-queries.ts'
import { Authorisation, AuthorisationInput } from './authorisation-schema.ts'
import { authorise } from './authorise.ts'
import { insertDocument } from './insert.ts'
import { findDecision } from './queries.ts'
import { underDecision } from './resource.ts'
import { Document, DocumentInput, ListedAuthorisation } from './schema.ts'
import { possibleSteps } from './step.ts'
import { stepsUntil } from './step-queries.ts'
import { AnyStepInput, RecordedStep, Step } from './step-schema.ts'
import { takeStep } from './take-step.ts'

const tag = 'Decisions'
const { resource, resourceName } = underDecision
const of = { resource, resourceName }

type AuthorisationKey = readonly [decisionId: string, cooperativeId: string, instrument: string]

const keyOf = ({ decisionId, cooperativeId, instrument }: ListedAuthorisation): AuthorisationKey => [
  decisionId,
  cooperativeId,
  instrument,
]

const authorisationColumns = {
  cooperativeId: ({ cooperativeId }: Authorisation) => cooperativeId,
  instrument: ({ instrument }: Authorisation) => instrument,
  authorised: ({ authorised }: Authorisation) => authorised,
  consumed: ({ consumed }: Authorisation) => consumed,
  left: ({ left }: Authorisation) => left,
  authorisedShares: ({ authorisedShares }: Authorisation) => authorisedShares,
  consumedShares: ({ consumedShares }: Authorisation) => consumedShares,
  leftShares: ({ leftShares }: Authorisation) => leftShares,
  to: ({ to }: Authorisation) => to,
  state: ({ state }: Authorisation) => state,
  recordedAt: ({ recordedAt }: Authorisation) => recordedAt,
}

export function stepRoutes(api: Api): void {
  write(api, {
    id: 'recordDecisionStep',
    method: 'POST',
    url: '/v1/decisions/:id/steps',
    tag,
    summary: 'Record a step of a decision, or cancel one',
    description:
      'drafted → tabled → adopted or rejected; adopted → transmitted and published, in either order → executory; withdrawn or annulled after. Movements that cite the decision stay as they are.',
    ...of,
    body: AnyStepInput,
    refuses: [
      'step_not_possible',
      'step_still_needed',
      'step_already_cancelled',
      'step_unknown',
      'votes_contradict',
      'vote_stated_elsewhere',
    ],
    answer: RecordedStep,
    answerDescription: 'The step, and where the decision stands with it.',
    takesEffectOn: (_asked, answer) => answer?.on ?? null,
    handle: async (writing, { params, body }) => {
      const { step, decision } = await takeStep(writing, params.id, body)
      const { status, executoryOn, challengeUntil } = decision
      const content = { decisionId: params.id, ...step }
      const answer = { ...step, status, executoryOn, challengeUntil, possibleSteps: possibleSteps(status) }
      return { targetId: step.id, content, body: answer }
    },
  })

  list(api, {
    id: 'listDecisionSteps',
    url: '/v1/decisions/:id/steps',
    tag,
    summary: 'List the steps of a decision, as they were recorded',
    description: 'What happened on or before asOf, cancelled steps and their cancellations too.',
    ...of,
    query: z.strictObject(momentQuery),
    item: Step,
    page: async ({ tx, params, moment, after, limit }) => {
      const steps = await stepsUntil(tx, params.id, moment)
      const rest = steps.filter(({ recordedAt, id }) => !after || `${recordedAt} ${id}` > after.join(' '))
      return rest.slice(0, limit)
    },
    position: ({ recordedAt, id }) => [recordedAt, id],
    csv: {
      id: ({ id }) => id,
      kind: ({ kind }) => kind,
      on: ({ on }) => on,
      receiptNumber: ({ receiptNumber }) => ({ text: receiptNumber }),
      present: ({ votes }) => votes?.present,
      for: ({ votes }) => votes?.for,
      against: ({ votes }) => votes?.against,
      abstaining: ({ votes }) => votes?.abstaining,
      note: ({ note }) => ({ text: note }),
      cancels: ({ cancels }) => cancels,
      reason: ({ reason }) => ({ text: reason }),
      cancelledBy: ({ cancelledBy }) => cancelledBy,
      recordedAt: ({ recordedAt }) => recordedAt,
    },
  })
}

export function authorisationRoutes(api: Api): void {
  write(api, {
    id: 'recordDecisionAuthorisation',
    method: 'POST',
    url: '/v1/decisions/:id/authorisations',
    tag,
    summary: 'Record what a decision allows',
    description:
      'For a cooperative and an instrument that it allows already, the new terms supersede the earlier ones.',
    ...of,
    body: AuthorisationInput,
    refuses: ['cooperative_unknown', 'ceiling_below_consumed', 'end_before_use'],
    answer: Authorisation,
    answerDescription: 'The authorisation, what was used of it and what is left today.',
    takesEffectOn: () => null,
    handle: async (writing, { params, body }) => {
      await authorise(writing, params.id, body)
      const decision = await findDecision(writing.tx, params.id, newestKnown(writing, api.today()))
      const authorisation = decision?.authorisations.find(
        ({ cooperativeId, instrument }) => cooperativeId === body.cooperativeId && instrument === body.instrument,
      )
      return { targetId: params.id, content: { decisionId: params.id, ...body }, body: authorisation ?? null }
    },
  })

  list(api, {
    id: 'listDecisionAuthorisations',
    url: '/v1/decisions/:id/authorisations',
    tag,
    summary: 'List what a decision allows, what was used and what is left',
    ...of,
    query: z.strictObject(momentQuery),
    item: Authorisation,
    page: async ({ tx, params, moment, after, limit }) => {
      const { authorisations = [] } = (await findDecision(tx, params.id, moment)) ?? {}
      const rest = authorisations.filter(
        ({ cooperativeId, instrument }) => !after || `${cooperativeId} ${instrument}` > after.join(' '),
      )
      return rest.slice(0, limit)
    },
    position: ({ cooperativeId, instrument }) => [cooperativeId, instrument],
    csv: authorisationColumns,
  })

  list(api, {
    id: 'listAuthorisations',
    url: '/v1/authorisations',
    tag,
    summary: 'List what is allowed, what was used and what is left',
    description:
      'What did the assembly allow for a cooperative, what was used, what is left on a date: the authorisations of every decision that was adopted on or before asOf, with their state on that day.',
    query: z.strictObject({
      cooperativeId: uuid.optional(),
      decisionId: uuid.optional(),
      instrument: AuthorisationInput.shape.instrument.optional(),
      body: ListedAuthorisation.shape.body.optional(),
      state: z.enum(AUTHORISATION_STATES, `must be one of ${AUTHORISATION_STATES.join(', ')}`).optional(),
      ...momentQuery,
    }),
    item: ListedAuthorisation,
    page: ({ tx, moment, query, after, limit }) =>
      firstMatching(
        (last, count) => listAuthorisations(tx, moment, query, last, count),
        keyOf,
        query.state && (({ state }) => state === query.state),
        after as AuthorisationKey | undefined,
        limit,
      ),
    position: keyOf,
    csv: {
      decisionId: ({ decisionId }) => decisionId,
      number: ({ number }) => ({ text: number }),
      body: ({ body }) => body,
      object: ({ object }) => ({ text: object }),
      executoryOn: ({ executoryOn }) => executoryOn,
      cooperativeName: ({ cooperativeName }) => ({ text: cooperativeName }),
      ...authorisationColumns,
    },
  })
}

export function documentRoutes(api: Api): void {
  write(api, {
    id: 'recordDecisionDocument',
    method: 'POST',
    url: '/v1/decisions/:id/documents',
    tag,
    summary: 'Add a document to a decision',
    description:
      'Its name, where it can be read, and the digest of its content; the document itself is kept elsewhere.',
    ...of,
    body: DocumentInput,
    answer: Document,
    answerDescription: 'The document, recorded.',
    handle: async (writing, { params, body }) => {
      const id = await insertDocument(writing, params.id, body)
      const document = { id, ...body, sha256: body.sha256 ?? null, recordedAt: writing.recordedAt }
      return { targetId: id, content: { decisionId: params.id, ...document }, body: document }
    },
  })

  list(api, {
    id: 'listDecisionDocuments',
    url: '/v1/decisions/:id/documents',
    tag,
    summary: 'List the documents of a decision, as they were recorded',
    ...of,
    query: z.strictObject(momentQuery),
    item: Document,
    page: async ({ tx, params, moment, after, limit }) => {
      const { documents = [] } = (await findDecision(tx, params.id, moment)) ?? {}
      return documents.filter(({ id }) => !after || id > String(after[0])).slice(0, limit)
    },
    position: ({ id }) => [id],
    csv: {
      id: ({ id }) => id,
      name: ({ name }) => ({ text: name }),
      url: ({ url }) => url,
      sha256: ({ sha256 }) => sha256,
      recordedAt: ({ recordedAt }) => recordedAt,
    },
  })
}
