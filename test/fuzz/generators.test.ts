// The fuzzer itself: what it calls valid is valid, what it calls a fault is found, and the same seed asks the same.
import { deflateSync } from 'node:zlib'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { test } from 'tap'
import type { Answer } from '../support/api.ts'
import { OPERATIONS, operationAt } from './document.ts'
import { type Caller, validDrafts } from './draft.ts'
import { faultsOf } from './judge.ts'
import { kindOf, knowNothing, learn } from './known.ts'
import { mended } from './mend.ts'
import { nearly } from './nearly-valid.ts'
import { SNIPPETS } from './odd.ts'
import { readable } from './readable.ts'
import { told, written } from './request.ts'

const COOPERATIVE = '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e01'
const SHARE_CLASS = '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e02'

const finance = (): Caller => ({ name: 'finance', role: 'finance', token: 'x', known: knowNothing() })
const operation = (id: string) => {
  const found = OPERATIONS.find((candidate) => candidate.id === id)
  if (!found) throw new Error(`no operation ${id}`)
  return found
}

test('a valid body is one by its schema, of every operation', async (t) => {
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  const { components } = JSON.parse(
    JSON.stringify(await import('../../openapi/openapi.json', { with: { type: 'json' } })),
  ).default
  for (const asked of OPERATIONS.filter(({ body }) => body !== undefined)) {
    const validate = ajv.compile({ ...asked.body, components })
    for (const { body } of fc.sample(validDrafts(asked, finance()), { numRuns: 100, seed: 1 })) {
      if (!validate(body)) t.fail(`${asked.id}: ${ajv.errorsText(validate.errors)}`, { body })
    }
    t.pass(asked.id)
  }
})

test('the same seed asks the same', async (t) => {
  const ask = () =>
    fc
      .sample(
        validDrafts(operation('recordMovement'), finance()).chain((draft) => nearly(draft, [draft.caller])),
        { numRuns: 50, seed: 7 },
      )
      .map((draft) => told(written(draft)))
  t.same(ask(), ask())
  t.ok(new Set(ask()).size > 40, 'and not the same every time')
})

test('what answers name is asked about again, together', async (t) => {
  const caller = finance()
  const created = {
    status: 201,
    headers: { location: `/v1/cooperatives/${COOPERATIVE}`, etag: '"e"' },
    body: { id: SHARE_CLASS, cooperativeId: COOPERATIVE },
    text: '',
  }
  learn(caller.known, { operation: operation('createShareClass'), role: 'finance', url: '/v1/x' }, created, new Set())
  t.same([...(caller.known.ids.get('shareclass') ?? [])], [SHARE_CLASS])
  t.same([...(caller.known.ids.get('cooperative') ?? [])], [COOPERATIVE])
  const bodies = fc
    .sample(validDrafts(operation('recordMovement'), caller), { numRuns: 100, seed: 3 })
    .map(({ body }) => body)
  t.ok(bodies.some((body) => (body as { shareClassId?: string }).shareClassId === SHARE_CLASS))
  t.ok(bodies.every((body) => (body as { cooperativeId: string }).cooperativeId === COOPERATIVE))
  learn(
    caller.known,
    { operation: operation('getToken'), role: 'admin', url: '/v1/x' },
    { ...created, headers: {}, body: { id: UNTOUCHED } },
    new Set([UNTOUCHED]),
  )
  t.notOk(caller.known.ids.has('token'), 'what is spared is not drawn')
  t.same(['shareClassId', 'share-classes', 'authorities', 'cooperativeIds'].map(kindOf), [
    'shareclass',
    'shareclass',
    'authority',
    'cooperative',
  ])
})

const UNTOUCHED = '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e03'

test('what a refusal points at is left out or stated anew, and nothing else', async (t) => {
  const [draft] = fc.sample(validDrafts(operation('createMandate'), finance()), { numRuns: 1, seed: 5 })
  if (!draft) throw new Error('no draft')
  const given = { ...draft, body: { ...(draft.body as object), from: '2024-01-01', endReason: 'death' } }
  const mending = mended(given, { errors: [{ pointer: '#/endReason', detail: '' }] })
  if (!mending) throw new Error('nothing to mend')
  const bodies = fc
    .sample(mending, { numRuns: 50, seed: 5 })
    .map(({ body }) => body as { from: string; endReason?: string })
  t.ok(bodies.every(({ from }) => from === '2024-01-01'))
  t.ok(
    bodies.some(({ endReason }) => endReason === undefined) && bodies.some(({ endReason }) => endReason !== undefined),
  )
  t.equal(mended(given, { errors: [] }), undefined, 'a refusal without pointers is final')
})

const request = { method: 'GET', url: '/v1/cooperatives', headers: {}, body: undefined, by: 'finance' }
const problem = (detail: string, status = 400): Answer => {
  const body = { type: 'urn:x', title: 'x', status, detail, instance: 'urn:uuid:x', code: 'x' }
  return { status, headers: { 'content-type': 'application/problem+json' }, body, text: JSON.stringify(body) }
}

test('a fault is found', async (t) => {
  t.same(faultsOf(request, problem('must be a date'), []), [], 'none where there is none')
  const leaks = [
    'Error: x\n    at file (/srv/app.ts:1:2)',
    'at Object.<anonymous> (app.js:10:3)',
    'select id from movement',
    'INSERT INTO journal',
    'violates check constraint',
    'relation entry_pkey',
    'authorisation_never_exceeded',
    'in /home/quotepart/x',
    'node_modules/pg',
    'TypeError: x is not a function',
    'FST_ERR_VALIDATION',
    `qp_${'a'.repeat(43)}`,
  ]
  for (const leak of leaks) t.equal(faultsOf(request, problem(leak), []).length > 0, true, leak)
  t.equal(faultsOf(request, problem('a token'), ['a token']).length, 1, 'a token')
  t.equal(faultsOf(request, problem('x', 500), []).length, 2, 'a failure, which is not documented either')
  t.equal(faultsOf(request, problem('x', 418), []).length, 1, 'a status outside the document')
  t.equal(
    faultsOf({ ...request, url: '/nowhere' }, problem('x', 200), []).length,
    1,
    'a success where there is no path',
  )
  t.equal(faultsOf(request, { ...problem('x'), headers: { 'content-type': 'text/html' } }, []).length, 1, 'no problem')
  const etag = '"JlDFwrrgCkfewHLFj4TmZe6wkcC4SkVHo_qdNR_x_fk.JlDFwrrgCkfewHLFj4TmZe6wkcC4SkVHo_qdNR_x_fk"'
  t.same(faultsOf(request, { ...problem('x'), headers: { ...problem('x').headers, etag } }, []), [], 'a digest is none')
  const led = (headers: object) => ({ ...problem('x'), headers: { ...problem('x').headers, ...headers } })
  for (const host of ['http://other.example', '//other.example']) {
    t.equal(faultsOf(request, led({ link: `<${host}/v1/x>; rel="next"` }), []).length, 1, `Link: ${host}`)
    t.equal(faultsOf(request, led({ location: `${host}/v1/x` }), []).length, 1, `Location: ${host}`)
  }
  t.same(faultsOf(request, led({ location: '/v1/x', link: '</v1/x>; rel="next"' }), []), [])
  for (const snippet of SNIPPETS.flatMap((one) => [one, one.toUpperCase()])) {
    t.same(faultsOf(request, problem(`not ${snippet}`), []), [], `an echo: ${snippet}`)
  }
})

test('a fault is found in a file, and none in how its bytes fall', async (t) => {
  const stream = (bytes: Buffer) =>
    Buffer.concat([Buffer.from(`<</Length ${bytes.length}>>\nstream\n`), bytes, Buffer.from('\nendstream\n')])
  const file = (media: string, bytes: Uint8Array): Answer => ({
    ...problem('x'),
    text: readable(media, Buffer.from(bytes)),
  })
  const told = 'INSERT INTO journal'
  const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  t.equal(faultsOf(request, file(xlsx, zipSync({ 'sheet.xml': strToU8(told) })), []).length, 1, 'in a sheet')
  t.equal(faultsOf(request, file('application/pdf', Buffer.from(`(${told})`)), []).length, 1, 'in a PDF')
  t.equal(faultsOf(request, file('application/pdf', stream(deflateSync(told))), []).length, 1, 'in a stream of a PDF')
  for (const snippet of SNIPPETS) {
    const escaped = Buffer.from(`(${snippet.replace(/[()\\]/g, '\\$&')})`, 'latin1')
    t.same(faultsOf(request, file('application/pdf', escaped), []), [], `an echo: ${snippet}`)
  }
  const font = Buffer.from('\x00\x01\x00\x00 zod \x00', 'latin1')
  t.same(faultsOf(request, file('application/pdf', stream(font)), []), [], 'a font')
  t.same(faultsOf(request, file('application/pdf', stream(deflateSync(font))), []), [], 'a font, compressed')
  t.equal(readable('application/pdf', Buffer.alloc(0)), '', 'a file that was not sent')
})

test('a request is told so that it can be sent again', async (t) => {
  const body = Buffer.from('{"name":"\u0000é"}')
  const words = told({
    method: 'POST',
    url: '/v1/x',
    headers: { accept: 'a', authorization: 'Bearer secret' },
    body,
    by: 'finance',
  })
  t.equal(words, 'POST /v1/x\nby finance\naccept: "a"\nbody: "{\\"name\\":\\"\\u0000é\\"}"')
  t.match(told({ method: 'POST', url: '/', headers: {}, body: Buffer.from([255]), by: 'x' }), 'body: (base64) /w==')
  t.equal(operationAt('GET', `/v1/cooperatives/${COOPERATIVE}?asOf=x`)?.id, 'getCooperative')
})
