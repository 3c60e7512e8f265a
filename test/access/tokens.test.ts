// The life of a token: what is none, how one ends, and what is told of it.
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Test, test } from 'tap'
import { probe, Refusals, refused } from '../http/refusals.ts'
import { ADMIN_TOKEN, type Authority, type Body, Service } from '../support/api.ts'
import { OPERATIONS, UNKNOWN_ID } from './operations.ts'

test('tokens', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()

  await t.test('tokens that are none', async (t) => {
    for (const [what, headers] of Object.entries(noTokens(authority.token))) {
      const refusals = new Refusals()
      for (const { method, path } of OPERATIONS) {
        const answer = await probe(service, method, path.replace('{id}', UNKNOWN_ID), { headers })
        refusals.add(answer, { status: 401, code: 'unauthenticated' }, `${method} ${path}`)
        if (!String(answer.headers['www-authenticate']).startsWith('Bearer'))
          t.fail(`${method} ${path}: WWW-Authenticate`)
      }
      refusals.conclude(t, what)
    }
    const inQuery = await probe(service, 'GET', `/v1/movements?access_token=${authority.token}`)
    refused(t, inQuery, { status: 401 }, 'a token in the query')
    t.notMatch(inQuery.text, authority.token, 'is not repeated')
    for (const scheme of ['bearer', 'BEARER', 'Bearer ']) {
      const headers = { authorization: `${scheme} ${authority.token}` }
      t.equal((await probe(service, 'GET', '/v1/movements', { headers })).status, 200, `${scheme}: no case in schemes`)
    }
  })

  await t.test('a token that expires', (t) => expiring(t, service, authority))
  await t.test('a token that is revoked', (t) => revoked(t, service, authority))
  await t.test('a token minted shows in the audit trail of its authority', (t) =>
    inTheAuditTrail(t, service, authority),
  )
  await t.test('what an administrator reads: no portfolio', (t) => ofTheInstallation(t, service, authority))
  // Last: it ends the token that the helpers mint with.
  await t.test('the bootstrap token dies with the first other administrator', (t) => bootstrap(t, service))
})

function noTokens(real: string): Record<string, Record<string, string>> {
  const authorizations = {
    empty: '',
    'the scheme alone': 'Bearer',
    'the scheme and spaces': 'Bearer    ',
    garbage: 'Bearer garbage',
    'one letter off': `Bearer ${real.slice(0, -1)}${real.endsWith('A') ? 'B' : 'A'}`,
    'one letter more': `Bearer ${real}A`,
    'one letter less': `Bearer ${real.slice(0, -1)}`,
    'another case': `Bearer ${real.toUpperCase()}`,
    'no scheme': real,
    Basic: `Basic ${Buffer.from(`x:${real}`).toString('base64')}`,
    'two tokens': `Bearer ${real} ${real}`,
    'two with a comma': `Bearer ${real}, Bearer ${real}`,
    SQL: "Bearer ' or 1=1 --",
    'the nil digest': `Bearer ${'\\x'.padEnd(66, '0')}`,
    'ten thousand characters': `Bearer ${'x'.repeat(10_000)}`,
    'no ASCII': 'Bearer é',
  }
  return {
    none: {},
    ...Object.fromEntries(Object.entries(authorizations).map(([what, authorization]) => [what, { authorization }])),
    'in a cookie': { cookie: `token=${real}; authorization=Bearer ${real}` },
    'in another header': { 'x-api-key': real, 'proxy-authorization': `Bearer ${real}` },
  }
}

async function mint(service: Service, body: object): Promise<Body> {
  return service.ok('POST', '/v1/tokens', { token: ADMIN_TOKEN, body: { name: 'Essai', ...body } })
}

async function expiring(t: Test, service: Service, authority: Authority): Promise<void> {
  const start = Date.now() + 60_000
  const expiresAt = new Date(start).toISOString()
  const { token, ...rest } = await mint(service, { role: 'finance', authorityId: authority.id, expiresAt })
  t.equal(rest.expiresAt, expiresAt.replace('Z', '000Z'), 'repeated in six digits')
  const get = () => probe(service, 'GET', '/v1/movements', { token })
  t.equal((await get()).status, 200)
  t.teardown(() => {
    service.now = undefined
  })
  service.now = new Date(start - 1)
  t.equal((await get()).status, 200, 'a millisecond before')
  for (const late of [0, 1, 86_400_000]) {
    service.now = new Date(start + late)
    const answer = await get()
    refused(t, answer, { status: 401, code: 'unauthenticated' }, `${late} ms after`)
    t.match(answer.headers['www-authenticate'], /error="invalid_token"/)
  }
  service.now = undefined
}

async function revoked(t: Test, service: Service, authority: Authority): Promise<void> {
  const { token, id } = await mint(service, { role: 'finance', authorityId: authority.id })
  const get = () => probe(service, 'GET', '/v1/movements', { token })
  t.equal((await get()).status, 200)
  const end = () => probe(service, 'DELETE', `/v1/tokens/${id}`, { token: ADMIN_TOKEN })
  t.equal((await end()).status, 204)
  refused(t, await get(), { status: 401, code: 'unauthenticated' }, 'at once')
  const { revokedAt } = await service.ok('GET', `/v1/tokens/${id}`, { token: ADMIN_TOKEN })
  t.match(revokedAt, /^\d{4}-/)
  t.equal((await end()).status, 204, 'ending it again is no error')
  t.equal(
    (await service.ok('GET', `/v1/tokens/${id}`, { token: ADMIN_TOKEN })).revokedAt,
    revokedAt,
    'and changes nothing',
  )
}

async function inTheAuditTrail(t: Test, service: Service, authority: Authority): Promise<void> {
  const auditor = await service.mint('auditor', authority.id)
  const stranger = await service.authority('Département voisin')
  const strangersAuditor = await service.mint('auditor', stranger.id)
  const { id, token } = await mint(service, { role: 'board', authorityId: authority.id })
  const entries = async (as: string): Promise<Body[]> =>
    (await service.ok('GET', `/v1/audit-entries?targetId=${id}`, { token: as })).items
  t.match(await entries(auditor), [{ operation: 'createToken', targetId: id, actor: { role: 'admin' } }], 'its minting')
  await service.call('DELETE', `/v1/tokens/${id}`, { token: ADMIN_TOKEN })
  t.same(
    (await entries(auditor)).map(({ operation }) => operation),
    ['revokeToken', 'createToken'],
    'and its end',
  )
  t.same(
    (await entries(ADMIN_TOKEN)).map(({ operation }) => operation),
    ['revokeToken', 'createToken'],
    'the installation’s, too',
  )
  t.same(await entries(strangersAuditor), [], 'and no other’s')
  for (const as of [auditor, ADMIN_TOKEN]) {
    const { text } = await probe(service, 'GET', '/v1/audit-entries?limit=200', { token: as })
    for (const secret of [token, auditor, authority.token, ADMIN_TOKEN])
      t.notOk(text.includes(secret), 'no secret in it')
  }
  const refusedMint = { name: 'x', role: 'board', authorityId: authority.id, expiresAt: '2020-01-01T00:00:00Z' }
  const before = (await service.ok('GET', '/v1/audit-entries?outcome=recorded&limit=1', { token: auditor })).items[0]
    .seq
  await probe(service, 'POST', '/v1/tokens', { token: ADMIN_TOKEN, body: refusedMint })
  await probe(service, 'POST', '/v1/tokens?dryRun=true', {
    token: ADMIN_TOKEN,
    body: { ...refusedMint, expiresAt: undefined },
  })
  const after = (await service.ok('GET', '/v1/audit-entries?outcome=recorded&limit=1', { token: auditor })).items[0].seq
  t.equal(after, before, 'what was not minted does not show')
}

async function ofTheInstallation(t: Test, service: Service, authority: Authority): Promise<void> {
  await authority.cooperative({ name: 'Coopérative secrète' })
  const { items } = await service.ok('GET', '/v1/audit-entries?outcome=recorded&limit=200', { token: ADMIN_TOKEN })
  const operations = new Set(items.map(({ operation }: Body) => operation))
  t.same([...operations].sort(), ['createAuthority', 'createToken', 'revokeToken'], 'only what administrators do')
  t.notMatch(JSON.stringify(items), /secrète/)
  for (const path of ['/v1/tokens', '/v1/authorities']) {
    const { text } = await probe(service, 'GET', `${path}?limit=200`, { token: ADMIN_TOKEN })
    t.notOk(text.includes(authority.token), `${path} has no secret`)
    t.notMatch(text, /hash|cursor/i)
  }
  const { body } = await probe(service, 'GET', '/v1/authorities?limit=200', { token: ADMIN_TOKEN })
  t.notMatch(JSON.stringify(body.items), /00000000-0000-0000-0000-000000000000/, 'the installation is no authority')
  const nil = '00000000-0000-0000-0000-000000000000'
  refused(
    t,
    await probe(service, 'GET', `/v1/authorities/${nil}`, { token: ADMIN_TOKEN }),
    { status: 404 },
    'nor by its id',
  )
  const minted = { name: 'x', role: 'finance', authorityId: nil }
  const answer = await probe(service, 'POST', '/v1/tokens', { token: ADMIN_TOKEN, body: minted })
  refused(t, answer, { status: 404, pointer: '#/authorityId' }, 'and nobody keeps a portfolio there')
}

async function bootstrap(t: Test, service: Service): Promise<void> {
  const get = (token: string) => probe(service, 'GET', '/v1/authorities', { token })
  const dry = await probe(service, 'POST', '/v1/tokens?dryRun=true', {
    token: ADMIN_TOKEN,
    body: { name: 'x', role: 'admin' },
  })
  t.equal(dry.status, 200)
  t.equal((await get(ADMIN_TOKEN)).status, 200, 'a dry run ends nothing')
  const { token, id } = await mint(service, { role: 'admin' })
  t.equal((await get(token)).status, 200, 'the new one works')
  refused(t, await get(ADMIN_TOKEN), { status: 401, code: 'unauthenticated' }, 'the bootstrap token is dead')
  await service.call('DELETE', `/v1/tokens/${id}`, { token })
  refused(t, await get(token), { status: 401 }, 'the new one, revoked')
  refused(t, await get(ADMIN_TOKEN), { status: 401, code: 'unauthenticated' }, 'and the bootstrap token stays dead')
}

test('a token that is revoked, or expires, while its request is under way', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  const address = await service.app.listen({ port: 0, host: '127.0.0.1' })
  const body = JSON.stringify({ name: 'L’Épicerie', legalForm: 'scic_sas' })
  for (const end of ['revoked', 'expired'] as const) {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
    const { token, id } = await mint(service, { role: 'finance', authorityId: authority.id, expiresAt })
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const underWay = request(`${address}/v1/cooperatives`, { method: 'POST', headers })
    const answered = new Promise<number>((resolve, reject) => {
      underWay.once('response', ({ statusCode = 0 }) => resolve(statusCode)).once('error', reject)
    })
    underWay.write(body.slice(0, 5))
    await sleep(200)
    if (end === 'revoked') await service.call('DELETE', `/v1/tokens/${id}`, { token: ADMIN_TOKEN })
    else service.now = new Date(Date.now() + 7_200_000)
    underWay.end(body.slice(5))
    t.equal(await answered, 401, end)
    service.now = undefined
  }
  t.same((await authority.get('/v1/cooperatives')).items, [], 'nothing was written')
})
