// A session is a cookie that only this service reads: it ends when one signs out, when its time is over, and with its token.
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'tap'
import { openSession, purgeSessions } from '../../src/access/session.ts'
import { asAuthority, INSTALLATION } from '../../src/postgres/database.ts'
import { ADMIN_TOKEN, type Body, Service } from '../support/api.ts'
import { secondInstance } from '../support/browser-sign-in.ts'
import { Visitor } from '../support/visit.ts'

for (const kind of ['postgres', 'embedded'] as const) {
  test(`in and out, ${kind}`, async (t) => {
    const service = await Service.start(t, kind)
    const office = await service.authority()
    const visitor = new Visitor(service)
    const unknown = await visitor.get('/decisions?asOf=2024-12-31')
    t.match(unknown, { status: 303, headers: { location: '/connexion?retour=%2Fdecisions%3FasOf%3D2024-12-31' } })

    const refused = await visitor.send('/connexion', { token: 'qp_none' })
    t.equal(refused.status, 401)
    t.match(refused.page.querySelector('[role=alert]')?.text, /jeton|token/i, 'says why')
    const empty = await visitor.send('/connexion', { token: ' ' })
    t.match(
      { status: empty.status, told: empty.page.querySelector('[role=alert]')?.text },
      { status: 400, told: 'Collez un jeton' },
    )
    t.equal((await visitor.send('/connexion', { token: ADMIN_TOKEN })).status, 403, 'administrators read no portfolio')

    const signedIn = await visitor.send('/connexion', {
      token: ` ${office.token} `,
      retour: '/decisions?asOf=2024-12-31',
    })
    t.match(signedIn, { status: 303, headers: { location: '/decisions?asOf=2024-12-31' } })
    t.match(
      String(signedIn.headers['set-cookie']),
      /^quotepart=[\w-]{43}; Path=\/; Max-Age=28800; HttpOnly; SameSite=Lax$/,
    )
    const { status, page } = await visitor.get('/')
    t.equal(status, 200)
    const csrf = page.querySelector('input[name=csrf]')?.getAttribute('value') ?? ''

    const cookie = visitor.cookie
    t.equal((await visitor.send('/deconnexion', {})).status, 403, 'not without what the form holds')
    t.equal((await visitor.send('/deconnexion', { csrf: `${csrf.slice(0, -1)}_` })).status, 403)
    t.equal((await visitor.send('/deconnexion', { csrf }, { 'sec-fetch-site': 'cross-site' })).status, 403)
    t.equal((await visitor.get('/')).status, 200, 'still there')
    t.match(await visitor.send('/deconnexion', { csrf }), { status: 303, headers: { location: '/connexion' } })
    t.equal(visitor.cookie, undefined, 'the cookie is taken back')
    visitor.cookie = cookie
    t.equal((await visitor.get('/')).status, 303, 'and opens nothing any more')
  })
}

test('a session ends with its time, and with its token', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  service.now = new Date('2026-01-15T08:00:00Z')
  const visitor = await Visitor.signedIn(service, office.token)
  service.now = new Date('2026-01-15T15:59:59Z')
  t.equal((await visitor.get('/')).status, 200)
  service.now = new Date('2026-01-15T16:00:00Z')
  t.equal((await visitor.get('/')).status, 303, 'eight hours')
  service.now = undefined

  const { id, token } = await service.ok('POST', '/v1/tokens', {
    token: ADMIN_TOKEN,
    body: { name: 'élue', role: 'board', authorityId: office.id },
  })
  const member = await Visitor.signedIn(service, token)
  const first = await member.get('/')
  t.equal(first.status, 200)
  const elsewhere = new Visitor(await secondInstance(t, service))
  elsewhere.cookie = member.cookie
  t.equal((await elsewhere.get('/')).status, 200, 'a session is of every instance')
  await service.call('DELETE', `/v1/tokens/${id}`, { token: ADMIN_TOKEN })
  elsewhere.cookie = member.cookie
  t.equal((await elsewhere.get('/')).status, 303, 'revoked, at once and everywhere')
  t.equal((await member.get('/')).status, 303, 'revoked')
  t.equal((await visitor.send('/connexion', { token })).status, 401)
})

test('the API takes no cookie, and pages no token', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  const visitor = await Visitor.signedIn(service, office.token)
  const { cookie = '' } = visitor
  t.equal((await service.call('GET', '/v1/holdings', { headers: { cookie } })).status, 401)
  const inject = (headers: Record<string, string>) => service.app.inject({ method: 'GET', url: '/', headers })
  t.equal((await inject({ authorization: `Bearer ${office.token}` })).statusCode, 401)
  t.match((await inject({ authorization: `Bearer ${office.token}` })).headers['content-type'], /problem\+json/)
  t.equal((await inject({ cookie: `${cookie}; ${cookie}` })).statusCode, 401, 'two cookies: one is somebody else’s')
  t.equal((await inject({ cookie: cookie.replace('quotepart', '__Host-quotepart') })).statusCode, 401)
})

test('a form that another site sends is refused, whatever it is', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  const foreign: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://elsewhere.example' },
    { origin: 'null' },
  ]
  for (const headers of foreign) {
    const payload = `${new URLSearchParams({ token: office.token })}`
    const form = { 'content-type': 'application/x-www-form-urlencoded', host: 'localhost', ...headers }
    const answer = await service.app.inject({ method: 'POST', url: '/connexion', headers: form, payload })
    t.equal(answer.statusCode, 403, JSON.stringify(headers))
    t.equal(answer.headers['set-cookie'], undefined)
  }
})

test('nobody is sent elsewhere after the sign-in', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  const places = [
    'https://elsewhere.example/',
    '//elsewhere.example',
    '/\\elsewhere.example',
    '/\t/elsewhere.example',
    'javascript:alert(1)',
    '',
    '/connexion',
  ]
  for (const retour of places) {
    const { status, headers } = await new Visitor(service).send('/connexion', { token: office.token, retour })
    t.match({ status, to: headers.location }, { status: 303, to: '/' }, JSON.stringify(retour))
  }
})

test('one click signs in where there is a demo, on loopback, under its own name', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  t.equal((await new Visitor(service).send('/connexion/demo', { role: 'finance' })).status, 404, 'no demo here')
  const demo = await Service.start(t, 'postgres', { demo: { finance: office.token } })
  t.equal((await new Visitor(demo).get('/connexion')).page.querySelectorAll('form[action="/connexion/demo"]').length, 1)
  const elsewhere = await new Visitor(demo).get('/connexion', { host: 'rebound.example:3000' })
  t.equal(elsewhere.page.querySelectorAll('form[action="/connexion/demo"]').length, 0)
  const rebound = { host: 'rebound.example:3000', origin: 'http://rebound.example:3000' }
  t.equal((await new Visitor(demo).send('/connexion/demo', { role: 'finance' }, rebound)).status, 404)
  t.equal((await new Visitor(demo).send('/connexion/demo', { role: 'constructor' })).status, 404)
})

test('a browser has one session, and what is over is not kept', async (t) => {
  const service = await Service.start(t, 'postgres')
  const [office, other] = [await service.authority(), await service.authority('Département voisin')]
  const kept = async () => {
    const counts = [office, other].map(({ id }) =>
      asAuthority(service.test.database, id, (tx) => tx.selectFrom('session').select('hash').execute()),
    )
    return (await Promise.all(counts)).map(({ length }) => length)
  }
  const visitor = await Visitor.signedIn(service, office.token)
  const { cookie } = visitor
  t.equal((await visitor.send('/connexion', { token: office.token })).status, 303)
  t.not(visitor.cookie, cookie, 'a new secret: whoever knew the old one knows nothing')
  t.same(await kept(), [1, 0])
  visitor.cookie = cookie
  t.equal((await visitor.get('/')).status, 303, 'the old one is over')

  await Visitor.signedIn(service, other.token)
  service.now = new Date(Date.now() + 8 * 3600_000)
  await Visitor.signedIn(service, office.token)
  t.same(await kept(), [1, 1], 'a sign-in purges those of its authority')
  await purgeSessions(service.test.database, service.now)
  t.same(await kept(), [1, 0], 'a start all of them')
})

test('who reads pages alone uses his token', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  const { id, token } = await service.ok('POST', '/v1/tokens', {
    token: ADMIN_TOKEN,
    body: { name: 'élue', role: 'board', authorityId: office.id },
  })
  const visitor = await Visitor.signedIn(service, token)
  await visitor.get('/')
  await service.app.close()
  const again = await secondInstance(t, service)
  const { body } = await again.app
    .inject({ url: '/v1/tokens?limit=200', headers: { authorization: `Bearer ${ADMIN_TOKEN}` } })
    .then(({ body }) => ({ body: JSON.parse(body) }))
  t.type(body.items.find((item: Body) => item.id === id)?.lastUsedAt, 'string')
})

test('a browser without Fetch Metadata says where a form comes from', async (t) => {
  const service = await Service.start(t, 'postgres')
  const { headers } = await new Visitor(service).get('/connexion')
  t.equal(headers['referrer-policy'], 'same-origin', 'no-referrer would have it send Origin: null')
})

test('a page is counted by its session, whatever else it sends', async (t) => {
  const service = await Service.start(t, 'postgres', { rateLimitPerToken: 5 })
  const office = await service.authority()
  const { cookie = '' } = await Visitor.signedIn(service, office.token)
  const many = async (headers: (index: number) => Record<string, string>, url: string) => {
    await sleep(1010)
    const asked = Array.from({ length: 8 }, (_, index) =>
      service.app.inject({ url, headers: headers(index), remoteAddress: `198.51.100.${index}` }),
    )
    return (await Promise.all(asked)).filter(({ statusCode }) => statusCode === 429).length
  }
  const varied = (index: number) => ({ cookie, authorization: `Bearer qp_${index}` })
  t.equal(await many(varied, '/decisions'), 3, 'another Authorization each time')
  const named = (index: number) => ({ cookie: `${cookie}; __Host-quotepart=${'x'.repeat(40)}${index}` })
  t.equal(await many(named, '/decisions'), 3, 'another cookie beside it')
  const ofApi = (index: number) => ({
    cookie: `quotepart=${'x'.repeat(40)}${index}`,
    authorization: `Bearer ${office.token}`,
  })
  t.equal(await many(ofApi, '/v1/cooperatives'), 3, 'at the API, another cookie each time')
})

test('no session for administrators, however one asks', async (t) => {
  const service = await Service.start(t, 'postgres')
  const admin = { tokenId: null, name: 'x', subject: null, role: 'admin' as const, authorityId: INSTALLATION }
  const caller = { ...admin, cursorKey: Buffer.alloc(32), lastSeq: 0, lastRecordedAt: '2026-01-01T00:00:00Z' }
  await t.rejects(openSession(service.test.database, caller, new Date()), { code: 'no_pages' })
})
