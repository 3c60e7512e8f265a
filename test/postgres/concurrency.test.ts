// What only a real PostgreSQL shows: many writers at once, on several connections and several instances.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Test, test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { openPostgres } from '../../src/postgres/database.ts'
import { ADMIN_TOKEN, type Answer, type Body, Service } from '../support/api.ts'
import { booksBalanced } from '../support/books.ts'
import { scannedLog } from '../support/log-scan.ts'
import { execute } from './servers.ts'

const times = (count: number) => Array.from({ length: count }, (_, index) => index)

/** How many answers had each status. */
function statuses(answers: readonly Pick<Answer, 'status'>[]): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

async function booksAreRight(t: Test, service: Service, authorityId: string): Promise<void> {
  t.same(await booksBalanced(service.test.database, authorityId), [], 'the books are balanced and whole')
}

test('one instance, many writers', async (t) => {
  const service = await Service.start(t, 'postgres')

  await t.test('fifty withdrawals of the last ten shares: ten are done', async (t) => {
    const authority = await service.authority()
    const position = await authority.position()
    await authority.move({ kind: 'purchase', ...position, effectiveOn: '2021-01-01', shares: '10', amount: '500.00' })
    const withdrawal = { kind: 'withdrawal', ...position, effectiveOn: '2022-01-01', shares: '1', amount: '50.00' }
    const answers = await Promise.all(times(50).map(() => authority.tryMove(withdrawal)))
    t.same(statuses(answers), { 201: 10, 409: 40 })
    t.same(
      new Set(answers.filter(({ status }) => status === 409).map(({ body }) => body.code)),
      new Set(['more_shares_than_held']),
    )
    t.match(await authority.totals(), { shares: '0', cost: '0.00', receivable: '500.00', disposalGain: '0.00' })
    await booksAreRight(t, service, authority.id)
  })

  await t.test('twenty POSTs with one key: one movement', async (t) => {
    const authority = await service.authority()
    const position = await authority.position()
    const purchase = { kind: 'purchase', ...position, effectiveOn: '2021-01-01', shares: '1', amount: '50.00' }
    const key = { 'idempotency-key': 'once' }
    const answers = await Promise.all(times(20).map(() => authority.tryMove(purchase, key)))
    const last = await authority.tryMove(purchase, key)
    t.equal(last.headers['idempotency-replayed'], 'true')
    for (const { status, body, headers } of answers) {
      if (status === 201) t.same(body, last.body)
      else t.match({ status, code: body.code, headers }, { status: 409, code: 'idempotency_in_progress' })
    }
    t.equal(answers.filter(({ status, headers }) => status === 201 && !headers['idempotency-replayed']).length, 1)
    t.equal((await authority.get('/v1/movements')).items.length, 1)
    await booksAreRight(t, service, authority.id)
  })

  await t.test('ten changes under one If-Match: one is made', async (t) => {
    const authority = await service.authority()
    const id = await authority.cooperative()
    const { headers } = await authority.call('GET', `/v1/cooperatives/${id}`)
    const change = (index: number) =>
      authority.call('PATCH', `/v1/cooperatives/${id}`, { name: `Nom ${index}` }, { 'if-match': String(headers.etag) })
    t.same(statuses(await Promise.all(times(10).map(change))), { 200: 1, 412: 9 })
  })

  await t.test('ten of one name: one is made', async (t) => {
    const authority = await service.authority()
    const id = await authority.cooperative()
    const shareClass = { name: 'Parts A', nominalValue: '50.00' }
    const classes = times(10).map(() => authority.call('POST', `/v1/cooperatives/${id}/share-classes`, shareClass))
    t.same(statuses(await Promise.all(classes)), { 201: 1, 409: 9 })
    const authorities = times(10).map(() =>
      service.call('POST', '/v1/authorities', { token: ADMIN_TOKEN, body: { name: 'La même', siren: '217500016' } }),
    )
    t.same(statuses(await Promise.all(authorities)), { 201: 1, 409: 9 })
    await booksAreRight(t, service, authority.id)
  })

  await t.test('backdated movements and reversals of the same ones', async (t) => {
    const authority = await service.authority()
    const position = await authority.position()
    const day = (index: number) => `2021-${String(1 + (index % 12)).padStart(2, '0')}-15`
    const purchase = (index: number) => ({
      kind: 'purchase',
      ...position,
      effectiveOn: day(index),
      shares: '7',
      amount: `${301 + index}.33`,
    })
    const bought: Body[] = []
    for (const index of times(6)) bought.push(await authority.move(purchase(index * 2)))
    for (const index of times(4)) {
      const sale = { kind: 'sale', ...position, effectiveOn: `2022-0${1 + index}-10`, shares: '2', amount: '90.00' }
      await authority.move(sale)
    }
    const reverse = ({ id }: Body) => authority.call('POST', `/v1/movements/${id}/reversal`, { reason: 'Erreur' })
    const [reversals, purchases, sales] = await Promise.all([
      Promise.all(bought.flatMap((movement) => times(4).map(() => reverse(movement)))),
      Promise.all(times(20).map((index) => authority.tryMove(purchase(index)))),
      Promise.all(
        times(20).map((index) =>
          authority.tryMove({ kind: 'sale', ...position, effectiveOn: day(index), shares: '3', amount: '1.00' }),
        ),
      ),
    ])
    t.same(statuses(purchases), { 201: 20 })
    for (const { status } of [...reversals, ...sales]) t.ok(status === 201 || status === 409, `answered ${status}`)
    const undone = reversals.filter(({ status }) => status === 201).map(({ body }) => body.reverses)
    t.equal(new Set(undone).size, undone.length, 'nothing is reversed twice')
    t.ok(undone.length > 0, 'some were reversed')
    await booksAreRight(t, service, authority.id)
  })

  await t.test('tokens minted and revoked for an authority that is writing', async (t) => {
    const authority = await service.authority()
    const position = await authority.position()
    const mint = (name: string) =>
      service.call('POST', '/v1/tokens', {
        token: ADMIN_TOKEN,
        body: { name, role: 'board', authorityId: authority.id },
      })
    const early = await Promise.all(times(10).map(() => mint('révoqué')))
    const [minted, revoked, moved] = await Promise.all([
      Promise.all(times(25).map(() => mint('élue'))),
      Promise.all(early.map(({ body }) => service.call('DELETE', `/v1/tokens/${body.id}`, { token: ADMIN_TOKEN }))),
      Promise.all(
        times(25).map(() =>
          authority.tryMove({ kind: 'purchase', ...position, effectiveOn: '2021-01-01', shares: '1', amount: '50.00' }),
        ),
      ),
    ])
    t.same([statuses(minted), statuses(revoked), statuses(moved)], [{ 201: 25 }, { 204: 10 }, { 201: 25 }])
    const told = await service.test.database.kysely
      .selectFrom('journal')
      .select('operation')
      .where('authority_id', '=', authority.id)
      .where('operation', 'in', ['createToken', 'revokeToken'])
      .execute()
    // Its finance token, the ten, the twenty-five; and the ten that ended.
    t.equal(told.length, 1 + 10 + 25 + 10, 'the authority’s own journal tells of each')
    await booksAreRight(t, service, authority.id)
    await booksAreRight(t, service, '00000000-0000-0000-0000-000000000000')
  })
})

test('connections that are cut during writes', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  const position = await authority.position()
  const purchase = { kind: 'purchase', ...position, effectiveOn: '2021-01-01', shares: '1', amount: '50.00' }
  const cutOff = async () => {
    await sleep(30)
    await execute(
      service.test.url as string,
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'quotepart'",
    )
  }
  const [answers] = await Promise.all([
    Promise.all(times(60).map((index) => authority.tryMove(purchase, { 'idempotency-key': `purchase ${index}` }))),
    cutOff(),
    cutOff().then(cutOff),
  ])
  for (const { status, body } of answers) t.ok(status === 201 || body.code === 'unavailable', `answered ${status}`)
  t.ok(statuses(answers)[503], 'some met a cut')
  // Whoever was told "try again in a moment" does, and all is recorded once.
  const again = await Promise.all(
    times(60).map((index) => authority.tryMove(purchase, { 'idempotency-key': `purchase ${index}` })),
  )
  t.same(statuses(again), { 201: 60 })
  t.match(await authority.totals(), { shares: '60', cost: '3000.00' })
  await booksAreRight(t, service, authority.id)
})

test('two instances on one database', async (t) => {
  const service = await Service.start(t, 'postgres')
  const other = await secondInstance(t, service)
  const authority = await service.authority()
  const position = await authority.position()
  const purchase = { kind: 'purchase', ...position, effectiveOn: '2021-01-01', shares: '1', amount: '50.00' }
  const withReason = { ...purchase, noDecisionReason: 'Reprise de l’historique' }

  await t.test('both write, while one of them is an hour behind', async (t) => {
    const writes = times(40).map((index) =>
      index % 2 === 0 ? authority.tryMove(purchase) : other('POST', '/v1/movements', authority, withReason),
    )
    const reads = times(20).map(() => other('GET', '/v1/portfolio/summary?asOf=2021-12-31', authority))
    const [written, seen] = await Promise.all([Promise.all(writes), Promise.all(reads)])
    t.same(statuses(written), { 201: 40 })
    t.equal(new Set(written.map(({ body }) => body.recordedAt)).size, 40, 'no instant twice')
    await booksAreRight(t, service, authority.id)
    for (const { body } of seen) {
      const again = await authority.get(`/v1/portfolio/summary?asOf=2021-12-31&knownAt=${body.knownAt}`)
      t.same(again, body, 'what was read between two writes is what was known then')
    }
  })

  await t.test('one key, sent to both: one movement', async (t) => {
    const { items: before } = await authority.get('/v1/movements?limit=200')
    const headers = { 'idempotency-key': 'once' }
    const answers = await Promise.all(
      times(10).flatMap(() => [
        authority.tryMove(purchase, headers),
        other('POST', '/v1/movements', authority, withReason, headers),
      ]),
    )
    for (const { status } of answers) t.ok(status === 201 || status === 409, `answered ${status}`)
    const { items: after } = await authority.get('/v1/movements?limit=200')
    t.equal(after.length, before.length + 1)
  })

  await t.test('a token that ends on one is refused by the other at once', async (t) => {
    const minted = await service.ok('POST', '/v1/tokens', {
      token: ADMIN_TOKEN,
      body: { name: 'bref', role: 'auditor', authorityId: authority.id },
    })
    t.equal((await other('GET', '/v1/holdings', minted)).status, 200)
    await service.call('DELETE', `/v1/tokens/${minted.id}`, { token: ADMIN_TOKEN })
    t.equal((await other('GET', '/v1/holdings', minted)).status, 401)
  })
})

type Other = (
  method: 'GET' | 'POST',
  url: string,
  caller: { readonly token: string },
  body?: object,
  headers?: Record<string, string>,
) => Promise<{ status: number; body: Body }>

async function secondInstance(t: Test, service: Service): Promise<Other> {
  const log = scannedLog(t)
  const database = openPostgres(service.test.url as string)
  const app = await buildApp({
    database,
    clock: () => new Date(Date.now() - 3_600_000),
    timeZone: 'Europe/Paris',
    rateLimitPerToken: 1_000_000,
    ...log,
  })
  t.teardown(async () => {
    await app.close()
    await database.close()
  })
  return async (method, url, { token }, body, headers) => {
    const response = await app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body && { payload: body }),
    })
    return { status: response.statusCode, body: response.json() }
  }
}
