import { z } from 'zod'
import { list } from '../http/list.ts'
import { atMoment, momentQuery } from '../http/moment.ts'
import type { Api } from '../http/operation.ts'
import { read } from '../http/read.ts'
import { uuid } from '../http/wire.ts'
import { write } from '../http/write.ts'
import { newestKnown } from '../journal/moment.ts'
import { justRecorded } from '../journal/recorded.ts'
import { firstMatching } from '../values/batches.ts'
import { findDecision, listDecisions } from './queries.ts'
import { amendDecision, recordDecision } from './record.ts'
import { underDecision } from './resource.ts'
import { Decision, DecisionAt, DecisionInput, DecisionPatch } from './schema.ts'
import { STATUSES } from './step.ts'

const tag = 'Decisions'
const { body, kind } = DecisionInput.shape

export function decisionRoutes(api: Api): void {
  write(api, {
    id: 'recordDecision',
    method: 'POST',
    url: '/v1/decisions',
    tag,
    summary: 'Record a decision',
    description:
      'With all that is known of it: steps, authorisations and documents may come with it, or follow one by one.',
    stateOf: underDecision.stateOf,
    body: DecisionInput,
    refuses: ['step_not_possible', 'votes_contradict', 'cooperative_unknown', 'number_taken'],
    answer: DecisionAt,
    answerDescription: 'The decision, as it stands today.',
    takesEffectOn: ({ body }) =>
      (body.steps ?? [])
        .map(({ on }) => on)
        .sort()
        .at(-1) ?? null,
    tagged: true,
    handle: async (writing, { body }) => {
      const decision = await recordDecision(writing, body)
      const location = `/v1/decisions/${decision.id}`
      return { ...(await recorded(api, writing, decision)), location }
    },
  })

  list(api, {
    id: 'listDecisions',
    url: '/v1/decisions',
    tag,
    summary: 'List the decisions, in order of registration',
    description:
      'Those that something had happened to on asOf, each with where it stood and what was left of what it allows; and those that nothing has happened to yet.',
    query: z.strictObject({
      cooperativeId: uuid.optional(),
      number: DecisionInput.shape.number.optional(),
      kind: kind.optional(),
      body: body.optional(),
      status: z.enum(STATUSES, `must be one of ${STATUSES.join(', ')}`).optional(),
      ...momentQuery,
    }),
    item: Decision,
    page: ({ tx, moment, query, after, limit }) =>
      firstMatching(
        (last, count) => listDecisions(tx, moment, query, last, count),
        ({ id }) => id,
        query.status && (({ status }) => status === query.status),
        after?.[0] as string | undefined,
        limit,
      ),
    position: ({ id }) => [id],
    csv: {
      id: ({ id }) => id,
      number: ({ number }) => ({ text: number }),
      body: ({ body }) => body,
      kind: ({ kind }) => kind,
      object: ({ object }) => ({ text: object }),
      subjectCode: ({ subjectCode }) => subjectCode,
      subjectName: ({ subjectName }) => ({ text: subjectName }),
      status: ({ status }) => status,
      adoptedOn: ({ steps }) => steps.find((step) => step.kind === 'adopted')?.on,
      executoryOn: ({ executoryOn }) => executoryOn,
      challengeUntil: ({ challengeUntil }) => challengeUntil,
      present: ({ votes }) => votes?.present,
      for: ({ votes }) => votes?.for,
      against: ({ votes }) => votes?.against,
      abstaining: ({ votes }) => votes?.abstaining,
      cooperativeIds: ({ cooperativeIds }) => cooperativeIds.join(' '),
      version: ({ version }) => version,
      recordedAt: ({ recordedAt }) => recordedAt,
    },
  })

  read(api, {
    id: 'getDecision',
    url: '/v1/decisions/:id',
    tag,
    summary: 'Read a decision: where it stands, and what is left of what it allows',
    ...underDecision,
    query: z.strictObject(momentQuery),
    answer: DecisionAt,
    answerDescription: 'The decision on asOf, as known at knownAt. Its ETag serves the If-Match of a PATCH.',
    handle: async ({ tx, params, moment }) => {
      return atMoment(await findDecision(tx, params.id, moment), moment)
    },
  })

  write(api, {
    id: 'amendDecision',
    method: 'PATCH',
    url: '/v1/decisions/:id',
    tag,
    summary: 'Correct what the register says of a decision',
    description:
      'Adds a version: reads at an earlier knownAt still answer the earlier one. Steps are cancelled and recorded anew; authorisations are superseded.',
    ...underDecision,
    conditional: true,
    body: DecisionPatch,
    refuses: ['votes_contradict', 'vote_stated_elsewhere', 'cooperative_unknown', 'number_taken'],
    answer: DecisionAt,
    answerDescription: 'The decision, corrected, as it stands today.',
    takesEffectOn: () => null,
    tagged: true,
    handle: async (writing, { params, body }) => recorded(api, writing, await amendDecision(writing, params.id, body)),
  })
}

/** The journal keeps all that is known of the decision; the answer is as of today. */
async function recorded(api: Api, writing: Parameters<typeof recordDecision>[0], decision: Decision) {
  const moment = newestKnown(writing, api.today())
  const body = atMoment(justRecorded(await findDecision(writing.tx, decision.id, moment), 'decision'), moment)
  return { targetId: decision.id, content: decision, body }
}
