// The issuer as time goes on: its keys change, it is down, it answers nonsense.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Test, test } from 'tap'
import type { KeyTimes } from '../../src/access/oidc-settings.ts'
import { refused } from '../http/refusals.ts'
import { Service } from '../support/api.ts'
import { readJwt } from '../support/jwt.ts'
import { TestIssuer } from '../support/oidc-provider.ts'

const SIREN = '226200016'
const CLAIMS = { siret: SIREN, roles: ['finance'] }
const LONG_MS = 3_600_000
const DOWN = { status: 503, code: 'issuer_unavailable' }

/** A service that trusts the issuer, with an authority of that SIREN, and a token of our own. */
async function trusting(t: Test, issuer: TestIssuer, keyTimes: Partial<KeyTimes> = {}) {
  const settings = issuer.settings()
  const oidc = { ...settings, keyTimes: { ...settings.keyTimes, ...keyTimes } }
  const service = await Service.start(t, 'postgres', { oidc })
  const { token: own } = await service.authority('Département du Test', SIREN)
  const get = (token: string) => service.call('GET', '/v1/movements', { token })
  const later = (seconds: number) => {
    service.now = new Date(Date.now() + seconds * 1000)
  }
  return { service, own, get, later }
}

const times = (issuer: TestIssuer, path: string) => issuer.asked.filter((asked) => asked === path).length

test('keys are asked for once, and kept', async (t) => {
  const issuer = await TestIssuer.start(t)
  const { own, get } = await trusting(t, issuer)
  t.equal((await get(own)).status, 200)
  t.same(issuer.asked, [], 'nothing at the start, nor for a token of our own')
  const tokens = await Promise.all([1, 2, 3, 4].map(() => issuer.accessToken({ claims: CLAIMS })))
  const answers = await Promise.all(tokens.map(get))
  t.same(
    answers.map(({ status }) => status),
    [200, 200, 200, 200],
  )
  t.equal(times(issuer, '/.well-known/openid-configuration'), 1, 'discovery')
  t.equal(times(issuer, '/jwks'), 1, 'keys')
})

test('a new key works without a restart', async (t) => {
  const issuer = await TestIssuer.start(t)
  const { get } = await trusting(t, issuer, { cooldownMs: 0, maxAgeMs: LONG_MS })
  const old = await issuer.accessToken({ claims: CLAIMS })
  t.equal((await get(old)).status, 200)
  issuer.rotate('published')
  const renewed = await issuer.accessToken({ claims: CLAIMS })
  t.not(readJwt(renewed)[0].kid, readJwt(old)[0].kid, 'signed with another key')
  t.equal((await get(renewed)).status, 200, 'the new one')
  t.equal((await get(old)).status, 200, 'and the old one, which is still published')
  t.equal(times(issuer, '/jwks'), 2, 'the keys were asked for once more')
})

test('a withdrawn key stops once the keys are renewed', async (t) => {
  const issuer = await TestIssuer.start(t)
  const maxAgeMs = 1000
  const { get } = await trusting(t, issuer, { cooldownMs: 0, maxAgeMs })
  const old = await issuer.accessToken({ claims: CLAIMS })
  t.equal((await get(old)).status, 200)
  issuer.rotate('withdrawn')
  await sleep(maxAgeMs + 100)
  const answer = await get(old)
  refused(t, answer, { status: 401, code: 'unauthenticated' }, 'the old one')
  t.match(answer.body.detail, /no key that its issuer has/)
  t.equal((await get(await issuer.accessToken({ claims: CLAIMS }))).status, 200, 'a new one')
})

test('forged keys do not flood the issuer', async (t) => {
  const issuer = await TestIssuer.start(t)
  const { get } = await trusting(t, issuer)
  t.equal((await get(await issuer.accessToken({ claims: CLAIMS }))).status, 200)
  const forged = Array.from({ length: 20 }, (_, index) => issuer.sign({ kid: `forged-${index}` }, {}))
  for (const token of forged) refused(t, await get(token), { status: 401, code: 'unauthenticated' }, 'a forged key')
  t.equal(times(issuer, '/jwks'), 1, 'within the cooldown it is not asked again')
})

test('the issuer is down', async (t) => {
  const issuer = await TestIssuer.start(t)
  const token = await issuer.accessToken({ claims: CLAIMS })
  const primed = await trusting(t, issuer)
  t.equal((await primed.get(token)).status, 200)
  const eager = await trusting(t, issuer, { cooldownMs: 0 })
  t.equal((await eager.get(token)).status, 200)
  const fresh = await trusting(t, issuer)
  await issuer.stop()

  t.equal((await primed.get(token)).status, 200, 'who has the keys goes on')
  refused(t, await eager.get(issuer.sign({ kid: 'new' }, {})), DOWN, 'a key that nobody can be asked about')
  t.equal((await eager.get(token)).status, 200, 'stops nobody else')

  const answer = await fresh.get(token)
  refused(t, answer, DOWN, 'who has none cannot tell')
  t.equal(answer.headers['retry-after'], '5')
  t.match(answer.body.detail, /issuer/)
  t.notMatch(answer.body.detail, /database/)
  t.equal((await fresh.get(fresh.own)).status, 200, 'tokens of our own go on')

  await issuer.restart()
  const asked = issuer.asked.length
  refused(t, await fresh.get(token), DOWN, 'it is left alone for a while')
  t.equal(issuer.asked.length, asked, 'not asked at all')
  fresh.later(6)
  t.equal((await fresh.get(token)).status, 200, 'then it is asked again, and all is well')
  eager.later(6)
  const unknown = await eager.get(issuer.sign({ kid: 'new' }, {}))
  refused(t, unknown, { status: 401, code: 'unauthenticated' }, 'and says that there is no such key')
})

test('keys that are too old are not believed without the issuer', async (t) => {
  const issuer = await TestIssuer.start(t)
  const { get, later, own } = await trusting(t, issuer, { maxAgeMs: 300 })
  const token = await issuer.accessToken({ claims: CLAIMS })
  t.equal((await get(token)).status, 200)
  await issuer.stop()
  await sleep(400)
  refused(t, await get(token), DOWN, 'their time is over')
  t.equal((await get(own)).status, 200, 'tokens of our own go on')
  await issuer.restart()
  later(6)
  t.equal((await get(token)).status, 200, 'and it recovers')
})

type Nonsense = (response: ServerResponse, issuer: TestIssuer) => void
const json = (body: unknown) => (response: ServerResponse) => void response.end(JSON.stringify(body))
const redirect: Nonsense = (response, { url }) => void response.writeHead(302, { location: `${url}/elsewhere` }).end()
const hang: Nonsense = () => undefined

const DISCOVERY: Record<string, Nonsense> = {
  'an error': (response) => void response.writeHead(500).end('{}'),
  'a redirect': redirect,
  'no JSON': (response) => void response.end('<html>'),
  null: json(null),
  'another issuer': (response) => json({ issuer: 'https://other.example.test', jwks_uri: 'https://x.test/' })(response),
  'the issuer with a slash': (response, { url }) => json({ issuer: `${url}/`, jwks_uri: `${url}/jwks` })(response),
  'no keys': (response, { url }) => json({ issuer: url })(response),
  'keys over http': (response, { url }) => json({ issuer: url, jwks_uri: 'http://keys.example.test/' })(response),
  'keys in a file': (response, { url }) => json({ issuer: url, jwks_uri: 'file:///etc/passwd' })(response),
  nothing: hang,
}

const KEYS: Record<string, Nonsense> = {
  'an error': (response) => void response.writeHead(500).end('{}'),
  'a redirect': redirect,
  'no JSON': (response) => void response.end('<html>'),
  'no list': json({ keys: {} }),
  nothing: hang,
}

for (const [path, kinds] of Object.entries({ '/.well-known/openid-configuration': DISCOVERY, '/jwks': KEYS })) {
  test(`nonsense at ${path}`, async (t) => {
    const issuer = await TestIssuer.start(t)
    const token = await issuer.accessToken({ claims: CLAIMS })
    const { get, service } = await trusting(t, issuer)
    let nonsense: Nonsense | undefined
    issuer.intercept = (request: IncomingMessage, response) => {
      if (request.url !== path || !nonsense) return false
      nonsense(response, issuer)
      return true
    }
    let seconds = 0
    for (const [what, answer] of Object.entries(kinds)) {
      nonsense = answer
      seconds += 6
      service.now = new Date(Date.now() + seconds * 1000)
      refused(t, await get(token), DOWN, what)
      t.notOk(issuer.asked.includes('/elsewhere'), `${what}: no redirect is followed`)
    }
    nonsense = undefined
    service.now = new Date(Date.now() + (seconds + 6) * 1000)
    t.equal((await get(token)).status, 200, 'and it recovers')
  })
}
