// What is written about decisions, and the bad values that each field of it is tried with.
import { type Authority, EXECUTORY } from '../support/api.ts'
import { BAD, badOrNull, fewBad, inItem, VOTES, type Write } from './bad-values.ts'

const UNKNOWN_ID = '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'
const DOCUMENT = { name: 'Délibération signée', url: 'https://www.example.fr/actes/45.pdf', sha256: 'e3'.repeat(32) }
const DRAFTED = { kind: 'drafted', on: '2020-12-01' }
const CANCELLATION = { kind: 'cancellation', cancels: UNKNOWN_ID, reason: 'Erreur' }

/** One row a write, and one a kind of step; of decisions that can take each of them. */
export async function decisionWrites(authority: Authority, cooperativeId: string): Promise<Write[]> {
  const { token } = authority
  const tabled = await authority.decision({ steps: EXECUTORY.slice(0, 2) })
  const adopted = await authority.decision({ steps: EXECUTORY.slice(0, 3) })
  const of = ({ id }: { id: string }) => `/v1/decisions/${id}`
  return [
    {
      name: 'recordDecision',
      url: '/v1/decisions',
      token,
      valid: { number: 'Essai 1', body: 'assembly', kind: 'entry', object: 'Entrée au capital' },
      fields: { ...identity(), votes: BAD.votes, ...parts(cooperativeId) },
    },
    {
      name: 'amendDecision',
      url: of(adopted),
      method: 'PATCH',
      token,
      valid: { object: 'Autre objet' },
      fields: { ...identity(), votes: badOrNull('votes') },
    },
    ...stepWrites({ token, tabled: of(tabled), adopted: of(adopted), cancels: adopted.steps.at(-1).id }),
    ...authorisationWrites({ token, url: `${of(adopted)}/authorisations`, cooperativeId }),
    {
      name: 'recordDecisionDocument',
      url: `${of(adopted)}/documents`,
      token,
      valid: DOCUMENT,
      optional: ['sha256'],
      fields: { name: BAD.name, url: BAD.url, sha256: BAD.sha256 },
    },
  ]
}

function identity() {
  return {
    number: BAD.shortName,
    body: BAD.choice,
    kind: BAD.choice,
    object: BAD.reason,
    subjectCode: badOrNull('subjectCode'),
    cooperativeIds: BAD.uuids,
  }
}

/** What may come with a decision: each part is tried in full where it is recorded alone. */
function parts(cooperativeId: string) {
  const authorisation = { cooperativeId, instrument: 'shares', ceiling: '100.00' }
  const { kind, on } = DRAFTED
  return {
    documents: [
      ...BAD.list,
      Array.from({ length: 51 }, () => DOCUMENT),
      ...inItem(DOCUMENT, 'name', fewBad('name')),
      ...inItem(DOCUMENT, 'url', fewBad('url')),
      ...inItem(DOCUMENT, 'sha256', fewBad('sha256')),
      ...inItem(DOCUMENT, 'id', [UNKNOWN_ID]),
      [{ name: DOCUMENT.name }],
    ],
    steps: [
      ...BAD.list,
      Array.from({ length: 9 }, () => DRAFTED),
      // A decision that is being recorded has no step yet that could be cancelled.
      [DRAFTED, CANCELLATION],
      ...inItem(DRAFTED, 'kind', BAD.choice),
      ...inItem(DRAFTED, 'on', fewBad('date')),
      ...inItem(DRAFTED, 'note', fewBad('reason')),
      ...inItem({ ...DRAFTED, kind: 'transmitted' }, 'receiptNumber', fewBad('shortName')),
      ...inItem({ ...DRAFTED, kind: 'adopted' }, 'votes', fewBad('votes')),
      ...inItem(DRAFTED, 'votes', [VOTES]),
      ...inItem(DRAFTED, 'receiptNumber', ['062-1']),
      [{ kind }],
      [{ on }],
    ],
    authorisations: [
      ...BAD.list,
      Array.from({ length: 201 }, () => authorisation),
      [authorisation, { ...authorisation, ceiling: '200.00' }],
      ...inItem(authorisation, 'cooperativeId', fewBad('uuid')),
      ...inItem(authorisation, 'instrument', BAD.choice),
      ...inItem(authorisation, 'ceiling', fewBad('euros')),
      ...inItem(authorisation, 'ceilingShares', fewBad('shares')),
      ...inItem(authorisation, 'to', fewBad('date')),
      ...inItem({ ...authorisation, instrument: 'grant' }, 'ceilingShares', ['1']),
    ],
  }
}

interface Steps {
  readonly token: string
  /** The addresses of two decisions. */
  readonly tabled: string
  readonly adopted: string
  readonly cancels: string
}

function stepWrites({ token, tabled, adopted, cancels }: Steps): Write[] {
  return [
    {
      name: 'recordDecisionStep adopted',
      url: `${tabled}/steps`,
      token,
      valid: { kind: 'adopted', on: '2021-01-15', votes: VOTES, note: 'À main levée' },
      optional: ['votes', 'note'],
      fields: {
        kind: BAD.choice,
        on: BAD.date,
        votes: BAD.votes,
        note: BAD.reason,
        receiptNumber: ['062-1', ...fewBad('shortName')],
        cancels: [cancels],
        reason: ['Erreur'],
      },
    },
    {
      name: 'recordDecisionStep transmitted',
      url: `${adopted}/steps`,
      token,
      valid: { kind: 'transmitted', on: '2021-01-18', receiptNumber: '062-2021-01' },
      optional: ['receiptNumber'],
      fields: {
        kind: fewBad('choice'),
        on: fewBad('date'),
        receiptNumber: BAD.shortName,
        votes: [VOTES, ...fewBad('votes')],
        note: fewBad('reason'),
      },
    },
    {
      name: 'recordDecisionStep cancellation',
      url: `${adopted}/steps`,
      token,
      valid: { kind: 'cancellation', cancels, reason: 'Date erronée' },
      fields: {
        kind: fewBad('choice'),
        cancels: BAD.uuid,
        reason: BAD.reason,
        on: ['2021-01-18'],
        votes: [VOTES],
        receiptNumber: ['062-1'],
        note: ['x'],
      },
    },
  ]
}

function authorisationWrites(known: { token: string; url: string; cooperativeId: string }): Write[] {
  const { token, url, cooperativeId } = known
  return [
    {
      name: 'recordDecisionAuthorisation shares',
      url,
      token,
      valid: { cooperativeId, instrument: 'shares', ceiling: '100.00', ceilingShares: '10', to: '2030-01-01' },
      optional: ['ceilingShares', 'to'],
      fields: {
        cooperativeId: BAD.uuid,
        instrument: BAD.choice,
        ceiling: BAD.euros,
        ceilingShares: BAD.shares.filter((value) => value !== '0' && value !== null),
        to: badOrNull('date'),
      },
    },
    ...['advance', 'grant'].map((instrument) => ({
      name: `recordDecisionAuthorisation ${instrument}`,
      url,
      token,
      valid: { cooperativeId, instrument, ceiling: '0.00' },
      // Neither is counted in shares.
      fields: { ceiling: fewBad('euros'), ceilingShares: ['1', ...fewBad('shares')] },
    })),
  ]
}
