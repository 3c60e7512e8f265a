// Whoever meddles with a sign-in at the issuer gets nobody in: neither himself, nor his victim as somebody else.
import { type Test, test } from 'tap'
import type { Service } from '../support/api.ts'
import { CLAIMS, goAndReturn, PUBLIC_URL, signInService, startIssuer } from '../support/browser-sign-in.ts'
import { noteSecret } from '../support/log-scan.ts'
import type { TestIssuer } from '../support/oidc-provider.ts'
import { Visitor } from '../support/visit.ts'

test('nobody signs in', async (t) => {
  const issuer = await startIssuer(t)
  const { service } = await signInService(t, issuer)
  await t.test('with what another sign-in brought', (t) => mixedUp(t, issuer, service))
  await t.test('with what was altered on the way', (t) => altered(t, issuer, service))
  await t.test('with another cookie', (t) => forged(t, issuer, service))
  await t.test('with the tokens of two people', (t) => twoPeople(t, issuer, service))
})

async function mixedUp(t: Test, issuer: TestIssuer, service: Service): Promise<void> {
  const victim = new Visitor(service)
  const attacker = new Visitor(service)
  const theirs = await goAndReturn(issuer, attacker, 'attacker')
  t.equal((await victim.get(theirs.back)).status, 400, 'a prepared link, to who has begun nothing')
  const own = await goAndReturn(issuer, victim, 'camille.exemple')
  const { cookie } = victim
  t.equal((await victim.get(theirs.back)).status, 400, 'and to who has begun a sign-in')
  const codeOfOther = new URL(theirs.back, PUBLIC_URL).searchParams.get('code') ?? ''
  const mixed = new URL(own.back, PUBLIC_URL)
  mixed.searchParams.set('code', codeOfOther)
  victim.cookie = cookie
  t.equal((await victim.get(mixed.pathname + mixed.search)).status, 400, 'another’s code: PKCE')
  t.equal(victim.cookie, undefined)
}

async function altered(t: Test, issuer: TestIssuer, service: Service): Promise<void> {
  const refused = async (what: string, visitor: Visitor, back: string) => {
    t.equal((await visitor.get(back)).status, 400, what)
    t.equal(visitor.cookie, undefined, `${what}: no session`)
  }
  for (const [name, value] of Object.entries({ nonce: 'another-nonce', code_challenge: 'a'.repeat(43) })) {
    const visitor = new Visitor(service)
    const browse = (url: URL) => url.searchParams.set(name, value)
    const { back } = await goAndReturn(issuer, visitor, 'camille.exemple', {}, undefined, browse)
    await refused(`${name} on the way there`, visitor, back)
  }
  for (const [name, value] of Object.entries({ state: 'another-state', iss: 'https://elsewhere.example', code: 'x' })) {
    const visitor = new Visitor(service)
    const back = new URL((await goAndReturn(issuer, visitor, 'camille.exemple')).back, PUBLIC_URL)
    back.searchParams.set(name, value)
    await refused(`${name} on the way back`, visitor, back.pathname + back.search)
  }
  const twice = new Visitor(service)
  const { back } = await goAndReturn(issuer, twice, 'camille.exemple')
  await refused('two codes', twice, `${back}&code=x`)
  const bare = new Visitor(service)
  await goAndReturn(issuer, bare, 'camille.exemple')
  await refused('no answer at all', bare, '/connexion/retour')
}

async function forged(t: Test, issuer: TestIssuer, service: Service): Promise<void> {
  const visitor = new Visitor(service)
  const { back: untouched } = await goAndReturn(issuer, visitor, 'camille.exemple')
  const cookie = visitor.cookie ?? ''
  const parts = cookie.split('.')
  const forged = [
    cookie.slice(0, -2),
    [...parts.slice(0, 3), `${parts[3]?.slice(0, -4)}AAAA`, parts[4]].join('.'),
    `quotepart-sign-in=${Buffer.from('{"alg":"none"}').toString('base64url')}..${parts.slice(2).join('.')}`,
    `${cookie}; ${cookie}`,
    cookie.replace('quotepart-sign-in', 'quotepart'),
  ]
  for (const value of forged) {
    visitor.cookie = value
    t.equal((await visitor.get(untouched)).status, 400, 'another cookie')
  }
}

/** No honest issuer does it: an ID token of one person beside an access token of another. */
async function twoPeople(t: Test, issuer: TestIssuer, service: Service): Promise<void> {
  const { accessToken } = await issuer.signIn('somebody-else', { claims: CLAIMS })
  const visitor = new Visitor(service)
  const answerWith = async (access_token: string, subject: string) => {
    const { url, back } = await goAndReturn(issuer, visitor, subject)
    const seconds = Math.floor(Date.now() / 1000)
    const nonce = url.searchParams.get('nonce')
    const claims = { iss: issuer.url, aud: 'pages', sub: subject, nonce, iat: seconds, exp: seconds + 60 }
    const id_token = issuer.sign({ typ: 'JWT' }, claims)
    noteSecret(id_token)
    issuer.intercept = (request, response) => {
      if (request.url !== '/token') return false
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ access_token, id_token, token_type: 'Bearer' }))
      return true
    }
    const { status } = await visitor.get(back)
    issuer.intercept = undefined
    return status
  }
  t.equal(await answerWith(accessToken, 'somebody-else'), 303, 'of one person, they open')
  t.equal(await answerWith(accessToken, 'camille.exemple'), 400, 'of two, they do not')
  t.equal(visitor.cookie, undefined)
  t.equal(
    await answerWith('an-opaque-access-token-of-this-issuer', 'camille.exemple'),
    401,
    'nor does what says nothing',
  )
  t.equal(visitor.cookie, undefined)
}
