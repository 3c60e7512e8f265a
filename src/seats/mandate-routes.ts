import { z } from 'zod'
import { list } from '../http/list.ts'
import { atMoment, momentQuery } from '../http/moment.ts'
import type { Api, Params } from '../http/operation.ts'
import { read } from '../http/read.ts'
import { uuid } from '../http/wire.ts'
import { type Recorded, write } from '../http/write.ts'
import type { Writing } from '../journal/command.ts'
import { newestKnown } from '../journal/moment.ts'
import { justRecorded } from '../journal/recorded.ts'
import { newestVersion, stateOf } from '../journal/versioned.ts'
import { findCurrentPerson } from '../persons/queries.ts'
import { revealPerson, underPerson } from '../persons/resource.ts'
import { MergeInput, PersonAt } from '../persons/schema.ts'
import type { Tx } from '../postgres/database.ts'
import { firstMatching } from '../values/batches.ts'
import { amendMandate, recordMandate } from './hold.ts'
import { MANDATE_STATES } from './mandate.ts'
import { findMandate, listMandates, personNameAt } from './mandate-queries.ts'
import { Mandate, MandateAt, MandateInput, MandatePatch } from './mandate-schema.ts'
import { mergePersons } from './merge-persons.ts'

const tag = 'Seats'

type Answer = z.infer<typeof MandateAt>

const underMandate = {
  resource: (tx: Tx, { id }: Params) => newestVersion(tx, 'mandate_version', id),
  resourceName: 'mandate',
  stateOf,
}

const REFUSALS = [
  'person_unknown',
  'person_merged',
  'person_erased',
  'decision_unknown',
  'decision_of_other_cooperative',
  'decision_void',
  'mandate_outside_seat',
  'seat_taken',
  'person_already_sits',
] as const

async function reveal(tx: Tx, answer: Answer): Promise<Answer> {
  return { ...answer, personName: await personNameAt(tx, answer.personId, answer.knownAt) }
}

export function mandateRoutes(api: Api): void {
  const recorded = async (writing: Writing, { id }: Mandate): Promise<Recorded<Answer>> => {
    const moment = newestKnown(writing, api.today())
    const mandate = justRecorded(await findMandate(writing.tx, id, moment), 'mandate')
    const nameless = { ...mandate, personName: null }
    const { state: _, ...content } = nameless
    return { targetId: id, content, body: atMoment(nameless, moment), location: `/v1/mandates/${id}` }
  }

  write(api, {
    id: 'createMandate',
    method: 'POST',
    url: '/v1/mandates',
    tag,
    summary: 'Put a person on a seat',
    description: 'Two mandates never overlap on one seat and role, and a person sits once on an organ.',
    stateOf: underMandate.stateOf,
    body: MandateInput,
    refuses: ['seat_unknown', ...REFUSALS],
    answer: MandateAt,
    answerDescription: 'The mandate, recorded.',
    takesEffectOn: (_asked, answer) => answer?.from ?? null,
    tagged: true,
    reveal,
    handle: async (writing, { body }) => recorded(writing, await recordMandate(writing, body)),
  })

  list(api, {
    id: 'listMandates',
    url: '/v1/mandates',
    tag,
    summary: 'List the mandates, past and future ones too',
    description: 'A person’s seats, a seat’s holders: each with its state on asOf.',
    query: z.strictObject({
      cooperativeId: uuid.optional(),
      organId: uuid.optional(),
      seatId: uuid.optional(),
      personId: uuid.optional(),
      state: z.enum(MANDATE_STATES, `must be one of ${MANDATE_STATES.join(', ')}`).optional(),
      ...momentQuery,
    }),
    item: Mandate,
    page: ({ tx, moment, query, after, limit }) =>
      firstMatching(
        (last, count) => listMandates(tx, moment, query, last, count),
        ({ id }) => id,
        query.state && (({ state }) => state === query.state),
        after?.[0] as string | undefined,
        limit,
      ),
    position: ({ id }) => [id],
    csv: {
      id: ({ id }) => id,
      cooperativeId: ({ cooperativeId }) => cooperativeId,
      cooperativeName: ({ cooperativeName }) => ({ text: cooperativeName }),
      organId: ({ organId }) => organId,
      organName: ({ organName }) => ({ text: organName }),
      seatId: ({ seatId }) => seatId,
      seatTitle: ({ seatTitle }) => ({ text: seatTitle }),
      votes: ({ votes }) => votes,
      role: ({ role }) => role,
      personId: ({ personId }) => personId,
      personName: ({ personName }) => ({ text: personName }),
      from: ({ from }) => from,
      to: ({ to }) => to,
      endReason: ({ endReason }) => endReason,
      decisionId: ({ decisionId }) => decisionId,
      noDecisionReason: ({ noDecisionReason }) => ({ text: noDecisionReason }),
      lapsesOn: ({ lapsesOn }) => lapsesOn,
      state: ({ state }) => state,
      version: ({ version }) => version,
      recordedAt: ({ recordedAt }) => recordedAt,
    },
  })

  read(api, {
    id: 'getMandate',
    url: '/v1/mandates/:id',
    tag,
    summary: 'Read a mandate',
    ...underMandate,
    query: z.strictObject(momentQuery),
    answer: MandateAt,
    answerDescription: 'The mandate, with its state on asOf, as known at knownAt.',
    handle: async ({ tx, params, moment }) => atMoment(await findMandate(tx, params.id, moment), moment),
  })

  write(api, {
    id: 'amendMandate',
    method: 'PATCH',
    url: '/v1/mandates/:id',
    tag,
    summary: 'End a mandate, or correct it',
    description: 'Adds a version: reads at an earlier knownAt still answer the earlier one.',
    ...underMandate,
    conditional: true,
    body: MandatePatch,
    refuses: REFUSALS,
    answer: MandateAt,
    answerDescription: 'The mandate, as it is today.',
    takesEffectOn: ({ body }, answer) => (typeof body.to === 'string' ? body.to : (answer?.from ?? null)),
    tagged: true,
    reveal,
    handle: async (writing, { params, body }) => {
      const { location: _, ...answer } = await recorded(writing, await amendMandate(writing, params.id, body))
      return answer
    },
  })

  write(api, {
    id: 'mergePerson',
    method: 'POST',
    url: '/v1/persons/:id/merge',
    tag,
    summary: 'Merge a duplicate into the person who stands for both',
    description: 'Its mandates become that person’s; reads at an earlier knownAt still answer both.',
    ...underPerson,
    body: MergeInput,
    refuses: ['person_unknown', 'person_merged', 'person_erased', 'person_already_sits'],
    answer: PersonAt,
    answerDescription: 'The duplicate, merged.',
    reveal: revealPerson,
    handle: async (writing, { params: { id }, body: { into } }) => {
      const movedMandates = await mergePersons(writing, id, into)
      const person = justRecorded(await findCurrentPerson(writing.tx, id), 'person')
      const answer = atMoment({ ...person, name: null, contact: null }, newestKnown(writing, api.today()))
      return { targetId: id, content: { id, into, movedMandates }, body: answer }
    },
  })
}
