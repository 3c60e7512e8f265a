// What is written about organs, seats, mandates and persons, and the bad values that each field of it is tried with.
import type { Authority } from '../support/api.ts'
import { BAD, badOrNull, fewBad, inItem, VOTES, type Write } from './bad-values.ts'

const UNKNOWN_ID = '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'
const COLLEGE = { name: 'Collectivités', weight: '0.2', totalVotes: 4 }

/** One row a write; of a seat that is valid from 2021-02-01 on, and held from 2021-03-01 on. */
export async function seatWrites(authority: Authority, cooperativeId: string): Promise<Write[]> {
  const seat = await authority.seat(cooperativeId)
  const vacant = await authority.seat(cooperativeId)
  const mandate = await authority.mandate({ seatId: seat.id })
  return [
    ...organWrites(authority.token, cooperativeId, seat.organId),
    ...placeWrites(authority.token, seat),
    ...mandateWrites({
      token: authority.token,
      url: `/v1/mandates/${mandate.id}`,
      seatId: vacant.id,
      personId: (await authority.person()).id,
    }),
    ...(await personWrites(authority)),
  ]
}

function organWrites(token: string, cooperativeId: string, organId: string): Write[] {
  const content = {
    kind: BAD.choice,
    name: BAD.name,
    totalVotes: badOrNull('totalVotes'),
    colleges: [
      ...BAD.list,
      Array.from({ length: 51 }, (_, index) => ({ ...COLLEGE, name: `Collège ${index}` })),
      // A college is known by its name.
      [COLLEGE, { ...COLLEGE, weight: '0.3' }],
      [{ weight: '0.2' }],
      ...inItem(COLLEGE, 'name', BAD.name),
      ...inItem(COLLEGE, 'weight', BAD.fraction),
      ...inItem(COLLEGE, 'totalVotes', BAD.totalVotes),
      ...inItem(COLLEGE, 'votes', [VOTES]),
    ],
  }
  return [
    {
      name: 'createOrgan',
      url: '/v1/organs',
      token,
      valid: { cooperativeId, kind: 'board_of_directors', name: 'Conseil', totalVotes: 12, colleges: [COLLEGE] },
      optional: ['totalVotes', 'colleges'],
      // An organ is since ever what it is first said to be.
      fields: { cooperativeId: BAD.uuid, ...content, effectiveOn: ['2024-01-01'] },
    },
    {
      name: 'amendOrgan',
      url: `/v1/organs/${organId}`,
      method: 'PATCH',
      token,
      valid: { name: 'Conseil de surveillance', effectiveOn: '2024-01-01' },
      // It stays with its cooperative.
      fields: { effectiveOn: BAD.date, ...content, cooperativeId: [cooperativeId, ...fewBad('uuid')] },
    },
  ]
}

function placeWrites(token: string, { id, organId }: { id: string; organId: string }): Write[] {
  const content = {
    title: badOrNull('name'),
    college: badOrNull('name'),
    votes: BAD.members,
    from: BAD.date,
  }
  return [
    {
      name: 'createSeat',
      url: '/v1/seats',
      token,
      valid: { organId, title: 'Administrateur', votes: 2, from: '2021-02-01', to: '2028-03-31' },
      optional: ['title', 'votes', 'to'],
      fields: { organId: BAD.uuid, ...content, to: [...badOrNull('date'), '2021-02-01', '2021-01-31'] },
    },
    {
      name: 'amendSeat',
      url: `/v1/seats/${id}`,
      method: 'PATCH',
      token,
      valid: { title: 'Administratrice' },
      fields: { ...content, to: badOrNull('date'), organId: [organId, ...fewBad('uuid')] },
    },
  ]
}

interface Held {
  readonly token: string
  /** The address of a mandate that has no end. */
  readonly url: string
  /** A vacant seat, and a person who sits nowhere. */
  readonly seatId: string
  readonly personId: string
}

function mandateWrites({ token, url, seatId, personId }: Held): Write[] {
  const reason = { noDecisionReason: 'Reprise de l’historique' }
  const END = '2025-01-01'
  return [
    {
      name: 'createMandate',
      url: '/v1/mandates',
      token,
      valid: { seatId, personId, role: 'alternate', from: '2021-03-01', to: END, endReason: 'other', ...reason },
      optional: ['role', 'to', 'endReason'],
      fields: {
        seatId: BAD.uuid,
        personId: BAD.uuid,
        role: BAD.choice,
        from: BAD.date,
        to: [...badOrNull('date'), '2021-03-01', '2021-02-28'],
        endReason: BAD.choice,
        decisionId: BAD.uuid,
        noDecisionReason: BAD.reason,
      },
    },
    {
      name: 'createMandate without an end',
      url: '/v1/mandates',
      token,
      valid: { seatId, personId, from: '2021-03-01', ...reason },
      // Why it ended needs the day on which it did.
      fields: { endReason: ['resignation', 'entered_in_error', ...fewBad('choice')] },
    },
    {
      name: 'amendMandate',
      url,
      method: 'PATCH',
      token,
      valid: { to: END, endReason: 'resignation' },
      fields: {
        personId: BAD.uuid,
        from: BAD.date,
        to: badOrNull('date'),
        endReason: badOrNull('choice'),
        decisionId: badOrNull('uuid'),
        noDecisionReason: badOrNull('reason'),
        // Another seat or another role is another mandate.
        seatId: [seatId, ...fewBad('uuid')],
        role: ['alternate', ...fewBad('choice')],
      },
    },
  ]
}

async function personWrites(authority: Authority): Promise<Write[]> {
  const { token } = authority
  const [person, duplicate, other] = [await authority.person(), await authority.person(), await authority.person()]
  const at = ({ id }: { id: string }) => `/v1/persons/${id}`
  const content = { name: BAD.name, contact: badOrNull('name') }
  // Whether a person was merged or erased is told by what happened, and by no field.
  const derived = { erased: [true, false], mergedInto: [UNKNOWN_ID, null], version: [2] }
  return [
    {
      name: 'createPerson',
      url: '/v1/persons',
      token,
      valid: { name: 'Camille Exemple', contact: 'camille@exemple.fr' },
      optional: ['contact'],
      fields: { ...content, ...derived },
    },
    {
      name: 'amendPerson',
      url: at(person),
      method: 'PATCH',
      token,
      valid: { name: 'Camille Autre' },
      fields: { ...content, ...derived },
    },
    {
      name: 'mergePerson',
      url: `${at(duplicate)}/merge`,
      token,
      valid: { into: other.id },
      fields: { into: [...BAD.uuid, duplicate.id], reason: ['Doublon'] },
    },
    {
      name: 'erasePerson',
      url: `${at(person)}/erasure`,
      token,
      valid: { reason: 'Demande de la personne' },
      fields: { reason: BAD.reason, name: ['Camille'] },
    },
  ]
}
