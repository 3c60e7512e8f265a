// What an operator may say of an issuer, and the one sentence that tells what is wrong with it.
import { test } from 'tap'
import { readConfig } from '../../src/config.ts'

const ISSUER = {
  OIDC_ISSUER: 'https://auth.example.test/realms/marais',
  OIDC_AUDIENCE: 'https://quotepart.example.test/',
}

test('settings of an issuer that are wrong, or half given', async (t) => {
  const wrong: [string, Record<string, string>, RegExp][] = [
    ['an issuer alone', { OIDC_ISSUER: ISSUER.OIDC_ISSUER }, /OIDC_ISSUER needs OIDC_AUDIENCE/],
    ['an audience alone', { OIDC_AUDIENCE: 'x' }, /OIDC_AUDIENCE needs OIDC_ISSUER/],
    ['a claim alone', { OIDC_AUTHORITY_CLAIM: 'siren' }, /OIDC_AUTHORITY_CLAIM needs OIDC_ISSUER/],
    ['a claim of roles alone', { OIDC_ROLE_CLAIM: 'groups' }, /OIDC_ROLE_CLAIM needs OIDC_ISSUER/],
    ['roles alone', { OIDC_ROLES: 'x=board' }, /OIDC_ROLES needs OIDC_ISSUER/],
    ['a type alone', { OIDC_TOKEN_TYPE: 'JWT' }, /OIDC_TOKEN_TYPE needs OIDC_ISSUER/],
    ['no URL', { ...ISSUER, OIDC_ISSUER: 'auth.example.test' }, /OIDC_ISSUER must be an https/],
    ['http', { ...ISSUER, OIDC_ISSUER: 'http://auth.example.test' }, /OIDC_ISSUER must be an https/],
    ['http, almost on loopback', { ...ISSUER, OIDC_ISSUER: 'http://127.0.0.1.example.test' }, /OIDC_ISSUER/],
    ['another scheme', { ...ISSUER, OIDC_ISSUER: 'file:///etc/issuer' }, /OIDC_ISSUER must be an https/],
    ['a query', { ...ISSUER, OIDC_ISSUER: 'https://auth.example.test/?a=b' }, /OIDC_ISSUER/],
    ['a fragment', { ...ISSUER, OIDC_ISSUER: 'https://auth.example.test/#' }, /OIDC_ISSUER/],
    ['a password', { ...ISSUER, OIDC_ISSUER: 'https://user:secret-word@auth.example.test' }, /OIDC_ISSUER/],
    ['an audience with spaces', { ...ISSUER, OIDC_AUDIENCE: 'a b' }, /OIDC_AUDIENCE must be/],
    ['a claim with spaces', { ...ISSUER, OIDC_AUTHORITY_CLAIM: 'a b' }, /OIDC_AUTHORITY_CLAIM must be/],
    ['another type', { ...ISSUER, OIDC_TOKEN_TYPE: 'at-jwt' }, /OIDC_TOKEN_TYPE must be at\+jwt or JWT/],
    ['roles without a role', { ...ISSUER, OIDC_ROLES: 'Finances' }, /OIDC_ROLES must be/],
    ['roles with an unknown one', { ...ISSUER, OIDC_ROLES: 'Finances=treasurer' }, /OIDC_ROLES must be/],
    ['administrators', { ...ISSUER, OIDC_ROLES: 'Informatique=admin' }, /OIDC_ROLES must be/],
    ['one value, two roles', { ...ISSUER, OIDC_ROLES: 'Finances=finance,Finances=board' }, /OIDC_ROLES must be/],
    ['a comma too many', { ...ISSUER, OIDC_ROLES: 'Finances=finance,' }, /OIDC_ROLES must be/],
    [
      'a bootstrap token like a JWT',
      { BOOTSTRAP_TOKEN: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.' },
      /BOOTSTRAP_TOKEN must/,
    ],
  ]
  for (const [what, environment, sentence] of wrong) {
    const { message } = t.throws(() => readConfig(environment), Error, what) as Error
    t.match(message, /^[A-Z][^\n]*\.$/, `${what}: one sentence`)
    t.match(message, sentence, `${what}: that names the setting`)
    t.notMatch(message, 'secret-word', `${what}: and no secret`)
  }
})

const PAGES = { ...ISSUER, OIDC_CLIENT_ID: 'quotepart', PUBLIC_URL: 'https://quotepart.example.test' }

test('settings of the sign-in at the pages that are wrong, or half given', async (t) => {
  const { OIDC_CLIENT_ID, PUBLIC_URL } = PAGES
  const wrong: [string, Record<string, string>, RegExp][] = [
    ['a client without an issuer', { OIDC_CLIENT_ID }, /OIDC_CLIENT_ID needs OIDC_ISSUER/],
    ['a client alone', { ...ISSUER, OIDC_CLIENT_ID }, /OIDC_CLIENT_ID needs PUBLIC_URL/],
    ['an address alone', { ...ISSUER, PUBLIC_URL }, /PUBLIC_URL needs OIDC_CLIENT_ID/],
    ['a secret alone', { ...ISSUER, OIDC_CLIENT_SECRET: 'secret-word' }, /OIDC_CLIENT_SECRET needs OIDC_CLIENT_ID/],
    ['a scope alone', { ...ISSUER, OIDC_SCOPE: 'openid' }, /OIDC_SCOPE needs OIDC_CLIENT_ID/],
    ['a client with spaces', { ...PAGES, OIDC_CLIENT_ID: 'a b' }, /OIDC_CLIENT_ID must be/],
    ['a secret with spaces', { ...PAGES, OIDC_CLIENT_SECRET: 'secret-word and more' }, /OIDC_CLIENT_SECRET must be/],
    ['a scope without openid', { ...PAGES, OIDC_SCOPE: 'profile openidx' }, /OIDC_SCOPE must hold openid/],
    ['a scope with two spaces', { ...PAGES, OIDC_SCOPE: 'openid  profile' }, /OIDC_SCOPE must hold openid/],
    ['http', { ...PAGES, PUBLIC_URL: 'http://quotepart.example.test' }, /PUBLIC_URL must be the https/],
    ['a path', { ...PAGES, PUBLIC_URL: `${PUBLIC_URL}/register` }, /PUBLIC_URL must be the https/],
    ['a query', { ...PAGES, PUBLIC_URL: `${PUBLIC_URL}/?` }, /PUBLIC_URL must be the https/],
    ['a password', { ...PAGES, PUBLIC_URL: 'https://user:secret-word@a.test' }, /PUBLIC_URL must be the https/],
  ]
  for (const [what, environment, sentence] of wrong) {
    const { message } = t.throws(() => readConfig(environment), Error, what) as Error
    t.match(message, /^[A-Z][^\n]*\.$/, `${what}: one sentence`)
    t.match(message, sentence, `${what}: that names the setting`)
    t.notMatch(message, 'secret-word', `${what}: and no secret`)
  }
})

test('settings of the sign-in at the pages that are right', async (t) => {
  t.equal(readConfig(ISSUER).oidc?.relyingParty, undefined, 'none')
  const publicUrl = PAGES.PUBLIC_URL
  const alone = { clientId: 'quotepart', clientSecret: undefined, scope: 'openid', publicUrl }
  t.same(readConfig(PAGES).oidc?.relyingParty, alone, 'a public client')
  const more = { OIDC_CLIENT_SECRET: 's3cret', OIDC_SCOPE: 'profile openid quotepart' }
  const whole = { ...alone, clientSecret: 's3cret', scope: more.OIDC_SCOPE }
  t.same(readConfig({ ...PAGES, ...more }).oidc?.relyingParty, whole)
  for (const PUBLIC_URL of ['http://localhost:3000', 'http://127.0.0.1:3000/', 'https://a.test/']) {
    t.equal(readConfig({ ...PAGES, PUBLIC_URL }).oidc?.relyingParty?.publicUrl, PUBLIC_URL)
  }
})

test('settings of an issuer that are right', async (t) => {
  t.equal(readConfig({}).oidc, undefined, 'none')
  t.equal(readConfig({ OIDC_ISSUER: '', OIDC_AUDIENCE: '' }).oidc, undefined, 'empty is none')
  const { oidc } = readConfig(ISSUER)
  t.match(oidc, {
    issuer: ISSUER.OIDC_ISSUER,
    audience: ISSUER.OIDC_AUDIENCE,
    authorityClaim: 'siret',
    roleClaim: 'roles',
    tokenType: 'at+jwt',
  })
  t.same(
    [...(oidc?.roles ?? [])].flat().sort(),
    ['auditor', 'board', 'finance', 'integration'].flatMap((r) => [r, r]),
  )
  for (const OIDC_ISSUER of [
    'http://localhost:8080',
    'http://127.0.0.1:8080/',
    'http://[::1]:8080',
    'https://a.test/b/',
  ]) {
    t.equal(readConfig({ ...ISSUER, OIDC_ISSUER }).oidc?.issuer, OIDC_ISSUER, 'to the letter')
  }
  const mapped = readConfig({ ...ISSUER, OIDC_ROLES: 'CN=Finances=finance, Élus du conseil = board' }).oidc?.roles
  t.same(
    [...(mapped ?? [])],
    [
      ['CN=Finances', 'finance'],
      ['Élus du conseil', 'board'],
    ],
  )
})
