// Names and contacts stand in one table; everywhere else stand ids and salted digests. What is erased is gone, and so is
// whatever could confirm a guess.
import { createHash } from 'node:crypto'
import pg from 'pg'
import { type Test, test } from 'tap'
import { type Authority, Service } from '../support/api.ts'

const NAME = 'Philomène Introuvable-Trébuchet'
const RENAMED = 'Philomène Trébuchet'
const CONTACT = 'philomene@exemple.invalid'
const WORDS = [NAME, RENAMED, CONTACT, 'Introuvable', 'Trébuchet', 'philomene']

test('a person’s name', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  const auditor = await service.mint('auditor', authority.id)
  const client = new pg.Client({ connectionString: service.test.url })
  await client.connect()
  t.teardown(() => client.end())

  const key = (name: string) => ({ 'idempotency-key': name })
  const body = { name: NAME, contact: CONTACT }
  const first = await authority.call('POST', '/v1/persons', body, key('person'))
  const { id } = first.body
  const twin = await authority.call('POST', '/v1/persons', { ...body, name: RENAMED }, key('twin'))
  const etag = { 'if-match': String(first.headers.etag) }
  await authority.call('PATCH', `/v1/persons/${id}`, { name: RENAMED }, etag)
  await authority.call('POST', '/v1/persons?dryRun=true', body, key('dry'))
  const cooperativeId = await authority.cooperative()
  const seat = await authority.seat(cooperativeId)
  const mandate = { seatId: seat.id, personId: id, from: '2022-01-01', noDecisionReason: 'Reprise' }
  const sits = await authority.call('POST', '/v1/mandates', mandate, key('mandate'))
  await authority.call('PATCH', `/v1/mandates/${sits.body.id}`, { to: '2024-01-01', endReason: 'resignation' }, ANY)
  await authority.call('PATCH', `/v1/seats/${seat.id}`, { to: '2025-01-01' }, ANY)
  await authority.call('POST', `/v1/persons/${twin.body.id}/merge`, { into: id }, key('merge'))

  await t.test('is answered, also when the answer is replayed', async (t) => {
    const replayed = await authority.call('POST', '/v1/persons', body, key('person'))
    t.match(replayed.headers, { 'idempotency-replayed': 'true' })
    t.same(replayed.body, first.body, 'the first answer again, name and contact too')
    t.equal(replayed.headers.etag, first.headers.etag)
    const again = await authority.call('POST', '/v1/mandates', mandate, key('mandate'))
    t.match(again.headers, { 'idempotency-replayed': 'true' })
    t.same(again.body, sits.body, 'of a mandate, too')
    t.equal(again.body.personName, RENAMED)
  })

  await t.test('stands in one table alone', async (t) => {
    t.same(await tablesWith(client, WORDS), ['person_identity'])
    const { items } = await service.ok('GET', '/v1/audit-entries?limit=200', { token: auditor })
    t.ok(items.some(({ operation }: { operation: string }) => operation === 'createPerson'))
    for (const word of WORDS) t.notOk(JSON.stringify(items).includes(word), `no ${word} in the audit trail`)
  })

  await t.test('is not betrayed by a digest of what was sent', (t) => noGuess(t, client, body))

  await t.test('is answered at an earlier knownAt as it was then', async (t) => {
    const then = await authority.get(`/v1/persons/${id}?knownAt=${first.body.knownAt}`)
    t.match(then, { name: NAME, contact: CONTACT, version: 1 })
    t.match(await authority.get(`/v1/persons/${id}`), { name: RENAMED, contact: CONTACT, version: 2 })
  })

  await t.test('is gone once erased, at every knownAt, with its duplicates', (t) => erased(t))

  async function erased(t: Test): Promise<void> {
    const erasure = await authority.call('POST', `/v1/persons/${id}/erasure`, { reason: 'Demande' }, key('erasure'))
    t.match([erasure.status, erasure.body], [201, { id, name: null, contact: null, erased: true }])
    t.same(await tablesWith(client, WORDS), [], 'in no table')
    const { rows } = await client.query('select from person_identity')
    t.equal(rows.length, 0, 'no salt either')
    for (const knownAt of ['', `?knownAt=${first.body.knownAt}`]) {
      t.match(await authority.get(`/v1/persons/${id}${knownAt}`), { name: null, contact: null, erased: true })
    }
    t.match(await authority.get(`/v1/persons/${twin.body.id}`), { name: null, mergedInto: id, erased: true })
    t.match(await seatsOf(authority), [{ titular: { personId: id, personName: null } }], 'the seat was held, by an id')
    t.same(
      (await authority.get(`/v1/cooperatives/${cooperativeId}/history`)).items.map(
        ({ effect }: { effect: { personName: unknown } }) => effect.personName,
      ),
      [null, null],
    )
    const again = await authority.call('POST', '/v1/persons', body, key('person'))
    t.match(again.headers, { 'idempotency-replayed': 'true' }, 'a retry registers nobody anew')
    t.match([again.status, again.body], [201, { id, name: null, contact: null, erased: true }])
    const grant = {
      kind: 'grant',
      cooperativeId,
      effectiveOn: '2024-01-01',
      amount: '1.00',
      noDecisionReason: 'Reprise',
    }
    const reused = await authority.call('POST', '/v1/movements', grant, key('person'))
    t.match([reused.status, reused.body.code], [422, 'idempotency_key_reused'], 'the key is no other request’s')
    const twice = await authority.call('POST', `/v1/persons/${id}/erasure`, { reason: 'Encore' })
    t.match([twice.status, twice.body.code], [409, 'person_erased'])
    const change = await authority.call('PATCH', `/v1/persons/${id}`, { name: NAME }, ANY)
    t.match([change.status, change.body.code], [409, 'person_erased'], 'and cannot be written back')
  }
})

const ANY = { 'if-match': '*' }

async function seatsOf(authority: Authority) {
  return (await authority.get('/v1/seats?asOf=2022-06-01')).items
}

/** The tables that have any of some words in any of their columns, as the database's superuser sees them. */
async function tablesWith(client: pg.Client, words: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  )
  const found: string[] = []
  for (const { name } of rows) {
    const like = words.map((word) => `t::text ilike '%${word}%'`).join(' or ')
    const { rowCount } = await client.query(`select from "${name}" t where ${like} limit 1`)
    if (rowCount) found.push(name)
  }
  return found
}

/** Nobody who guesses the name can find the guess confirmed anywhere: no plain digest of it, or of the request, is kept. */
async function noGuess(t: Test, client: pg.Client, body: { name: string; contact: string }): Promise<void> {
  const canonical = JSON.stringify({ contact: body.contact, name: body.name })
  const guesses = [
    body.name,
    body.contact,
    JSON.stringify(body),
    canonical,
    JSON.stringify([body.name, body.contact]),
    `["POST","/v1/persons",[],${canonical}]`,
  ]
  const digests = guesses.flatMap((guess) =>
    (['hex', 'base64', 'base64url'] as const).map((form) => createHash('sha256').update(guess).digest(form)),
  )
  t.same(await tablesWith(client, digests), [])
}
