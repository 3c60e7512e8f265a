// Conventions on advances: the newest known of each reference, by signature; what they renew; in history and in French.
import { type Test, test } from 'tap'
import { advanceConventionsOn } from '../../src/advance-conventions/queries.ts'
import { told } from '../history/told.ts'
import { refused } from '../http/refusals.ts'
import { walk } from '../http/walk.ts'
import { type Authority, type Body, Service } from '../support/api.ts'
import { momentOf } from '../support/moment.ts'

test('advance conventions', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  const [one, other] = [await authority.cooperative(), await authority.cooperative()]
  const url = (cooperativeId: string) => `/v1/cooperatives/${cooperativeId}/advance-conventions`
  const record = (cooperativeId: string, convention: object) => authority.post(url(cooperativeId), convention)
  const listed = async (query = ''): Promise<Body[]> => (await authority.get(`${url(one)}${query}`)).items

  const second = await record(one, { reference: 'B', signedOn: '2023-09-01', endsOn: '2025-09-01', ceiling: '500.00' })
  const first = await record(one, { reference: 'a', signedOn: '2021-09-01', endsOn: '2023-09-01', note: 'Papier' })
  const wrong = await record(one, { reference: 'C', signedOn: '2020-01-01', endsOn: '2021-01-01' })
  const right = await record(one, { reference: 'C', signedOn: '2023-09-01', endsOn: '2025-01-01', renews: 'a' })
  const ofOther = await record(other, { reference: 'B', signedOn: '2022-01-01', endsOn: '2023-01-01' })

  await t.test('what is answered', async (t) => {
    t.match(second, { cooperativeId: one, ceiling: '500.00', renews: null, note: null })
    t.same(await listed(), [first, second, right], 'by signature, then reference; of one reference the later')
    t.same(await listed(`?knownAt=${wrong.recordedAt}`), [wrong, first, second], 'earlier, the earlier was known')
    t.same(await listed('?asOf=2023-08-31'), [first], 'the newest known counts, also where it is of after asOf')
  })

  await t.test('all that were signed, in one statement', async (t) => {
    const signed = (asOf: string, knownAt: string, of?: string) =>
      momentOf(authority, asOf, knownAt, (tx, moment) => advanceConventionsOn(tx, moment, of))
    const now = ofOther.recordedAt
    const both = (await signed('2026-01-01', now)).map(({ id }) => id)
    t.same(new Set(both), new Set([first, second, right, ofOther].map(({ id }) => id)), 'ended or not')
    t.same(await signed('2026-01-01', now, one), [first, second, right], 'of one')
    t.same(await signed('2026-01-01', wrong.recordedAt, one), [wrong, first, second], 'as it was known')
    t.same(await signed('2021-08-31', now), [], 'before the first')
  })

  await t.test('what it renews', async (t) => {
    const renewal = { reference: 'D', signedOn: '2025-01-01', endsOn: '2026-01-01' }
    const unknown = { status: 404, code: 'convention_unknown', pointer: '#/renews' }
    refused(t, await authority.call('POST', url(one), { ...renewal, renews: 'A' }), unknown, 'of another case')
    refused(t, await authority.call('POST', url(other), { ...renewal, renews: 'C' }), unknown, 'of another cooperative')
    const itself = await authority.call('POST', url(one), { ...renewal, renews: 'D' })
    refused(t, itself, { status: 400, code: 'invalid_input', pointer: '#/renews' }, 'itself')
    const ends = await authority.call('POST', url(one), { ...renewal, endsOn: '2025-01-01' })
    refused(t, ends, { status: 400, code: 'invalid_input', pointer: '#/endsOn' }, 'it ends after it was signed')
    t.same(await listed(), [first, second, right], 'and nothing was recorded')
  })

  await t.test('the longest references walk as others do', async (t) => {
    const long = await authority.cooperative()
    for (const last of ['x', '🛒', 'é']) {
      await record(long, { reference: `${'🛒'.repeat(299)}${last}`, signedOn: '2024-01-01', endsOn: '2025-01-01' })
    }
    const { items } = await walk(authority, `${url(long)}?limit=1`)
    t.same(
      items.map(({ reference }) => [...reference].at(-1)),
      ['x', 'é', '🛒'],
    )
  })

  await t.test('in the history', (t) => inHistory(t, authority, one, right))
})

async function inHistory(t: Test, authority: Authority, of: string, newest: Body): Promise<void> {
  const { items, lines, sentences } = await told(authority, of, 'advance_convention')
  t.equal(items.length, 3, 'what is superseded is not in it')
  t.match(items[2], {
    on: '2023-09-01',
    event: 'signed',
    id: newest.id,
    link: `/v1/cooperatives/${of}/advance-conventions`,
    effect: { reference: 'C', endsOn: '2025-01-01', ceiling: null },
  })
  t.same(lines, [
    '1er septembre 2023 – Convention d’avance : référence C, fin le 1er janvier 2025',
    '1er septembre 2023 – Convention d’avance : référence B, fin le 1er septembre 2025, plafond 500,00 €',
    '1er septembre 2021 – Convention d’avance : référence a, fin le 1er septembre 2023',
  ])
  t.equal(sentences[1], 'Référence B, fin le 1er septembre 2025, plafond 500,00 €')
}
