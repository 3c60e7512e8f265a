// What decisions, seats and persons may just be: the other side of the bad values.
import { randomUUID } from 'node:crypto'
import type { Test } from 'tap'
import type { Authority } from '../support/api.ts'

const ON = '2021-01-15'

/** Each is written and read again, as it was sent. */
export async function withinLimits(t: Test, authority: Authority, cooperativeId: string): Promise<void> {
  const accepted = async (what: string, url: string, body: object, read = true) => {
    const answer = await authority.call('POST', url, body)
    t.match([answer.status, answer.body], [201, body], what, { text: answer.text.slice(0, 600) })
    if (read) t.match(await authority.get(String(answer.headers.location)), body, 'and read again')
    return answer.body
  }
  const decision = () => ({ number: randomUUID(), body: 'president', kind: 'other', object: 'x' })
  // JSON Schema counts characters, not the halves that UTF-16 makes of some.
  for (const character of ['x', 'é', '漢', '🛒']) {
    const long = { number: character.repeat(100), object: character.repeat(1000) }
    await accepted(`a decision of ${character}`, '/v1/decisions', { ...decision(), ...long })
    await accepted(`a person of ${character}`, '/v1/persons', {
      name: character.repeat(300),
      contact: character.repeat(300),
    })
  }
  for (const subjectCode of ['7.1', '7.10', '9.4', null]) {
    await accepted(`subject ${subjectCode}`, '/v1/decisions', { ...decision(), subjectCode })
  }
  const many = { present: 99_999, for: 49_999, against: 50_000, abstaining: 0 }
  const unanimous = { present: 0, for: 0, against: 0, abstaining: 0 }
  for (const votes of [many, unanimous]) await accepted('votes', '/v1/decisions', { ...decision(), votes })
  await accepted('several lines', '/v1/decisions', { ...decision(), object: 'Article 1\n\tEntrée\r\nArticle 2' })
  const url = `https://www.example.fr/${'x'.repeat(1977)}`
  const document = { name: 'Pièce', url }
  const { id } = await accepted('50 documents', '/v1/decisions', {
    ...decision(),
    documents: Array.from({ length: 15 }, () => document).concat(
      Array.from({ length: 35 }, () => ({ ...document, url: 'http://a.fr' })),
    ),
  })
  await accepted('a document', `/v1/decisions/${id}/documents`, { ...document, sha256: '0a'.repeat(32) }, false)
  await about(t, authority, cooperativeId)
  await life(t, authority, cooperativeId)
  const organ = { cooperativeId, kind: 'other', name: 'Comité', totalVotes: 9_999_999 }
  const colleges = Array.from({ length: 50 }, (_, index) => ({
    name: `Collège ${index}`,
    weight: '0.02',
    totalVotes: 1,
  }))
  const { id: organId } = await accepted('50 colleges', '/v1/organs', { ...organ, colleges })
  await accepted('no college, and no votes known', '/v1/organs', { ...organ, colleges: [], totalVotes: null })
  for (const votes of [0, 9_999_999]) {
    await accepted(`a seat with ${votes} votes`, '/v1/seats', { organId, votes, from: '1900-01-01', to: '2199-12-31' })
  }
  const seat = await accepted('a seat of a day', '/v1/seats', {
    organId,
    title: null,
    college: 'Collège 49',
    from: ON,
    to: '2021-01-16',
  })
  const { id: personId } = await authority.person()
  await accepted('a mandate of that day', '/v1/mandates', {
    seatId: seat.id,
    personId,
    from: ON,
    to: '2021-01-16',
    noDecisionReason: 'x'.repeat(1000),
  })
}

/** The most cooperatives that a decision is about: each counts once. */
async function about(t: Test, authority: Authority, cooperativeId: string): Promise<void> {
  const capitals = cooperativeId.toUpperCase()
  const cooperativeIds = Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? cooperativeId : capitals))
  const authorisations = [{ cooperativeId: capitals, instrument: 'shares', ceiling: '0.00', to: null }]
  const decision = await authority.decision({ cooperativeIds, authorisations })
  t.same(decision.cooperativeIds, [cooperativeId], 'one cooperative, 200 times')
  t.match(decision.authorisations, [{ cooperativeId, authorised: '0.00', left: '0.00', authorisedShares: null }])
  const most = {
    cooperativeId: capitals,
    instrument: 'shares',
    ceiling: '999999999999.99',
    ceilingShares: '999999999999',
  }
  const answer = await authority.call('POST', `/v1/decisions/${decision.id.toUpperCase()}/authorisations`, most)
  t.match(
    [answer.status, answer.body],
    [201, { cooperativeId, left: most.ceiling, leftShares: most.ceilingShares }],
    'the most',
  )
}

/** Steps on the first and the last day that there may be, in any order in one body; on one day, in the order of a life. */
async function life(t: Test, authority: Authority, cooperativeId: string): Promise<void> {
  const kinds = ['withdrawn', 'published', 'transmitted', 'adopted', 'tabled', 'drafted']
  const oneDay = await authority.decision({
    cooperativeIds: [cooperativeId],
    steps: kinds.map((kind) => ({ kind, on: ON })),
  })
  t.match(oneDay, { status: 'withdrawn', executoryOn: ON, challengeUntil: '2021-03-15' }, 'a life in a day')
  const steps = [
    { kind: 'published', on: '2199-12-31' },
    { kind: 'drafted', on: '1900-01-01' },
    { kind: 'adopted', on: '1900-01-01', votes: { present: 2, for: 1, against: 1, abstaining: 0 } },
    { kind: 'tabled', on: '1900-01-01', note: 'x\ny' },
  ]
  const { id } = await authority.decision({ steps })
  const late = await authority.get(`/v1/decisions/${id}?asOf=9999-12-31`)
  t.match(late, { status: 'published', challengeUntil: '2200-02-28', executoryOn: null }, 'two centuries and a half')
  const early = await authority.get(`/v1/decisions/${id}?asOf=0001-01-01`)
  t.match(early, { status: null, steps: [], executoryOn: null, authorisations: [] }, 'before anything, nothing')
}
