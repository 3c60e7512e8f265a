import { z } from 'zod'
import { list } from '../http/list.ts'
import { atMoment, momentQuery } from '../http/moment.ts'
import type { Api, Params } from '../http/operation.ts'
import { read } from '../http/read.ts'
import { uuid } from '../http/wire.ts'
import { write } from '../http/write.ts'
import { newestKnown } from '../journal/moment.ts'
import { justRecorded } from '../journal/recorded.ts'
import { newestVersion, stateOf } from '../journal/versioned.ts'
import type { Tx } from '../postgres/database.ts'
import { firstMatching } from '../values/batches.ts'
import { SEAT_STATES } from './mandate.ts'
import { amendSeat, openSeat } from './open-seat.ts'
import { findOrgan, listOrgans } from './organ-queries.ts'
import { Organ, OrganAt, OrganInput, OrganPatch } from './organ-schema.ts'
import { amendOrgan, registerOrgan } from './register-organ.ts'
import { findSeat, listSeats } from './seat-queries.ts'
import { Seat, SeatAt, SeatInput, SeatPatch } from './seat-schema.ts'

const tag = 'Seats'

// A list has only seats that are valid.
const LISTED_STATES = SEAT_STATES.filter((state) => state !== 'not_valid')

const underOrgan = {
  resource: (tx: Tx, { id }: Params) => newestVersion(tx, 'organ_version', id),
  resourceName: 'organ',
  stateOf,
}
const underSeat = {
  resource: (tx: Tx, { id }: Params) => newestVersion(tx, 'seat_version', id),
  resourceName: 'seat',
  stateOf,
}

export function organRoutes(api: Api): void {
  write(api, {
    id: 'createOrgan',
    method: 'POST',
    url: '/v1/organs',
    tag,
    summary: 'Register an organ of a cooperative',
    stateOf: underOrgan.stateOf,
    body: OrganInput,
    refuses: ['cooperative_unknown'],
    answer: OrganAt,
    answerDescription: 'The organ, registered.',
    tagged: true,
    handle: async (writing, { body }) => {
      const id = await registerOrgan(writing, body)
      const moment = newestKnown(writing, api.today())
      const answer = atMoment(justRecorded(await findOrgan(writing.tx, id, moment), 'organ'), moment)
      return { targetId: id, content: { id, ...body }, body: answer, location: `/v1/organs/${id}` }
    },
  })

  list(api, {
    id: 'listOrgans',
    url: '/v1/organs',
    tag,
    summary: 'List the organs, with the authority’s votes and voting share on a date',
    query: z.strictObject({
      cooperativeId: uuid.optional(),
      kind: OrganInput.shape.kind.optional(),
      ...momentQuery,
    }),
    item: Organ,
    page: ({ tx, moment, query, after, limit }) => listOrgans(tx, moment, query, after?.[0] as string, limit),
    position: ({ id }) => [id],
    csv: {
      id: ({ id }) => id,
      cooperativeId: ({ cooperativeId }) => cooperativeId,
      cooperativeName: ({ cooperativeName }) => ({ text: cooperativeName }),
      kind: ({ kind }) => kind,
      name: ({ name }) => ({ text: name }),
      totalVotes: ({ totalVotes }) => totalVotes,
      effectiveOn: ({ effectiveOn }) => effectiveOn,
      seats: ({ seats }) => seats,
      votes: ({ votes }) => votes,
      votesHeld: ({ votesHeld }) => votesHeld,
      votingShare: ({ votingShare }) => votingShare,
      version: ({ version }) => version,
      recordedAt: ({ recordedAt }) => recordedAt,
    },
  })

  read(api, {
    id: 'getOrgan',
    url: '/v1/organs/:id',
    tag,
    summary: 'Read an organ, with the authority’s votes on it',
    ...underOrgan,
    query: z.strictObject(momentQuery),
    answer: OrganAt,
    answerDescription: 'The organ on asOf, as known at knownAt.',
    handle: async ({ tx, params, moment }) => atMoment(await findOrgan(tx, params.id, moment), moment),
  })

  write(api, {
    id: 'amendOrgan',
    method: 'PATCH',
    url: '/v1/organs/:id',
    tag,
    summary: 'Change an organ, from a day on or as a correction',
    description: 'What changes goes on into later versions, as long as they only repeat what was before.',
    ...underOrgan,
    conditional: true,
    body: OrganPatch,
    answer: OrganAt,
    answerDescription: 'The organ, as it is today.',
    tagged: true,
    handle: async (writing, { params: { id }, body }) => {
      const content = { id, versions: await amendOrgan(writing, id, body, api.today()) }
      const moment = newestKnown(writing, api.today())
      const answer = atMoment(justRecorded(await findOrgan(writing.tx, id, moment), 'organ'), moment)
      return { targetId: id, content, body: answer }
    },
  })
}

export function seatRoutes(api: Api): void {
  write(api, {
    id: 'createSeat',
    method: 'POST',
    url: '/v1/seats',
    tag,
    summary: 'Enter a seat of the authority on an organ',
    stateOf: underSeat.stateOf,
    body: SeatInput,
    refuses: ['organ_unknown', 'college_unknown'],
    answer: SeatAt,
    answerDescription: 'The seat, entered.',
    tagged: true,
    handle: async (writing, { body }) => {
      const { id } = await openSeat(writing, body)
      const moment = newestKnown(writing, api.today())
      const answer = atMoment(justRecorded(await findSeat(writing.tx, id, moment), 'seat'), moment)
      return { targetId: id, content: { id, ...body }, body: answer, location: `/v1/seats/${id}` }
    },
  })

  list(api, {
    id: 'listSeats',
    url: '/v1/seats',
    tag,
    summary: 'List who sits where, with how many votes, on a date',
    description: 'The seats that are valid on asOf, with their titular and alternate on that day, or vacant.',
    query: z.strictObject({
      cooperativeId: uuid.optional(),
      organId: uuid.optional(),
      personId: uuid.optional().meta({ description: 'Only the seats that this person holds on asOf.' }),
      state: z.enum(LISTED_STATES, `must be one of ${LISTED_STATES.join(', ')}`).optional(),
      ...momentQuery,
    }),
    item: Seat,
    page: ({ tx, moment, query, after, limit }) =>
      firstMatching(
        (last, count) => listSeats(tx, moment, query, last, count),
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
      organKind: ({ organKind }) => organKind,
      title: ({ title }) => ({ text: title }),
      college: ({ college }) => ({ text: college }),
      votes: ({ votes }) => votes,
      from: ({ from }) => from,
      to: ({ to }) => to,
      state: ({ state }) => state,
      titularId: ({ titular }) => titular?.personId,
      titularName: ({ titular }) => ({ text: titular?.personName }),
      titularFrom: ({ titular }) => titular?.from,
      titularTo: ({ titular }) => titular?.to,
      alternateId: ({ alternate }) => alternate?.personId,
      alternateName: ({ alternate }) => ({ text: alternate?.personName }),
      alternateFrom: ({ alternate }) => alternate?.from,
      alternateTo: ({ alternate }) => alternate?.to,
      version: ({ version }) => version,
      recordedAt: ({ recordedAt }) => recordedAt,
    },
  })

  read(api, {
    id: 'getSeat',
    url: '/v1/seats/:id',
    tag,
    summary: 'Read a seat, and who holds it',
    ...underSeat,
    query: z.strictObject(momentQuery),
    answer: SeatAt,
    answerDescription: 'The seat on asOf, valid or not, as known at knownAt.',
    handle: async ({ tx, params, moment }) => atMoment(await findSeat(tx, params.id, moment), moment),
  })

  write(api, {
    id: 'amendSeat',
    method: 'PATCH',
    url: '/v1/seats/:id',
    tag,
    summary: 'Change a seat, or close it',
    description:
      'Each mandate on it ends on its own day, or with the seat (seat_closed) where that is earlier, also when that day is moved.',
    ...underSeat,
    conditional: true,
    body: SeatPatch,
    refuses: ['seat_still_held', 'person_already_sits', 'college_unknown'],
    answer: SeatAt,
    answerDescription: 'The seat, changed, as it is today.',
    tagged: true,
    handle: async (writing, { params: { id }, body }) => {
      const { seat, moved } = await amendSeat(writing, id, body)
      // Names of who sits stand in the answer, and in no journal.
      const { titular: _, alternate: __, state: ___, ...content } = seat
      const moment = newestKnown(writing, api.today())
      const answer = atMoment(justRecorded(await findSeat(writing.tx, id, moment), 'seat'), moment)
      return { targetId: id, content: { ...content, movedMandates: moved }, body: answer }
    },
  })
}
