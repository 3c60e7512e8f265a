// Who signed in is for nobody to read: neither the log nor the database holds the subject, its claims or its tokens.
import { type Test, test } from 'tap'
import { emptyDatabase, execute } from '../postgres/servers.ts'
import { readJwt } from '../support/jwt.ts'
import { TestIssuer } from '../support/oidc-provider.ts'
import {
  movementOf,
  must,
  openRegister,
  type Running,
  send,
  startService,
  temporaryFolder,
} from '../support/process.ts'

const BOOTSTRAP_TOKEN = 'test-administrator-token-0123456789abcdef'
const SUBJECT = 'camille.exemple@departement.example.test'

test('what the service prints and keeps of who signed in', async (t) => {
  const issuer = await TestIssuer.start(t)
  const DATABASE_URL = await emptyDatabase(t)
  const start = () =>
    startService(t, { DATABASE_URL, BOOTSTRAP_TOKEN, DATA_DIR: temporaryFolder(t), ...issuer.environment })
  const service = await start()
  const register = await openRegister(service.address, BOOTSTRAP_TOKEN)
  const signIn = async (claims: object) => {
    const asked = { claims: { siret: register.authorityId, email: SUBJECT, name: 'Camille Exemple', ...claims } }
    return issuer.signIn(SUBJECT, asked)
  }
  const { accessToken, idToken } = await signIn({ roles: 'finance' })
  const stranger = (await signIn({ roles: 'Camille' })).accessToken
  const [header, claims] = readJwt(accessToken)
  const refused = [
    idToken,
    stranger,
    issuer.sign(header, { ...claims, exp: 1 }),
    issuer.sign(header, { ...claims, aud: SUBJECT }),
    issuer.sign({ ...header, crit: [SUBJECT] }, claims),
    issuer.sign({ ...header, kid: SUBJECT }, claims),
    `${accessToken.slice(0, -4)}AAAA`,
  ]
  const body = movementOf(register, { kind: 'purchase', effectiveOn: '2021-01-01', shares: '3', amount: '150.00' })
  await must(service.address, 'POST', '/v1/movements', {
    token: accessToken,
    body,
    headers: { 'idempotency-key': 'once' },
  })
  const { status } = await send(service.address, 'POST', '/v1/movements', { token: accessToken, body: { note: 'x' } })
  t.equal(status, 400, 'a refused write')
  for (const token of refused) {
    const { status } = await send(service.address, 'GET', '/v1/movements', { token })
    t.ok(status === 401 || status === 403, `refused: ${status}`)
  }
  await send(service.address, 'GET', `/v1/movements?access_token=${accessToken}`)
  const printed = await endOf(t, service)

  await issuer.stop()
  const alone = await start()
  t.equal((await send(alone.address, 'GET', '/v1/movements', { token: accessToken })).status, 503)
  t.equal((await send(alone.address, 'GET', '/v1/movements', { token: register.token })).status, 200)
  const errors = await endOf(t, alone)
  t.match(errors, /"level":50.*the issuer does not answer/, 'the operator is told')
  t.match(errors, /ECONNREFUSED/, 'and why')
  t.notMatch(errors, /the database does not answer/)

  const kept = JSON.stringify((await execute(DATABASE_URL, EVERYTHING)).rows)
  t.match(kept, /OpenID Connect \(127/, 'the write is there')
  const secrets = [...accessToken.split('.'), ...refused.flatMap((token) => token.split('.'))]
  for (const [what, text] of Object.entries({ printed, errors, kept })) {
    t.notMatch(text, /camille/i, `${what}: no subject`)
    t.same(
      secrets.filter((part) => part.length > 8 && text.includes(part)),
      [],
      `${what}: no token`,
    )
  }
})

const EVERYTHING = `
  select journal::text as row from journal union all select idempotency_key::text from idempotency_key
  union all select token::text from token union all select authority::text from authority`

async function endOf(t: Test, service: Running): Promise<string> {
  service.kill('SIGTERM')
  const { code, stdout, stderr } = await service.ended
  t.match({ code, stderr }, { code: 0, stderr: '' })
  return stdout
}
