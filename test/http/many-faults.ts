// Requests about decisions and seats with two faults each: the one that the contract puts first is what is told.
import { type Authority, EXECUTORY } from '../support/api.ts'
import { VOTES } from './bad-values.ts'
import type { RefusalCase } from './refusal-cases.ts'

const UNKNOWN_ID = '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'
const TABLED = EXECUTORY.slice(0, 2)
const ADOPTED = EXECUTORY.slice(0, 3)
const LOST = { ...VOTES, for: VOTES.against, against: VOTES.for }

const NOT_A_FIELD = { status: 400, code: 'invalid_input' }
const UNKNOWN_COOPERATIVE = { status: 404, code: 'cooperative_unknown' }
const CONTRADICT = { status: 422, code: 'votes_contradict' }

/** Fills a register, and gives what it must refuse in the order 404, 400 or 422, 409. */
export async function manyFaults(authority: Authority, cooperativeId: string): Promise<RefusalCase[]> {
  return [...(await ofDecisions(authority, cooperativeId)), ...(await ofSeats(authority, cooperativeId))]
}

async function ofDecisions(authority: Authority, cooperativeId: string): Promise<RefusalCase[]> {
  const open = await authority.decision()
  const adopted = await authority.decision({ steps: ADOPTED })
  const tabled = await authority.decision({ steps: TABLED })
  const rejected = await authority.decision({ steps: [...TABLED, { kind: 'rejected', on: '2021-01-15' }] })
  const whole = { number: 'Essai', body: 'assembly', kind: 'entry', object: 'Entrée au capital' }
  const taken = { ...whole, number: open.number }
  const shares = { cooperativeId, instrument: 'shares', ceiling: '1.00' }
  const elsewhere = { ...shares, cooperativeId: UNKNOWN_ID }
  const lost = { ...ADOPTED[2], votes: LOST }
  const record = (what: string, body: object, expected: RefusalCase['expected']) => ({
    what,
    url: '/v1/decisions',
    body,
    expected,
  })
  const correct = (what: string, body: object, expected: RefusalCase['expected']) => ({
    what,
    method: 'PATCH' as const,
    url: `/v1/decisions/${adopted.id}`,
    body,
    expected,
  })
  return [
    record('an unknown field and a number that is taken', { ...taken, nonsense: 1 }, NOT_A_FIELD),
    record(
      'an unknown cooperative and a number that is taken',
      { ...taken, cooperativeIds: [UNKNOWN_ID] },
      UNKNOWN_COOPERATIVE,
    ),
    record(
      'something allowed to an unknown cooperative and a number that is taken',
      { ...taken, authorisations: [elsewhere] },
      UNKNOWN_COOPERATIVE,
    ),
    record(
      'the same allowed twice and a number that is taken',
      { ...taken, authorisations: [shares, shares] },
      NOT_A_FIELD,
    ),
    record(
      'an unknown cooperative and an impossible step',
      { ...whole, cooperativeIds: [UNKNOWN_ID], steps: [lost] },
      UNKNOWN_COOPERATIVE,
    ),
    record('a vote that says otherwise and an impossible step', { ...whole, steps: [lost] }, CONTRADICT),
    record(
      'an unknown cooperative and a vote that says otherwise',
      { ...whole, cooperativeIds: [UNKNOWN_ID], steps: [...TABLED, lost] },
      UNKNOWN_COOPERATIVE,
    ),
    correct(
      'an unknown cooperative and a number that is taken',
      { number: open.number, cooperativeIds: [UNKNOWN_ID] },
      UNKNOWN_COOPERATIVE,
    ),
    correct('a vote that says otherwise and a number that is taken', { number: open.number, votes: LOST }, CONTRADICT),
    correct(
      'an unknown cooperative and a vote that says otherwise',
      { votes: LOST, cooperativeIds: [UNKNOWN_ID] },
      UNKNOWN_COOPERATIVE,
    ),
    {
      what: 'a vote that says otherwise and a step that is not possible',
      url: `/v1/decisions/${tabled.id}/steps`,
      body: { ...lost, on: '2020-12-14' },
      expected: CONTRADICT,
    },
    {
      what: 'an unknown cooperative under a rejected decision',
      url: `/v1/decisions/${rejected.id}/authorisations`,
      body: elsewhere,
      expected: UNKNOWN_COOPERATIVE,
    },
  ]
}

async function ofSeats(authority: Authority, cooperativeId: string): Promise<RefusalCase[]> {
  const held = await authority.seat(cooperativeId)
  const person = await authority.person()
  const mandate = await authority.mandate({ seatId: held.id, personId: person.id })
  const duplicate = await authority.person()
  await authority.post(`/v1/persons/${duplicate.id}/merge`, { into: person.id })
  const elsewhere = await authority.decision({ cooperativeIds: [await authority.cooperative()] })
  const rejected = await authority.decision({ steps: [...TABLED, { kind: 'rejected', on: '2021-01-15' }] })
  const other = { status: 422, code: 'decision_of_other_cooperative', pointer: '#/decisionId' }
  const unknownDecision = { status: 404, code: 'decision_unknown', pointer: '#/decisionId' }
  const sit = { seatId: held.id, from: '2022-01-01' }
  const post = (what: string, body: object, expected: RefusalCase['expected']) => ({
    what,
    url: '/v1/mandates',
    body: { ...sit, ...body },
    expected,
  })
  const amend = (what: string, body: object, expected: RefusalCase['expected']) => ({
    what,
    method: 'PATCH' as const,
    url: `/v1/mandates/${mandate.id}`,
    body,
    expected,
  })
  const backwards = { to: '2021-02-28', endReason: 'other' }
  return [
    post(
      'an unknown decision on a seat that is taken',
      { personId: person.id, decisionId: UNKNOWN_ID },
      unknownDecision,
    ),
    post('a decision about another on a seat that is taken', { personId: person.id, decisionId: elsewhere.id }, other),
    post(
      'an unknown decision for a person who was merged',
      { personId: duplicate.id, decisionId: UNKNOWN_ID },
      unknownDecision,
    ),
    post(
      'a decision about another for a person who was merged',
      { personId: duplicate.id, decisionId: elsewhere.id },
      other,
    ),
    amend(
      'an unknown decision for a person who was merged',
      { personId: duplicate.id, decisionId: UNKNOWN_ID },
      unknownDecision,
    ),
    amend(
      'an end before the beginning and a person who was merged',
      { personId: duplicate.id, ...backwards },
      { ...NOT_A_FIELD, pointer: '#/to' },
    ),
    amend(
      'an end before the beginning by a rejected decision',
      { decisionId: rejected.id, ...backwards },
      { ...NOT_A_FIELD, pointer: '#/to' },
    ),
    amend(
      'an end before the beginning, and outside the seat',
      { from: '2021-01-31', to: '2021-01-30', endReason: 'other' },
      { ...NOT_A_FIELD, pointer: '#/to' },
    ),
    {
      what: 'an end before the beginning of a seat that is held',
      method: 'PATCH',
      url: `/v1/seats/${held.id}`,
      body: { to: '2021-01-31' },
      expected: { ...NOT_A_FIELD, pointer: '#/to' },
    },
    {
      what: 'a duplicate merged again, into an unknown person',
      url: `/v1/persons/${duplicate.id}/merge`,
      body: { into: UNKNOWN_ID },
      expected: { status: 404, code: 'person_unknown', pointer: '#/into' },
    },
  ]
}
