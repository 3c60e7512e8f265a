// Signing in with an organisation's own accounts: a real provider, the real service, a real PostgreSQL.
import { sql } from 'kysely'
import { type Test, test } from 'tap'
import { asAuthority } from '../../src/postgres/database.ts'
import { refused } from '../http/refusals.ts'
import { type Authority, type Body, Service } from '../support/api.ts'
import { type Algorithm, type Asked, TestIssuer } from '../support/oidc-provider.ts'

const SIREN = '226200016'
const SIRET = '22620001600012'
const NIL = '00000000-0000-0000-0000-000000000000'
const ALGORITHMS: readonly Algorithm[] = ['RS256', 'PS256', 'ES256', 'EdDSA']

test('access tokens of an issuer', async (t) => {
  const issuer = await TestIssuer.start(t)
  const service = await Service.start(t, 'postgres', { oidc: issuer.settings() })
  const authority = await service.authority('Département du Test', SIREN)
  const other = await service.authority('Département d’à côté', '226200024')

  await t.test('of every algorithm that is taken', async (t) => {
    for (const algorithm of ALGORITHMS) {
      const token = await issuer.accessToken({ claims: { siret: SIRET, roles: ['board'] }, algorithm })
      t.equal((await service.call('GET', '/v1/cooperatives', { token })).status, 200, algorithm)
    }
  })
  await t.test('a program reads and writes', (t) => readsAndWrites(t, service, issuer, authority))
  await t.test('a person is in the audit trail, and is not named there', (t) =>
    pseudonym(t, service, issuer, authority),
  )
  await t.test('the authority is named by its id, its SIREN or a SIRET', (t) =>
    namesAuthority(t, service, issuer, authority),
  )
  await t.test('an authority sees its own, and nothing of another', async (t) => {
    const id = await other.cooperative({ name: 'L’Épicerie d’à côté' })
    const token = await issuer.accessToken({ claims: { siret: SIRET, roles: 'finance' } })
    refused(t, await service.call('GET', `/v1/cooperatives/${id}`, { token }), { status: 404 }, 'its cooperative')
    const { items } = await service.ok('GET', '/v1/cooperatives?limit=200', { token })
    t.notOk(
      items.some((item: Body) => item.id === id),
      'nor in the list',
    )
    t.ok(items.length > 0, 'which has those of its own')
  })
  await t.test('a role is what it is for a token', async (t) => {
    const roles = { finance: 201, board: 403, integration: 403, auditor: 403 }
    for (const [role, status] of Object.entries(roles)) {
      const token = await issuer.accessToken({ claims: { siret: SIRET, roles: ['staff', role] } })
      const body = { name: `Coopérative de ${role}`, legalForm: 'scic_sas', activity: 'grocery' }
      t.equal((await service.call('POST', '/v1/cooperatives', { token, body })).status, status, role)
    }
  })
  await t.test('no role, or several', (t) => noRole(t, service, issuer))
  await t.test('no authority of this register', (t) => noAuthority(t, service, issuer))
})

async function readsAndWrites(t: Test, service: Service, issuer: TestIssuer, authority: Authority): Promise<void> {
  const claims = { siret: SIRET, roles: ['finance'] }
  const token = await issuer.accessToken({ claims })
  const body = { name: 'La Filature du Test', legalForm: 'scic_sas', activity: 'textile' }
  const headers = { 'idempotency-key': 'once' }
  const written = await service.call('POST', '/v1/cooperatives', { token, body, headers })
  t.equal(written.status, 201)
  t.equal((await authority.get(`/v1/cooperatives/${written.body.id}`)).name, body.name, 'for the whole authority')
  t.equal((await service.ok('GET', `/v1/cooperatives/${written.body.id}`, { token })).name, body.name)

  const renewed = await issuer.accessToken({ claims })
  t.not(renewed, token)
  const again = await service.call('POST', '/v1/cooperatives', { token: renewed, body, headers })
  t.equal(again.headers['idempotency-replayed'], 'true', 'a renewed access token is of the same caller')
  t.equal(again.body.id, written.body.id)

  const auditor = await service.mint('auditor', authority.id)
  const url = `/v1/audit-entries?targetId=${written.body.id}`
  const [entry] = (await service.ok('GET', url, { token: auditor })).items
  const host = new URL(issuer.url).host
  t.match(entry, { operation: 'createCooperative', actor: { name: `OpenID Connect (${host})`, role: 'finance' } })
  t.match(entry.actor.tokenId, /^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/, 'a UUIDv5')
}

async function pseudonym(t: Test, service: Service, issuer: TestIssuer, authority: Authority): Promise<void> {
  const subject = 'camille.exemple@departement.example.test'
  const actorOf = async (subject: string, siret: string) => {
    const { accessToken } = await issuer.signIn(subject, {
      claims: { siret, roles: 'finance', name: 'Camille Exemple' },
    })
    const body = { name: 'Le Tiers-lieu', legalForm: 'scic_sas', activity: 'third_place' }
    const { id } = await service.ok('POST', '/v1/cooperatives', { token: accessToken, body })
    const token = await service.mint('auditor', siret === SIRET ? authority.id : siret)
    const { items } = await service.ok('GET', `/v1/audit-entries?targetId=${id}`, { token })
    return items[0].actor.tokenId
  }
  const actor = await actorOf(subject, SIRET)
  t.equal(await actorOf(subject, SIRET), actor, 'the same person, the same id')
  t.not(await actorOf('dominique@departement.example.test', SIRET), actor, 'another person, another id')
  const elsewhere = await service.authority('Département du lointain')
  t.not(await actorOf(subject, elsewhere.id), actor, 'nor do two authorities see that they know the same person')
  const { rows } = await sql<{ text: string }>`
    select journal::text from journal union all select idempotency_key::text from idempotency_key
    union all select authority::text from authority`.execute(service.test.database.kysely)
  t.ok(rows.length > 10)
  t.notMatch(JSON.stringify(rows), /camille|dominique/i, 'and who it is stands nowhere')
}

async function namesAuthority(t: Test, service: Service, issuer: TestIssuer, authority: Authority): Promise<void> {
  const id = await authority.cooperative()
  for (const siret of [authority.id, authority.id.toUpperCase(), SIREN, SIRET, `${SIREN}99999`]) {
    const token = await issuer.accessToken({ claims: { siret, roles: ['finance'] } })
    t.equal((await service.call('GET', `/v1/cooperatives/${id}`, { token })).status, 200, siret)
  }
}

async function noRole(t: Test, service: Service, issuer: TestIssuer): Promise<void> {
  const given: [string, unknown, RegExp][] = [
    ['no claim', undefined, /none of the roles/],
    ['an unknown one', 'treasurer', /none of the roles/],
    ['an empty list', [], /none of the roles/],
    ['another case', ['Finance'], /none of the roles/],
    ['admin', 'admin', /none of the roles/],
    ['admin, in a list', ['admin', 'staff'], /none of the roles/],
    ['what an object has', 'constructor', /none of the roles/],
    ['no text', [1, null, { finance: true }, ['finance']], /none of the roles/],
    ['an object', { finance: true }, /none of the roles/],
    ['two', ['finance', 'board'], /several roles/],
  ]
  for (const [what, roles, detail] of given)
    await withoutAccess(t, service, issuer, { siret: SIRET, roles }, detail, what)
  const twice = await issuer.accessToken({ claims: { siret: SIRET, roles: ['board', 'board'] } })
  t.equal((await service.call('GET', '/v1/cooperatives', { token: twice })).status, 200, 'one, said twice')
}

async function noAuthority(t: Test, service: Service, issuer: TestIssuer): Promise<void> {
  const roles = ['finance']
  const named: [string, unknown, RegExp][] = [
    ['no claim', undefined, /must name an authority in siret/],
    ['a number', Number(SIRET), /must name an authority in siret/],
    ['a list', [SIRET], /must name an authority in siret/],
    ['a SIRET with spaces', '226 200 016 00012', /must name an authority in siret/],
    ['ten digits', `${SIREN}0`, /must name an authority in siret/],
    ['SQL', "' or true --", /must name an authority in siret/],
    ['an unknown SIREN', '130025265', /not one of this register/],
    ['an unknown SIRET', '13002526500013', /not one of this register/],
    ['an unknown id', '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61', /not one of this register/],
    ['the installation', NIL, /not one of this register/],
  ]
  for (const [what, siret, detail] of named) await withoutAccess(t, service, issuer, { siret, roles }, detail, what)
  await withoutAccess(t, service, issuer, { siret: NIL, roles: ['admin'] }, /none of the roles/, 'an administrator')
}

async function withoutAccess(
  t: Test,
  service: Service,
  issuer: TestIssuer,
  claims: NonNullable<Asked['claims']>,
  detail: RegExp,
  what: string,
): Promise<void> {
  const token = await issuer.accessToken({ claims })
  const answer = await service.call('GET', '/v1/cooperatives', { token })
  refused(t, answer, { status: 403, code: 'no_access' }, what)
  t.match(answer.body.detail, detail, what)
}

test('an issuer that names claims and roles in its own way', async (t) => {
  const issuer = await TestIssuer.start(t)
  const roles = new Map([
    ['CN=Finances', 'finance'],
    ['élus', 'board'],
  ] as const)
  const claims = { authorityClaim: 'https://example.test/organisation', roleClaim: 'groups', roles }
  const service = await Service.start(t, 'postgres', { oidc: issuer.settings(claims) })
  await service.authority('Département du Test', SIREN)
  const status = async (groups: unknown, more: object = {}) => {
    const claims = { 'https://example.test/organisation': SIREN, groups, ...more }
    return (await service.call('GET', '/v1/movements', { token: await issuer.accessToken({ claims }) })).status
  }
  t.equal(await status(['CN=Finances', 'CN=Tous']), 200)
  t.equal(await status('élus'), 200)
  t.equal(await status('finance'), 403, 'a role’s own name is none then')
  t.equal(await status([], { roles: ['finance'] }), 403, 'nor is the claim that was not named')
})

test('find_authority, the one look-up', async (t) => {
  const service = await Service.start(t, 'postgres')
  const { id } = await service.authority('Département du Test', SIREN)
  const other = await service.authority('Département d’à côté')
  const found = await asAuthority(service.test.database, other.id, async (tx) => {
    const { rows } = await sql<{ authority_id: string }>`select * from find_authority(null, ${SIREN})`.execute(tx)
    const after = await sql<{ authority: string }>`select current_setting('app.authority') as authority`.execute(tx)
    return { found: rows.map(({ authority_id }) => authority_id), stays: after.rows[0]?.authority }
  })
  t.same(found, { found: [id], stays: other.id }, 'leaves the transaction with its own authority')
  for (const [named, siren] of [
    [NIL, null],
    [null, null],
  ]) {
    const nobody = sql`select * from find_authority(${named}::uuid, ${siren}::text)`
    t.same((await nobody.execute(service.test.database.kysely)).rows, [], `${named}, ${siren}`)
  }
  const { rows } = await sql<{ may: boolean }>`
    select has_function_privilege('pg_monitor', 'find_authority(uuid, text)', 'execute') as may`.execute(
    service.test.database.kysely,
  )
  t.same(rows, [{ may: false }], 'and is for the application’s role alone')
})

test('without an issuer no JWT is taken', async (t) => {
  const issuer = await TestIssuer.start(t)
  const service = await Service.start(t, 'postgres')
  await service.authority('Département du Test', SIREN)
  const token = await issuer.accessToken({ claims: { siret: SIRET, roles: ['finance'] } })
  const asked = issuer.asked.length
  const answer = await service.call('GET', '/v1/cooperatives', { token })
  refused(t, answer, { status: 401, code: 'unauthenticated' }, 'it is an unknown token')
  t.equal(issuer.asked.length, asked, 'and nobody is asked about it')
})
