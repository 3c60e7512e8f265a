// People sign in at the pages with their organisation's accounts: a real provider, the real service, a real PostgreSQL.
import { type Test, test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { asAuthority } from '../../src/postgres/database.ts'
import { ADMIN_TOKEN, type Service } from '../support/api.ts'
import {
  CLAIMS,
  goAndReturn,
  PUBLIC_URL,
  secondInstance,
  signInService,
  startIssuer,
} from '../support/browser-sign-in.ts'
import { noteSecret, scannedLog } from '../support/log-scan.ts'
import { type Asked, type TestIssuer, UNWILLING } from '../support/oidc-provider.ts'
import { Visitor } from '../support/visit.ts'

test('people sign in with their accounts', async (t) => {
  const issuer = await startIssuer(t)
  const { service, office } = await signInService(t, issuer)

  await t.test('and are let in with their role, where they wanted to go', async (t) => {
    const visitor = new Visitor(service)
    const button = (await visitor.get('/connexion?retour=%2Fdecisions')).page.querySelector('a.button')
    const { url, back } = await goAndReturn(issuer, visitor, 'camille.exemple', {}, button?.getAttribute('href'))
    t.match(Object.fromEntries(url.searchParams), {
      response_type: 'code',
      redirect_uri: 'http://localhost/connexion/retour',
      code_challenge_method: 'S256',
      resource: 'https://quotepart.example.test/',
    })
    const answer = await visitor.get(back)
    t.match({ status: answer.status, to: answer.headers.location }, { status: 303, to: '/decisions' })
    const cookies = [answer.headers['set-cookie']].flat().map(String)
    t.match(cookies, [/^quotepart-sign-in=; .*Max-Age=0/, /^quotepart=[\w-]{43}; .*HttpOnly; SameSite=Lax$/])
    t.equal((await visitor.get('/')).status, 200)
    const [session] = await asAuthority(service.test.database, office.id, (tx) =>
      tx.selectFrom('session').select(['subject', 'role', 'name']).execute(),
    )
    t.match(session, { subject: 'camille.exemple', role: 'board', name: /^OpenID Connect \(127/ })
    t.equal((await new Visitor(service).get(back)).status, 400, 'elsewhere, the link opens nothing')
  })

  await t.test('and out, at once and on every instance', (t) => endsEverywhere(t, issuer, service))
  await t.test('not when they break off, or may not', (t) => refusals(t, issuer, service))
  await t.test('not when it took too long', async (t) => {
    const visitor = new Visitor(service)
    const { back } = await goAndReturn(issuer, visitor, 'camille.exemple')
    service.now = new Date(Date.now() + 601_000)
    t.equal((await visitor.get(back)).status, 400)
    service.now = undefined
  })
  await t.test('and never twice with one answer', async (t) => {
    const visitor = new Visitor(service)
    const { back } = await goAndReturn(issuer, visitor, 'camille.exemple')
    const { cookie } = visitor
    t.equal((await visitor.get(back)).status, 303)
    visitor.cookie = cookie
    t.equal((await visitor.get(back)).status, 400, 'the cookie was kept, the code is used up')
  })
  await t.test('and are led nowhere else', async (t) => {
    for (const retour of ['//elsewhere.example', 'https://elsewhere.example/', '/\\elsewhere.example', '/connexion']) {
      const visitor = new Visitor(service)
      const { back } = await goAndReturn(
        issuer,
        visitor,
        'camille.exemple',
        {},
        `/connexion/compte?${query({ retour })}`,
      )
      t.equal((await visitor.get(back)).headers.location, '/', retour)
    }
  })
  await t.test('and are forgotten when their origins are', (t) => forgotten(t, issuer, service))
})

test('however the service proves itself to the issuer', async (t) => {
  const issuer = await startIssuer(t)
  for (const by of ['post', 'basic', 'none'] as const) {
    const inHeader: boolean[] = []
    issuer.intercept = (request, response) => {
      if (request.url === '/token') inHeader.push(/^Basic /.test(request.headers.authorization ?? ''))
      if (by !== 'basic' || request.url !== '/.well-known/openid-configuration') return false
      // An issuer that takes the secret in the header alone.
      const at = (path: string) => `${issuer.url}/${path}`
      const document = { issuer: issuer.url, authorization_endpoint: at('auth'), token_endpoint: at('token') }
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ ...document, jwks_uri: at('jwks') }))
      return true
    }
    const { service } = await signInService(t, issuer, by)
    const visitor = new Visitor(service)
    const { back } = await goAndReturn(issuer, visitor, 'camille.exemple')
    t.equal((await visitor.get(back)).status, 303, by)
    t.equal((await visitor.get('/')).status, 200, by)
    t.same(inHeader, [by === 'basic'], by)
  }
})

test('a service that the issuer does not know is told so in its log', async (t) => {
  const issuer = await startIssuer(t)
  const { service } = await signInService(t, issuer)
  for (const by of ['post', 'basic'] as const) {
    const { relyingParty, ...settings } = issuer.relyingParty(PUBLIC_URL, by)
    const clientSecret = 'not-the-secret-that-the-issuer-gave'
    noteSecret(clientSecret)
    const lines: string[] = []
    const scan = scannedLog(t)
    const app = await buildApp({
      database: service.test.database,
      clock: () => new Date(),
      timeZone: 'Europe/Paris',
      rateLimitPerToken: 1_000_000,
      oidc: { ...settings, relyingParty: relyingParty && { ...relyingParty, clientSecret } },
      ...scan,
      logTo: { write: (line) => [lines.push(line), scan.logTo.write(line)] },
    })
    t.teardown(() => app.close())
    const visitor = new Visitor({ app })
    const { back } = await goAndReturn(issuer, visitor, 'camille.exemple')
    t.equal((await visitor.get(back)).status, 400, by)
    t.match(lines.join(''), /"level":40.*invalid_client.*"msg":"the issuer refuses a sign-in"/, by)
  }
})

test('without an answer of the issuer, tokens go on', async (t) => {
  const issuer = await startIssuer(t)
  const { service, office } = await signInService(t, issuer)
  const visitor = new Visitor(service)
  const documented = { issuer: issuer.url, authorization_endpoint: 'http://elsewhere.example/auth' }
  issuer.intercept = (request, response) => {
    if (!String(request.url).startsWith('/.well-known/')) return false
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(documented))
    return true
  }
  t.equal((await visitor.get('/connexion/compte')).status, 503, 'nobody is sent where all can listen')
  t.equal(issuer.asked.length, 1)
  t.equal((await visitor.get('/connexion/compte')).status, 503)
  t.equal(issuer.asked.length, 1, 'asked once, and then left alone for a while')
  issuer.intercept = undefined
  service.now = new Date(Date.now() + 6_000)
  const { back } = await goAndReturn(issuer, visitor, 'camille.exemple')
  await issuer.stop()
  const answer = await visitor.get(back)
  t.match(answer, { status: 503, headers: { 'retry-after': '5' } }, 'between there and back')
  t.ok(await Visitor.signedIn(service, office.token))
})

function query(fields: Record<string, string>): string {
  return `${new URLSearchParams(fields)}`
}

async function endsEverywhere(t: Test, issuer: TestIssuer, service: Service): Promise<void> {
  const visitor = new Visitor(service)
  t.equal((await visitor.get((await goAndReturn(issuer, visitor, 'camille.exemple')).back)).status, 303)
  const elsewhere = new Visitor(await secondInstance(t, service, issuer))
  elsewhere.cookie = visitor.cookie
  const { status, page } = await elsewhere.get('/')
  t.equal(status, 200, 'a session of one instance is one of the other')
  const csrf = page.querySelector('input[name=csrf]')?.getAttribute('value') ?? ''
  const { cookie } = visitor
  t.equal((await elsewhere.send('/deconnexion', { csrf })).status, 303)
  t.equal((await visitor.get('/')).status, 303, 'signed out there, signed out here')
  visitor.cookie = cookie

  const begun = new Visitor(service)
  const { back } = await goAndReturn(issuer, begun, 'camille.exemple')
  elsewhere.cookie = begun.cookie
  t.equal((await elsewhere.get(back)).status, 303, 'who began with one instance may end with another')

  const again = await goAndReturn(issuer, visitor, 'camille.exemple')
  t.equal((await visitor.get(again.back)).status, 303)
  service.now = new Date(Date.now() + 8 * 3600_000)
  t.equal((await visitor.get('/')).status, 303, 'after eight hours')
  service.now = undefined
}

async function refusals(t: Test, issuer: TestIssuer, service: Service): Promise<void> {
  const cases: [string, string, Asked, number][] = [
    ['who breaks off', UNWILLING, {}, 400],
    ['who has no role', 'camille.exemple', { claims: { ...CLAIMS, roles: ['staff'] } }, 403],
    ['who would be an administrator', 'camille.exemple', { claims: { ...CLAIMS, roles: ['admin'] } }, 403],
    ['who has two roles', 'camille.exemple', { claims: { ...CLAIMS, roles: ['board', 'finance'] } }, 403],
    ['who is of no authority here', 'camille.exemple', { claims: { ...CLAIMS, siret: '99999999900019' } }, 403],
  ]
  for (const [what, subject, asked, status] of cases) {
    const visitor = new Visitor(service)
    const { back } = await goAndReturn(issuer, visitor, subject, asked)
    const answer = await visitor.get(back)
    t.equal(answer.status, status, what)
    t.match(answer.headers['content-type'], /text\/html/, 'on a page')
    t.equal(visitor.cookie, undefined, 'without a session')
  }
}

async function forgotten(t: Test, issuer: TestIssuer, service: Service): Promise<void> {
  const office = await service.authority('Département d’à côté', '226200024')
  const claims = { siret: '226200024', roles: 'finance' }
  const [camille, sacha] = [new Visitor(service), new Visitor(service)]
  const pasted = await Visitor.signedIn(service, office.token)
  for (const [visitor, subject] of [[camille, 'camille.exemple'] as const, [sacha, 'sacha'] as const]) {
    const { back } = await goAndReturn(issuer, visitor, subject, { claims })
    t.equal((await visitor.get(back)).status, 303)
  }
  const kept = () =>
    asAuthority(service.test.database, office.id, (tx) =>
      tx.selectFrom('session').select(['holder_id', 'subject']).where('subject', 'is not', null).execute(),
    )
  const holder = (await kept()).find(({ subject }) => subject === 'camille.exemple')
  const erase = (more: object) =>
    service.ok('POST', '/v1/origin-erasures', {
      token: ADMIN_TOKEN,
      body: { authorityId: office.id, reason: 'Demande d’effacement', ...more },
    })
  await erase({ actorTokenId: holder?.holder_id })
  t.same(
    (await kept()).map(({ subject }) => subject),
    ['sacha'],
  )
  t.equal((await camille.get('/')).status, 303, 'signed out')
  t.equal((await sacha.get('/')).status, 200)
  await erase({ before: new Date().toISOString() })
  t.same(await kept(), [])
  t.equal((await pasted.get('/')).status, 200, 'a session of a token holds nobody’s name')
}
