// 401, 403, 404, 428 or 412, 400 or 422, 409: a request with several faults is told the first of them, so that nobody
// learns from a later check what an earlier one should have kept.
import { readFileSync } from 'node:fs'
import { type Test, test } from 'tap'
import { ADMIN_TOKEN, Service } from '../support/api.ts'
import { DOCUMENT_FILE } from '../support/generate.ts'
import { manyFaults } from './many-faults.ts'
import { type Expected, JSON_TYPE, lastSeq, probe, Refusals, refused } from './refusals.ts'

const UNKNOWN_ID = '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'

/** Bodies that are each wrong in another way: none of them may be looked at before its time. */
const BODIES: [what: string, body: string | Buffer, type: string][] = [
  ['broken JSON', '{"name":', 'application/json'],
  ['no JSON at all', '<x/>', 'application/xml'],
  ['a plain text', 'x', 'text/plain'],
  ['an invalid body', '{"nonsense":1}', 'application/json'],
  ['a body that is too large', `{"name":"${'x'.repeat(100_000)}"}`, 'application/json'],
  ['a poisoned prototype', '{"__proto__":{}}', 'application/json'],
]

interface Operation {
  readonly method: string
  readonly path: string
  readonly under: boolean
  readonly writes: boolean
  /** It takes If-Match. */
  readonly conditional: boolean
}

type Described = { parameters?: { name: string }[] }

function operations(): Operation[] {
  const { paths } = JSON.parse(readFileSync(DOCUMENT_FILE, 'utf8'))
  return Object.entries(paths)
    .filter(([path]) => path.startsWith('/v1/'))
    .flatMap(([path, methods]) =>
      Object.entries(methods as Record<string, Described>).map(([method, { parameters = [] }]) => ({
        method: method.toUpperCase(),
        path,
        under: path.includes('{id}'),
        writes: method !== 'get',
        conditional: parameters.some(({ name }) => name === 'If-Match'),
      })),
    )
}

test('the order of checks', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  const { token } = authority
  const board = await service.mint('board', authority.id)
  const auditor = await service.mint('auditor', authority.id)
  const position = await authority.position()
  const on = { ...position, effectiveOn: '2024-01-01', noDecisionReason: 'Reprise' }
  await authority.move({ kind: 'purchase', ...on, shares: '3', amount: '150.00' })
  const seat = await authority.seat(position.cooperativeId)
  const person = await authority.person()
  const mandate = await authority.mandate({ seatId: seat.id, personId: person.id })
  const decision = await authority.decision()
  const ids: Record<string, string> = {
    cooperatives: position.cooperativeId,
    decisions: decision.id,
    organs: seat.organId,
    seats: seat.id,
    mandates: mandate.id,
    persons: person.id,
  }
  const parts = await manyFaults(authority, position.cooperativeId)
  const before = await lastSeq(service, auditor)

  const isAdministration = (path: string) => /^\/v1\/(authorities|tokens)/.test(path)
  const mayWrite = (path: string) => (isAdministration(path) ? ADMIN_TOKEN : token)
  const at = (path: string, id = UNKNOWN_ID) => path.replace('{id}', id)

  /** Sends every kind of bad body, and a bad query, to a route; each must get the one answer. */
  async function tryBodies(
    refusals: Refusals,
    method: string,
    url: string,
    token: string | undefined,
    expected: Expected,
    headers = {},
  ) {
    for (const [what, body, type] of method === 'GET' ? [] : BODIES) {
      const answer = await probe(service, method, url, {
        ...(token && { token }),
        body,
        headers: { 'content-type': type, ...headers },
      })
      refusals.add(answer, expected, `${method} ${url}, ${what}`)
    }
    const answer = await probe(service, method, `${url}?nonsense=1&limit=0&cursor=x`, {
      ...(token && { token }),
      headers,
    })
    refusals.add(answer, expected, `${method} ${url}, a bad query`)
  }

  await t.test('401 first: nothing is parsed for who is not known', async (t) => {
    const unauthenticated = { status: 401, code: 'unauthenticated' }
    for (const [who, presented] of [
      ['nobody', undefined],
      ['a stranger', 'qp_nonsense'],
    ] as const) {
      const refusals = new Refusals()
      for (const { method, path } of operations()) {
        await tryBodies(refusals, method, at(path), presented, unauthenticated)
        await tryBodies(refusals, method, at(path, 'no-uuid'), presented, unauthenticated)
      }
      refusals.conclude(t, who)
    }
  })

  await t.test('403 before 404 and all that follows', async (t) => {
    const refusals = new Refusals()
    for (const { method, path, writes } of operations()) {
      if (!writes) continue
      const forbidden = isAdministration(path) ? token : board
      await tryBodies(refusals, method, at(path), forbidden, { status: 403, code: 'forbidden' })
      await tryBodies(
        refusals,
        method,
        at(path),
        forbidden,
        { status: 403 },
        { 'if-match': '"x"', 'idempotency-key': '' },
      )
    }
    refusals.conclude(t, 'a role that may not')
  })

  await t.test('404 before 428, 412, 413, 415 and 400', async (t) => {
    const refusals = new Refusals()
    for (const { method, path, under } of operations()) {
      if (!under) continue
      for (const id of [UNKNOWN_ID, 'no-uuid']) {
        await tryBodies(refusals, method, at(path, id), mayWrite(path), { status: 404 })
        await tryBodies(refusals, method, at(path, id), mayWrite(path), { status: 404 }, { 'if-match': '"x"' })
      }
    }
    refusals.conclude(t, 'a resource that is not there')
  })

  await t.test('428 and 412 before 413, 415 and 400', async (t) => {
    const refusals = new Refusals()
    const conditional = operations().filter((operation) => operation.conditional)
    for (const { method, path } of conditional) {
      const url = at(path, ids[path.split('/')[2] as string])
      await tryBodies(refusals, method, url, token, { status: 428, code: 'precondition_required' })
      await tryBodies(refusals, method, url, token, { status: 412, code: 'precondition_failed' }, { 'if-match': '"x"' })
    }
    refusals.conclude(t, 'If-Match missing or stale')
    t.same(
      new Set(conditional.map(({ method, path }) => `${method} ${path}`)),
      new Set(Object.keys(ids).map((name) => `PATCH /v1/${name}/{id}`)),
      'each of what can be changed, and nothing else',
    )
  })

  await t.test('400 or 422 before 409', async (t) => {
    const tooMany = { kind: 'sale', ...on, shares: '4', amount: '1.00' }
    const cases: [string, string, object, Expected][] = [
      [
        'an unknown field and more than held',
        '/v1/movements',
        { ...tooMany, nonsense: 1 },
        { status: 400, pointer: '#/nonsense' },
      ],
      [
        'a bad price and more than held',
        '/v1/movements',
        { ...tooMany, amount: '1' },
        { status: 400, pointer: '#/amount' },
      ],
      [
        'an unknown decision and more than held',
        '/v1/movements',
        { ...tooMany, noDecisionReason: undefined, decisionId: UNKNOWN_ID },
        { status: 404, code: 'decision_unknown' },
      ],
      ['a query and more than held', '/v1/movements?nonsense=1', tooMany, { status: 400, pointer: '?nonsense' }],
      [
        'an advance converted below nominal that was not given',
        '/v1/movements',
        { kind: 'advance_conversion', ...on, shares: '1', amount: '49.99' },
        { status: 422, code: 'amount_below_nominal' },
      ],
      [
        'a split that leaves five decimals and a fraction',
        '/v1/movements',
        { kind: 'share_split', ...on, noDecisionReason: undefined, splitFrom: 999_983, splitTo: 999_979 },
        { status: 422, code: 'split_nominal_out_of_range' },
      ],
      [
        'a name that is taken and a bad nominal',
        `/v1/cooperatives/${position.cooperativeId}/share-classes`,
        { name: 'Parts A', nominalValue: '0' },
        { status: 400, pointer: '#/nominalValue' },
      ],
      ['alone: more than held', '/v1/movements', tooMany, { status: 409, code: 'more_shares_than_held' }],
    ]
    for (const [what, url, body, expected] of cases) {
      refused(t, await probe(service, 'POST', url, { token, body }), expected, what)
    }
  })

  await t.test('404, 400 or 422 before 409, in decisions and seats', async (t) => {
    for (const { what, method = 'POST', url, body, expected } of parts) {
      const etag = method === 'PATCH' ? String((await authority.call('GET', url)).headers.etag) : ''
      const headers = { ...(etag && { 'if-match': etag }) }
      refused(t, await probe(service, method, url, { token, body, headers }), expected, what)
    }
  })

  await t.test('a key used for another request: 422 before the 409 of the register', async (t) => {
    const headers = { 'idempotency-key': 'order-1' }
    const first = { kind: 'grant', ...on, amount: '1.00' }
    t.equal((await probe(service, 'POST', '/v1/movements', { token, body: first, headers })).status, 201)
    const other = await probe(service, 'POST', '/v1/movements', {
      token,
      headers,
      body: { kind: 'sale', ...on, shares: '4', amount: '1.00' },
    })
    refused(t, other, { status: 422, code: 'idempotency_key_reused', pointer: 'Idempotency-Key' }, 'reused')
    const invalid = await probe(service, 'POST', '/v1/movements', {
      token,
      headers: { ...headers, ...JSON_TYPE },
      body: '{',
    })
    refused(t, invalid, { status: 400 }, 'a body that is no JSON, under a used key')
  })

  await t.test('addresses and methods that do not exist', (t) => tryAddresses(t, service, token))

  t.equal(await lastSeq(service, auditor), before + 1, 'only the one grant was written')
})

async function tryAddresses(t: Test, service: Service, token: string): Promise<void> {
  for (const url of ['/v1/nonsense', '/v1/movements/x/y/z', '/nonsense', '/v1', '/v1/Movements']) {
    for (const presented of [{}, { token }]) {
      refused(
        t,
        await probe(service, 'GET', url, presented),
        { status: 404, code: 'not_found' },
        `${url} ${JSON.stringify(presented).slice(0, 9)}`,
      )
    }
  }
  const unknown = new Refusals()
  for (const presented of [{}, { token }]) {
    const answer = await probe(service, 'POST', '/v1/nonsense', { ...presented, body: '{', headers: JSON_TYPE })
    unknown.add(answer, { status: 404, code: 'not_found' }, JSON.stringify(presented).slice(0, 9))
  }
  unknown.conclude(t, 'an unknown address parses no body')
  const methods = new Refusals()
  const silent: string[] = []
  for (const [path, allowed] of allowedMethods()) {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((name) => !allowed.includes(name))) {
      const url = path.replace('{id}', UNKNOWN_ID)
      const answer = await probe(service, method, url, { token, body: '{', headers: JSON_TYPE })
      methods.add(answer, { status: 405, code: 'method_not_allowed' }, `${method} ${path}`)
      const named = String(answer.headers.allow).split(/, */)
      if (!allowed.every((name) => named.includes(name))) silent.push(`${method} ${path}: ${named}`)
    }
  }
  methods.conclude(t, 'methods that an address does not have, whatever the body')
  t.same(silent, [], 'Allow names the methods that it has')
}

function allowedMethods(): [path: string, methods: string[]][] {
  const { paths } = JSON.parse(readFileSync(DOCUMENT_FILE, 'utf8'))
  return Object.entries(paths).map(([path, methods]) => [
    path,
    Object.keys(methods as object).map((method) => method.toUpperCase()),
  ])
}
