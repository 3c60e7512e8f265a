// A register with seats, mandates and persons, and what it refuses of organs, seats and appointments.
import { type Authority, type Body, EXECUTORY } from '../support/api.ts'
import type { RefusalCase } from './refusal-cases.ts'

export const UNKNOWN_ID = '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'

/**
 * One organ with three seats: `held` from 2021-02-01 on, with one mandate before and one after 2023-01-01; `closed`
 * from 2021-02-01 to 2024-01-01, with no mandate; `lent` with a mandate of the duplicate; and a mandate `within` that
 * ends with its seat.
 */
export async function fill(authority: Authority, stranger: Authority) {
  const cooperativeId = await authority.cooperative()
  const other = await authority.cooperative()
  const held = await authority.seat(cooperativeId)
  const { organId } = held
  const open = (more: object) => authority.post('/v1/seats', { organId, from: '2021-02-01', ...more })
  const closed = await open({ to: '2024-01-01' })
  const lent = await open({})
  const colleges = [{ name: 'Collectivités', weight: '0.2', totalVotes: 4 }, { name: 'Salariés' }]
  const assembly = { cooperativeId, kind: 'general_assembly', name: 'Assemblée générale', colleges }
  const byColleges = await authority.post('/v1/organs', assembly)
  const first = await authority.person('Camille Exemple')
  const second = await authority.person('Dominique Exemple')
  const third = await authority.person('Claude Exemple')
  const duplicate = await authority.person('Camille Exemple')
  const merged = await authority.person('Cam. Exemple')
  await authority.post(`/v1/persons/${merged.id}/merge`, { into: third.id })
  const erased = await authority.person('Alex Exemple')
  await authority.post(`/v1/persons/${erased.id}/erasure`, { reason: 'Demande de la personne' })
  const ended = { to: '2023-01-01', endReason: 'resignation' }
  const before = await authority.mandate({ seatId: held.id, personId: first.id, ...ended })
  const after = await authority.mandate({ seatId: held.id, personId: second.id, from: '2023-01-01' })
  return {
    cooperativeId,
    organId,
    held,
    closed,
    lent,
    before,
    after,
    onLoan: await authority.mandate({ seatId: lent.id, personId: duplicate.id }),
    within: await authority.mandate({ seatId: (await open({ to: '2024-01-01' })).id }),
    inCollege: await authority.post('/v1/seats', {
      organId: byColleges.id,
      college: 'Salariés',
      from: '2021-02-01',
    }),
    byColleges,
    first,
    second,
    third,
    duplicate,
    merged,
    erased,
    rejected: await authority.decision({ steps: [...EXECUTORY.slice(0, 2), { kind: 'rejected', on: '2021-01-15' }] }),
    elsewhere: await authority.decision({ cooperativeIds: [other] }),
    appointing: await authority.decision({ kind: 'appointment' }),
    foreign: {
      cooperativeId: await stranger.cooperative(),
      seat: await stranger.seat(await stranger.cooperative()),
      person: await stranger.person(),
      decision: await stranger.decision(),
    },
  }
}
export type Register = Awaited<ReturnType<typeof fill>>

export const period = ({ id, from, to }: Body) => ({ id, from, to })

export function refusal(
  what: string,
  url: string,
  body: object,
  [status, code, pointer]: readonly [status: number, code: string, pointer?: string | undefined],
  members?: object,
): RefusalCase {
  return {
    what,
    url,
    body,
    expected: { status, code, ...(pointer !== undefined && { pointer }) },
    ...(members && { members }),
  }
}

export const patch = (...refused: Parameters<typeof refusal>): RefusalCase => ({
  ...refusal(...refused),
  method: 'PATCH',
})

export function places({ held, closed, inCollege, byColleges, before, after, foreign }: Register): RefusalCase[] {
  const organ = (cooperativeId: string) => ({ cooperativeId, kind: 'other', name: 'Comité' })
  const seat = (organId: string, more: object = {}) => ({ organId, from: '2021-02-01', ...more })
  const unknownOrgan: [number, string, string] = [404, 'organ_unknown', '#/organId']
  const unknownCooperative: [number, string, string] = [404, 'cooperative_unknown', '#/cooperativeId']
  const unknownCollege: [number, string, string] = [422, 'college_unknown', '#/college']
  const at = `/v1/seats/${held.id}`
  const still = (pointer: string): [number, string, string] => [409, 'seat_still_held', pointer]
  return [
    refusal('an organ of an unknown cooperative', '/v1/organs', organ(UNKNOWN_ID), unknownCooperative),
    refusal('an organ of a foreign cooperative', '/v1/organs', organ(foreign.cooperativeId), unknownCooperative),
    refusal('a seat on an unknown organ', '/v1/seats', seat(UNKNOWN_ID), unknownOrgan),
    refusal('a seat on a foreign organ', '/v1/seats', seat(foreign.seat.organId), unknownOrgan),
    refusal(
      'a seat in a college that the organ does not have',
      '/v1/seats',
      seat(byColleges.id, { college: 'Usagers' }),
      unknownCollege,
    ),
    patch(
      'a seat moved into a college that the organ does not have',
      `/v1/seats/${inCollege.id}`,
      { college: 'collectivités' },
      unknownCollege,
    ),
    patch('a seat that begins after who sits on it', at, { from: '2021-03-02' }, still('#/from'), {
      mandate: period(before),
    }),
    patch('a seat that ends before who will sit on it', at, { to: '2022-01-01' }, still('#/to'), {
      mandate: period(after),
    }),
    patch('a seat that ends when who sits on it begins', at, { to: '2023-01-01' }, still('#/to'), {
      mandate: period(after),
    }),
    patch('a seat that ends when it begins', at, { to: '2021-02-01' }, [400, 'invalid_input', '#/to']),
    patch('a seat that begins when it ends', `/v1/seats/${closed.id}`, { from: '2024-01-01' }, [
      400,
      'invalid_input',
      '#/from',
    ]),
  ]
}

export function appointments({ closed, first, after, rejected, elsewhere, foreign }: Register): RefusalCase[] {
  const cases: [string, string, [number, string], object?][] = [
    ['an unknown decision', UNKNOWN_ID, [404, 'decision_unknown']],
    ['a decision of another authority', foreign.decision.id, [404, 'decision_unknown']],
    ['a decision about another cooperative', elsewhere.id, [422, 'decision_of_other_cooperative']],
    ['a rejected decision', rejected.id, [409, 'decision_void'], { decisionStatus: 'rejected' }],
  ]
  const mandate = { seatId: closed.id, personId: first.id, from: '2023-02-01' }
  return cases.flatMap(([what, decisionId, [status, code], members]) => [
    refusal(what, '/v1/mandates', { ...mandate, decisionId }, [status, code, '#/decisionId'], members),
    patch(
      `${what}, as a correction`,
      `/v1/mandates/${after.id}`,
      { decisionId },
      [status, code, '#/decisionId'],
      members,
    ),
  ])
}
