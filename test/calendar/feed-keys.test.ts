// A key opens the calendar and nothing else, until it is revoked or expires; and shows nowhere.
import { type Test, test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { newFeedKey } from '../../src/calendar/feed-key.ts'
import { probe, refused } from '../http/refusals.ts'
import { type Authority, type Body, Service } from '../support/api.ts'
import { noteSecret, scannedLog } from '../support/log-scan.ts'
import { subscribe } from './subscribe.ts'

async function minted(authority: Authority, body: object = {}): Promise<Body> {
  const feedKey = await authority.post('/v1/feed-keys', { name: 'Agenda du service', ...body })
  noteSecret(feedKey.key)
  return feedKey
}

for (const kind of ['embedded', 'postgres'] as const) {
  test(`feed keys, ${kind}`, async (t) => {
    const service = await Service.start(t, kind)
    const authority = await service.authority()
    await t.test('opens the calendar, and nothing else', (t) => opens(t, service, authority))
    await t.test('what is no key', (t) => noKeys(t, service, authority))
    await t.test('revoked: from the next request on, on every instance', (t) => revoked(t, service, authority))
    await t.test('expired', (t) => expired(t, service, authority))
    await t.test('listed without the key, for whom it is', (t) => listed(t, service, authority))
  })
}

async function opens(t: Test, service: Service, authority: Authority): Promise<void> {
  const { key, url } = await minted(authority)
  const answer = await subscribe(service.app, url)
  t.equal(answer.status, 200)
  t.match(answer.headers, {
    'content-type': 'text/calendar; charset=utf-8',
    'cache-control': 'private, no-cache',
    'referrer-policy': 'no-referrer',
    etag: /^"[\w-]{43}"$/,
  })
  const again = await subscribe(service.app, url, { headers: { 'if-none-match': String(answer.headers.etag) } })
  t.equal(again.status, 304, 'unchanged')
  t.equal(again.text, '')
  t.equal((await subscribe(service.app, url)).text, answer.text, 'the same bytes')
  const head = await subscribe(service.app, url, { method: 'HEAD' })
  t.match(head, { status: 200, text: '', headers: { etag: answer.headers.etag } })
  for (const path of ['/v1/deadlines', '/v1/feed-keys', '/v1/portfolio/summary', '/v1/checkpoint']) {
    refused(t, await probe(service, 'GET', path, { token: key }), { status: 401, code: 'unauthenticated' }, path)
  }
  const asToken = await subscribe(service.app, `/calendar/${authority.token}/deadlines.ics`)
  refused(t, asToken, { status: 401 }, 'nor does a token open the calendar')
  const header = { authorization: `Bearer ${authority.token}` }
  refused(
    t,
    await subscribe(service.app, '/calendar/x/deadlines.ics', { headers: header }),
    { status: 401 },
    'in a header',
  )
  const posted = await service.app.inject({ method: 'POST', url })
  t.ok([404, 405].includes(posted.statusCode), 'it is read only')
}

async function noKeys(t: Test, service: Service, authority: Authority): Promise<void> {
  const neighbour = await service.authority('Département voisin')
  const { key } = await minted(authority)
  const swapped = newFeedKey(neighbour.id).slice(0, 25) + key.slice(25)
  const wrong: Record<string, string> = {
    'one letter off': `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`,
    'one letter less': key.slice(0, -1),
    'one letter more': `${key}A`,
    capitals: key.toUpperCase(),
    'never minted': newFeedKey(authority.id),
    'of an authority that is none': newFeedKey('019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'),
    'of the installation': newFeedKey('00000000-0000-0000-0000-000000000000'),
    'for the neighbour': swapped,
    SQL: encodeURIComponent("' or 1=1 --"),
    'no ASCII': encodeURIComponent('é\u0000'),
    empty: '%20',
  }
  for (const [what, text] of Object.entries(wrong)) {
    const answer = await subscribe(service.app, `/calendar/${text}/deadlines.ics`)
    refused(t, answer, { status: 401, code: 'unauthenticated' }, what)
    t.notOk(answer.text.includes(text) && text.length > 8, 'is not repeated')
  }
}

async function revoked(t: Test, service: Service, authority: Authority): Promise<void> {
  const { id, url } = await minted(authority)
  const elsewhere = await buildApp({
    database: service.test.database,
    clock: () => new Date(),
    timeZone: 'Europe/Paris',
    rateLimitPerToken: 1000,
    ...scannedLog(t),
  })
  t.teardown(() => elsewhere.close())
  for (const app of [service.app, elsewhere]) t.equal((await subscribe(app, url)).status, 200, 'works')
  const end = () => authority.call('DELETE', `/v1/feed-keys/${id}`)
  t.equal((await end()).status, 204)
  for (const app of [service.app, elsewhere]) {
    refused(t, await subscribe(app, url), { status: 401, code: 'unauthenticated' }, 'no longer')
  }
  const { revokedAt } = await authority.get(`/v1/feed-keys/${id}`)
  t.equal((await end()).status, 204, 'ending it again')
  t.equal((await authority.get(`/v1/feed-keys/${id}`)).revokedAt, revokedAt, 'leaves it as it was')
}

async function expired(t: Test, service: Service, authority: Authority): Promise<void> {
  const past = await authority.call('POST', '/v1/feed-keys', { name: 'Agenda', expiresAt: '2020-01-01T00:00:00Z' })
  refused(t, past, { status: 400, pointer: '#/expiresAt' }, 'it never would have worked')
  const expiresAt = new Date(Date.now() + 3_600_000)
  const { url } = await minted(authority, { expiresAt: expiresAt.toISOString() })
  t.teardown(() => {
    service.now = undefined
  })
  service.now = new Date(expiresAt.getTime() - 1)
  t.equal((await subscribe(service.app, url)).status, 200, 'until then')
  service.now = expiresAt
  refused(t, await subscribe(service.app, url), { status: 401, code: 'unauthenticated' }, 'from then on')
}

async function listed(t: Test, service: Service, authority: Authority): Promise<void> {
  const { id, key, url, ...rest } = await minted(authority)
  t.equal(url, `/calendar/${key}/deadlines.ics`)
  const auditor = await service.mint('auditor', authority.id)
  for (const token of [authority.token, auditor]) {
    const { items } = await service.ok('GET', '/v1/feed-keys?limit=200', { token })
    t.same(items.at(-1), { id, ...rest })
    t.same(await service.ok('GET', `/v1/feed-keys/${id}`, { token }), { id, ...rest })
    t.notOk(JSON.stringify(items).includes('qpf_'))
  }
  for (const role of ['board', 'integration']) {
    const token = await service.mint(role, authority.id)
    refused(t, await probe(service, 'GET', '/v1/feed-keys', { token }), { status: 403 }, role)
  }
  const trail = await service.ok('GET', `/v1/audit-entries?targetId=${id}`, { token: auditor })
  t.match(trail.items, [{ operation: 'createFeedKey', outcome: 'recorded' }], 'in the audit trail')
  t.notOk(JSON.stringify(trail).includes('qpf_'))
}

test('a stranger who tries keys is slowed down', async (t) => {
  const service = await Service.start(t, 'embedded', { rateLimitPerToken: 5 })
  const authority = await service.authority()
  const { url } = await minted(authority)
  const tried = await Promise.all(
    Array.from({ length: 15 }, () => subscribe(service.app, `/calendar/${newFeedKey(authority.id)}/deadlines.ics`)),
  )
  const statuses = Map.groupBy(tried, ({ status }) => status)
  t.equal(statuses.get(401)?.length, 5)
  t.equal(statuses.get(429)?.length, 10)
  const mine = await Promise.all(Array.from({ length: 8 }, () => subscribe(service.app, url)))
  t.equal(mine.filter(({ status }) => status === 429).length, 3, 'and so is a key that asks too much')
})
