// Whatever is sent, the answer says what is wrong and where, nothing is written, and nothing of the inside shows.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { type Test, test } from 'tap'
import { ADMIN_TOKEN, type Answer, type Authority, Service } from '../support/api.ts'
import { DOCUMENT_FILE } from '../support/generate.ts'
import { BAD, BAD_QUERY, badOrNull, type FieldType, fewBad, inItem, type Write } from './bad-values.ts'
import { decisionWrites } from './decision-writes.ts'
import { movementWrites, NO_DECISION } from './movement-writes.ts'
import { paperWrites } from './paper-writes.ts'
import { type Expected, faultsOf, JSON_TYPE, lastSeq, probe, Refusals, refused } from './refusals.ts'
import { seatWrites } from './seat-writes.ts'
import { trustWrites } from './trust-writes.ts'
import { withinLimits } from './within-limits.ts'

const UNKNOWN_ID = '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'

test('bad input', { timeout: 240_000 }, async (t) => {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  const stranger = await service.authority('Département voisin')
  const auditor = await service.mint('auditor', authority.id)
  const { cooperativeId, shareClassId } = await authority.position()
  const movement = await authority.move({
    kind: 'subscription',
    cooperativeId,
    shareClassId,
    effectiveOn: '2024-01-10',
    shares: '10',
    amount: '500.00',
    called: '400.00',
  })
  const { token } = authority
  const seqs = async () => [await lastSeq(service, auditor), await lastSeq(service, ADMIN_TOKEN)]

  /** Nothing of what `work` sends may be written, neither to the portfolio nor to the installation. */
  async function writingNothing(t: Test, work: () => Promise<void>): Promise<void> {
    const before = await seqs()
    await work()
    t.same(await seqs(), before, 'nothing is written')
  }

  const etags = new Map<string, string>()

  /** What a PATCH must bear: the ETag of what its own URL names. Once each, since nothing that is refused changes it. */
  async function ifMatch(url: string, token: string): Promise<Record<string, string>> {
    const [resource = ''] = url.split('?', 1)
    const etag = etags.get(resource) ?? String((await service.call('GET', resource, { token })).headers.etag)
    etags.set(resource, etag)
    return { 'if-match': etag }
  }

  async function send(
    { method = 'POST' as string, url, token }: Pick<Write, 'url' | 'token'> & { method?: string },
    body: unknown,
  ) {
    const conditional = method === 'PATCH' ? await ifMatch(url, token) : {}
    const raw = typeof body === 'string'
    return probe(service, method, url, { token, body, headers: { ...conditional, ...(raw && JSON_TYPE) } })
  }

  await t.test('each field of each body', async (t) => {
    const rows = [
      ...writes({ token, authority, cooperativeId, shareClassId, movementId: movement.id }),
      ...(await decisionWrites(authority, cooperativeId)),
      ...(await seatWrites(authority, cooperativeId)),
      ...trustWrites(authority),
    ]
    for (const write of rows) {
      await t.test(write.name, async (t) => {
        await writingNothing(t, () => tryFields(t, write))
      })
    }
  })

  async function tryFields(t: Test, write: Write): Promise<void> {
    const { valid, fields } = write
    const url = `${write.url}?dryRun=true`
    const whole = await send({ ...write, url }, valid)
    // A movement may be impossible in this register, and none is refused for its form.
    t.ok([200, 409].includes(whole.status), 'the valid body is one', { text: whole.text.slice(0, 300) })
    for (const [field, values] of Object.entries(fields)) {
      const refusals = new Refusals()
      for (const value of values) {
        const answer = await send(write, JSON.stringify({ ...valid, [field]: value }))
        refusals.add(answer, { status: 400, code: 'invalid_input', pointer: `#/${field}` }, shown(field, value))
      }
      refusals.conclude(t, field)
    }
    const others = new Refusals()
    for (const field of UNKNOWN_FIELDS) {
      const pointer = `#/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`
      const answer = await send(write, JSON.stringify({ ...valid, [field]: 'x' }))
      others.add(answer, { status: 400, code: 'invalid_input', pointer }, `unknown field ${JSON.stringify(field)}`)
    }
    others.conclude(t, 'unknown fields')
    for (const field of requiredOf(write)) {
      const { [field]: _, ...rest } = valid
      const answer = await send(write, JSON.stringify(rest))
      refused(t, answer, { status: 400, code: 'invalid_input', pointer: `#/${field}` }, `${field} left out`)
    }
    for (const [name, body] of Object.entries(NO_OBJECTS)) {
      refused(t, await send(write, body), { status: 400 }, `the body is ${name}`)
    }
    await trySeveral(t, write)
    await tryDryRun(t, write)
  }

  /** Several faults at once: what compares two fields must bear that either is anything. */
  async function trySeveral(t: Test, write: Write): Promise<void> {
    const pick = picker(write.name)
    const names = Object.keys(write.fields).filter((name) => write.fields[name]?.length)
    const refusals = new Refusals()
    for (let round = 0; round < 40; round += 1) {
      const faulty = names.filter(() => pick(2) === 0)
      if (faulty.length === 0) continue
      const bad = faulty.map((name): [string, unknown] => [name, write.fields[name]?.[pick(write.fields[name].length)]])
      const answer = await send(write, JSON.stringify({ ...write.valid, ...Object.fromEntries(bad) }))
      refusals.add(
        answer,
        { status: 400, code: 'invalid_input' },
        bad.map(([name, value]) => shown(name, value)).join('; '),
      )
    }
    refusals.conclude(t, 'several faults at once')
  }

  async function tryDryRun(t: Test, write: Write): Promise<void> {
    const queries: [string, string][] = [
      ...BAD_QUERY.flag.map((value): [string, string] => [`dryRun=${encodeURIComponent(value)}`, '?dryRun']),
      ['dryrun=true', '?dryrun'],
      ['dryRun=true&dryRun=true', '?dryRun'],
      ['dryRun=true&limit=1', '?limit'],
    ]
    const refusals = new Refusals()
    for (const [query, pointer] of queries) {
      const answer = await send({ ...write, url: `${write.url}?${query}` }, write.valid)
      refusals.add(answer, { status: 400, code: 'invalid_input', pointer }, query)
    }
    refusals.conclude(t, 'queries that ask for no dry run, or for more')
  }

  await t.test('bodies that are no JSON, too large, or of another type', async (t) => {
    const target = { url: '/v1/cooperatives', token }
    const body = JSON.stringify({ name: 'Coopérative', legalForm: 'scic_sas' })
    const withType = (type: string, payload: string | Buffer = body) =>
      probe(service, 'POST', target.url, { token, body: payload, headers: { 'content-type': type } })
    await writingNothing(t, async () => {
      for (const [name, text] of Object.entries(BROKEN)) {
        const answer = await send(target, text)
        refused(t, answer, { status: 400 }, `broken: ${name}`)
      }
      for (const type of OTHER_TYPES) {
        refused(t, await withType(type), { status: 415, code: 'unsupported_media_type' }, `content type ${type}`)
      }
      const none = await probe(service, 'POST', target.url, { token, body: Buffer.from(body) })
      refused(t, none, { status: 415 }, 'no content type')
      const bytes = Buffer.from([...Buffer.from('{"name":"'), 0xff, 0xfe, ...Buffer.from('","legalForm":"scic_sas"}')])
      refused(t, await withType('application/json', bytes), { status: 400 }, 'bytes that are no UTF-8')
      for (const size of [65_537, 100_000, 5_000_000]) {
        const answer = await send(target, JSON.stringify({ name: 'x'.repeat(size), legalForm: 'scic_sas' }))
        refused(t, answer, { status: 413, code: 'body_too_large' }, `a body of more than ${size} bytes`)
      }
    })
  })

  await t.test('hostile keys and nesting', async (t) => {
    await writingNothing(t, async () => {
      for (const text of [
        '{"name":"x","legalForm":"other","__proto__":{"siren":"356000000"}}',
        '{"name":"x","legalForm":"other","\\u005f_proto__":{}}',
        '{"name":"x","legalForm":"other","constructor":{"prototype":{"a":1}}}',
        `{"name":"x","legalForm":"other","siren":${'['.repeat(30_000)}${']'.repeat(30_000)}}`,
        `{"name":"x","legalForm":"other","siren":${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}}`,
        `{"name":"x","legalForm":"other",${Array.from({ length: 4000 }, (_, i) => `"k${i}":1`).join()}}`,
      ]) {
        refused(t, await send({ url: '/v1/cooperatives', token }, text), { status: 400 }, text.slice(0, 60))
      }
    })
    t.equal(({} as { siren?: string }).siren, undefined, 'no prototype is poisoned')
  })

  await t.test('what only the register can tell', async (t) => {
    const foreign = await stranger.position()
    const other = await authority.position()
    const on = { cooperativeId, shareClassId, effectiveOn: '2024-06-01', ...NO_DECISION }
    const cases: [string, object, Expected][] = [
      [
        'an unknown cooperative',
        { ...SALE, ...on, cooperativeId: UNKNOWN_ID },
        { status: 404, code: 'cooperative_unknown', pointer: '#/cooperativeId' },
      ],
      [
        'a foreign cooperative',
        { ...SALE, ...on, ...foreign },
        { status: 404, code: 'cooperative_unknown', pointer: '#/cooperativeId' },
      ],
      ['an unknown class', { ...SALE, ...on, shareClassId: UNKNOWN_ID }, { status: 404, pointer: '#/shareClassId' }],
      [
        'a foreign class',
        { ...SALE, ...on, shareClassId: foreign.shareClassId },
        { status: 404, pointer: '#/shareClassId' },
      ],
      [
        'the class of another cooperative',
        { ...SALE, ...on, shareClassId: other.shareClassId },
        { status: 422, pointer: '#/shareClassId' },
      ],
      [
        'more sold than held',
        { ...SALE, ...on, shares: '11' },
        { status: 409, code: 'more_shares_than_held', pointer: '#/shares' },
      ],
      [
        'absurdly more sold than held',
        { ...SALE, ...on, shares: '999999999999' },
        { status: 409, code: 'more_shares_than_held', pointer: '#/shares' },
      ],
      [
        'sold before it was bought',
        { ...SALE, ...on, effectiveOn: '2024-01-09' },
        { status: 409, code: 'more_shares_than_held', pointer: '#/shares' },
      ],
      ['more written off than held', { kind: 'write_off', ...on, shares: '11' }, { status: 409, pointer: '#/shares' }],
      [
        'more withdrawn than held',
        { ...SALE, ...on, kind: 'withdrawal', shares: '11' },
        { status: 409, pointer: '#/shares' },
      ],
      [
        'a refund above the nominal paid up',
        { ...SALE, ...on, kind: 'withdrawal', amount: '50.01' },
        { status: 409, pointer: '#/amount' },
      ],
      ['more called than uncalled', { kind: 'call', ...on, amount: '100.01' }, { status: 409, pointer: '#/amount' }],
      ['more paid than called', { kind: 'payment', ...on, amount: '400.01' }, { status: 409, pointer: '#/amount' }],
      [
        'a payment of a purchase that was not',
        { kind: 'payment', ...on, amount: '0.01', settles: 'purchase' },
        { status: 409, pointer: '#/amount' },
      ],
      [
        'a payment of a grant that was not',
        { kind: 'payment', ...on, amount: '0.01', settles: 'grant' },
        { status: 409, pointer: '#/amount' },
      ],
      ['a receipt of nothing due', { kind: 'receipt', ...on, amount: '0.01' }, { status: 409, pointer: '#/amount' }],
      [
        'more impaired than it cost',
        { kind: 'impairment', ...on, amount: '500.01' },
        { status: 409, pointer: '#/amount' },
      ],
      [
        'more released than impaired',
        { kind: 'impairment_release', ...on, amount: '0.01' },
        { status: 409, pointer: '#/amount' },
      ],
      [
        'an advance repaid that was not',
        { kind: 'advance_repayment', ...on, amount: '0.01' },
        { status: 409, pointer: '#/amount' },
      ],
      [
        'an advance converted that was not',
        { kind: 'advance_conversion', ...on, shares: '1', amount: '50.00' },
        { status: 409, pointer: '#/amount' },
      ],
      [
        'an advance lost that was not',
        { kind: 'loss', ...on, amount: '0.01', settles: 'advance' },
        { status: 409, pointer: '#/amount' },
      ],
      [
        'a subscription below its nominal',
        { ...SUBSCRIPTION, ...on, amount: '499.99' },
        { status: 422, pointer: '#/amount' },
      ],
      [
        'a contribution below its nominal',
        { ...SUBSCRIPTION, ...on, kind: 'contribution_in_kind', amount: '499.99' },
        { status: 422, pointer: '#/amount' },
      ],
      [
        'more called than subscribed',
        { ...SUBSCRIPTION, ...on, called: '500.01' },
        { status: 400, pointer: '#/called' },
      ],
      [
        'a split that leaves a fraction',
        { kind: 'share_split', ...on, splitFrom: 3, splitTo: 1 },
        { status: 409, pointer: '#/splitTo' },
      ],
      [
        'a split with five decimals',
        { kind: 'share_split', ...on, splitFrom: 1, splitTo: 1_000_000 },
        { status: 422, pointer: '#/splitTo' },
      ],
      [
        'an unknown decision',
        { ...SALE, ...on, noDecisionReason: undefined, decisionId: UNKNOWN_ID },
        { status: 404, code: 'decision_unknown', pointer: '#/decisionId' },
      ],
      [
        'a decision and a reason',
        { ...SALE, ...on, decisionId: UNKNOWN_ID },
        { status: 400, pointer: '#/noDecisionReason' },
      ],
      [
        'neither decision nor reason',
        { ...SALE, ...on, noDecisionReason: undefined },
        { status: 400, pointer: '#/noDecisionReason' },
      ],
      [
        'a payment of a call without its class',
        { kind: 'payment', ...on, shareClassId: undefined, amount: '1.00' },
        { status: 400, pointer: '#/shareClassId' },
      ],
      ['a reversal by its kind', { kind: 'reversal', ...on, reason: 'x' }, { status: 400, pointer: '#/kind' }],
    ]
    await writingNothing(t, async () => {
      for (const [name, body, expected] of cases) {
        refused(t, await send({ url: '/v1/movements', token }, JSON.stringify(body)), expected, name)
        const dry = await send({ url: '/v1/movements?dryRun=true', token }, JSON.stringify(body))
        refused(t, dry, expected, `${name}, as a dry run`)
      }
    })
    await writingNothing(t, async () => {
      const url = `/v1/cooperatives/${cooperativeId}`
      const statement = { on: '2024-01-01', totalCapital: '100.00' }
      const more = await send({ url: `${url}/capital-statements`, token }, { ...statement, publicCapital: '100.01' })
      refused(t, more, { status: 400, pointer: '#/publicCapital' }, 'more public capital than capital')
      const holders = Array.from({ length: 3 }, () => ({ holder: 'Commune', amount: '33.34' }))
      const summed = await send({ url: `${url}/capital-statements`, token }, { ...statement, publicCapital: holders })
      refused(t, summed, { status: 400, pointer: '#/publicCapital' }, 'more by all holders than capital')
      const accounts = await send({ url: `${url}/annual-accounts`, token }, { year: 2024, closedOn: '2023-12-31' })
      refused(t, accounts, { status: 400, pointer: '#/closedOn' }, 'accounts that close in another year')
      const again = await send({ url: `${url}/share-classes`, token }, { name: 'Parts A', nominalValue: '1.00' })
      refused(t, again, { status: 409, code: 'name_taken', pointer: '#/name' }, 'a class name that is taken')
      const nobody = { name: 'x', role: 'finance', authorityId: UNKNOWN_ID }
      refused(
        t,
        await send({ url: '/v1/tokens', token: ADMIN_TOKEN }, nobody),
        { status: 404, pointer: '#/authorityId' },
        'a token of no authority',
      )
      const admin = { name: 'x', role: 'admin', authorityId: authority.id }
      refused(
        t,
        await send({ url: '/v1/tokens', token: ADMIN_TOKEN }, admin),
        { status: 400, pointer: '#/authorityId' },
        'an admin of an authority',
      )
      const late = { name: 'x', role: 'board', authorityId: authority.id, expiresAt: '2020-01-01T00:00:00Z' }
      refused(
        t,
        await send({ url: '/v1/tokens', token: ADMIN_TOKEN }, late),
        { status: 400, pointer: '#/expiresAt' },
        'a token expired at birth',
      )
    })
  })

  await t.test('a SIREN that is taken', async (t) => {
    const body = { name: 'Un autre', siren: '356000000' }
    t.equal((await send({ url: '/v1/authorities', token: ADMIN_TOKEN }, body)).status, 201)
    await writingNothing(t, async () => {
      const answer = await send({ url: '/v1/authorities', token: ADMIN_TOKEN }, body)
      refused(t, answer, { status: 409, code: 'siren_taken', pointer: '#/siren' }, 'twice')
    })
  })

  await t.test('what is just within the limits is accepted, as the document says', async (t) => {
    // JSON Schema counts characters, not the halves that UTF-16 makes of some.
    for (const character of ['x', 'é', '漢', '🛒']) {
      const body = { name: character.repeat(300), legalForm: 'other' }
      const answer = await send({ url: '/v1/cooperatives', token }, body)
      t.equal(answer.status, 201, `a name of 300 ${character}`, { text: answer.text.slice(0, 300) })
    }
    const url = `/v1/cooperatives/${cooperativeId}/annual-accounts`
    for (const amount of ['-999999999999.99', '-0.01', '0.00', '999999999999.99']) {
      t.equal((await send({ url, token }, { year: 2199, equity: amount })).status, 201, amount)
    }
    for (const effectiveOn of ['1900-01-01', '2199-12-31', '2024-02-29']) {
      const grant = { kind: 'grant', cooperativeId, effectiveOn, amount: '999999999999.99', ...NO_DECISION }
      t.equal((await send({ url: '/v1/movements', token }, grant)).status, 201, effectiveOn)
    }
  })

  await t.test('and so it is of decisions, seats and persons', (t) => withinLimits(t, authority, cooperativeId))

  await t.test('an address that nothing can be read at', async (t) => {
    const { id } = await authority.decision()
    const document = { url: `/v1/decisions/${id}/documents`, token }
    const urls = ['https:///45.pdf', 'https://www.example.fr/%zz', 'https://www.example.fr/[45]', 'https://a.fr/#b#c']
    await writingNothing(t, async () => {
      for (const url of urls) {
        const answer = await send({ ...document, url: `${document.url}?dryRun=true` }, { name: 'Délibération', url })
        refused(t, answer, { status: 400, code: 'invalid_input', pointer: '#/url' }, url)
      }
    })
  })

  await t.test('an id in capitals is the same id (RFC 9562), and comes back small', async (t) => {
    const on = { cooperativeId: cooperativeId.toUpperCase(), shareClassId: shareClassId.toUpperCase() }
    const purchase = { kind: 'purchase', ...on, effectiveOn: '2024-06-01', shares: '1', amount: '1.00', ...NO_DECISION }
    const answer = await send({ url: '/v1/movements?dryRun=true', token }, purchase)
    t.match([answer.status, answer.body], [200, { cooperativeId, shareClassId }], 'in a body', { text: answer.text })
    const url = `/v1/cooperatives/${on.cooperativeId}/share-classes?dryRun=true`
    const made = await send({ url, token }, { name: 'Parts C', nominalValue: '1.00' })
    t.match([made.status, made.body], [200, { cooperativeId }], 'in a path', { text: made.text })
    const body = { name: 'x', role: 'board', authorityId: authority.id.toUpperCase() }
    const minted = await send({ url: '/v1/tokens?dryRun=true', token: ADMIN_TOKEN }, body)
    t.match([minted.status, minted.body], [200, { authorityId: authority.id }], 'of an authority')
    const found = await authority.get(`/v1/movements?cooperativeId=${on.cooperativeId}&limit=1`)
    t.equal(found.items[0]?.cooperativeId, cooperativeId, 'in a query')
  })

  await t.test('a DELETE takes no body', async (t) => {
    const { id } = await service.ok('POST', '/v1/tokens', {
      token: ADMIN_TOKEN,
      body: { name: 'x', role: 'board', authorityId: authority.id },
    })
    const end = (body: string | undefined, type: string) =>
      probe(service, 'DELETE', `/v1/tokens/${id}`, { token: ADMIN_TOKEN, body, headers: { 'content-type': type } })
    // Some clients announce JSON on every request, also when they send none.
    t.equal((await end(undefined, 'application/json')).status, 204, 'an announced body that is not there')
    for (const [body, type] of [
      ['{', 'application/json'],
      ['<x/>', 'application/xml'],
    ] as const) {
      const answer = await end(body, type)
      t.ok([204, 400, 413, 415].includes(answer.status) && !answer.undocumented, `${type}: as documented`, answer)
    }
  })

  await t.test('a reversal twice, and of a reversal', async (t) => {
    const position = await authority.position()
    const first = await authority.move({
      kind: 'purchase',
      ...position,
      effectiveOn: '2024-01-01',
      shares: '1',
      amount: '1.00',
    })
    const reversal = await authority.post(`/v1/movements/${first.id}/reversal`, { reason: 'Erreur' })
    await writingNothing(t, async () => {
      const reverse = (id: string) => send({ url: `/v1/movements/${id}/reversal`, token }, { reason: 'Encore' })
      refused(t, await reverse(first.id), { status: 409, code: 'already_reversed' }, 'twice')
      refused(t, await reverse(reversal.id), { status: 409, code: 'reversal_not_reversible' }, 'of a reversal')
      refused(t, await reverse(UNKNOWN_ID), { status: 404 }, 'of nothing')
    })
  })

  const REQUIRED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    '/v1/portfolio/timeline': { from: '2024-01-01', to: '2024-12-31' },
    '/v1/exports/scdl-deliberations': { siret: '22620001200012' },
    '/v1/exports/scdl-subventions': { siret: '22620001200012' },
  }
  await t.test('each query parameter of each read', async (t) => {
    const seat = await authority.seat(cooperativeId)
    const person = await authority.person()
    const ids: Record<string, string> = {
      authorities: authority.id,
      tokens: await anyToken(service),
      movements: movement.id,
      decisions: (await authority.decision()).id,
      organs: seat.organId,
      seats: seat.id,
      persons: person.id,
      closings: (await authority.post('/v1/closings', { year: 2020 })).id,
      'published-summaries': (await authority.post('/v1/published-summaries', { title: 'Essai', asOf: '2024-12-31' }))
        .id,
      'feed-keys': (await authority.post('/v1/feed-keys', { name: 'Essai' })).id,
      mandates: (await authority.mandate({ seatId: seat.id, personId: person.id })).id,
    }
    const tokenFor = (path: string) =>
      /^\/v1\/(authorities|tokens)/.test(path) ? ADMIN_TOKEN : /audit-entries|exports/.test(path) ? auditor : token
    await writingNothing(t, async () => {
      for (const { path, parameters } of reads()) {
        const url = path.replace('{id}', ids[path.split('/')[2] as string] ?? cooperativeId)
        const required = REQUIRED[path] ?? {}
        const ask = (query: Record<string, string>, more = '') =>
          probe(service, 'GET', `${url}?${new URLSearchParams({ ...required, ...query })}${more}`, {
            token: tokenFor(path),
          })
        const refusals = new Refusals()
        for (const name of parameters) {
          for (const value of badQuery(path, name)) {
            refusals.add(await ask({ [name]: value }), { status: 400, pointer: `?${name}` }, shown(name, value))
          }
          const good = name === 'limit' ? '5' : '2024-06-01'
          const twice = await ask({ [name]: good }, `&${name}=${good}`)
          refusals.add(twice, { status: 400, pointer: `?${name}` }, `${name} twice`)
        }
        for (const name of ['nonsense', 'LIMIT', 'offset', '__proto__', 'constructor', 'asof', 'limit[]', 'é']) {
          refusals.add(await ask({ [name]: '1' }), { status: 400, pointer: `?${name}` }, `unknown ${name}`)
        }
        refusals.conclude(t, path)
      }
    })
  })

  await t.test('odd numbers and intervals in queries', async (t) => {
    const timeline = (query: string) => probe(service, 'GET', `/v1/portfolio/timeline?${query}`, { token })
    refused(t, await timeline('from=2025-01-02&to=2025-01-01'), { status: 400, pointer: '?to' }, 'to before from')
    refused(t, await timeline('from=0001-01-01&to=9999-12-31'), { status: 400, pointer: '?to' }, 'ten thousand years')
    refused(t, await timeline('from=0001-01-01&to=9999-12-31&interval=month'), { status: 400 }, 'and their months')
    refused(t, await timeline('from=2025-01-01'), { status: 400, pointer: '?to' }, 'no to')
    refused(t, await timeline(''), { status: 400, pointer: '?from' }, 'no from')
    for (const asOf of ['0001-01-01', '1582-10-10', '9999-12-31']) {
      t.equal(
        (await probe(service, 'GET', `/v1/portfolio/summary?asOf=${asOf}`, { token })).status,
        200,
        `asOf ${asOf}`,
      )
      t.equal(
        (await probe(service, 'GET', `/v1/movements?to=${asOf}&from=${asOf}`, { token })).status,
        200,
        `from and to ${asOf}`,
      )
    }
    const knownAt = await probe(service, 'GET', '/v1/portfolio/summary?knownAt=0001-01-01T00:00:00Z', { token })
    t.equal(knownAt.status, 200, 'before anything was known there is nothing')
    t.equal(knownAt.body.totals?.cooperatives, 0)
  })

  await t.test('cursors: forged, foreign, of another list or other filters', async (t) => {
    for (const _ of [1, 2])
      await authority.move({ kind: 'grant', cooperativeId, effectiveOn: '2024-03-01', amount: '1.00' })
    const cooperative = await stranger.cooperative()
    for (const _ of [1, 2])
      await stranger.move({ kind: 'grant', cooperativeId: cooperative, effectiveOn: '2024-03-01', amount: '1.00' })
    const { next } = await authority.get('/v1/movements?limit=1&kind=grant')
    const foreign = (await stranger.get('/v1/movements?limit=1&kind=grant')).next
    const [payload, signature] = next.split('.')
    const forged = Buffer.from(
      Buffer.from(payload, 'base64url')
        .toString()
        .replace(/\d(?=\])/, (digit) => String((Number(digit) + 1) % 10)),
    ).toString('base64url')
    const otherLetter = signature.startsWith('A') ? 'B' : 'A'
    const cases: Record<string, string> = {
      'of another authority': `/v1/movements?limit=1&kind=grant&cursor=${foreign}`,
      'other content, same signature': `/v1/movements?limit=1&kind=grant&cursor=${forged}.${signature}`,
      'another signature': `/v1/movements?kind=grant&cursor=${payload}.${otherLetter}${signature.slice(1)}`,
      'no signature': `/v1/movements?kind=grant&cursor=${payload}`,
      'an empty signature': `/v1/movements?kind=grant&cursor=${payload}.`,
      'something after it': `/v1/movements?kind=grant&cursor=${next}.x`,
      'padding after it': `/v1/movements?kind=grant&cursor=${encodeURIComponent(`${next}==`)}`,
      'without its filter': `/v1/movements?cursor=${next}`,
      'another filter': `/v1/movements?kind=sale&cursor=${next}`,
      'one filter more': `/v1/movements?kind=grant&cooperativeId=${cooperativeId}&cursor=${next}`,
      'another asOf': `/v1/movements?kind=grant&asOf=2024-12-31&cursor=${next}`,
      'another list': `/v1/contributions?cursor=${next}`,
      'a list under a resource': `/v1/cooperatives/${cooperativeId}/share-classes?cursor=${next}`,
      'as CSV': `/v1/movements?kind=sale&cursor=${next}`,
    }
    for (const [name, url] of Object.entries(cases)) {
      const headers = name === 'as CSV' ? { accept: 'text/csv' } : {}
      const answer = await probe(service, 'GET', url, { token, headers })
      refused(t, answer, { status: 400, code: 'invalid_cursor', pointer: '?cursor' }, name)
    }
    t.equal(
      (await authority.call('GET', `/v1/movements?limit=7&kind=grant&cursor=${next}`)).status,
      200,
      'another limit is fine',
    )
  })

  await t.test('odd addresses', async (t) => {
    const urls: [string, number[]][] = [
      ['/v1/cooperatives/%E0%A4%A', [400, 404]],
      ['/v1/cooperatives/%', [400, 404]],
      ['/v1/cooperatives/%ZZ', [400, 404]],
      ['/v1/cooperatives/%00', [400, 404]],
      ['/v1/cooperatives/a%2Fb', [404]],
      ['/v1/cooperatives/..%2F..%2Fetc%2Fpasswd', [404]],
      ['/v1/../../etc/passwd', [404]],
      ['/v1/cooperatives/', [404]],
      ['/v1//cooperatives', [404]],
      ['/V1/Cooperatives', [404]],
      ['/v1', [404]],
      ['/', [401]],
      ['/v2/movements', [404]],
      ['/v1/movements/x/reversal/y', [404]],
      ['/v1/cooperatives;a=b', [404]],
      [`/v1/cooperatives/${'x'.repeat(5000)}`, [400, 404, 414]],
      [`/${'x/'.repeat(3000)}`, [404, 414]],
      [`/v1/movements?kind=${'x'.repeat(12_000)}`, [400, 414]],
      ['/v1/movements?limit=%E0%A4%A', [400]],
      ['/v1/movements?%', [400]],
      ['/v1/movements?kind=%ff%fe', [400]],
      ['/v1/holdings?activity=%00', [400]],
      ['/v1/holdings?activity=', [400]],
    ]
    for (const [url, statuses] of urls) {
      const answer = await probe(service, 'GET', url, { token })
      const status = statuses.includes(answer.status) ? answer.status : (statuses[0] as number)
      refused(t, answer, { status }, url.slice(0, 60))
    }
    for (const path of ['cooperatives', 'movements', 'holdings']) {
      for (const id of [...BAD_QUERY.uuid.slice(1), 'null', 'undefined', '*', `${UNKNOWN_ID}%00`, UNKNOWN_ID]) {
        const answer = await probe(service, 'GET', `/v1/${path}/${encodeURIComponent(id)}`, { token })
        refused(t, answer, { status: 404 }, `${path}/${id}`)
      }
    }
  })

  await t.test('odd methods', async (t) => {
    await writingNothing(t, async () => {
      for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']) {
        const answer = await probe(service, method, '/v1/movements', { token })
        refused(t, answer, { status: 405, code: 'method_not_allowed' }, method)
        t.match(answer.headers.allow, /GET.*POST|POST.*GET/, `${method} names what is possible`)
      }
    })
  })

  await t.test('amounts as large as they may be', async (t) => {
    const huge = await authority.position('999999999.9999')
    const most = { ...huge, effectiveOn: '2024-01-01', shares: '999999999999', amount: '0.00' }
    t.equal((await authority.tryMove({ kind: 'purchase', ...most })).status, 201)
    const least = await authority.tryMove({ kind: 'subscription', ...most, amount: '999999999999.99' })
    refused(t, least, { status: 422, code: 'amount_below_nominal', pointer: '#/amount' }, 'a nominal above any amount')
    t.notMatch(least.text, /\de\+\d/, 'in digits, without an exponent')
    await authority.post(`/v1/cooperatives/${huge.cooperativeId}/capital-statements`, {
      on: '2024-01-01',
      totalCapital: '0.01',
    })
    for (const url of [
      '/v1/portfolio/summary',
      '/v1/holdings',
      `/v1/holdings/${huge.cooperativeId}`,
      '/v1/movements?limit=200',
    ]) {
      const answer = await probe(service, 'GET', url, { token })
      t.equal(answer.status, 200, url, { text: answer.text.slice(0, 300) })
      t.notMatch(answer.text, /"-?\d[\d.]*e\+?\d+"|NaN|Infinity/, `${url} answers in digits`)
    }
    const few = { ...(await authority.position('999999999')), effectiveOn: '2024-01-01' }
    await authority.move({ kind: 'purchase', ...few, shares: '1000000', amount: '0.00' })
    const round = { ...(await authority.position('100000000')), effectiveOn: '2024-01-01' }
    await authority.move({ kind: 'purchase', ...round, shares: '999999999999', amount: '0.00' })
    await writingNothing(t, async () => {
      const split = { kind: 'share_split', effectiveOn: '2024-02-01' }
      const many = await authority.tryMove({ ...round, ...split, splitFrom: 1, splitTo: 1_000_000 })
      refused(t, many, { status: 409, code: 'balance_out_of_range' }, 'more shares than the register holds')
      const dear = await authority.tryMove({ ...few, ...split, splitFrom: 1_000_000, splitTo: 1 })
      refused(t, dear, { status: 422, code: 'split_nominal_out_of_range' }, 'a nominal above any')
    })
  })

  await t.test('over the wire: what the framework refuses is a problem, too', async (t) => {
    const { port } = new URL(await service.app.listen({ port: 0, host: '127.0.0.1' }))
    const head = `Host: x\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n`
    const cases: Record<string, [string, number[]]> = {
      'a URL of 40 000 characters': [
        `GET /v1/movements?kind=${'x'.repeat(40_000)} HTTP/1.1\r\n${head}\r\n`,
        [400, 414, 431],
      ],
      'headers of 40 000 characters': [
        `GET /v1/movements HTTP/1.1\r\n${head}X-Long: ${'x'.repeat(40_000)}\r\n\r\n`,
        [431],
      ],
      'a line that is no HTTP': ['HELLO\r\n\r\n', [400]],
      'no Host': [`GET /v1/movements HTTP/1.1\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`, [400]],
      'an unknown method': [`FROBNICATE /v1/movements HTTP/1.1\r\n${head}\r\n`, [400, 405, 501]],
      'a length that is no number': [`POST /v1/movements HTTP/1.1\r\n${head}Content-Length: x\r\n\r\n`, [400]],
      'a length and chunks': [
        `POST /v1/movements HTTP/1.1\r\n${head}Content-Type: application/json\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
        [400],
      ],
    }
    for (const [name, [bytes, statuses]] of Object.entries(cases)) {
      const answer = await raw(Number(port), bytes)
      t.ok(statuses.includes(answer.status), `${name}: refused`, { status: answer.status, text: answer.text })
      const faults = faultsOf(answer, { status: answer.status })
      t.ok(faults.length === 0, `${name}: a problem`, { faults, text: answer.text.slice(0, 300) })
    }
    const expecting = await raw(Number(port), `GET /v1/movements HTTP/1.1\r\n${head}Expect: 200-maybe\r\n\r\n`)
    t.equal(expecting.status, 200, 'an expectation that nobody knows is passed over')
    const target = 'http://other.example/v1/cooperatives?limit=1'
    const absolute = await raw(Number(port), `GET ${target} HTTP/1.1\r\n${head}\r\n`)
    t.equal(absolute.status, 200, 'a target with a host is taken')
    t.match(absolute.headers.link, /^<\/v1\/cooperatives\?/, 'and the host does not come back')
  })
})

const SUBSCRIPTION = { kind: 'subscription', shares: '10', amount: '500.00' }
const SALE = { kind: 'sale', shares: '1', amount: '1.00' }

const UNKNOWN_FIELDS = ['nonsense', 'id', 'recordedAt', 'authority_id', 'toString', 'a/b', 'a~b', '', 'é', "x'; --"]

const NO_OBJECTS: Record<string, string> = {
  empty: '',
  null: 'null',
  'an array': '[]',
  'an array of objects': '[{}]',
  text: '"x"',
  'a number': '5',
  true: 'true',
  'an empty object': '{}',
}

const BROKEN: Record<string, string> = {
  'an open brace': '{',
  'a closing brace': '}',
  'a trailing comma': '{"name":"x",}',
  'single quotes': "{'name':'x'}",
  'bare names': '{name:"x"}',
  'two values': '{"name":"x"}{"name":"y"}',
  NaN: '{"name":NaN}',
  'a comment': '{/* */}',
  'a control character': '{"name":"a\nb","legalForm":"other"}',
  'a byte order mark alone': '\ufeff',
  space: '   ',
  'an open string': '{"name":"x',
  'form data': 'name=x&legalForm=other',
  XML: '<name>x</name>',
}

const OTHER_TYPES = [
  'text/plain',
  'text/html',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/octet-stream',
  'application/jsonp',
  'nonsense',
]

function writes(known: {
  token: string
  authority: Authority
  cooperativeId: string
  shareClassId: string
  movementId: string
}): Write[] {
  const { token, cooperativeId, shareClassId, movementId } = known
  const cooperative = `/v1/cooperatives/${cooperativeId}`
  const statement = { on: '2024-12-31', totalCapital: '100.00' }
  const college = { name: 'Salariés', members: 3 }
  const inCollege = (field: string, type: FieldType) => inItem(college, field, BAD[type])
  const inHolder = (field: string, type: FieldType) => inItem({ holder: 'Commune', amount: '1.00' }, field, BAD[type])
  const inStatutes = (field: string, type: FieldType) => BAD[type].map((value) => ({ [field]: value }))
  const identity = {
    name: BAD.name,
    legalForm: BAD.choice,
    activity: badOrNull('slug'),
    siren: badOrNull('siren'),
    communeCode: badOrNull('communeCode'),
    communeName: badOrNull('name'),
  }
  return [
    {
      name: 'createAuthority',
      url: '/v1/authorities',
      token: ADMIN_TOKEN,
      valid: { name: 'Essai' },
      fields: { name: BAD.name, siren: BAD.siren },
    },
    {
      name: 'createToken',
      url: '/v1/tokens',
      token: ADMIN_TOKEN,
      valid: { name: 'Essai', role: 'board', authorityId: known.authority.id },
      fields: { name: BAD.name, role: BAD.choice, authorityId: BAD.uuid, expiresAt: BAD.instant },
    },
    {
      name: 'createCooperative',
      url: '/v1/cooperatives',
      token,
      valid: { name: 'Essai', legalForm: 'scic_sa' },
      fields: identity,
    },
    {
      name: 'amendCooperative',
      url: cooperative,
      method: 'PATCH',
      token,
      valid: { communeName: 'Arras' },
      fields: identity,
    },
    {
      name: 'createShareClass',
      url: `${cooperative}/share-classes`,
      token,
      valid: { name: 'Parts Z', nominalValue: '1.00' },
      fields: { name: BAD.name, nominalValue: BAD.nominal },
    },
    {
      name: 'createCapitalStatement',
      url: `${cooperative}/capital-statements`,
      token,
      valid: { ...statement, publicCapital: '50.00' },
      optional: ['publicCapital'],
      fields: {
        on: BAD.date,
        totalCapital: BAD.positiveEuros,
        publicCapital: [
          ...BAD.euros.filter((value) => !Array.isArray(value) || value.length > 0),
          ...inHolder('holder', 'name'),
          ...inHolder('amount', 'euros'),
          ...inHolder('siren', 'siren'),
        ],
        colleges: [
          ...BAD.list,
          Array.from({ length: 51 }, () => college),
          ...inCollege('name', 'name'),
          ...inCollege('members', 'members'),
          ...inCollege('weight', 'fraction'),
          ...inCollege('category', 'choice'),
        ],
        statutes: [
          ...BAD.object,
          ...inStatutes('capitalFloor', 'euros'),
          ...inStatutes('refundDelayMonths', 'month'),
          ...inStatutes('fullPaymentDelayMonths', 'monthOf60'),
        ],
      },
    },
    {
      name: 'createAnnualAccounts',
      url: `${cooperative}/annual-accounts`,
      token,
      valid: { year: 2024, closedOn: '2024-06-30' },
      optional: ['closedOn'],
      fields: {
        year: BAD.year,
        closedOn: BAD.date,
        equity: BAD.signedEuros,
        result: fewBad('signedEuros'),
        reserves: fewBad('signedEuros'),
        income: BAD.euros,
        losses: BAD.euros,
        jobs: BAD.jobs,
      },
    },
    {
      name: 'createAcknowledgement',
      url: '/v1/compliance/acknowledgements',
      token,
      valid: { rule: 'public_cap', cooperativeId, subjectId: 'x', reason: 'Vu', until: '2030-01-01' },
      optional: ['subjectId'],
      fields: {
        rule: BAD.choice,
        cooperativeId: BAD.uuid,
        subjectId: BAD.shortName,
        reason: BAD.reason,
        until: BAD.date,
      },
    },
    {
      name: 'reverseMovement',
      url: `/v1/movements/${movementId}/reversal`,
      token,
      valid: { reason: 'Erreur' },
      fields: { reason: BAD.reason },
    },
    ...paperWrites({ token, cooperativeId }),
    ...movementWrites({ token, cooperativeId, shareClassId }),
  ]
}

/** What the document requires of a body; of a movement, what its kind cannot do without. */
function requiredOf({ valid, method, optional = [] }: Write): string[] {
  if (method === 'PATCH') return []
  return Object.keys(valid).filter((field) => !optional.includes(field))
}

interface Read {
  readonly path: string
  readonly parameters: string[]
}

function reads(): Read[] {
  const document = JSON.parse(readFileSync(DOCUMENT_FILE, 'utf8'))
  return Object.keys(document.paths)
    .filter((path) => path.startsWith('/v1/') && document.paths[path].get)
    .map((path) => ({
      path,
      parameters: document.paths[path].get.parameters
        .filter((parameter: { in: string }) => parameter.in === 'query')
        .map((parameter: { name: string }) => parameter.name),
    }))
}

function badQuery(path: string, name: string): readonly string[] {
  if (path === '/v1/audit-entries' && (name === 'from' || name === 'to')) return BAD_QUERY.instant
  if (name in BAD_QUERY) return BAD_QUERY[name as keyof typeof BAD_QUERY]
  if (name.endsWith('Id')) return BAD_QUERY.uuid
  if (name === 'activity') return BAD_QUERY.slug
  return BAD_QUERY.choice
}

/** Numbers below a limit, the same in every run. */
function picker(seed: string): (limit: number) => number {
  let state = [...seed].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2_147_483_647, 7)
  return (limit) => {
    state = (state * 48_271) % 2_147_483_647
    return state % limit
  }
}

async function anyToken(service: Service): Promise<string> {
  const { items } = await service.ok('GET', '/v1/tokens?limit=1', { token: ADMIN_TOKEN })
  return items[0].id
}

function shown(field: string, value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined'
  return `${field}: ${text.length > 60 ? `${text.slice(0, 60)}… (${text.length})` : text}`
}

/** Bytes as no HTTP client would send them. */
async function raw(port: number, bytes: string): Promise<Answer> {
  const socket = connect(port, '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.on('error', () => undefined)
  socket.write(bytes)
  await once(socket, 'close')
  const [head = '', text = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n', 2)
  const [line = '', ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(lines.map((header) => header.toLowerCase().split(/: */, 2)))
  const body = /json/.test(headers['content-type'] ?? '') ? JSON.parse(text) : {}
  return { status: Number(line.split(' ')[1] ?? 0), headers, body, text }
}
