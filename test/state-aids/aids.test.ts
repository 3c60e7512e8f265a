// State aid: what stands in whose place, on both axes of time; what may be meant; in history and in French.
import { type Test, test } from 'tap'
import { stateAidsOn } from '../../src/state-aids/queries.ts'
import { told } from '../history/told.ts'
import { refused } from '../http/refusals.ts'
import { type Authority, type Body, Service } from '../support/api.ts'
import { momentOf } from '../support/moment.ts'

const AID = { grantedOn: '2023-05-01', regulation: 'de_minimis', grossGrantEquivalent: '15000.00' }
const UNKNOWN_ID = '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'

test('state aid', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  await t.test('what stands', (t) => standing(t, authority))
  await t.test('what may be meant', (t) => references(t, authority))
  await t.test('in the history', (t) => inHistory(t, authority))
})

const url = (cooperativeId: string) => `/v1/cooperatives/${cooperativeId}/state-aids`
const granted = (authority: Authority, cooperativeId: string, more: object = {}) =>
  authority.move({ kind: 'grant', cooperativeId, effectiveOn: '2023-05-01', amount: '15000.00', ...more })

async function standing(t: Test, authority: Authority): Promise<void> {
  const [one, other] = [await authority.cooperative(), await authority.cooperative()]
  const record = (aid: object, of = one) => authority.post(url(of), { ...AID, ...aid })
  const listed = async (query = ''): Promise<Body[]> => (await authority.get(`${url(one)}${query}`)).items
  const { id: movementId } = await granted(authority, one)

  const elsewhere = await record({ grantedOn: '2022-03-01', grantor: 'Région', singleUndertaking: '356000000' })
  const ofGrant = await record({ movementId })
  t.match(elsewhere, { cooperativeId: one, movementId: null, supersedes: null, note: null, externalReference: null })
  t.same(await listed(), [elsewhere, ofGrant])
  const again = await record({ movementId, regulation: 'block_exemption', grantedOn: '2023-06-01' })
  t.same(await listed(), [elsewhere, again], 'a later one about the same movement supersedes')
  const alike = await record({ grantedOn: '2022-03-01', grantor: 'Région' })
  t.same(await listed(), [elsewhere, alike, again], 'without a movement each stands alone; by date, then id')
  const late = await record({ grantedOn: '2024-01-01', supersedes: alike.id })
  t.same(await listed(), [elsewhere, again, late], 'until another names it')
  const void_ = await record({ grossGrantEquivalent: '0.00', regulation: 'not_aid', supersedes: late.id })
  t.match(
    await listed(),
    [elsewhere, void_, again].map(({ id }) => ({ id })),
    'a void one is in force, with nothing',
  )
  t.equal(void_.grossGrantEquivalent, '0.00')
  const named = await record({ movementId, supersedes: elsewhere.id })
  t.same(await listed(), [void_, named], 'one about a movement stands in the place of both')
  const last = await record({ movementId, grossGrantEquivalent: '1.00' })
  t.same(await listed(), [void_, last], 'and what that one replaced stays replaced')

  t.same(await listed(`?knownAt=${ofGrant.recordedAt}`), [elsewhere, ofGrant], 'as it was known then')
  t.same(await listed(`?knownAt=${late.recordedAt}&asOf=2023-12-31`), [elsewhere, again], 'and by then granted')
  t.same(await listed(`?knownAt=${alike.recordedAt}&asOf=2023-05-31`), [elsewhere, alike], 'the newest known counts')

  const ofOther = await record({ grantedOn: '2021-01-01' }, other)
  const on = (asOf: string, knownAt: string, after: string, of?: string) =>
    momentOf(authority, asOf, knownAt, (tx, moment) => stateAidsOn(tx, moment, after, of))
  const ids = (aids: Body[]) => new Set(aids.map(({ id }) => id))
  const now = ofOther.recordedAt
  t.same(ids(await on('2024-12-31', now, '2020-12-31')), ids([ofOther, void_, last]), 'of all cooperatives')
  t.same(await on('2024-12-31', now, '2020-12-31', one), [void_, last], 'of one')
  t.same(ids(await on('2024-12-31', now, '2021-01-01')), ids([void_, last]), 'after a day, exclusive')
  t.same(await on('2023-04-30', now, '2021-01-01'), [], 'until asOf, inclusive')
  t.same(await on('2024-12-31', late.recordedAt, '2022-03-01', one), [again, late], 'as it was known')
}

async function references(t: Test, authority: Authority): Promise<void> {
  const [one, other] = [await authority.cooperative(), await authority.cooperative()]
  const refuses = async (aid: object, expected: Parameters<typeof refused>[2], what: string, of = one) => {
    refused(t, await authority.call('POST', url(of), { ...AID, ...aid }), expected, what)
    const dry = await authority.call('POST', `${url(of)}?dryRun=true`, { ...AID, ...aid })
    refused(t, dry, expected, `${what}, as a dry run`)
  }
  const { id: movementId } = await granted(authority, one)
  const toReverse = await granted(authority, one)
  const reversal = await authority.post(`/v1/movements/${toReverse.id}/reversal`, { reason: 'Erreur' })
  const movement = { pointer: '#/movementId' }
  const unknown = { status: 404, code: 'movement_unknown', ...movement }
  await refuses({ movementId: UNKNOWN_ID }, unknown, 'a movement that is none')
  const elsewhere = { status: 422, code: 'movement_of_other_cooperative', ...movement }
  await refuses({ movementId }, elsewhere, 'a movement of another cooperative', other)
  const undoes = { status: 422, code: 'movement_is_reversal', ...movement }
  await refuses({ movementId: reversal.id }, undoes, 'a reversal')
  t.match(
    await authority.post(url(one), { ...AID, movementId: toReverse.id }),
    { movementId: toReverse.id },
    'what it undid',
  )

  const free = await authority.post(url(one), AID)
  const bound = await authority.post(url(one), { ...AID, movementId })
  const place = { pointer: '#/supersedes' }
  const noAid = { status: 404, code: 'state_aid_unknown', ...place }
  await refuses({ supersedes: movementId }, noAid, 'an aid that is none')
  await refuses({ supersedes: free.id }, noAid, 'an aid of another cooperative', other)
  const about = { status: 422, code: 'state_aid_about_movement', ...place }
  await refuses({ supersedes: bound.id }, about, 'an aid about a movement')
  const { id: by } = await authority.post(url(one), { ...AID, supersedes: free.id })
  const taken = { status: 409, code: 'state_aid_superseded', ...place }
  await refuses({ supersedes: free.id }, taken, 'an aid that is superseded')
  const { body } = await authority.call('POST', url(one), { ...AID, supersedes: free.id })
  t.equal(body.supersededBy, by, 'and the refusal says by which')
}

async function inHistory(t: Test, authority: Authority): Promise<void> {
  const one = await authority.cooperative()
  const record = (aid: object) => authority.post(url(one), { ...AID, ...aid })
  const wrong = await record({})
  const right = await record({ regulation: 'de_minimis_sieg', grantor: 'Région <i>', supersedes: wrong.id })
  await record({ regulation: 'not_aid', grossGrantEquivalent: '0.00', grantedOn: '2024-01-01' })
  const { items, lines, sentences } = await told(authority, one, 'state_aid')
  t.equal(items.length, 2, 'what is superseded is not in it')
  t.match(items[0], {
    on: '2023-05-01',
    event: 'de_minimis_sieg',
    id: right.id,
    link: url(one),
    effect: { grossGrantEquivalent: '15000.00', grantor: 'Région <i>' },
  })
  t.same(lines, [
    '1er janvier 2024 – Aide publique : ne constitue pas une aide, équivalent-subvention brut 0,00 €',
    '1er mai 2023 – Aide publique : aide de minimis SIEG, équivalent-subvention brut 15 000,00 €, accordée par Région <i>',
  ])
  t.equal(sentences[0], 'Aide de minimis SIEG, équivalent-subvention brut 15 000,00 €, accordée par Région <i>')
  const earlier = await authority.get(`/v1/cooperatives/${one}/history?type=state_aid&knownAt=${wrong.recordedAt}`)
  t.same(
    earlier.items.map(({ id }: Body) => id),
    [wrong.id],
    'as it was known',
  )
}
