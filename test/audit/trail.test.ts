// Who did what, what was refused and what was taken away: nothing is missing, nothing is too much.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Test, test } from 'tap'
import { probe } from '../http/refusals.ts'
import { execute } from '../postgres/servers.ts'
import { ADMIN_TOKEN, type Authority, type Body, Service } from '../support/api.ts'
import { booksBalanced } from '../support/books.ts'

const UNKNOWN_ID = '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'
const AGENT = 'Essai/1.0 (Éditeur)'

test('the audit trail', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  const auditor = await service.mint('auditor', authority.id)
  const entries: Entries = (query = '') => walkEntries(service, auditor, `&limit=200${query}`)

  await t.test('a write: who, what, when, from where', async (t) => {
    const body = { name: 'L’Épicerie', legalForm: 'scic_sas' }
    const headers = { 'user-agent': AGENT }
    const answer = await service.call('POST', '/v1/cooperatives', { token: authority.token, body, headers })
    const [entry] = await entries()
    t.match(entry, {
      log: 'journal',
      outcome: 'recorded',
      status: null,
      code: null,
      occurrences: 1,
      operation: 'createCooperative',
      targetId: answer.body.id,
      actor: { name: 'a finance', role: 'finance' },
      origin: { address: '127.0.0.1', userAgent: AGENT, subject: null },
      requestId: answer.headers['x-request-id'],
      content: body,
    })
  })

  await t.test('every refused write, and nothing else', (t) => refusals(t, service, authority, entries))
  await t.test('every export, before its first byte', (t) => exports(t, service, authority, entries))
  await t.test('what is asked for', (t) => filters(t, service, authority, auditor, entries))
  await t.test('an administrator’s', (t) => ofTheInstallation(t, service))
  await t.test('a flood of refusals is summed up, and none is lost', (t) => flood(t, authority, entries))
  await t.test('what cannot be recorded is told, and refused all the same', (t) => unrecorded(t, service, authority))
  t.same(await booksBalanced(service.test.database, authority.id), [], 'both chains hold')
})

type Entries = (query?: string) => Promise<Body[]>

/** Every entry of a query, page by page. */
async function walkEntries(
  service: Service,
  token: string,
  query: string,
  meanwhile: () => Promise<unknown> = async () => undefined,
): Promise<Body[]> {
  const walked: Body[] = []
  for (let cursor = ''; ; ) {
    const page = await service.ok('GET', `/v1/audit-entries?${query.slice(1)}${cursor}`, { token })
    walked.push(...page.items)
    if (page.next === null) return walked
    cursor = `&cursor=${page.next}`
    await meanwhile()
  }
}

async function refusals(t: Test, service: Service, authority: Authority, entries: Entries): Promise<void> {
  const { cooperativeId, shareClassId } = await authority.position()
  const board = await service.mint('board', authority.id)
  const url = `/v1/cooperatives/${cooperativeId}`
  const purchase = { kind: 'purchase', cooperativeId, shareClassId, effectiveOn: '2024-01-01', shares: '1' }
  const justified = { ...purchase, amount: '50.00', noDecisionReason: 'Reprise' }
  const { token } = authority
  const cases: [status: number, code: string, operation: string, method: string, url: string, call: object][] = [
    [403, 'forbidden', 'recordMovement', 'POST', '/v1/movements', { token: board, body: justified }],
    [403, 'forbidden', 'createToken', 'POST', '/v1/tokens', { token, body: {} }],
    [404, 'not_found', 'amendCooperative', 'PATCH', `/v1/cooperatives/${UNKNOWN_ID}`, { token, body: { name: 'x' } }],
    [428, 'precondition_required', 'amendCooperative', 'PATCH', url, { token, body: { name: 'x' } }],
    [412, 'precondition_failed', 'amendCooperative', 'PATCH', url, { token, body: {}, headers: { 'if-match': '"x"' } }],
    [400, 'invalid_input', 'recordMovement', 'POST', '/v1/movements', { token, body: { kind: 'x' } }],
    [400, 'unreadable_body', 'recordMovement', 'POST', '/v1/movements', { token, body: '{', headers: JSON_BODY }],
    [413, 'body_too_large', 'recordMovement', 'POST', '/v1/movements', { token, body: { note: 'x'.repeat(70_000) } }],
    [
      415,
      'unsupported_media_type',
      'recordMovement',
      'POST',
      '/v1/movements',
      { token, body: 'x', headers: TEXT_BODY },
    ],
    [
      404,
      'cooperative_unknown',
      'recordMovement',
      'POST',
      '/v1/movements',
      { token, body: { ...justified, cooperativeId: UNKNOWN_ID } },
    ],
    [
      409,
      'more_shares_than_held',
      'recordMovement',
      'POST',
      '/v1/movements',
      { token, body: { ...justified, kind: 'sale' } },
    ],
    [
      422,
      'amount_below_nominal',
      'recordMovement',
      'POST',
      '/v1/movements',
      { token, body: { ...justified, kind: 'subscription', amount: '0.01' } },
    ],
  ]
  for (const [status, code, operation, method, target, call] of cases) {
    const before = (await entries()).length
    const answer = await probe(service, method, target, call)
    t.equal(answer.status, status, code)
    const now = await entries()
    t.equal(now.length, before + 1, 'one entry')
    const requestId = answer.headers['x-request-id']
    t.match(now[0], { log: 'audit', outcome: 'refused', status, code, operation, requestId, content: {} })
    t.equal(now[0].targetId, /[\da-f-]{36}$/.exec(target)?.[0] ?? null, 'on what')
    t.equal(now[0].origin.address, '127.0.0.1')
  }
  const before = await entries()
  await probe(service, 'POST', '/v1/movements', { token: 'qp_unknown', body: justified })
  await probe(service, 'POST', '/v1/movements?dryRun=true', { token, body: { kind: 'x' } })
  await probe(service, 'GET', '/v1/movements?limit=0', { token })
  await probe(service, 'GET', `/v1/movements/${UNKNOWN_ID}`, { token })
  await probe(service, 'POST', '/nowhere', { token, body: {} })
  t.same(await entries(), before, 'nobody known, nothing to be written, nothing to write to: no entry')
}

const JSON_BODY = { 'content-type': 'application/json' }
const TEXT_BODY = { 'content-type': 'text/plain' }

async function exports(t: Test, service: Service, authority: Authority, entries: Entries): Promise<void> {
  const csv = { token: authority.token, headers: { accept: 'text/csv', 'user-agent': AGENT } }
  const answer = await service.call('GET', '/v1/holdings?asOf=2024-12-31&activity=textile', csv)
  const [entry] = await entries('&outcome=exported')
  t.match(entry, {
    outcome: 'exported',
    status: 200,
    code: null,
    operation: 'listHoldings',
    actor: { role: 'finance' },
    origin: { userAgent: AGENT },
    requestId: answer.headers['x-request-id'],
    content: { asOf: '2024-12-31', activity: 'textile', knownAt: answer.headers['known-at'] },
  })
  const count = (await entries('&outcome=exported')).length
  await service.call('GET', '/v1/holdings', { token: authority.token })
  t.equal((await entries('&outcome=exported')).length, count, 'a page is no export')
  const known = await authority.get('/v1/portfolio/summary?asOf=2024-12-31')
  await service.call('GET', '/v1/movements', csv)
  t.same(await authority.get('/v1/portfolio/summary?asOf=2024-12-31'), known, 'an export moves no knownAt')
}

async function filters(t: Test, service: Service, authority: Authority, auditor: string, entries: Entries) {
  const all = await entries()
  const oldest = all.at(-1)
  const middle = all[Math.floor(all.length / 2)]
  const asked: [string, (entry: Body) => boolean][] = [
    ['outcome=refused', ({ outcome }) => outcome === 'refused'],
    ['operation=recordMovement', ({ operation }) => operation === 'recordMovement'],
    [`actorTokenId=${all[0].actor.tokenId}`, ({ actor }) => actor.tokenId === all[0].actor.tokenId],
    [
      `targetId=${middle.targetId ?? oldest.targetId}`,
      ({ targetId }) => targetId === (middle.targetId ?? oldest.targetId),
    ],
    [`from=${middle.recordedAt}`, ({ recordedAt }) => recordedAt >= middle.recordedAt],
    [`to=${middle.recordedAt}`, ({ recordedAt }) => recordedAt < middle.recordedAt],
    [`knownAt=${oldest.recordedAt}`, ({ recordedAt }) => recordedAt <= oldest.recordedAt],
  ]
  for (const [query, holds] of asked) t.same(await entries(`&${query}`), all.filter(holds), query)
  t.ok(
    all.every(({ recordedAt }, index) => index === 0 || recordedAt <= all[index - 1].recordedAt),
    'newest first',
  )

  // What others are refused meanwhile comes before what was walked.
  const walked = await walkEntries(service, auditor, '&limit=3', () => authority.tryMove({ kind: 'x' }))
  t.same(walked, all, 'a walk neither skips nor repeats while others are refused')
  const { text } = await service.call('GET', '/v1/audit-entries', { token: auditor, headers: { accept: 'text/csv' } })
  t.ok(text.split('\r\n').length > walked.length, 'CSV has them all')
}

async function ofTheInstallation(t: Test, service: Service): Promise<void> {
  await probe(service, 'POST', '/v1/authorities', { token: ADMIN_TOKEN, body: { name: '' } })
  const { items } = await service.ok('GET', '/v1/audit-entries?outcome=refused', { token: ADMIN_TOKEN })
  t.match(items, [{ operation: 'createAuthority', code: 'invalid_input', actor: { role: 'admin' } }], 'its own alone')
}

async function flood(t: Test, authority: Authority, walk: Entries): Promise<void> {
  const SENT = 1500
  const from = new Date().toISOString()
  for (let sent = 0; sent < SENT; sent += 100) {
    await Promise.all(Array.from({ length: 100 }, () => authority.call('POST', '/v1/movements', { kind: 'x' })))
  }
  // What is only counted is written within a second.
  await sleep(1500)
  const rows = await walk(`&outcome=refused&from=${from}`)
  t.ok(rows.length < SENT, `${rows.length} entries`)
  t.equal(
    rows.reduce((sum, { occurrences }) => sum + occurrences, 0),
    SENT,
    'stand for all of them',
  )
}

async function unrecorded(t: Test, service: Service, authority: Authority): Promise<void> {
  const url = String(service.test.url)
  const refusedOnce = () => authority.call('POST', '/v1/movements', { kind: 'x' })
  await execute(url, 'revoke insert on audit_event from quotepart_app')
  t.equal((await refusedOnce()).status, 400)
  const csv = await probe(service, 'GET', '/v1/movements', { token: authority.token, headers: { accept: 'text/csv' } })
  t.equal(csv.status, 500, 'but nothing is taken away unseen')
  await execute(url, 'grant insert on audit_event to quotepart_app')
  t.equal((await refusedOnce()).status, 400)
}
