// Access tokens that are not good: each is refused with its reason, and changes nothing but one thing of a good one.
import { createHmac, createPublicKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto'
import { type Test, test } from 'tap'
import { refused } from '../http/refusals.ts'
import { Service } from '../support/api.ts'
import { encodePart, readJwt, signJwt } from '../support/jwt.ts'
import { AUDIENCE, type Jwk, TestIssuer } from '../support/oidc-provider.ts'

const SIREN = '226200016'
const GOOD = { siret: SIREN, roles: ['finance'] }

interface Scene {
  readonly issuer: TestIssuer
  readonly service: Service
  /** A good token, and what it says. */
  readonly good: string
  readonly header: Record<string, unknown>
  readonly claims: Record<string, unknown>
}

test('access tokens that are not good', async (t) => {
  const issuer = await TestIssuer.start(t)
  const service = await Service.start(t, 'postgres', { oidc: issuer.settings() })
  await service.authority('Département du Test', SIREN)
  const good = await issuer.accessToken({ claims: GOOD })
  const [header, claims] = readJwt(good)
  const scene = { issuer, service, good, header, claims }

  await t.test('made by hand from a good one, they are taken', (t) => controls(t, scene))
  await t.test('signature and algorithm', (t) => signatures(t, scene))
  await t.test('headers that point elsewhere', (t) => pointers(t, scene))
  await t.test('claims', (t) => wrongClaims(t, scene))
  await t.test('time', (t) => time(t, scene))
  await t.test('what is no access token', (t) => wrongTypes(t, scene))
  await t.test('what is no JWT', (t) => malformed(t, scene))
})

/** What the helpers below sign is taken when nothing is wrong with it: so it is the one change that is refused. */
async function controls(t: Test, { issuer, service, header, claims }: Scene): Promise<void> {
  const now = Math.floor(Date.now() / 1000)
  const taken: [string, string][] = [
    ['the same', issuer.sign(header, claims)],
    ['the type in full', issuer.sign({ ...header, typ: 'application/AT+JWT' }, claims)],
    ['several audiences', issuer.sign(header, { ...claims, aud: ['https://other.example.test/', AUDIENCE] })],
    ['valid since now', issuer.sign(header, { ...claims, nbf: now })],
    ['a few seconds behind', issuer.sign(header, { ...claims, exp: now - 2 })],
    ['a few seconds ahead', issuer.sign(header, { ...claims, nbf: now + 2 })],
  ]
  for (const [what, token] of taken) t.equal((await service.call('GET', '/v1/movements', { token })).status, 200, what)
}

async function signatures(t: Test, { issuer, good, header, claims, ...scene }: Scene): Promise<void> {
  const [first = '', second = '', third = ''] = good.split('.')
  const [rsa] = issuer.keys as [Jwk]
  const attacker = rsaKey()
  const pem = createPublicKey({ key: rsa, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
  const publicJwk = JSON.stringify({ kty: 'RSA', n: rsa.n, e: rsa.e, kid: rsa.kid, use: 'sig' })
  const others = await TestIssuer.start(t)
  await refuses(t, scene.service, [
    ['of another issuer', await others.accessToken({ claims: GOOD }), /no key that its issuer has/],
    ['an unknown key', signJwt({ ...header, kid: 'unknown' }, claims, attacker), /no key that its issuer has/],
    ['another’s key under a known name', signJwt(header, claims, attacker), /signature/],
    ['tampered claims', `${first}.${encodePart({ ...claims, siret: '226200024' })}.${third}`, /signature/],
    ['a tampered header', `${encodePart({ ...header, more: 1 })}.${second}.${third}`, /signature/],
    ['a signature cut short', `${first}.${second}.${third.slice(0, -8)}`, /signature/],
    ['no signature', `${first}.${second}.`, /signature/],
    ['alg none', `${encodePart({ ...header, alg: 'none' })}.${second}.`, /RS256/],
    ['alg None, with a signature', `${encodePart({ ...header, alg: 'None' })}.${second}.${third}`, /RS256/],
    ['HS256 with the public key, PEM', hs256(header, claims, pem), /RS256/],
    ['HS256 with the public key, JWK', hs256(header, claims, publicJwk), /RS256/],
    ['an algorithm that is not on the list', issuer.sign({ ...header, alg: 'RS512' }, claims), /RS256/],
    ['an algorithm for another kind of key', issuer.sign({ ...header, alg: 'ES256' }, claims), /no key that its/],
  ])
}

async function pointers(t: Test, { issuer, service, header, claims }: Scene): Promise<void> {
  const attacker = await TestIssuer.start(t)
  const [key] = attacker.keys as [Jwk]
  const jwk = { kty: 'RSA', n: key.n, e: key.e, kid: key.kid }
  const forge = (more: object) => signJwt({ ...header, ...more }, claims, key)
  const url = `${attacker.url}/jwks`
  await refuses(t, service, [
    ['jwk', forge({ jwk }), /signature/],
    ['jwk, with its own kid', forge({ jwk, kid: key.kid }), /no key that its issuer has/],
    ['jwk, without kid', forge({ jwk, kid: undefined }), /signature|no key/],
    ['jku', forge({ jku: url, kid: key.kid }), /no key that its issuer has/],
    ['x5u', forge({ x5u: url, kid: key.kid }), /no key that its issuer has/],
    ['x5c', forge({ x5c: ['MIIB'] }), /signature/],
    ['kid as a path', forge({ kid: '../../dev/null' }), /no key that its issuer has/],
    ['crit', issuer.sign({ ...header, crit: ['exp'], exp: 1 }, claims), /crit/],
    ['crit of what is unknown', issuer.sign({ ...header, crit: ['x'], x: 1 }, claims), /crit/],
    ['b64', issuer.sign({ ...header, crit: ['b64'], b64: false }, claims), /crit|signature/],
  ])
  t.same(attacker.asked, [], 'and nobody went there')
}

async function wrongClaims(t: Test, { issuer, service, header, claims }: Scene): Promise<void> {
  const change = (changes: object) => issuer.sign(header, { ...claims, ...changes })
  const elsewhere = { claims: GOOD, resource: 'https://other.example.test/' }
  const missing = ['iss', 'aud', 'exp', 'sub'].map(
    (claim) => [`without ${claim}`, change({ [claim]: undefined }), /must have iss, aud, exp and sub/] as const,
  )
  await refuses(t, service, [
    ...missing,
    ['for another API', await issuer.accessToken(elsewhere), /not for this API/],
    ['for a part of its audience', change({ aud: AUDIENCE.slice(0, -1) }), /not for this API/],
    ['with an object for an audience', change({ aud: { [AUDIENCE]: true } }), /not for this API/],
    ['that names another issuer', change({ iss: 'https://other.example.test' }), /not of the issuer/],
    ['that names the issuer almost', change({ iss: `${issuer.url}/` }), /not of the issuer/],
    ['with an exp that is text', change({ exp: String(claims.exp) }), /well-formed dates/],
    ['with an nbf that is text', change({ nbf: 'now' }), /well-formed dates/],
    ['with a subject that is a number', change({ sub: 1 }), /must have iss, aud, exp and sub/],
    ['with an empty subject', change({ sub: '' }), /must have iss, aud, exp and sub/],
    ['bound to a key', change({ cnf: { jkt: 'x' } }), /bound to a key/],
  ])
}

async function time(t: Test, { issuer, service, good, header, claims }: Scene): Promise<void> {
  const now = Math.floor(Date.now() / 1000)
  await refuses(t, service, [
    ['expired', issuer.sign(header, { ...claims, exp: now - 30 }), /no longer valid/],
    ['not valid yet', issuer.sign(header, { ...claims, nbf: now + 30 }), /not valid yet/],
  ])
  // A real one, a minute after its ten: the clock that counts is the service's.
  service.now = new Date(Date.now() + 11 * 60_000)
  await refuses(t, service, [['expired in the meantime', good, /no longer valid/]])
  service.now = undefined
  t.equal((await service.call('GET', '/v1/movements', { token: good })).status, 200, 'and valid before')
}

async function wrongTypes(t: Test, { issuer, service, header, claims }: Scene): Promise<void> {
  const typed = (typ: unknown, more: object = {}) => issuer.sign({ ...header, typ }, { ...claims, ...more })
  const { idToken } = await issuer.signIn('camille', { claims: GOOD })
  const [idHeader, idClaims] = readJwt(idToken)
  await refuses(t, service, [
    ['an ID token', idToken, /not for this API/],
    [
      'an ID token for this API',
      issuer.sign({ ...idHeader, typ: undefined }, { ...idClaims, aud: AUDIENCE }),
      /RFC 9068/,
    ],
    ['without a type', typed(undefined), /RFC 9068/],
    ['of the type JWT', typed('JWT'), /RFC 9068/],
    ['a logout token', typed('logout+jwt'), /RFC 9068/],
    ['a type that is no text', typed(['at+jwt']), /RFC 9068/],
    ['a type that is null', typed(null), /RFC 9068/],
    ['with a nonce', typed('at+jwt', { nonce: 'x' }), /RFC 9068/],
    ['with an at_hash', typed('at+jwt', { at_hash: 'x' }), /RFC 9068/],
  ])

  const lenient = await Service.start(t, 'postgres', { oidc: issuer.settings({ tokenType: 'JWT' }) })
  await lenient.authority('Département du Test', SIREN)
  const taken: [string, string][] = [
    ['of the type JWT', typed('JWT')],
    ['without a type', typed(undefined)],
    ['that says that it is one', typed('at+jwt', { scope: undefined, client_id: undefined })],
    ['of Keycloak', typed('JWT', { typ: 'Bearer', client_id: undefined })],
  ]
  for (const [what, token] of taken) t.equal((await lenient.call('GET', '/v1/movements', { token })).status, 200, what)
  await refuses(t, lenient, [
    [
      'an ID token for this API',
      issuer.sign({ ...idHeader, typ: undefined }, { ...GOOD, ...idClaims, aud: AUDIENCE }),
      /RFC 9068/,
    ],
    ['an ID token of Keycloak', typed('JWT', { typ: 'ID' }), /RFC 9068/],
    ['with a nonce', typed('JWT', { nonce: 'x' }), /RFC 9068/],
    ['with an at_hash', typed('JWT', { at_hash: 'x' }), /RFC 9068/],
    ['without client_id or scope', typed('JWT', { scope: undefined, client_id: undefined }), /RFC 9068/],
    ['a logout token', typed('logout+jwt'), /RFC 9068/],
  ])

  const confused = await Service.start(t, 'postgres', {
    oidc: issuer.settings({ tokenType: 'JWT', audience: 'browser' }),
  })
  await refuses(t, confused, [['an ID token, where the audience is the client', idToken, /RFC 9068/]])
}

async function malformed(t: Test, { issuer, service, header, claims }: Scene): Promise<void> {
  const head = encodePart({ alg: 'RS256', typ: 'at+jwt' })
  const odd = [
    { alg: ['RS256'] },
    { alg: null },
    { kid: 1 },
    { kid: { $ne: '' } },
    { crit: 'x' },
    { crit: [] },
    { crit: ['b64'], b64: 'no' },
  ]
  const signed = odd.map((change) => {
    const token = issuer.sign({ ...header, ...change }, claims)
    return [`the header ${JSON.stringify(change)}`, token, /no signed JWT|RS256|no key/] as const
  })
  await refuses(t, service, [
    ...signed,
    ['claims that are a list', issuer.sign(header, [claims]), /no signed JWT/],
    ['a header that is no JSON', `eyJhbGc.${encodePart(claims)}.AAAA`, /no signed JWT/],
    ['a header that is a list', `eyJ.${encodePart(claims)}.AAAA`, /no signed JWT/],
    ['a header without alg', `${encodePart({ typ: 'at+jwt' })}.${encodePart(claims)}.AAAA`, /no signed JWT/],
    ['empty parts', 'eyJ..', /no signed JWT/],
    ['claims that are no JSON, unsigned', `${head}.AAAA.AAAA`, /no key|signature/],
    ['encrypted', `${encodePart({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.AA.AA.AA.AA`, /The token is unknown/],
  ])
}

type Bad = readonly [what: string, token: string, detail: RegExp]

async function refuses(t: Test, service: Service, tokens: readonly Bad[]): Promise<void> {
  for (const [what, token, detail] of tokens) {
    const answer = await service.call('GET', '/v1/movements', { token })
    refused(t, answer, { status: 401, code: 'unauthenticated' }, what)
    t.match(answer.body.detail, detail, `${what}: why`)
    t.equal(answer.headers['www-authenticate'], 'Bearer realm="quotepart", error="invalid_token"', `${what}: RFC 6750`)
    const repeated = token.split('.').filter((part) => part.length > 8 && answer.text.includes(part))
    t.same(repeated, [], `${what}: not repeated`)
  }
}

function rsaKey(): JsonWebKey {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
}

function hs256(header: object, claims: object, secret: string | Buffer): string {
  const signed = [{ ...header, alg: 'HS256' }, claims].map(encodePart).join('.')
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}
