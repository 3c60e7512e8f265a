// Many movements as one file: what is taken, what is told of each line that is not, and that nothing comes in by half.
import { sql } from 'kysely'
import { type Test, test } from 'tap'
import { asAuthority } from '../../src/postgres/database.ts'
import { type Answer, type Authority, Service } from '../support/api.ts'
import { booksBalanced } from '../support/books.ts'
import type { Kind } from '../support/database.ts'
import { lastSeq } from './refusals.ts'

const URL = '/v1/movement-imports'
const CSV = { 'content-type': 'text/csv' }
const HEADER =
  'kind,cooperativeId,shareClassId,effectiveOn,shares,amount,called,settles,decisionId,noDecisionReason,note'

interface Position {
  readonly cooperativeId: string
  readonly shareClassId: string
}

/** Lines about one position: `kind,effectiveOn,shares,amount,called`. */
function file({ cooperativeId, shareClassId }: Position, lines: readonly string[], decisionId = ''): string {
  const rows = lines.map((line) => {
    const [kind, effectiveOn, shares = '', amount = '', called = ''] = line.split(',')
    const reason = decisionId === '' && /subscription|purchase|sale/.test(String(kind)) ? 'Reprise' : ''
    const cites = /subscription|purchase|sale/.test(String(kind)) ? decisionId : ''
    return [kind, cooperativeId, shareClassId, effectiveOn, shares, amount, called, '', cites, reason, ''].join(',')
  })
  return [HEADER, ...rows, ''].join('\r\n')
}

const HISTORY = [
  'purchase,2021-03-01,10,450.00',
  'subscription,2020-01-01,200,10000.00,2500.00',
  'call,2020-06-01,,2500.00',
  'payment,2020-06-15,,4000.00',
  'sale,2022-01-01,21,1200.00',
]

const send = (authority: Authority, body: string, query = '', headers: Record<string, string> = {}) =>
  authority.call('POST', URL + query, body, { ...CSV, ...headers })

/** The faults that were told, a line each. */
const toldOf = ({ body }: Answer): string[] =>
  (body.errors ?? []).map(({ pointer, detail }: { pointer: string; detail: string }) => `${pointer}: ${detail}`)

for (const kind of ['postgres', 'embedded'] as const satisfies readonly Kind[]) {
  test(`importing movements, ${kind}`, async (t) => {
    const service = await Service.start(t, kind)
    const authority = await service.authority()
    const auditor = await service.mint('auditor', authority.id)
    const read = (url: string) => service.ok('GET', url, { token: auditor })
    const position = await authority.position()

    await t.test('a dry run says what would be recorded, and writes nothing', async (t) => {
      const before = await lastSeq(service, auditor)
      const dry = await send(authority, file(position, HISTORY), '?dryRun=true')
      t.equal(dry.status, 200)
      t.match(dry.body, {
        movements: 5,
        cooperatives: 1,
        adjustments: 0,
        effectiveFrom: '2020-01-01',
        effectiveTo: '2022-01-01',
      })
      t.equal(await lastSeq(service, auditor), before)
      t.equal((await authority.totals()).shares, '0')
    })

    await t.test('lines are recorded in the order of their dates, each with its journal row', async (t) => {
      const before = await lastSeq(service, auditor)
      const made = await send(authority, file(position, HISTORY), '', { 'idempotency-key': 'history' })
      t.equal(made.status, 201)
      t.same(made.body.kinds, [
        { kind: 'subscription', movements: 1, amount: '10000.00' },
        { kind: 'call', movements: 1, amount: '2500.00' },
        { kind: 'payment', movements: 1, amount: '4000.00' },
        { kind: 'purchase', movements: 1, amount: '450.00' },
        { kind: 'sale', movements: 1, amount: '1200.00' },
      ])
      t.equal(await lastSeq(service, auditor), before + 5)
      const { items } = await read('/v1/movements?to=2100-01-01')
      t.same(
        items.map(({ kind }: { kind: string }) => kind),
        ['subscription', 'call', 'payment', 'purchase', 'sale'],
      )
      t.equal(items[0].recordedAt, made.body.firstRecordedAt)
      t.equal(items[4].recordedAt, made.body.recordedAt)
      const times = items.map(({ recordedAt }: { recordedAt: string }) => recordedAt)
      t.equal(new Set(times).size, 5)
      t.same(times, times.toSorted())
      const audit = await read('/v1/audit-entries?operation=importMovements')
      t.same(audit.items.map(({ targetId }: { targetId: string }) => targetId).toSorted(), items.map(idOf).toSorted())
      const again = await send(authority, file(position, HISTORY), '', { 'idempotency-key': 'history' })
      t.match(again, { status: 201, headers: { 'idempotency-replayed': 'true' }, body: made.body })
      t.equal(await lastSeq(service, auditor), before + 5, 'nothing more is written')
    })

    await t.test('what the journal keeps is what it keeps of a movement that is recorded alone', async (t) => {
      const [one, other] = [await service.authority(), await service.authority()]
      const [alone, together] = [await one.position(), await other.position()]
      const on = { cooperativeId: alone.cooperativeId, shareClassId: alone.shareClassId }
      await one.move({ kind: 'purchase', ...on, effectiveOn: '2021-03-01', shares: '10', amount: '450.00' })
      await one.move({ kind: 'sale', ...on, effectiveOn: '2022-01-01', shares: '3', amount: '0.00' })
      await one.move({
        kind: 'purchase',
        ...on,
        effectiveOn: '2020-01-01',
        shares: '2',
        amount: '1.00',
        noDecisionReason: 'Reprise',
      })
      const past = file(together, ['purchase,2020-01-01,2,1.00'])
      const place = { cooperativeId: together.cooperativeId, shareClassId: together.shareClassId }
      await other.move({ kind: 'purchase', ...place, effectiveOn: '2021-03-01', shares: '10', amount: '450.00' })
      await other.move({ kind: 'sale', ...place, effectiveOn: '2022-01-01', shares: '3', amount: '0.00' })
      const made = await send(other, past)
      t.match(made, { status: 201, body: { adjustments: 1 } })
      const [single, imported] = [await newest(service, one), await newest(service, other)]
      t.match(imported.operation, 'importMovements')
      t.same(withoutIds(imported.content), withoutIds(single.content))
      t.same(await other.totals(), await one.totals())
      t.same(await booksBalanced(service.test.database, other.id), [])
    })

    await t.test('all that is wrong is told by line and field, and nothing is written', async (t) => {
      const before = await lastSeq(service, auditor)
      const refused = await send(
        authority,
        file(position, [
          'purchase,2023-01-01,5,100.00',
          'sale,2023-01-02,1000,100.00',
          'sale,2023-02-30,1,1.00',
          'purchase,2023-01-01,1.5,-1.00',
          'sale,2023-01-03,1,1.00',
          'gift,2023-01-03,1,1.00',
          'call,2023-01-04,,99999.00,1.00',
        ]),
      )
      t.match(refused, { status: 422, body: { code: 'lines_refused', lines: 7, faulty: 5 } })
      t.match(toldOf(refused), [
        'line 3, shares: must be at most 194',
        'line 4, effectiveOn: must be a date that exists',
        /^line 5, shares: must be a whole number of shares/,
        /^line 5, amount: must be a euro amount/,
        /^line 7, kind: must be one of subscription/,
        'line 8, called: is not a field of this request: leave it out',
      ])
      const french = await send(authority, file(position, ['sale,2023-01-02,1000,100.00']), '', {
        'accept-language': 'fr',
      })
      t.match(toldOf(french), ['line 2, shares: doit être au plus 189'])
      t.equal(await lastSeq(service, auditor), before)
    })

    await t.test('a hundred faults are told, and how many there are', async (t) => {
      const refused = await send(authority, file(position, Array(250).fill('sale,2023-01-02,9999,1.00')))
      t.match(refused.body, { lines: 250, faulty: 250 })
      t.equal(refused.body.errors.length, 100)
      t.match(refused.body.errors.at(-1), { pointer: 'line 101, shares' })
    })

    await t.test('what is backdated adjusts what was there, and may not make it impossible', async (t) => {
      const earlier = await send(
        authority,
        file(position, ['purchase,2019-01-01,1,10.00', 'purchase,2019-01-02,1,0.01']),
      )
      t.match(earlier, { status: 201, body: { movements: 2, adjustments: 2 } })
      const impossible = await send(authority, file(position, ['sale,2019-06-01,1,1.00', 'sale,2020-02-01,180,1.00']))
      t.match(impossible, { status: 422, body: { faulty: 1 } })
      t.match(toldOf(impossible), [/^line 3, effectiveOn: must leave the \w+ of \d{4}-\d\d-\d\d possible/])
      t.same(await booksBalanced(service.test.database, authority.id), [])
    })

    await t.test('a decision allows so much, whoever uses it, also within one file', async (t) => {
      const { id } = await authority.decision({
        authorisations: [{ cooperativeId: position.cooperativeId, instrument: 'shares', ceiling: '1000.00' }],
      })
      const lines = ['purchase,2022-01-01,1,400.00', 'purchase,2021-02-01,1,500.00', 'purchase,2021-06-01,1,200.00']
      const refused = await send(authority, file(position, lines, id))
      t.match(refused, { status: 422, body: { faulty: 1 } })
      t.match(toldOf(refused), ['line 2, amount: must be at most 300.00'])
      const early = await send(authority, file(position, ['purchase,2021-01-19,1,400.00'], id))
      t.match(toldOf(early), [/^line 2, effectiveOn: /])
      t.equal((await send(authority, file(position, lines.slice(1), id))).status, 201)
      const { items } = await authority.get(`/v1/authorisations?asOf=2030-01-01&decisionId=${id}`)
      t.match(items, [{ consumed: '700.00', left: '300.00' }])
      t.match((await send(authority, file(position, lines.slice(0, 1), id))).body, { faulty: 1 })
      t.same(await booksBalanced(service.test.database, authority.id), [])
    })

    await t.test('a closed year, another authority’s cooperative, and another’s class', async (t) => {
      const stranger = await (await service.authority()).position()
      const { id } = await authority.post('/v1/closings', { year: 2015 })
      t.match(toldOf(await send(authority, file(position, ['purchase,2015-01-01,1,1.00']))), [
        'line 2, effectiveOn: must not be in 2015, which is closed',
      ])
      t.match(toldOf(await send(authority, file(stranger, HISTORY.slice(0, 1)))), [/^line 2, cooperativeId: /])
      const mixed = { ...position, shareClassId: stranger.shareClassId }
      t.match(toldOf(await send(authority, file(mixed, HISTORY.slice(0, 1)))), [/^line 2, shareClassId: /])
      await authority.post(`/v1/closings/${id}/reopening`, { reason: 'Reprise' })
    })
  })
}

for (const kind of ['postgres', 'embedded'] as const satisfies readonly Kind[]) {
  test(`more than is written at once, ${kind}`, async (t) => {
    const service = await Service.start(t, kind)
    const authority = await service.authority()
    const position = await authority.position()
    const purchases = (last: string) =>
      file(position, [...Array.from({ length: 2200 }, () => 'purchase,2024-01-01,1,50.00'), last])
    const journal = async () => {
      const { rows } = await asAuthority(service.test.database, authority.id, (tx) =>
        sql<{ known: number; from_somewhere: number }>`
          select count(*)::int as known, count(origin_digest)::int as from_somewhere from journal`.execute(tx),
      )
      return rows[0]
    }
    const before = await journal()
    // The database refuses it, in the third thousand: what a balance may be is not looked at before.
    const refused = await send(authority, purchases('purchase,2024-01-01,1,99999999999999999.99'))
    t.not(refused.status, 201)
    t.ok(refused.status < 500, `${refused.status} ${refused.text.slice(0, 200)}`)
    t.same(await journal(), before, 'nothing is written')
    t.equal((await send(authority, purchases('purchase,2024-01-02,1,50.00'))).status, 201)
    const after = await journal()
    t.equal(Number(after?.known) - Number(before?.known), 2201)
    t.equal(after?.from_somewhere, after?.known, 'each row knows where it came from')
    t.same(await booksBalanced(service.test.database, authority.id), [])
  })
}

test('the file itself', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  const position = await authority.position()
  const { cooperativeId } = position
  const refused = async (t: Test, what: string, body: string, expected: object) =>
    t.match(await send(authority, body), expected, what)

  const grants = `kind,cooperativeId,effectiveOn,amount,noDecisionReason,note
grant,${cooperativeId},2024-01-01,1.00,Reprise,"de deux
lignes, ""citées"" \\N \\t"

grant,${cooperativeId},2024-01-02,-1,Reprise,
`
  await t.test('cells of several lines, quotes, empty lines', async (t) => {
    t.match(toldOf(await send(authority, grants)), [/^line 5, amount: /])
    t.equal((await send(authority, `\ufeff${grants.replace(',-1,', ',2.00,')}`)).status, 201)
    const { items } = await authority.get('/v1/movements')
    t.equal(items[0].note, 'de deux\nlignes, "citées" \\N \\t')
    t.equal(items[1].note, null)
  })

  await t.test('numbers are digits', async (t) => {
    const { shareClassId } = position
    const splits = (from: string) =>
      `kind,cooperativeId,shareClassId,effectiveOn,splitFrom,splitTo\nshare_split,${cooperativeId},${shareClassId},2024-01-01,${from},10`
    t.match(toldOf(await send(authority, splits('one'))), [/^line 2, splitFrom: must be a whole number/])
    t.equal((await send(authority, splits('1'))).status, 201)
  })

  await t.test('what is no such file', async (t) => {
    const one = file(position, HISTORY.slice(0, 1))
    await refused(t, 'a column that is none', one.replace('note', 'nte'), {
      status: 400,
      body: { code: 'invalid_input', errors: [{ pointer: 'line 1, nte' }] },
    })
    await refused(t, 'a column twice', one.replace('note', 'kind'), {
      status: 400,
      body: { errors: [{ pointer: 'line 1, kind', detail: 'is there already: leave it out' }] },
    })
    await refused(t, 'the header alone', `${HEADER}\n`, { status: 400, body: { errors: [{ pointer: 'line 2' }] } })
    await refused(t, 'too many cells', `${HEADER}\na,b,c\n`, {
      status: 400,
      body: { code: 'unreadable_body', errors: [{ pointer: 'line 2' }] },
    })
    await refused(t, 'an open quote', `${HEADER}\n"${'a,'.repeat(50)}`, {
      status: 400,
      body: { code: 'unreadable_body' },
    })
    await refused(t, 'nothing', '', { status: 400, body: { code: 'unreadable_body' } })
    await refused(t, 'too many lines', one + `${one.split('\r\n')[1]}\r\n`.repeat(20_000), {
      status: 400,
      body: { errors: [{ pointer: 'line 20002', detail: 'must not be there: at most 20000 lines' }] },
    })
    await refused(t, 'too many bytes', `${HEADER}\n${'a'.repeat(9_000_000)}`, { status: 413 })
    t.equal((await send(authority, one, '', { 'content-type': 'application/json' })).status, 415)
    const elsewhere = await authority.call('POST', '/v1/movements', one, CSV)
    t.match(elsewhere, { status: 415, headers: { accept: 'application/json' } })
    t.equal((await send(authority, one, '', { 'content-encoding': 'gzip' })).status, 415)
  })

  await t.test('who may not', async (t) => {
    for (const role of ['board', 'integration', 'auditor']) {
      const token = await service.mint(role, authority.id)
      const answer = await service.call('POST', URL, { token, body: file(position, HISTORY), headers: CSV })
      t.equal(answer.status, 403, role)
    }
  })
})

const idOf = ({ id }: { id: string }) => id

/** The newest journal row of an authority. */
async function newest({ test: { database } }: Service, { id }: Authority) {
  const row = await database.kysely
    .selectFrom('journal')
    .select(['operation', 'content'])
    .where('authority_id', '=', id)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return { operation: row.operation, content: JSON.parse(row.content) }
}

/** What is the same of the same deed elsewhere, and at another time. */
function withoutIds(content: object): object {
  return JSON.parse(JSON.stringify(content), (key, value) =>
    /(^id|Id|recordedAt|causedBy)$/.test(key) && value !== null ? key : value,
  )
}
