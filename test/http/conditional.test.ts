// ETags, If-Match, and both axes of time: an answer is repeatable, and a change never overwrites one unseen.
import { type Test, test } from 'tap'
import { ADMIN_TOKEN, type Answer, type Authority, type Body, Service } from '../support/api.ts'
import { refused } from './refusals.ts'

test('conditional requests and moments', async (t) => {
  const service = await Service.start(t, 'postgres')

  await t.test('ETag and If-None-Match', (t) => notModified(t, service))
  await t.test('ETags are of one authority and one role', (t) => ofOneAuthorityAndRole(t, service))
  await t.test('If-Match', (t) => ifMatch(t, service))
  await t.test('two changes at once: one holds', (t) => twoChanges(t, service))
  await t.test('Cache-Control, Vary and the other headers', (t) => headers(t, service))
  await t.test('knownAt of a movement: that movement and all before it', (t) => knownAtOfEach(t, service))
  await t.test('a clock that stands still, or goes back', (t) => oddClock(t, service))
  await t.test('asOf and knownAt are repeated', (t) => momentsRepeated(t, service))
  await t.test('a changed name and activity at an earlier knownAt', (t) => labelsAsKnown(t, service))
  await t.test('a later capital statement for the same date', (t) => capitalAsKnown(t, service))
})

interface Portfolio {
  readonly authority: Authority
  readonly cooperativeId: string
  readonly shareClassId: string
  readonly movementId: string
  readonly urls: string[]
}

async function portfolio(service: Service): Promise<Portfolio> {
  const authority = await service.authority()
  const { cooperativeId, shareClassId } = await authority.position()
  const on = { cooperativeId, shareClassId, effectiveOn: '2024-01-01' }
  const { id } = await authority.move({ kind: 'purchase', ...on, shares: '10', amount: '500.00' })
  const decision = await authority.decision({ cooperativeIds: [cooperativeId] })
  const seat = await authority.seat(cooperativeId)
  const mandate = await authority.mandate({ seatId: seat.id })
  const urls = [
    `/v1/decisions/${decision.id}`,
    `/v1/organs/${seat.organId}`,
    `/v1/seats/${seat.id}`,
    `/v1/mandates/${mandate.id}`,
    `/v1/persons/${mandate.personId}`,
    `/v1/cooperatives/${cooperativeId}`,
    `/v1/movements/${id}`,
    `/v1/holdings/${cooperativeId}`,
    '/v1/portfolio/summary',
    '/v1/portfolio/summary?groupBy=activity&asOf=2024-12-31',
    '/v1/portfolio/timeline?from=2024-01-01&to=2025-12-31&interval=quarter',
  ]
  return { authority, cooperativeId, shareClassId, movementId: id, urls }
}

/** Lists of the whole portfolio, each on asOf and as known at knownAt. */
const LISTS = [
  ...['/v1/movements', '/v1/holdings', '/v1/contributions', '/v1/decisions', '/v1/authorisations'],
  ...['/v1/organs', '/v1/seats', '/v1/mandates', '/v1/persons', '/v1/deadlines?to=2100-01-01'],
]

const etagOf = ({ headers }: Answer) => String(headers.etag)

async function notModified(t: Test, service: Service): Promise<void> {
  const { authority, cooperativeId, urls } = await portfolio(service)
  const administration = [`/v1/authorities/${authority.id}`, `/v1/tokens/${(await tokens(service))[0].id}`]
  const reads: [string, string][] = [
    ...urls.map((url): [string, string] => [url, authority.token]),
    ...administration.map((url): [string, string] => [url, ADMIN_TOKEN]),
  ]
  for (const [url, token] of reads) {
    const get = (ifNoneMatch?: string, method = 'GET') =>
      service.call(method, url, { token, headers: ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch } })
    const first = await get()
    const etag = etagOf(first)
    t.match(etag, /^"[\x21\x23-\x7e]+"$/, `${url} has a strong ETag`)
    for (const header of [etag, `W/${etag}`, `"x", ${etag}`, `${etag}, "x"`, '*']) {
      const answer = await get(header)
      t.equal(answer.status, 304, `${url} If-None-Match: ${header}`)
      t.equal(answer.text, '', 'without a body')
      t.equal(etagOf(answer), etag, 'with the ETag')
      t.match(answer.headers, { 'cache-control': 'private, no-cache', vary: /Authorization/ }, 'and what caches need')
    }
    for (const header of ['"x"', etag.slice(1, -1), `"${etag.slice(2)}`, 'W/"x"', '']) {
      t.equal((await get(header)).status, 200, `${url} If-None-Match: ${header}`)
    }
    const head = await get(undefined, 'HEAD')
    t.same([head.status, head.text, etagOf(head)], [200, '', etag], 'HEAD is GET without its body')
  }
  const before = await Promise.all(urls.map((url) => authority.call('GET', url)))
  await authority.move({ kind: 'grant', cooperativeId, effectiveOn: '2024-02-01', amount: '1.00' })
  for (const [index, url] of urls.entries()) {
    const answer = await authority.call('GET', url, undefined, { 'if-none-match': etagOf(before[index] as Answer) })
    // A cooperative's identity has not changed; all else repeats the new knownAt.
    t.equal(answer.status, url.includes('/cooperatives/') ? 304 : 200, `${url} after a write`)
  }
}

async function ofOneAuthorityAndRole(t: Test, service: Service): Promise<void> {
  const { authority, urls } = await portfolio(service)
  const board = await service.mint('board', authority.id)
  const colleague = await service.mint('finance', authority.id)
  for (const url of urls) {
    const etag = etagOf(await authority.call('GET', url))
    const asBoard = await service.call('GET', url, { token: board, headers: { 'if-none-match': etag } })
    t.equal(asBoard.status, 200, `${url}: another role`)
    t.not(etagOf(asBoard), etag)
    const asColleague = await service.call('GET', url, { token: colleague, headers: { 'if-none-match': etag } })
    t.equal(asColleague.status, 304, `${url}: another token of the same role`)
  }
  // Two empty portfolios at one knownAt answer the same text, and still are not the same answer.
  service.now = new Date('2030-01-01T00:00:00Z')
  const [one, two] = [await service.authority('Un'), await service.authority('Deux')]
  service.now = undefined
  const query = '/v1/portfolio/summary?knownAt=2020-01-01T00:00:00Z'
  const [first, second] = [await one.call('GET', query), await two.call('GET', query)]
  t.equal(first.text, second.text)
  t.not(etagOf(first), etagOf(second), 'another authority')
}

async function ifMatch(t: Test, service: Service): Promise<void> {
  const { authority, cooperativeId } = await portfolio(service)
  const url = `/v1/cooperatives/${cooperativeId}`
  const patch = (body: object, headers: Record<string, string>) => authority.call('PATCH', url, body, headers)
  const first = await authority.call('GET', url)
  refused(t, await patch({ name: 'Neuf' }, {}), { status: 428, code: 'precondition_required' }, 'absent')
  for (const stale of ['"x"', '', `W/${etagOf(first)}`, etagOf(first).slice(1, -1), '"', '""']) {
    const answer = await patch({ name: 'Neuf' }, { 'if-match': stale })
    refused(t, answer, { status: 412, code: 'precondition_failed' }, `stale: ${stale}`)
  }
  t.same((await authority.call('GET', url)).body, first.body, 'nothing has changed')

  const changed = await patch({ name: 'Neuf' }, { 'if-match': etagOf(first) })
  t.equal(changed.status, 200)
  t.match(changed.body, { name: 'Neuf', version: 2, legalForm: first.body.legalForm, activity: first.body.activity })
  t.equal(etagOf(changed), etagOf(await authority.call('GET', url)), 'its ETag is the new one of a GET')
  refused(t, await patch({ name: 'Ancien' }, { 'if-match': etagOf(first) }), { status: 412 }, 'the first is stale now')
  t.equal((await patch({ activity: null }, { 'if-match': `"x", ${etagOf(changed)}` })).status, 200, 'one of several')
  t.equal((await authority.get(url)).activity, null, 'null removes')
  t.equal((await patch({ siren: '356000000' }, { 'if-match': '*' })).status, 200, '* is whatever is there')

  const created = await authority.call('POST', '/v1/cooperatives', { name: 'Autre', legalForm: 'other' })
  const next = await authority.call(
    'PATCH',
    String(created.headers.location),
    { name: 'B' },
    { 'if-match': etagOf(created) },
  )
  t.equal(next.status, 200, 'the ETag of a POST serves the next PATCH')

  const current = etagOf(await authority.call('GET', url))
  const dry = await authority.call('PATCH', `${url}?dryRun=true`, { name: 'Essai' }, { 'if-match': current })
  t.match([dry.status, dry.body.name], [200, 'Essai'], 'a dry run answers what would be')
  t.equal(etagOf(await authority.call('GET', url)), current, 'and changes nothing')
  const without = await authority.call('PATCH', `${url}?dryRun=true`, { name: 'Essai' })
  refused(t, without, { status: 428 }, 'and needs If-Match, too')
}

async function twoChanges(t: Test, service: Service): Promise<void> {
  const { authority, cooperativeId } = await portfolio(service)
  const url = `/v1/cooperatives/${cooperativeId}`
  for (let round = 0; round < 5; round += 1) {
    const { body, headers } = await authority.call('GET', url)
    const change = (name: string) => authority.call('PATCH', url, { name }, { 'if-match': String(headers.etag) })
    const answers = await Promise.all(['A', 'B', 'C'].map((letter) => change(`${letter} ${round}`)))
    t.same(answers.map(({ status }) => status).sort(), [200, 412, 412], 'one 200, the others 412')
    const kept = answers.find(({ status }) => status === 200)?.body
    t.same(await authority.get(url), kept, 'what was answered is what is there')
    t.equal(kept.version, body.version + 1)
  }
}

async function headers(t: Test, service: Service): Promise<void> {
  const { authority, urls } = await portfolio(service)
  for (const url of [...urls, '/v1/cooperatives', ...LISTS]) {
    const answer = await authority.call('GET', url)
    t.equal(answer.headers['cache-control'], 'private, no-cache', `${url} Cache-Control`)
    t.equal(answer.headers.vary, 'Authorization, Accept, Accept-Language', `${url} Vary`)
    t.equal(answer.headers['x-content-type-options'], 'nosniff')
    t.match(answer.headers['content-type'], /^application\/json; charset=utf-8$/)
  }
  const refusals = [await authority.call('GET', '/v1/movements/x'), await service.call('GET', '/v1/movements')]
  for (const { status, headers } of refusals) {
    t.match(headers['cache-control'], /no-store|no-cache/, `a ${status} is not kept`)
    t.match(headers.vary, /Authorization/, `a ${status} varies by token`)
  }
}

async function knownAtOfEach(t: Test, service: Service): Promise<void> {
  const { authority, cooperativeId, shareClassId, movementId } = await portfolio(service)
  const on = { cooperativeId, shareClassId }
  const written: Body[] = [await authority.get(`/v1/movements/${movementId}`)]
  const record = async (movement: object) => written.push(await authority.move({ ...on, ...movement }))
  await record({ kind: 'sale', effectiveOn: '2024-06-01', shares: '4', amount: '300.00' })
  // Backdated: it changes the average that the sale has left with, so that the sale is adjusted.
  await record({ kind: 'purchase', effectiveOn: '2024-03-01', shares: '10', amount: '900.00' })
  await record({ kind: 'impairment', effectiveOn: '2024-12-31', amount: '100.00' })
  written.push(await authority.post(`/v1/movements/${movementId}/reversal`, { reason: 'Erreur' }))

  const recorded = written.map(({ recordedAt }) => recordedAt)
  t.same(recorded, [...new Set(recorded)].sort(), 'recordedAt is unique and increases')
  t.ok(
    recorded.every((instant) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(instant)),
    'with six fractional digits',
  )
  for (const [index, knownAt] of recorded.entries()) {
    const { items } = await authority.get(`/v1/movements?knownAt=${knownAt}`)
    const ids = new Set(items.map(({ id }: Body) => id))
    t.same(ids, new Set(written.slice(0, index + 1).map(({ id }) => id)), `at recording ${index}: it, and all before`)
    const just = await authority.get(`/v1/movements?knownAt=${microsecondBefore(knownAt)}`)
    t.equal(just.items.length, index, 'a microsecond before: only those before')
    const one = await authority.get(`/v1/movements/${written[index].id}?knownAt=${knownAt}`)
    t.same(one.postings, written[index].postings, 'its postings then are those that it was answered with')
    const unknown = await authority.call(
      'GET',
      `/v1/movements/${written[index].id}?knownAt=${microsecondBefore(knownAt)}`,
    )
    refused(t, unknown, { status: 404 }, 'before, there is no such movement')
  }
  const costs = await Promise.all(recorded.map((knownAt) => authority.totals(`?asOf=2025-01-01&knownAt=${knownAt}`)))
  t.same(
    costs.map(({ cost }) => cost),
    ['500.00', '300.00', '1120.00', '1120.00', '540.00'],
    'the cost, as known then',
  )
  t.same(
    costs.map(({ impairment }) => impairment),
    ['0.00', '0.00', '0.00', '100.00', '100.00'],
  )
  const last = recorded.at(-1)
  t.equal((await authority.get('/v1/portfolio/summary')).knownAt, last, 'by default the last recordedAt')
  const after = await authority.call('GET', `/v1/portfolio/summary?knownAt=${microsecondAfter(last)}`)
  refused(t, after, { status: 400, code: 'known_at_too_late', pointer: '?knownAt' }, 'a microsecond later is refused')
  const sale = await authority.get(`/v1/movements/${written[1].id}`)
  t.ok(
    sale.postings.some(({ causedBy }: Body) => causedBy === written[2].id),
    'an adjustment names what caused it',
  )
}

async function oddClock(t: Test, service: Service): Promise<void> {
  const { authority, cooperativeId } = await portfolio(service)
  const record = async () => {
    const grant = { kind: 'grant', cooperativeId, effectiveOn: '2024-01-01', amount: '1.00' }
    return (await authority.move(grant)).recordedAt
  }
  t.teardown(() => {
    service.now = undefined
  })
  service.now = new Date('2030-01-01T00:00:00.999Z')
  const first = await record()
  t.equal(first, '2030-01-01T00:00:00.999000Z', 'the clock')
  t.equal(await record(), microsecondAfter(first), 'standing still: a microsecond later')
  service.now = new Date('2020-01-01T00:00:00Z')
  t.equal(await record(), shifted(first, 2), 'gone back: later still')
  const together = await Promise.all(Array.from({ length: 8 }, record))
  const expected = Array.from({ length: 8 }, (_, n) => shifted(first, 3 + n))
  t.same(together.sort(), expected, 'at once: each its own')
  service.now = undefined
}

const microsecondBefore = (instant: string) => shifted(instant, -1)
const microsecondAfter = (instant: string) => shifted(instant, 1)

function shifted(instant: string, microseconds: number): string {
  const total =
    BigInt(Date.parse(`${instant.slice(0, 19)}Z`)) * 1000n + BigInt(instant.slice(20, 26)) + BigInt(microseconds)
  const seconds = new Date(Number(total / 1_000_000n) * 1000).toISOString().slice(0, 19)
  return `${seconds}.${String(total % 1_000_000n).padStart(6, '0')}Z`
}

async function momentsRepeated(t: Test, service: Service): Promise<void> {
  const { authority, cooperativeId, urls: single } = await portfolio(service)
  const { recordedAt } = await authority.move({
    kind: 'grant',
    cooperativeId,
    effectiveOn: '2024-02-01',
    amount: '1.00',
  })
  await authority.move({ kind: 'grant', cooperativeId, effectiveOn: '2024-02-02', amount: '1.00' })
  const cooperative = `/v1/cooperatives/${cooperativeId}`
  const decision = single.find((url) => url.startsWith('/v1/decisions/'))
  const urls = [
    // A cooperative repeats no moment: its identity has no effective date.
    ...single.filter((url) => url !== cooperative && !url.includes('asOf=')),
    ...[
      'share-classes',
      'capital-statements',
      'annual-accounts',
      'audits',
      'state-aids',
      'advance-conventions',
      'history',
    ].map((list) => `${cooperative}/${list}`),
    ...['steps', 'authorisations', 'documents'].map((list) => `${decision}/${list}`),
    ...LISTS,
  ]
  service.now = new Date('2031-05-05T12:00:00Z')
  for (const url of urls) {
    const and = url.includes('?') ? '&' : '?'
    const moment = { asOf: '2024-02-29', knownAt: recordedAt }
    t.match(await authority.get(`${url}${and}asOf=2024-02-29&knownAt=${recordedAt}`), moment, url)
    const defaults = await authority.get(url)
    t.equal(defaults.asOf, '2031-05-05', `${url}: today`)
    t.ok(defaults.knownAt > recordedAt, 'and the last recording')
  }
  service.now = new Date('2031-12-31T23:30:00Z')
  t.equal(
    (await authority.get('/v1/portfolio/summary')).asOf,
    '2032-01-01',
    'today is where the authority is, not in UTC',
  )
  service.now = undefined
  const { knownAt } = await authority.get(
    `/v1/portfolio/summary?knownAt=${recordedAt.replace(/0+Z$/, 'Z').replace(/\.Z$/, 'Z')}`,
  )
  t.equal(knownAt, recordedAt, 'fewer digits are the same instant, and are repeated in six')
  const fresh = await service.authority('Neuve')
  const { createdAt } = await service.ok('GET', `/v1/authorities/${fresh.id}`, { token: ADMIN_TOKEN })
  t.ok(
    (await fresh.get('/v1/portfolio/summary')).knownAt >= createdAt,
    'before any write, its creation or its first token',
  )
}

async function labelsAsKnown(t: Test, service: Service): Promise<void> {
  const { authority, cooperativeId } = await portfolio(service)
  const url = `/v1/cooperatives/${cooperativeId}`
  const before = (await authority.get('/v1/portfolio/summary')).knownAt
  const old = await authority.call('GET', url)
  const change = {
    name: 'Nouvelle enseigne',
    activity: 'textile',
    legalForm: 'scic_sa',
    communeCode: '62041',
    communeName: 'Arras',
  }
  t.equal((await authority.call('PATCH', url, change, { 'if-match': etagOf(old) })).status, 200)

  const at = (knownAt?: string) => (knownAt === undefined ? '' : `&knownAt=${knownAt}`)
  const group = async (groupBy: string, knownAt?: string) => {
    const { groups } = await authority.get(`/v1/portfolio/summary?groupBy=${groupBy}${at(knownAt)}`)
    return groups.map(({ key, label }: Body) => [key, label])
  }
  t.same(await group('cooperative'), [[cooperativeId, change.name]])
  t.same(await group('cooperative', before), [[cooperativeId, old.body.name]])
  t.same(await group('activity'), [['textile', 'textile']])
  t.same(await group('activity', before), [['grocery', 'grocery']])
  t.same(await group('legalForm'), [['scic_sa', 'scic_sa']])
  t.same(await group('legalForm', before), [['scic_sas', 'scic_sas']])
  t.same(await group('commune'), [['62041', 'Arras']])
  t.same(await group('commune', before), [[null, null]], 'a missing attribute groups under null')

  t.same(await authority.get(`${url}?knownAt=${before}`), old.body, 'the cooperative itself')
  const names = async (list: string, knownAt?: string) =>
    (await authority.get(`${list}${at(knownAt)}`)).items.map((item: Body) => item.name ?? item.cooperativeName)
  for (const list of [
    '/v1/cooperatives?limit=9',
    '/v1/holdings?limit=9',
    '/v1/contributions?limit=9',
    '/v1/movements?limit=9',
  ]) {
    t.same(await names(list), [change.name], list)
    t.same(await names(list, before), [old.body.name], `${list}, before`)
  }
  for (const list of ['/v1/cooperatives', '/v1/holdings']) {
    t.same(await names(`${list}?activity=grocery`), [], `${list} filters by what is known now`)
    t.same(await names(`${list}?activity=grocery`, before), [old.body.name], 'or was known then')
    t.same(await names(`${list}?activity=textile`, before), [])
  }
  t.equal((await authority.get(`/v1/holdings/${cooperativeId}?knownAt=${before}`)).name, old.body.name)
  const csv = await authority.call('GET', `/v1/holdings?knownAt=${before}`, undefined, { accept: 'text/csv' })
  t.match(csv.text, old.body.name, 'CSV, too')
  t.notMatch(csv.text, change.name)
}

async function capitalAsKnown(t: Test, service: Service): Promise<void> {
  const { authority, cooperativeId } = await portfolio(service)
  const url = `/v1/cooperatives/${cooperativeId}/capital-statements`
  const share = async (query = '') => {
    const holding = await authority.get(`/v1/holdings/${cooperativeId}${query}`)
    const list = (await authority.get(`/v1/holdings${query}`)).items[0]
    const group = (await authority.get(`/v1/portfolio/summary${query}`)).groups[0]
    const pair = ({ capitalShare, capitalShareReason }: Body) => [capitalShare, capitalShareReason]
    t.same([pair(list), pair(group)], [pair(holding), pair(holding)], `everywhere the same${query}`)
    return pair(holding)
  }
  t.same(await share(), [null, 'no_capital_statement'], 'without a statement')
  const first = await authority.post(url, { on: '2024-06-30', totalCapital: '10000.00' })
  t.same(await share(), ['0.050000', null])
  const second = await authority.post(url, { on: '2024-06-30', totalCapital: '3000.00' })
  t.same(await share(), ['0.166667', null], 'the later for the same date supersedes')
  t.same(await share(`?knownAt=${first.recordedAt}`), ['0.050000', null], 'earlier, the earlier was known')
  t.same(await share(`?knownAt=${second.recordedAt}`), ['0.166667', null])
  const third = await authority.post(url, { on: '2024-03-31', totalCapital: '1000.00' })
  t.same(await share(), ['0.166667', null], 'a statement of an earlier date is not the latest')
  t.same(await share('?asOf=2024-06-29'), ['0.500000', null], 'but is the latest on or before asOf')
  t.same(await share(`?asOf=2024-06-29&knownAt=${second.recordedAt}`), [null, 'no_capital_statement'], 'once known')
  t.same(await share('?asOf=2024-03-30'), [null, 'no_capital_statement'])
  const totals = async (query: string) =>
    (await authority.get(`${url}${query}`)).items.map(({ totalCapital }: Body) => totalCapital)
  t.same(await totals(''), ['1000.00', '3000.00'], 'the list has the newest of each date')
  t.same(await totals(`?knownAt=${first.recordedAt}`), ['10000.00'])
  t.same(await totals(`?asOf=2024-04-01&knownAt=${third.recordedAt}`), ['1000.00'])
}

async function tokens(service: Service): Promise<Body[]> {
  return (await service.ok('GET', '/v1/tokens?limit=1', { token: ADMIN_TOKEN })).items
}
