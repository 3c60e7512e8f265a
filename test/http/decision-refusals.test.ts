// What only the register can tell about decisions, their steps, what they authorise, and the movements that cite them.
import { type Test, test } from 'tap'
import { DECISION_FAILURES } from '../../src/http/failures-decisions.ts'
import { type Answer, type Authority, Service } from '../support/api.ts'
import { authorisations, citedElsewhere, movements } from './authorisation-cases.ts'
import { VOTES } from './bad-values.ts'
import { ADOPTED, cancellations, fill, steps, votes, wholes } from './decision-cases.ts'
import { type RefusalCase, refuseAll } from './refusal-cases.ts'

test('refusals of decisions', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  const stranger = await service.authority('Département voisin')
  const auditor = await service.mint('auditor', authority.id)
  const office = { service, auditor, token: authority.token }
  const register = await fill(authority, stranger)
  const codes = new Set<string>()
  const refuse = async (t: Test, cases: RefusalCase[]) => {
    for (const code of await refuseAll(t, office, cases)) codes.add(code)
  }

  await t.test('steps', (t) => refuse(t, steps(register)))
  await t.test('votes', (t) => refuse(t, votes(register)))
  await t.test('cancellations', (t) => refuse(t, cancellations(register)))
  await t.test('a decision with its parts', (t) => refuse(t, wholes(register)))
  await t.test('authorisations', (t) => refuse(t, authorisations(register)))
  await t.test('movements that cite a decision', (t) => refuse(t, movements(register)))
  await t.test('a decision cited by another authority', async (t) => {
    const theirs = { service, token: stranger.token, auditor: await service.mint('auditor', stranger.id) }
    await refuseAll(t, theirs, citedElsewhere(register))
  })
  await t.test('a vote that was cancelled', (t) => cancelledVote(t, authority))
  await t.test('a vote that is corrected', async (t) => void codes.add(await correctedVote(t, authority)))
  t.same(
    Object.keys(DECISION_FAILURES).filter((code) => !codes.has(code)),
    [],
    'every refusal was provoked',
  )
})

const VOTED = [...ADOPTED.slice(0, 2), { ...ADOPTED[2], votes: VOTES }]

/** A step that never happened contradicts nothing, whatever else of the decision was corrected meanwhile. */
async function cancelledVote(t: Test, authority: Authority): Promise<void> {
  for (const corrected of [false, true]) {
    const { id, steps } = await authority.decision({ steps: VOTED })
    if (corrected) await amend(authority, id, { object: 'Autre objet' })
    const cancellation = { kind: 'cancellation', cancels: steps[2].id, reason: 'Erreur' }
    await authority.post(`/v1/decisions/${id}/steps`, cancellation)
    const when = corrected ? 'after a correction' : 'without one'
    t.equal((await authority.get(`/v1/decisions/${id}`)).votes, null, `no vote is left, ${when}`)
    const rejected = await authority.call('POST', `/v1/decisions/${id}/steps`, { kind: 'rejected', on: '2021-01-15' })
    t.equal(rejected.status, 201, `what happened is recorded, ${when}`, { text: rejected.text })
  }
}

/** What a PATCH answers with 200 it has changed; or else it refuses. */
async function correctedVote(t: Test, authority: Authority): Promise<string> {
  const votes = { ...VOTES, for: 61, against: 9 }
  const plain = await authority.decision({ steps: ADOPTED, votes: VOTES })
  t.same((await amend(authority, plain.id, { votes })).body.votes, votes, 'the vote of the decision')
  const { id } = await authority.decision({ steps: VOTED })
  const { status, body } = await amend(authority, id, { votes })
  t.match([status, body.code], [409, 'vote_stated_elsewhere'], 'the vote of a step', { body })
  return body.code
}

async function amend(authority: Authority, id: string, body: object): Promise<Answer> {
  const { headers } = await authority.call('GET', `/v1/decisions/${id}`)
  return authority.call('PATCH', `/v1/decisions/${id}`, body, { 'if-match': String(headers.etag) })
}
