// Reports of cooperative audits: by date, the newest known of each; the last of each cooperative; in history and in French.
import { type Test, test } from 'tap'
import { cooperativeAuditsOn } from '../../src/cooperative-audits/queries.ts'
import { told } from '../history/told.ts'
import { type Authority, type Body, Service } from '../support/api.ts'
import { momentOf } from '../support/moment.ts'

test('cooperative audits', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  const [one, other] = [await authority.cooperative(), await authority.cooperative()]
  const record = (cooperativeId: string, audit: object) =>
    authority.post(`/v1/cooperatives/${cooperativeId}/audits`, audit)

  const first = await record(one, { on: '2019-06-14', auditor: 'Union régionale', conclusion: 'reservations' })
  const late = await record(one, { on: '2024-06-20' })
  const corrected = await record(one, {
    on: '2024-06-20',
    auditor: 'Cabinet <b>Révise</b>',
    conclusion: 'non_compliant',
    externalReference: 'REV-2024',
    note: 'Deux\nlignes',
  })
  const ofOther = await record(other, { on: '2023-01-31', conclusion: 'compliant' })

  await t.test('what is answered', async (t) => {
    t.match(late, { cooperativeId: one, auditor: null, conclusion: null, externalReference: null, note: null })
    t.same(await listed(authority, one), [first, corrected], 'by date, the later of one date alone')
    t.same(await listed(authority, one, `?knownAt=${late.recordedAt}`), [first, late], 'earlier, the earlier was known')
    t.same(await listed(authority, one, '?asOf=2024-06-19'), [first], 'and nothing of after asOf')
  })

  await t.test('the last of each cooperative, in one statement', async (t) => {
    const last = (asOf: string, knownAt: string, of?: string) =>
      momentOf(authority, asOf, knownAt, (tx, moment) => cooperativeAuditsOn(tx, moment, of))
    const now = ofOther.recordedAt
    t.same(byCooperative(await last('2024-12-31', now)), byCooperative([corrected, ofOther]))
    t.same(byCooperative(await last('2024-06-19', now)), byCooperative([first, ofOther]))
    t.same(await last('2024-12-31', now, one), [corrected], 'of one')
    t.same(await last('2024-12-31', late.recordedAt), [late], 'as it was known')
    t.same(await last('2019-06-13', now), [], 'before the first')
  })

  await t.test('in the history', (t) => inHistory(t, authority, one, corrected))
})

async function inHistory(t: Test, authority: Authority, of: string, audit: Body): Promise<void> {
  const { items, lines, sentences } = await told(authority, of, 'cooperative_audit')
  t.match(items, [
    { on: '2019-06-14', effect: { auditor: 'Union régionale', conclusion: 'reservations' } },
    { on: '2024-06-20', event: 'reported', id: audit.id, link: `/v1/cooperatives/${of}/audits` },
  ])
  t.equal(items.length, 2, 'what is superseded is not in it')
  t.same(lines, [
    '20 juin 2024 – Révision coopérative : non conforme, réviseur Cabinet <b>Révise</b>',
    '14 juin 2019 – Révision coopérative : avec réserves, réviseur Union régionale',
  ])
  t.same(sentences, ['Avec réserves, réviseur Union régionale', 'Non conforme, réviseur Cabinet <b>Révise</b>'])
}

const byCooperative = (audits: Body[]) =>
  audits.toSorted((left, right) => (left.cooperativeId < right.cooperativeId ? -1 : 1))

async function listed(authority: Authority, cooperativeId: string, query = ''): Promise<Body[]> {
  return (await authority.get(`/v1/cooperatives/${cooperativeId}/audits${query}`)).items
}
