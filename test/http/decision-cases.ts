// A register with a decision of each state, and what each refuses: steps, votes, cancellations, and decisions as a whole.
import { type Authority, type Body, EXECUTORY } from '../support/api.ts'
import { VOTES } from './bad-values.ts'
import type { RefusalCase } from './refusal-cases.ts'
import type { Expected } from './refusals.ts'

const UNKNOWN_ID = '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'
const TABLED = EXECUTORY.slice(0, 2)
export const ADOPTED = EXECUTORY.slice(0, 3)
const REJECTED = [...TABLED, { kind: 'rejected', on: '2021-01-15' }]
const LOST = { present: 78, for: 10, against: 60, abstaining: 8 }
const CARRIED = ['transmitted', 'published', 'withdrawn', 'annulled']

/** A decision of each state, and what each authorises for one cooperative. */
export async function fill(authority: Authority, stranger: Authority) {
  const position = await authority.position()
  const other = await authority.position()
  const { cooperativeId } = position
  const shares = { cooperativeId, instrument: 'shares', ceiling: '1000.00', ceilingShares: '15' }
  const decision = (steps: object[], more: object = {}) =>
    authority.decision({ steps, authorisations: [shares], ...more })
  const open = await decision(EXECUTORY, { votes: VOTES })
  const on = { ...position, decisionId: open.id }
  const purchase = { kind: 'purchase', ...on, shares: '6', amount: '300.00' }
  await authority.move({ ...purchase, effectiveOn: '2023-01-01' })
  const last = await authority.move({ ...purchase, effectiveOn: '2024-01-01' })
  const annulled = await decision(EXECUTORY)
  await authority.move({ ...purchase, decisionId: annulled.id, effectiveOn: '2022-01-01' })
  await authority.post(`/v1/decisions/${annulled.id}/steps`, { kind: 'annulled', on: '2025-03-12' })
  const mistaken = await decision(ADOPTED)
  const cancelled = mistaken.steps.at(-1).id
  const cancellation = { kind: 'cancellation', cancels: cancelled, reason: 'Erreur' }
  return {
    position,
    other,
    open,
    last,
    annulled,
    cancelled,
    mistaken,
    cancellation: await authority.post(`/v1/decisions/${mistaken.id}/steps`, cancellation),
    tabled: await decision(TABLED),
    adopted: await decision(ADOPTED),
    rejected: await decision(REJECTED),
    ended: await decision(EXECUTORY, { authorisations: [{ ...shares, to: '2022-01-01' }] }),
    elsewhere: await decision(EXECUTORY, { authorisations: [], cooperativeIds: [other.cooperativeId] }),
    foreign: await stranger.decision({ steps: ADOPTED }),
    foreignCooperativeId: await stranger.cooperative(),
    strangers: await stranger.position(),
  }
}
export type Register = Awaited<ReturnType<typeof fill>>

export const at = ({ id }: Body, part = '') => `/v1/decisions/${id}${part}`
export const step = (
  what: string,
  decision: Body,
  body: object,
  expected: Expected,
  members?: object,
): RefusalCase => ({
  what,
  url: at(decision, '/steps'),
  body,
  expected,
  ...(members && { members }),
})

export function steps({ tabled, adopted, open, rejected, annulled, mistaken }: Register): RefusalCase[] {
  const impossible = (pointer: string) => ({ status: 409, code: 'step_not_possible', pointer })
  const kind = impossible('#/kind')
  const says = (decisionStatus: string | null, possibleSteps: string[], earliest?: string, latest?: string) => ({
    decisionStatus,
    possibleSteps,
    earliest: earliest ?? null,
    latest: latest ?? null,
  })
  const published = { kind: 'published', on: '2021-01-20' }
  return [
    step('published before it is adopted', tabled, published, kind, says('tabled', ['adopted', 'rejected'])),
    step('drafted twice', tabled, EXECUTORY[0] as object, kind, says('drafted', ['adopted', 'rejected'])),
    step('adopted twice', adopted, { kind: 'adopted', on: '2021-02-15' }, kind, says('adopted', CARRIED)),
    step('rejected once adopted', adopted, { kind: 'rejected', on: '2021-01-15' }, kind, says('adopted', CARRIED)),
    step(
      'transmitted before the vote',
      adopted,
      { kind: 'transmitted', on: '2021-01-14', receiptNumber: '062-1' },
      impossible('#/on'),
      says('tabled', CARRIED, '2021-01-15'),
    ),
    step(
      'withdrawn before it was transmitted, as it was after',
      open,
      { kind: 'withdrawn', on: '2021-01-16' },
      impossible('#/on'),
      says('adopted', ['withdrawn', 'annulled'], '2021-01-20'),
    ),
    step(
      'published twice',
      open,
      { ...published, on: '2021-02-01' },
      kind,
      says('executory', ['withdrawn', 'annulled']),
    ),
    step('published once rejected', rejected, published, kind, says('rejected', [])),
    step('withdrawn once annulled', annulled, { kind: 'withdrawn', on: '2025-04-01' }, kind, says('annulled', [])),
    step(
      'transmitted where the vote was cancelled',
      mistaken,
      { kind: 'transmitted', on: '2021-01-18' },
      kind,
      says('tabled', ['adopted', 'rejected']),
    ),
  ]
}

export function votes({ tabled, adopted }: Register): RefusalCase[] {
  const contradict = (pointer: string) => ({ status: 422, code: 'votes_contradict', pointer })
  const on = '2021-01-15'
  const more = { ...VOTES, present: 79 }
  const notAddingUp = { status: 400, code: 'invalid_input', pointer: '#/votes/present' }
  return [
    step('adopted by a minority', tabled, { kind: 'adopted', on, votes: LOST }, contradict('#/votes')),
    step('rejected by a majority', tabled, { kind: 'rejected', on, votes: VOTES }, contradict('#/votes')),
    step('votes that do not add up', tabled, { kind: 'adopted', on, votes: more }, notAddingUp),
    {
      what: 'votes of a decision that do not add up',
      url: '/v1/decisions',
      body: { ...NEW, votes: more },
      expected: notAddingUp,
    },
    {
      what: 'votes that do not add up, as a correction',
      method: 'PATCH',
      url: at(adopted),
      body: { votes: more },
      expected: notAddingUp,
    },
    {
      what: 'votes of a minority, as a correction',
      method: 'PATCH',
      url: at(adopted),
      body: { votes: LOST },
      expected: contradict('#/votes'),
    },
  ]
}

export function cancellations(register: Register): RefusalCase[] {
  const { open, adopted, mistaken, cancelled, cancellation, foreign } = register
  const cancels = (id: string) => ({ kind: 'cancellation', cancels: id, reason: 'Erreur' })
  const refused = (status: number, code: string) => ({ status, code, pointer: '#/cancels' })
  const unknown = refused(404, 'step_unknown')
  const already = refused(409, 'step_already_cancelled')
  const needed = refused(409, 'step_still_needed')
  return [
    step('of an unknown step', adopted, cancels(UNKNOWN_ID), unknown),
    step('of a step of another decision', adopted, cancels(open.steps[0].id), unknown),
    step('of a step of another authority', adopted, cancels(foreign.steps[0].id), unknown),
    step('of the vote, where it was transmitted', open, cancels(open.steps[2].id), needed),
    step('of the draft, where it was tabled', mistaken, cancels(mistaken.steps[0].id), needed),
    step('twice', mistaken, cancels(cancelled), already),
    step('of a cancellation', mistaken, cancels(cancellation.id), already),
  ]
}

const NEW = { number: 'Essai', body: 'assembly', kind: 'entry', object: 'Entrée au capital' }

export function wholes({ position, open, adopted, foreignCooperativeId }: Register): RefusalCase[] {
  const { cooperativeId } = position
  const unknown = (pointer: string) => ({ status: 404, code: 'cooperative_unknown', pointer })
  const record = (what: string, body: object, expected: Expected, members?: object): RefusalCase => ({
    what,
    url: '/v1/decisions',
    body: { ...NEW, ...body },
    expected,
    ...(members && { members }),
  })
  const amend = (what: string, body: object, expected: Expected): RefusalCase => ({
    what: `${what}, as a correction`,
    method: 'PATCH',
    url: at(adopted),
    body,
    expected,
  })
  const shares = (id: string) => ({ cooperativeId: id, instrument: 'shares', ceiling: '1.00' })
  const impossible = (pointer: string) => ({ status: 409, code: 'step_not_possible', pointer })
  const late = [...TABLED, { kind: 'transmitted', on: '2021-01-14' }, { kind: 'adopted', on: '2021-01-15' }]
  const voted = [...TABLED, { ...ADOPTED[2], votes: LOST }]
  const taken = { status: 409, code: 'number_taken', pointer: '#/number' }
  return [
    record('published from its draft', { steps: [EXECUTORY[0], EXECUTORY[4]] }, impossible('#/steps/1/kind'), {
      decisionStatus: 'drafted',
      possibleSteps: ['tabled'],
      earliest: null,
      latest: null,
    }),
    record('adopted without a draft', { steps: [EXECUTORY[2]] }, impossible('#/steps/0/kind'), {
      decisionStatus: null,
      possibleSteps: ['drafted'],
      earliest: null,
      latest: null,
    }),
    record('transmitted before the vote', { steps: late }, impossible('#/steps/2/on'), {
      decisionStatus: 'tabled',
      possibleSteps: CARRIED,
      earliest: '2021-01-15',
      latest: null,
    }),
    record('a vote that says otherwise', { steps: ADOPTED, votes: LOST }, { ...CONTRADICT, pointer: '#/votes' }),
    record('a step whose vote says otherwise', { steps: voted }, { ...CONTRADICT, pointer: '#/steps/2/votes' }),
    record(
      'about an unknown cooperative',
      { cooperativeIds: [cooperativeId, UNKNOWN_ID] },
      unknown('#/cooperativeIds/1'),
    ),
    record('about a foreign cooperative', { cooperativeIds: [foreignCooperativeId] }, unknown('#/cooperativeIds/0')),
    record(
      'allowing something for an unknown cooperative',
      { authorisations: [shares(cooperativeId), shares(UNKNOWN_ID)] },
      unknown('#/authorisations/1/cooperativeId'),
    ),
    record(
      'allowing the same twice',
      { authorisations: [shares(cooperativeId), { ...shares(cooperativeId), ceiling: '2.00' }] },
      { status: 400, code: 'invalid_input', pointer: '#/authorisations/1' },
    ),
    record('a number that is taken', { number: open.number }, taken),
    amend('a number that is taken', { number: open.number }, taken),
    amend('about an unknown cooperative', { cooperativeIds: [UNKNOWN_ID] }, unknown('#/cooperativeIds/0')),
    amend('about a foreign cooperative', { cooperativeIds: [foreignCooperativeId] }, unknown('#/cooperativeIds/0')),
  ]
}

const CONTRADICT = { status: 422, code: 'votes_contradict' }
