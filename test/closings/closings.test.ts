// A year that is closed takes nothing more; reopening it is an act with a reason.
import { sql } from 'kysely'
import { type Test, test } from 'tap'
import { asAuthority } from '../../src/postgres/database.ts'
import { probe, refused } from '../http/refusals.ts'
import { type Authority, Service } from '../support/api.ts'

test('closing a year', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  const position = await authority.position()
  const purchase = (effectiveOn: string, more: object = {}) =>
    authority.tryMove({ kind: 'purchase', ...position, effectiveOn, shares: '10', amount: '500.00', ...more })
  const inYear = await authority.move({
    kind: 'subscription',
    ...position,
    effectiveOn: '2024-06-01',
    shares: '10',
    amount: '500.00',
  })
  const closed = await authority.post('/v1/closings', { year: 2024, note: 'Compte financier unique voté' })
  t.match(closed, { year: 2024, note: 'Compte financier unique voté', reopened: null })

  await t.test('nothing is recorded in it', async (t) => {
    for (const day of ['2024-01-01', '2024-02-29', '2024-12-31']) {
      const answer = await purchase(day)
      refused(t, answer, { status: 409, code: 'year_closed', pointer: '#/effectiveOn' }, day)
      t.match(answer.body, { year: 2024, closingId: closed.id }, 'says which closing')
    }
    const dry = { ...position, kind: 'purchase', effectiveOn: '2024-03-01', shares: '1', amount: '1.00' }
    const asked = await authority.call('POST', '/v1/movements?dryRun=true', { ...dry, noDecisionReason: 'Essai' })
    refused(t, asked, { status: 409, code: 'year_closed' }, 'a dry run says the same')
    const undone = await authority.call('POST', `/v1/movements/${inYear.id}/reversal`, { reason: 'Erreur' })
    refused(t, undone, { status: 409, code: 'year_closed', pointer: '#' }, 'nor is anything undone in it')
  })

  await t.test('the years on both sides are open', async (t) => {
    for (const day of ['2023-12-31', '2025-01-01']) t.equal((await purchase(day)).status, 201, day)
  })

  await t.test('a closed year is closed once, and a year to come not at all', async (t) => {
    const again = await authority.call('POST', '/v1/closings', { year: 2024 })
    refused(t, again, { status: 409, code: 'year_already_closed', pointer: '#/year' }, 'again')
    const future = await authority.call('POST', '/v1/closings', { year: new Date().getFullYear() + 1 })
    refused(t, future, { status: 400, pointer: '#/year' }, 'next year')
    for (const year of ['2024', 1899, 2200, 2024.5, null]) {
      refused(t, await authority.call('POST', '/v1/closings', { year }), { status: 400, pointer: '#/year' }, `${year}`)
    }
  })

  await t.test('reopening it', (t) => reopening(t, service, authority, closed, () => purchase('2024-03-01')))

  await t.test('whatever goes past the service, the database refuses', async (t) => {
    await authority.post('/v1/closings', { year: 2022 })
    const insert = asAuthority(service.test.database, authority.id, (tx) =>
      sql`insert into movement (authority_id, id, seq, recorded_at, cooperative_id, kind, effective_on, amount)
        select ${authority.id}, gen_random_uuid(), last_seq + 1, now(), ${position.cooperativeId}, 'share_interest',
          '2022-05-01', 1 from authority where authority_id = ${authority.id}`.execute(tx),
    )
    t.match(await insert.catch((error) => error), { constraint: 'movement_year_open' })
    const twice = asAuthority(service.test.database, authority.id, (tx) =>
      sql`insert into closing (authority_id, id, seq, recorded_at, year)
        select ${authority.id}, gen_random_uuid(), last_seq + 1, now(), 2022 from authority
        where authority_id = ${authority.id}`.execute(tx),
    )
    t.match(await twice.catch((error) => error), { constraint: 'closing_once' })
  })

  await t.test('thirty movements race with the closing', async (t) => {
    const writes = Array.from({ length: 30 }, (_, day) => purchase(`2021-01-${String(day + 1).padStart(2, '0')}`))
    const closing = authority.call('POST', '/v1/closings', { year: 2021 })
    const answers = await Promise.all(writes)
    const { body } = await closing
    for (const { status, body: movement } of answers) {
      t.ok(status === 201 ? movement.recordedAt < body.recordedAt : status === 409, 'before it, or refused')
    }
    refused(t, await purchase('2021-06-01'), { status: 409, code: 'year_closed' }, 'and none after it')
  })
})

async function reopening(
  t: Test,
  service: Service,
  authority: Authority,
  closed: { id: string; recordedAt: string },
  purchase: () => ReturnType<Authority['tryMove']>,
): Promise<void> {
  const url = `/v1/closings/${closed.id}/reopening`
  for (const body of [{}, { reason: '' }, { reason: '  ' }]) {
    refused(t, await authority.call('POST', url, body), { status: 400, pointer: '#/reason' }, JSON.stringify(body))
  }
  const board = await service.mint('board', authority.id)
  refused(t, await probe(service, 'POST', url, { token: board, body: { reason: 'x' } }), { status: 403 }, 'the board')
  const neighbour = await service.authority('Département voisin')
  refused(t, await neighbour.call('POST', url, { reason: 'x' }), { status: 404 }, 'a neighbour')
  const opened = await authority.post(url, { reason: 'Acquisition retrouvée' })
  t.match(opened, { id: closed.id, reopened: { reason: 'Acquisition retrouvée' } })
  refused(t, await authority.call('POST', url, { reason: 'x' }), { status: 409, code: 'already_reopened' }, 'once')
  t.equal((await purchase()).status, 201, 'the year takes movements again')
  t.match(await authority.get(`/v1/closings/${closed.id}?knownAt=${closed.recordedAt}`), { reopened: null }, 'as known')

  const auditor = await service.mint('auditor', authority.id)
  const { items } = await service.ok('GET', `/v1/audit-entries?targetId=${closed.id}`, { token: auditor })
  t.match(
    items.filter(({ outcome }: { outcome: string }) => outcome === 'recorded'),
    [
      { operation: 'reopenYear', content: { reopened: { reason: 'Acquisition retrouvée' } } },
      { operation: 'closeYear' },
    ],
    'both acts are in the audit trail',
  )
  const second = await authority.post('/v1/closings', { year: 2024 })
  t.not(second.id, closed.id, 'it can be closed again')
  refused(t, await purchase(), { status: 409, code: 'year_closed' }, 'and then is')
  const list = await authority.get('/v1/closings?year=2024')
  t.same(
    list.items.map(({ id }: { id: string }) => id),
    [closed.id, second.id],
    'both are listed',
  )
}
