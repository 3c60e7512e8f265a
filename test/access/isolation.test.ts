// One installation, several authorities: neither sees, changes or even suspects what is the other's. Held twice, by the
// service and by the database beneath it; and the database refuses what would make the books wrong, whoever asks.
import pg from 'pg'
import { type Test, test } from 'tap'
import { probe, refused } from '../http/refusals.ts'
import { type Answer, type Authority, type Body, Service } from '../support/api.ts'

interface Side {
  readonly authority: Authority
  readonly auditor: string
  readonly cooperativeId: string
  readonly shareClassId: string
  readonly movementId: string
  readonly decisionId: string
  readonly organId: string
  readonly seatId: string
  readonly personId: string
  readonly mandateId: string
  readonly closingId: string
  readonly publicationId: string
  readonly feedKeyId: string
  readonly stateAidId: string
  readonly cooperativeEtag: string
}

/** The tables that any portfolio fills; each is filled before it is looked into. */
const RECORDED = [
  'journal',
  'cooperative',
  'cooperative_version',
  'share_class',
  'capital_statement',
  'annual_accounts',
  'cooperative_audit',
  'state_aid',
  'advance_convention',
  'movement',
  'entry',
  'class_balance',
  'cooperative_balance',
  'decision_version',
  'decision_cooperative',
  'decision_document',
  'decision_step',
  'cooperative_step',
  'authorisation_version',
  'organ',
  'organ_version',
  'seat_version',
  'person',
  'person_version',
  'mandate_version',
  'closing',
  'reopening',
  'account_number',
  'rule_parameter',
  'acknowledgement',
  'published_summary',
  'feed_key',
  'feed_key_revocation',
  'audit_event',
  'seal',
]

const COMPLIANCE = ['compliance/findings', 'compliance/acknowledgements']

/** An aid that nothing is wrong with. */
const AID = { grantedOn: '2024-01-01', regulation: 'de_minimis', grossGrantEquivalent: '5.00' }

/** A convention that nothing is wrong with. */
const CONVENTION = { reference: 'CONV-1', signedOn: '2024-01-01', endsOn: '2025-01-01', ceiling: '100.00' }

/** What holds now, moved on by later journal rows: its key and its past stay. */
const MOVING_ON = ['decision', 'authorisation', 'seat', 'mandate']

test('isolation', async (t) => {
  const service = await Service.start(t, 'postgres')
  const ours = await side(service, 'Département d’ici')
  const theirs = await side(service, 'Département voisin')

  await t.test('ids of the other: not found', (t) => foreignIds(t, ours, theirs))
  await t.test('ids of the other in bodies and filters', (t) => foreignReferences(t, ours, theirs))
  await t.test('cursors, keys and ETags of the other', (t) => foreignTokens(t, ours, theirs))
  await t.test('own results only', (t) => ownOnly(t, service, ours, theirs))
  await t.test('writing here moves nothing there', (t) => movesNothing(t, ours, theirs))

  const client = new pg.Client({ connectionString: service.test.url })
  await client.connect()
  t.teardown(() => client.end())
  const sql = new Sql(client)
  const A = ours.authority.id
  const B = theirs.authority.id

  await t.test('the tables, and what guards them', (t) => guards(t, sql))
  await t.test('a query without an authority sees no row', (t) => withoutAuthority(t, sql))
  await t.test('a query of one authority sees no row of another', (t) => withAuthority(t, sql, A, B))
  await t.test('nothing recorded is changed or removed', (t) => appendOnly(t, sql, A))
  await t.test('wrong books are refused by the named constraint', (t) => wrongBooks(t, sql, ours))
})

async function side(service: Service, name: string): Promise<Side> {
  const authority = await service.authority(name)
  const { cooperativeId, shareClassId } = await authority.position()
  const on = { cooperativeId, shareClassId, effectiveOn: '2024-01-01' }
  const { id } = await authority.move({ kind: 'purchase', ...on, shares: '10', amount: '500.00' })
  await authority.move({ kind: 'grant', ...on, amount: '5.00' })
  await authority.post(`/v1/cooperatives/${cooperativeId}/capital-statements`, {
    on: '2024-01-01',
    totalCapital: '9000.00',
  })
  await authority.post(`/v1/cooperatives/${cooperativeId}/annual-accounts`, { year: 2024, equity: '1.00' })
  await authority.post(`/v1/cooperatives/${cooperativeId}/audits`, { on: '2024-06-14', auditor: name })
  const { id: stateAidId } = await authority.post(`/v1/cooperatives/${cooperativeId}/state-aids`, AID)
  await authority.post(`/v1/cooperatives/${cooperativeId}/state-aids`, { ...AID, supersedes: stateAidId })
  await authority.post(`/v1/cooperatives/${cooperativeId}/advance-conventions`, CONVENTION)
  const { id: decisionId } = await authority.decision({
    cooperativeIds: [cooperativeId],
    authorisations: [{ cooperativeId, instrument: 'shares', ceiling: '1000.00' }],
    documents: [{ name: 'Acte', url: 'https://www.example.fr/acte.pdf' }],
  })
  const { id: seatId, organId } = await authority.seat(cooperativeId)
  const { id: personId } = await authority.person(`${name}, une personne`)
  const { id: mandateId } = await authority.mandate({ seatId, personId, decisionId })
  const { id: closingId } = await authority.post('/v1/closings', { year: 2020 })
  await authority.post(`/v1/closings/${closingId}/reopening`, { reason: 'Oubli' })
  await authority.post('/v1/account-numbers', { account: 'advance', number: '274', fromYear: 2024, cooperativeId })
  const acknowledged = { rule: 'public_cap', cooperativeId, reason: 'Essai', until: '2030-01-01' }
  await authority.post('/v1/compliance/acknowledgements', acknowledged)
  const parameter = { rule: 'public_cap', parameter: 'cap', value: '0.400000', source: 'Essai' }
  await authority.post('/v1/compliance/parameters', parameter)
  const { id: publicationId } = await authority.post('/v1/published-summaries', { title: 'Essai', asOf: '2024-12-31' })
  const { id: feedKeyId } = await authority.post('/v1/feed-keys', { name: 'Essai' })
  await authority.call('DELETE', `/v1/feed-keys/${feedKeyId}`)
  const { headers } = await authority.call('GET', `/v1/cooperatives/${cooperativeId}`)
  await authority.call('GET', '/v1/holdings', undefined, { accept: 'text/csv' })
  await authority.call('POST', '/v1/cooperatives', { name, legalForm: 'other' }, { 'idempotency-key': 'shared' })
  return {
    authority,
    auditor: await service.mint('auditor', authority.id),
    cooperativeId,
    shareClassId,
    movementId: id,
    decisionId,
    organId,
    seatId,
    personId,
    mandateId,
    closingId,
    publicationId,
    feedKeyId,
    stateAidId,
    cooperativeEtag: String(headers.etag),
  }
}

async function foreignIds(t: Test, { authority }: Side, theirs: Side): Promise<void> {
  const cooperative = `/v1/cooperatives/${theirs.cooperativeId}`
  const calls: [method: string, url: string, body?: object][] = [
    ['GET', cooperative],
    ['GET', `${cooperative}/share-classes`],
    ['GET', `${cooperative}/capital-statements`],
    ['GET', `${cooperative}/annual-accounts`],
    ['GET', `${cooperative}/audits`],
    ['GET', `${cooperative}/state-aids`],
    ['GET', `${cooperative}/advance-conventions`],
    ['GET', `/v1/holdings/${theirs.cooperativeId}`],
    ['GET', `/v1/movements/${theirs.movementId}`],
    ['GET', `/v1/movements/${theirs.movementId}/proof`],
    ['GET', `/v1/closings/${theirs.closingId}`],
    ['POST', `/v1/closings/${theirs.closingId}/reopening`, { reason: 'x' }],
    ['GET', `/v1/published-summaries/${theirs.publicationId}`],
    ['GET', `/v1/feed-keys/${theirs.feedKeyId}`],
    ['DELETE', `/v1/feed-keys/${theirs.feedKeyId}`],
    ['GET', `${cooperative}/history`],
    ['GET', `/v1/decisions/${theirs.decisionId}`],
    ['GET', `/v1/decisions/${theirs.decisionId}/steps`],
    ['GET', `/v1/decisions/${theirs.decisionId}/authorisations`],
    ['GET', `/v1/decisions/${theirs.decisionId}/documents`],
    ['GET', `/v1/organs/${theirs.organId}`],
    ['GET', `/v1/seats/${theirs.seatId}`],
    ['GET', `/v1/mandates/${theirs.mandateId}`],
    ['GET', `/v1/persons/${theirs.personId}`],
    ['PATCH', `/v1/decisions/${theirs.decisionId}`, { object: 'Pris' }],
    ['PATCH', `/v1/organs/${theirs.organId}`, { name: 'Pris' }],
    ['PATCH', `/v1/seats/${theirs.seatId}`, { votes: 9 }],
    ['PATCH', `/v1/mandates/${theirs.mandateId}`, { to: '2022-01-01', endReason: 'other' }],
    ['PATCH', `/v1/persons/${theirs.personId}`, { name: 'Pris' }],
    ['POST', `/v1/decisions/${theirs.decisionId}/steps`, { kind: 'annulled', on: '2022-01-01' }],
    [
      'POST',
      `/v1/decisions/${theirs.decisionId}/authorisations`,
      { cooperativeId: theirs.cooperativeId, instrument: 'grant', ceiling: '1.00' },
    ],
    ['POST', `/v1/decisions/${theirs.decisionId}/documents`, { name: 'Pris', url: 'https://www.example.fr/' }],
    ['POST', `/v1/persons/${theirs.personId}/erasure`, { reason: 'Pris' }],
    ['POST', `/v1/persons/${theirs.personId}/merge`, { into: theirs.personId }],
    ['PATCH', cooperative, { name: 'Pris' }],
    ['POST', `${cooperative}/share-classes`, { name: 'Pris', nominalValue: '1.00' }],
    ['POST', `${cooperative}/capital-statements`, { on: '2024-01-01', totalCapital: '1.00' }],
    ['POST', `${cooperative}/annual-accounts`, { year: 2023 }],
    ['POST', `${cooperative}/audits`, { on: '2024-06-14' }],
    ['POST', `${cooperative}/state-aids`, AID],
    ['POST', `${cooperative}/advance-conventions`, CONVENTION],
    ['POST', `/v1/movements/${theirs.movementId}/reversal`, { reason: 'Pris' }],
  ]
  for (const [method, url, body] of calls) {
    const headers = method === 'PATCH' ? { 'if-match': theirs.cooperativeEtag } : {}
    const foreign = await probe(authority.service, method, url, { token: authority.token, body, headers })
    refused(t, foreign, { status: 404, code: 'not_found' }, `${method} ${url}`)
    // What is not ours cannot be told from what is not.
    const nowhere = url.replace(/[0-9a-f-]{36}/, '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61')
    const absent = await probe(authority.service, method, nowhere, { token: authority.token, body, headers })
    t.same({ ...foreign.body, instance: '' }, { ...absent.body, instance: '' }, 'as if there were none')
    if (method === 'GET') continue
    const dry = await probe(authority.service, method, `${url}?dryRun=true`, { token: authority.token, body, headers })
    refused(t, dry, { status: 404 }, 'nor as a dry run')
  }
}

async function foreignReferences(t: Test, ours: Side, theirs: Side): Promise<void> {
  const { authority, cooperativeId, shareClassId } = ours
  const body = { kind: 'purchase', cooperativeId, shareClassId, effectiveOn: '2024-02-01', shares: '1', amount: '1.00' }
  const foreign = await authority.tryMove({
    ...body,
    cooperativeId: theirs.cooperativeId,
    shareClassId: theirs.shareClassId,
  })
  refused(t, foreign, { status: 404, pointer: '#/cooperativeId' }, 'their cooperative')
  const mixed = await authority.tryMove({ ...body, shareClassId: theirs.shareClassId })
  refused(t, mixed, { status: 404, code: 'share_class_unknown', pointer: '#/shareClassId' }, 'their class on ours')
  const { decisionId, personId, seatId } = theirs
  const cited = await authority.tryMove({ ...body, decisionId })
  refused(t, cited, { status: 404, code: 'decision_unknown', pointer: '#/decisionId' }, 'their decision')
  const impaired = await authority.tryMove({ ...body, kind: 'impairment', shares: undefined, decisionId })
  refused(t, impaired, { status: 404, code: 'decision_unknown' }, 'their decision, where nothing is consumed')
  const mandate = { seatId: ours.seatId, personId: ours.personId, role: 'alternate', from: '2022-01-01', decisionId }
  const named: [string, string, object, string][] = [
    ['their decision appoints', '/v1/mandates', mandate, '#/decisionId'],
    ['their person', '/v1/mandates', { ...mandate, personId, decisionId: ours.decisionId }, '#/personId'],
    ['their seat', '/v1/mandates', { ...mandate, seatId, decisionId: ours.decisionId }, '#/seatId'],
    ['their organ', '/v1/seats', { organId: theirs.organId, from: '2022-01-01' }, '#/organId'],
    [
      'an organ of their cooperative',
      '/v1/organs',
      { cooperativeId: theirs.cooperativeId, kind: 'other', name: 'X' },
      '#/cooperativeId',
    ],
    [
      'an acknowledgement for their cooperative',
      '/v1/compliance/acknowledgements',
      { rule: 'public_cap', cooperativeId: theirs.cooperativeId, reason: 'Essai', until: '2030-01-01' },
      '#/cooperativeId',
    ],
    [
      'an authorisation for their cooperative',
      `/v1/decisions/${ours.decisionId}/authorisations`,
      { cooperativeId: theirs.cooperativeId, instrument: 'grant', ceiling: '1.00' },
      '#/cooperativeId',
    ],
    [
      'a number for their cooperative',
      '/v1/account-numbers',
      { account: 'advance', number: '274', fromYear: 2024, cooperativeId: theirs.cooperativeId },
      '#/cooperativeId',
    ],
    [
      'their movement as what was granted',
      `/v1/cooperatives/${ours.cooperativeId}/state-aids`,
      { ...AID, movementId: theirs.movementId },
      '#/movementId',
    ],
    [
      'their aid in the place of ours',
      `/v1/cooperatives/${ours.cooperativeId}/state-aids`,
      { ...AID, supersedes: theirs.stateAidId },
      '#/supersedes',
    ],
    ['their person as the survivor', `/v1/persons/${ours.personId}/merge`, { into: personId }, '#/into'],
  ]
  for (const [what, url, reference, pointer] of named) {
    refused(t, await authority.call('POST', url, reference), { status: 404, pointer }, what)
  }
  for (const list of ['decisions', 'authorisations', 'organs', 'seats', 'mandates']) {
    t.same((await authority.get(`/v1/${list}?cooperativeId=${theirs.cooperativeId}`)).items, [], `${list} of theirs`)
  }
  for (const list of ['movements', 'holdings', 'contributions', 'deadlines', 'account-numbers', ...COMPLIANCE]) {
    t.same((await authority.get(`/v1/${list}?cooperativeId=${theirs.cooperativeId}`)).items, [], `${list} of theirs`)
  }
  t.same((await authority.get(`/v1/movements?shareClassId=${theirs.shareClassId}`)).items, [])
  for (const filter of [`targetId=${theirs.cooperativeId}`, `targetId=${theirs.movementId}`]) {
    const { items } = await authority.service.ok('GET', `/v1/audit-entries?outcome=recorded&${filter}`, {
      token: ours.auditor,
    })
    t.same(items, [], `audit entries with ${filter.slice(0, 8)}`)
  }
}

async function foreignTokens(t: Test, ours: Side, theirs: Side): Promise<void> {
  const mine = ours.authority
  const other = theirs.authority
  const next = async (who: Authority, list: string) => (await who.get(`/v1/${list}limit=1`)).next
  for (const list of ['movements?', 'cooperatives?', 'contributions?']) {
    const cursor = await next(other, list)
    t.ok(cursor, `${list} has a second page`)
    const answer = await mine.call('GET', `/v1/${list}limit=1&cursor=${cursor}`)
    refused(t, answer, { status: 400, code: 'invalid_cursor', pointer: '?cursor' }, `their cursor of ${list}`)
    t.equal((await other.call('GET', `/v1/${list}limit=1&cursor=${cursor}`)).status, 200, 'still is theirs')
  }
  const replay = await mine.call(
    'POST',
    '/v1/cooperatives',
    { name: 'Département d’ici', legalForm: 'other' },
    { 'idempotency-key': 'shared' },
  )
  t.equal(replay.headers['idempotency-replayed'], 'true')
  t.equal(replay.body.name, 'Département d’ici', 'one key with both: each has its own answer')
  const own = `/v1/cooperatives/${ours.cooperativeId}`
  const stale = await mine.call('PATCH', own, { name: 'Neuf' }, { 'if-match': theirs.cooperativeEtag })
  refused(t, stale, { status: 412 }, 'their ETag as If-Match')
  for (const url of ['/v1/portfolio/summary', own]) {
    const etag = String((await other.call('GET', url.replace(ours.cooperativeId, theirs.cooperativeId))).headers.etag)
    t.equal((await mine.call('GET', url, undefined, { 'if-none-match': etag })).status, 200, 'or as If-None-Match')
  }
}

async function ownOnly(t: Test, service: Service, ours: Side, theirs: Side): Promise<void> {
  const reads = [
    '/v1/cooperatives?limit=200',
    '/v1/movements?limit=200',
    '/v1/holdings?limit=200',
    '/v1/contributions?limit=200',
    // What was refused names what was asked for, whosever it is.
    '/v1/audit-entries?outcome=recorded&limit=200',
    '/v1/portfolio/summary',
    `/v1/cooperatives/${ours.cooperativeId}/share-classes`,
    `/v1/cooperatives/${ours.cooperativeId}/capital-statements`,
    `/v1/cooperatives/${ours.cooperativeId}/audits`,
    `/v1/cooperatives/${ours.cooperativeId}/state-aids`,
    `/v1/cooperatives/${ours.cooperativeId}/advance-conventions`,
    `/v1/cooperatives/${ours.cooperativeId}/history`,
    '/v1/decisions',
    '/v1/authorisations',
    '/v1/account-numbers',
    ...COMPLIANCE.map((path) => `/v1/${path}`),
    '/v1/compliance/parameters',
    '/v1/organs',
    '/v1/seats',
    '/v1/mandates',
    '/v1/persons',
  ]
  const foreign = [theirs.authority.id, theirs.cooperativeId, theirs.shareClassId, theirs.movementId, 'voisin']
  for (const url of reads) {
    for (const headers of [{}, { accept: 'text/csv' }]) {
      const { status, text } = await service.call('GET', url, { token: ours.auditor, headers })
      t.equal(status, 200, url)
      for (const word of foreign) t.notOk(text.includes(word), `${url}: nothing of theirs`)
    }
  }
  t.match(await ours.authority.totals(), { shares: '10', cost: '500.00', grants: '5.00' }, 'our figures are ours alone')
}

async function movesNothing(t: Test, ours: Side, theirs: Side): Promise<void> {
  const url = '/v1/portfolio/summary'
  const before: Answer = await theirs.authority.call('GET', url)
  await ours.authority.move({
    kind: 'grant',
    cooperativeId: ours.cooperativeId,
    effectiveOn: '2024-03-01',
    amount: '1.00',
  })
  const after = await theirs.authority.call('GET', url)
  t.equal(after.text, before.text, 'their summary, knownAt included')
  t.equal(after.headers.etag, before.headers.etag)
}

/** The database as someone who got hold of a connection would find it. */
class Sql {
  readonly #client: pg.Client

  constructor(client: pg.Client) {
    this.#client = client
  }

  /** Runs statements in a transaction that is rolled back; gives the rows of the last. */
  async run(
    as: 'owner' | 'service',
    authority: string | undefined,
    statement: string,
    values: unknown[] = [],
  ): Promise<Body[]> {
    await this.#client.query('begin')
    try {
      if (as === 'service') await this.#client.query('set local role quotepart_app')
      if (authority !== undefined) await this.#client.query("select set_config('app.authority', $1, true)", [authority])
      return (await this.#client.query(statement, values)).rows
    } finally {
      await this.#client.query('rollback')
    }
  }

  /** The code and the constraint that a statement is refused with; undefined when it is not. */
  async refusal(...asked: Parameters<Sql['run']>): Promise<{ code: string; constraint?: string } | undefined> {
    try {
      await this.run(...asked)
      return undefined
    } catch (error) {
      const { code, constraint } = error as { code: string; constraint?: string }
      return { code, ...(constraint !== undefined && { constraint }) }
    }
  }

  async tables(): Promise<string[]> {
    const rows = await this.run(
      'owner',
      undefined,
      `select table_name from information_schema.tables
       where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE' order by 1`,
    )
    return rows.map(({ table_name }) => table_name)
  }
}

const INSUFFICIENT_PRIVILEGE = '42501'
const RESTRICT_VIOLATION = '23001'

async function guards(t: Test, sql: Sql): Promise<void> {
  const rows = await sql.run(
    'owner',
    undefined,
    `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as walled,
       exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'authority_id') as owned,
       array(select tgname::text from pg_trigger g where g.tgrelid = c.oid and not tgisinternal) as triggers
     from pg_class c where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace order by 1`,
  )
  const owned = rows.filter(({ owned }) => owned)
  t.same(
    owned.filter(({ walled }) => !walled),
    [],
    'every table of an authority has its wall, for its owner, too',
  )
  const kept = owned.filter(({ name, triggers }) => triggers.includes(`${name}_append_only`)).map(({ name }) => name)
  const changing = [
    'authority',
    'token',
    'token_use',
    'idempotency_key',
    'person_identity',
    'origin',
    'session',
    ...MOVING_ON,
  ]
  t.same(
    owned.map(({ name }) => name).filter((name) => !kept.includes(name)),
    changing.sort(),
    'all others only grow',
  )
  t.ok(
    RECORDED.every((name) => kept.includes(name)),
    'those that this test fills among them',
  )
  const [role] = await sql.run('owner', undefined, "select * from pg_roles where rolname = 'quotepart_app'")
  t.match(role, { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, rolcanlogin: false })
  const [{ owns }] = (await sql.run(
    'owner',
    undefined,
    "select count(*)::int as owns from pg_class where relowner = 'quotepart_app'::regrole",
  )) as [Body]
  t.equal(owns, 0, 'the service owns nothing')
}

async function withoutAuthority(t: Test, sql: Sql): Promise<void> {
  for (const table of await sql.tables()) {
    const [{ all }] = (await sql.run('owner', undefined, `select count(*)::int as all from "${table}"`)) as [Body]
    for (const authority of [undefined, '', '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61']) {
      const refusal = await sql.refusal('service', authority, `select from "${table}" limit 1`)
      if (refusal) {
        t.equal(refusal.code, INSUFFICIENT_PRIVILEGE, `${table}: not the service’s to read`)
        continue
      }
      const rows = await sql.run('service', authority, `select * from "${table}"`)
      t.same(rows, [], `${table}: none of ${all} rows, app.authority ${authority}`)
    }
    if (RECORDED.includes(table)) t.ok(all > 0, `${table} has rows to hide`)
  }
}

async function withAuthority(t: Test, sql: Sql, A: string, B: string): Promise<void> {
  for (const table of [...RECORDED, ...MOVING_ON, 'person_identity', 'origin', 'authority', 'idempotency_key']) {
    const rows = await sql.run('service', A, `select authority_id from "${table}"`)
    t.ok(rows.length > 0, `${table}: our rows`)
    t.same([...new Set(rows.map(({ authority_id }) => authority_id))], [A], `${table}: ours alone`)
    const theirs = await sql.run('service', A, `select from "${table}" where authority_id = $1`, [B])
    t.equal(theirs.length, 0, `${table}: none when asked for by name`)
  }
  t.same(await sql.run('service', A, 'select * from token'), [], 'no tokens, not even our own')
  const name = [B, 'x', '1.00']
  const classOf = `insert into share_class (authority_id, cooperative_id, id, seq, recorded_at, name, nominal_value)
    select $1, cooperative_id, gen_random_uuid(), seq, recorded_at, $2, $3 from share_class limit 1`
  t.match(
    await sql.refusal('service', A, classOf, name),
    { code: INSUFFICIENT_PRIVILEGE },
    'nor is a row written for them',
  )
  const journal = `insert into journal (authority_id, seq, recorded_at, operation, actor_name, actor_role, request_id, content)
    values ($1, 99, now(), 'recordMovement', 'x', 'finance', 'x', '{}')`
  t.match(await sql.refusal('service', A, journal, [B]), { code: INSUFFICIENT_PRIVILEGE }, 'nor a journal row')
  const advance =
    'update authority set last_seq = last_seq + 1, last_recorded_at = now() where authority_id = $1 returning 1'
  t.same(await sql.run('service', A, advance, [B]), [], 'nor does their clock move')
}

async function appendOnly(t: Test, sql: Sql, A: string): Promise<void> {
  for (const table of RECORDED) {
    const change = `update "${table}" set authority_id = authority_id`
    const remove = `delete from "${table}"`
    const empty = `truncate "${table}" cascade`
    for (const statement of [change, remove, empty]) {
      t.match(await sql.refusal('service', A, statement), { code: INSUFFICIENT_PRIVILEGE }, `service: ${statement}`)
    }
    const kept = { code: RESTRICT_VIOLATION, constraint: `${table}_append_only` }
    for (const statement of [change, remove, empty]) {
      t.match(await sql.refusal('owner', A, statement), kept, `owner: ${statement}`)
    }
  }
  for (const table of MOVING_ON) {
    const kept = { code: RESTRICT_VIOLATION, constraint: `${table}_moves_on` }
    t.match(
      await sql.refusal('service', A, `delete from ${table}`),
      { code: INSUFFICIENT_PRIVILEGE },
      `${table}: removal`,
    )
    for (const as of ['service', 'owner'] as const) {
      for (const change of ['seq = seq', 'seq = seq - 1']) {
        t.match(await sql.refusal(as, A, `update ${table} set ${change}`), kept, `${as}: ${table}, ${change}`)
      }
    }
    const other = `update ${table} set authority_id = installation(), seq = seq + 1`
    t.match(await sql.refusal('service', A, other), { code: INSUFFICIENT_PRIVILEGE }, `${table}: another key`)
    t.match(await sql.refusal('owner', A, other), kept, `owner: ${table}, another key`)
    t.match(await sql.refusal('owner', A, `delete from ${table}`), kept, `owner: ${table}, removal`)
    t.match(await sql.refusal('owner', A, `truncate ${table} cascade`), { code: RESTRICT_VIOLATION })
  }
  const tokenUseRefused = { code: RESTRICT_VIOLATION, constraint: 'token_use_forward' }
  const others: [string, string, object][] = [
    ['service', "update origin set address = 'x'", { code: INSUFFICIENT_PRIVILEGE }],
    ['owner', "update origin set address = 'x'", { code: RESTRICT_VIOLATION }],
    ['service', "update person_identity set name = 'x'", { code: INSUFFICIENT_PRIVILEGE }],
    ['owner', "update person_identity set name = 'x'", { code: RESTRICT_VIOLATION }],
    [
      'service',
      'update authorisation set seq = seq + 1, consumed = ceiling + 0.01',
      { code: '23514', constraint: 'authorisation_never_exceeded' },
    ],
    ['service', "update authority set name = 'x'", { code: INSUFFICIENT_PRIVILEGE }],
    [
      'service',
      'update authority set last_seq = last_seq + 2',
      { code: RESTRICT_VIOLATION, constraint: 'authority_clock_forward' },
    ],
    [
      'service',
      'update authority set last_seq = last_seq + 1',
      { code: RESTRICT_VIOLATION, constraint: 'authority_clock_forward' },
    ],
    [
      'service',
      "update authority set last_seq = last_seq + 1, last_recorded_at = '2000-01-01'",
      { code: RESTRICT_VIOLATION, constraint: 'authority_clock_forward' },
    ],
    ['service', 'delete from authority', { code: INSUFFICIENT_PRIVILEGE }],
    ['owner', "update authority set name = 'x'", { code: RESTRICT_VIOLATION, constraint: 'authority_clock_forward' }],
    ['owner', 'delete from authority', { code: RESTRICT_VIOLATION, constraint: 'authority_clock_forward' }],
    ['owner', 'truncate authority cascade', { code: RESTRICT_VIOLATION }],
    ['service', "update token set role = 'admin'", { code: INSUFFICIENT_PRIVILEGE }],
    ['service', 'delete from token', { code: INSUFFICIENT_PRIVILEGE }],
    ['owner', "update token set role = 'auditor'", { code: RESTRICT_VIOLATION, constraint: 'token_only_revoked' }],
    ['owner', 'delete from token', { code: RESTRICT_VIOLATION, constraint: 'token_only_revoked' }],
    ['service', "update token_use set last_used_at = last_used_at - interval '1 minute'", tokenUseRefused],
    ['service', 'update token_use set last_used_at = last_used_at', tokenUseRefused],
    ['service', 'update token_use set token_id = token_id', { code: INSUFFICIENT_PRIVILEGE }],
    ['service', 'delete from token_use', { code: INSUFFICIENT_PRIVILEGE }],
    ['owner', 'delete from token_use', tokenUseRefused],
    ['owner', 'update token_use set token_id = gen_random_uuid()', tokenUseRefused],
    ['owner', 'truncate token_use', { code: RESTRICT_VIOLATION }],
    ['service', 'update session set expires_at = expires_at', { code: INSUFFICIENT_PRIVILEGE }],
    ['service', 'update idempotency_key set body = body', { code: INSUFFICIENT_PRIVILEGE }],
    ['service', 'alter table movement disable trigger all', { code: INSUFFICIENT_PRIVILEGE }],
    ['service', 'drop table movement', { code: INSUFFICIENT_PRIVILEGE }],
    ['service', 'alter table movement disable row level security', { code: INSUFFICIENT_PRIVILEGE }],
    ['service', 'create table x (y int)', { code: INSUFFICIENT_PRIVILEGE }],
    ['service', "set session_replication_role = 'replica'", { code: INSUFFICIENT_PRIVILEGE }],
  ]
  for (const [as, statement, expected] of others) {
    t.match(await sql.refusal(as as 'owner' | 'service', A, statement), expected, `${as}: ${statement}`)
  }
}

/** What is wrong, in which table, over a row that is right; and the constraint that must say so. */
const WRONG: [what: string, table: string, row: Record<string, unknown>, constraint: string][] = [
  ['an unbalanced entry', 'entry', { share_cost: '1.00', treasury: '-0.99' }, 'entry_balanced'],
  ['a one-sided entry', 'entry', { loss: '1.00' }, 'entry_balanced'],
  ['three decimals', 'entry', { share_cost: '1.001', treasury: '-1.001' }, 'euro_scale'],
  ['NaN', 'entry', { share_cost: 'NaN', treasury: 'NaN' }, 'euro_range'],
  ['Infinity', 'entry', { share_cost: 'Infinity', treasury: '-Infinity' }, 'euro_range'],
  ['a quadrillion euros', 'entry', { share_cost: '1000000000000000', treasury: '-1000000000000000' }, 'euro_range'],
  ['half a share', 'entry', { shares: '0.5' }, 'share_count_whole'],
  ['NaN shares', 'entry', { shares: 'NaN' }, 'share_count_range'],
  ['shares of no class', 'entry', { shares: '1', share_class_id: null }, 'entry_class_accounts_have_class'],
  ['a movement of no shares', 'movement', { shares: '0' }, 'movement_shares_positive'],
  ['a movement of negative shares', 'movement', { shares: '-1' }, 'movement_shares_positive'],
  ['a negative amount', 'movement', { amount: '-1.00' }, 'movement_amount_not_negative'],
  ['a subscription for nothing', 'movement', { kind: 'subscription', amount: '0.00' }, 'movement_amount_not_negative'],
  ['an amount of NaN', 'movement', { amount: 'NaN' }, 'euro_range'],
  ['an amount with three decimals', 'movement', { amount: '1.005' }, 'euro_scale'],
  [
    'more called than subscribed',
    'movement',
    { kind: 'subscription', amount: '1.00', called: '1.01' },
    'movement_called_within_amount',
  ],
  ['a kind that is none', 'movement', { kind: 'gift' }, 'movement_kind_known'],
  ['a reversal of nothing', 'movement', { kind: 'reversal', reason: 'x' }, 'movement_reversal_has_target'],
  ['the year 1899', 'movement', { effective_on: '1899-12-31' }, 'movement_effective_on_range'],
  ['negative shares held', 'class_balance', { shares: '-1' }, 'class_balance_never_negative'],
  ['a negative price owed', 'class_balance', { owed_purchase: '-0.01' }, 'class_balance_never_negative'],
  ['a negative debt', 'class_balance', { payable: '-0.01' }, 'class_balance_never_negative'],
  [
    'paid-up below zero',
    'class_balance',
    { share_cost: '1.00', uncalled: '0.60', payable: '0.41' },
    'class_balance_paid_up_never_negative',
  ],
  [
    'net book value below zero',
    'class_balance',
    { share_cost: '1.00', impairment: '1.01' },
    'class_balance_book_value_never_negative',
  ],
  ['a nominal with five decimals', 'class_balance', { nominal_value: '1.00001' }, 'nominal_value_scale'],
  ['a nominal of zero', 'class_balance', { nominal_value: '0' }, 'nominal_value_range'],
  ['a nominal of NaN', 'share_class', { nominal_value: 'NaN', name: 'X' }, 'nominal_value_range'],
  ['a negative advance', 'cooperative_balance', { advance: '-0.01' }, 'cooperative_balance_never_negative'],
  ['a negative receivable', 'cooperative_balance', { receivable_sale: '-0.01' }, 'cooperative_balance_never_negative'],
  [
    'more public capital than capital',
    'capital_statement',
    { public_capital: '9000.01' },
    'capital_statement_public_within_total',
  ],
  ['no capital', 'capital_statement', { total_capital: '0.00' }, 'capital_statement_total_positive'],
  [
    'a convention that ends as it begins',
    'advance_convention',
    { ends_on: '2024-01-01' },
    'advance_convention_ends_later',
  ],
  ['a convention that renews itself', 'advance_convention', { renews: 'CONV-1' }, 'advance_convention_renews_another'],
  ['a regulation that is none', 'state_aid', { regulation: 'other' }, 'state_aid_regulation_known'],
  ['an aid in a place that is taken', 'state_aid', { seq: 1 }, 'state_aid_superseded_once'],
  ['aid below zero', 'state_aid', { gross_grant_equivalent: '-0.01' }, 'state_aid_equivalent_not_negative'],
  ['a conclusion that is none', 'cooperative_audit', { conclusion: 'good' }, 'cooperative_audit_conclusion_known'],
  ['a journal with a gap', 'journal', { seq: 999_999, recorded_at: '2199-01-01T00:00:00Z' }, 'journal_gapless'],
  ['a journal row without content', 'journal', { content: '[]' }, 'journal_content_is_json'],
]

/** Those of them whose key is an id. */
const WITH_ID = new Set([
  'movement',
  'share_class',
  'capital_statement',
  'cooperative_audit',
  'state_aid',
  'advance_convention',
])

async function wrongBooks(t: Test, sql: Sql, { authority }: Side): Promise<void> {
  for (const [what, table, row, constraint] of WRONG) {
    // A copy of a row that is right but for what is wrong; keys that would collide are new.
    const fresh: Record<string, unknown> = {
      ...(WITH_ID.has(table) ? { id: crypto.randomUUID() } : {}),
      ...(table.endsWith('_balance') ? { effective_on: '2024-02-29' } : {}),
      ...row,
    }
    const statement = await copyOf(sql, table)
    for (const as of ['service', 'owner'] as const) {
      const refusal = await sql.refusal(as, authority.id, statement, [JSON.stringify(fresh)])
      t.match(refusal, { code: /^23/, constraint }, `${as}: ${what} → ${constraint}`, { refusal })
    }
  }
  for (const table of ['class_balance', 'cooperative_balance']) {
    const statement = await copyOf(sql, table)
    const right = await sql.refusal('service', authority.id, statement, [
      JSON.stringify({ effective_on: '2024-02-29' }),
    ])
    t.equal(right, undefined, `${table}: the copy itself is not refused`)
  }
  const back = `insert into journal (authority_id, seq, recorded_at, operation, actor_name, actor_role, request_id, content)
    select authority_id, last_seq + 1, last_recorded_at, 'recordMovement', 'x', 'finance', 'x', '{}' from authority where authority_id = $1`
  const refusal = await sql.refusal('service', authority.id, back, [authority.id])
  t.match(refusal, { code: /^23/, constraint: /^journal_recorded_at/ }, 'two recordings at one instant')
}

/** Inserts a table's newest row again, with what the first parameter (JSON) changes in it. */
async function copyOf(sql: Sql, table: string): Promise<string> {
  const rows = await sql.run(
    'owner',
    undefined,
    `select column_name from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' order by ordinal_position`,
    [table],
  )
  const columns = rows.map(({ column_name }) => `"${column_name}"`).join()
  return `insert into "${table}" (${columns}) select ${columns} from
    (select (jsonb_populate_record(r, $1::jsonb)).* from "${table}" r order by r.seq desc limit 1) x`
}
