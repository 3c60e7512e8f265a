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
