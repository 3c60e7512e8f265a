// A walk through a list sees it as it was at its first page, whatever is written meanwhile; CSV is the same list.
import pg from 'pg'
import { type Test, test } from 'tap'
import { ADMIN_TOKEN, type Authority, type Body, Service } from '../support/api.ts'
import { rowsOf, walk } from './walk.ts'

const PLACES = { shares: '4', amount: '200.00' }

test('lists', async (t) => {
  const service = await Service.start(t, 'postgres')

  await t.test('walking movements while others write', (t) => walkWhileWriting(t, service))
  await t.test('walking the other lists while others write', (t) => walkOthers(t, service))
  await t.test('limit, next and Link', (t) => limits(t, service))
  await t.test('filters', (t) => filters(t, service))
  await t.test('CSV to the letter', (t) => csvToTheLetter(t, service))
  await t.test('CSV of more than two batches', (t) => longCsv(t, service))
})

async function walkWhileWriting(t: Test, service: Service): Promise<void> {
  const authority = await service.authority()
  const positions = [await authority.position(), await authority.position()]
  const place = (turn: number) => positions[turn % 2] as (typeof positions)[number]
  for (let month = 1; month <= 9; month += 1) {
    const effectiveOn = `2022-0${month}-15`
    await authority.move({ kind: 'purchase', ...place(month), effectiveOn, ...PLACES })
    await authority.move({ kind: 'sale', ...place(month), effectiveOn, shares: '1', amount: '60.00' })
  }
  let turn = 0
  const toReverse: string[] = []
  const write = async () => {
    turn += 1
    const on = place(turn)
    // Backdated, before and into the part already walked: it also adjusts later sales, whose cost changes.
    await authority.move({
      kind: 'purchase',
      ...on,
      effectiveOn: `2022-0${1 + (turn % 9)}-15`,
      shares: '1',
      amount: '99.00',
    })
    const tail = await authority.move({ kind: 'grant', ...on, effectiveOn: '2023-01-01', amount: '1.00' })
    toReverse.push(tail.id)
    if (turn % 3 === 0) await authority.post(`/v1/movements/${toReverse.shift()}/reversal`, { reason: 'Erreur' })
  }
  for (let limit = 1; limit <= 7; limit += 1) {
    const { knownAt } = await authority.get('/v1/movements?limit=1')
    const expected = (await authority.get(`/v1/movements?limit=200&knownAt=${knownAt}`)).items
    // A few writes a walk are enough, and keep the lists short.
    const { items, pages } = await walk(authority, `/v1/movements?limit=${limit}`, async (page) => {
      if (page % Math.ceil(expected.length / limit / 3) === 0) await write()
    })
    t.same(items, expected, `limit ${limit}: ${expected.length} movements, as they were known at the first page`)
    t.same(new Set(pages.map((page) => page.knownAt)), new Set([knownAt]), 'every page repeats knownAt')
    t.ok(
      pages.slice(0, -1).every((page) => page.items.length === limit),
      'every page but the last is full',
    )
    const later = (await authority.get('/v1/movements?limit=200')).items
    t.ok(later.length > expected.length, 'and more was written meanwhile')
  }
  const { items } = await walk(authority, '/v1/movements?limit=7')
  t.same(items.map(order), items.map(order).sort(), 'by effective date, then recording')
  const { items: some } = await walk(
    authority,
    `/v1/movements?limit=3&kind=purchase&cooperativeId=${place(1).cooperativeId}`,
    write,
  )
  t.equal(new Set(some.map(({ id }) => id)).size, some.length, 'under filters nothing repeats')
  t.same(
    some,
    items.filter((item) => item.kind === 'purchase' && item.cooperativeId === place(1).cooperativeId),
    'or is skipped',
  )
}

const order = ({ effectiveOn, recordedAt }: Body) => `${effectiveOn} ${recordedAt}`

async function walkOthers(t: Test, service: Service): Promise<void> {
  const authority = await service.authority()
  const auditor = await service.mint('auditor', authority.id)
  const one = await authority.cooperative({ name: 'Coopérative 0' })
  const fill = async (number: number) => {
    const cooperativeId = await authority.cooperative({ name: `Coopérative ${number}`, activity: 'textile' })
    await authority.move({ kind: 'grant', cooperativeId, effectiveOn: '2024-01-01', amount: '1.00' })
    await authority.move({ kind: 'advance', cooperativeId, effectiveOn: '2024-01-01', amount: '1.00' })
    await authority.shareClass(one, '10.00', `Parts ${number}`)
    // Two for one date: the later supersedes, also when the walk has passed it or not reached it.
    for (const totalCapital of ['100.00', `${100 + number}.00`]) {
      const on = `2024-01-${String(1 + (number % 28)).padStart(2, '0')}`
      await authority.post(`/v1/cooperatives/${one}/capital-statements`, { on, totalCapital })
      await authority.post(`/v1/cooperatives/${one}/annual-accounts`, {
        year: 2000 + (number % 20),
        equity: totalCapital,
      })
      await authority.post(`/v1/cooperatives/${one}/audits`, { on, auditor: totalCapital })
      const aid = { grantedOn: on, regulation: 'de_minimis', grossGrantEquivalent: totalCapital }
      const { id } = await authority.post(`/v1/cooperatives/${one}/state-aids`, aid)
      if (number % 2 === 0) await authority.post(`/v1/cooperatives/${one}/state-aids`, { ...aid, supersedes: id })
      // Of two references, so that those of one date are in order, too.
      for (const part of ['A', 'B']) {
        const convention = { reference: `CONV-${number % 20}-${part}`, signedOn: on, endsOn: '2030-01-01' }
        await authority.post(`/v1/cooperatives/${one}/advance-conventions`, { ...convention, ceiling: totalCapital })
      }
    }
  }
  for (let number = 1; number <= 5; number += 1) await fill(number)
  const lists = [
    '/v1/cooperatives',
    '/v1/cooperatives?activity=textile',
    `/v1/cooperatives/${one}/share-classes`,
    `/v1/cooperatives/${one}/capital-statements`,
    `/v1/cooperatives/${one}/annual-accounts`,
    `/v1/cooperatives/${one}/audits`,
    `/v1/cooperatives/${one}/state-aids`,
    `/v1/cooperatives/${one}/advance-conventions`,
    '/v1/holdings',
    '/v1/contributions',
    '/v1/contributions?instrument=grant',
    '/v1/deadlines',
    '/v1/deadlines?kind=grant_payment',
  ]
  let number = 5
  for (const url of lists) {
    const and = url.includes('?') ? '&' : '?'
    const expected = (await authority.get(`${url}${and}limit=200`)).items
    t.ok(expected.length >= 5, `${url} has ${expected.length}`)
    const { items } = await walk(authority, `${url}${and}limit=2`, async (page) => {
      number += 1
      if (page === 1) await fill(number)
      if (page === 2) await rename(authority, expected)
    })
    t.same(items, expected, url)
  }
  const entries = () => service.ok('GET', '/v1/audit-entries?limit=200', { token: auditor })
  const expected = (await entries()).items.slice(0, 9)
  const first = await service.ok('GET', '/v1/audit-entries?limit=5', { token: auditor })
  await fill(number + 1)
  const second = await service.ok('GET', `/v1/audit-entries?limit=4&cursor=${first.next}`, { token: auditor })
  t.same([...first.items, ...second.items], expected, '/v1/audit-entries, newest first')
  await walkTokens(t, service, authority)
}

/** Takes a cooperative out of the filter that the walk has, and out of the name that it shows. */
async function rename(authority: Authority, items: Body[]): Promise<void> {
  const id = items.at(-1).cooperativeId ?? items.at(-1).id
  const { status, headers } = await authority.call('GET', `/v1/cooperatives/${id}`)
  if (status !== 200) return
  await authority.call(
    'PATCH',
    `/v1/cooperatives/${id}`,
    { name: 'Renommée', activity: 'other' },
    { 'if-match': String(headers.etag) },
  )
}

async function walkTokens(t: Test, service: Service, authority: Authority): Promise<void> {
  for (const path of ['/v1/tokens', '/v1/authorities']) {
    const get = (query: string) => service.ok('GET', `${path}?${query}`, { token: ADMIN_TOKEN })
    const ids = (page: Body): string[] => page.items.map(({ id }: Body) => id)
    const there = ids(await get('limit=200'))
    const seen: string[] = []
    let cursor = ''
    for (let page = 0; page < 50; page += 1) {
      const answer = await get(`limit=2${cursor}`)
      seen.push(...ids(answer))
      if (answer.next === null) break
      cursor = `&cursor=${answer.next}`
      if (page === 0) await service.mint('board', authority.id)
      if (page === 0) await service.authority('Un de plus')
    }
    t.same(seen.slice(0, there.length), there, `${path}: all that were there, once each`)
    t.equal(new Set(seen).size, seen.length, `${path}: none twice`)
  }
}

async function limits(t: Test, service: Service): Promise<void> {
  const authority = await service.authority()
  const cooperativeId = await authority.cooperative()
  const empty = await authority.call('GET', '/v1/movements')
  t.same(empty.body.items, [])
  t.equal(empty.body.next, null)
  t.notOk('link' in empty.headers, 'no Link on the last page')
  const move = { kind: 'share_interest', cooperativeId, effectiveOn: '2024-01-01', amount: '1.00' }
  for (let count = 0; count < 51; count += 1) await authority.move(move)
  const page = await authority.call('GET', '/v1/movements')
  t.equal(page.body.items.length, 50, 'by default 50 a page')
  t.match(page.headers.link, /^<\/v1\/movements\?cursor=[^>]+>; rel="next"$/)
  t.equal(
    new URL(String(page.headers.link).slice(1).split('>')[0] as string, 'http://x').searchParams.get('cursor'),
    page.body.next,
  )
  const rest = await authority.get(`/v1/movements?cursor=${page.body.next}`)
  t.equal(rest.items.length, 1)
  t.equal(rest.next, null)
  const exact = await authority.get('/v1/movements?limit=51')
  t.equal(exact.next, null, 'a page that holds them all is the last')
  const filtered = await authority.call('GET', '/v1/movements?limit=1&kind=share_interest&from=2024-01-01')
  t.match(filtered.headers.link, /kind=share_interest/, 'Link keeps the filters')
  t.match(filtered.headers.link, /limit=1(&|>)/, 'and the limit')
}

async function filters(t: Test, service: Service): Promise<void> {
  const authority = await service.authority()
  const [one, two] = [await authority.position(), await authority.position()]
  const days = ['2023-12-31', '2024-01-01', '2024-06-15', '2024-12-31', '2025-01-01']
  for (const effectiveOn of days) {
    for (const on of [one, two])
      await authority.move({ kind: 'purchase', ...on, effectiveOn, shares: '1', amount: '50.00' })
    await authority.move({ kind: 'grant', cooperativeId: one.cooperativeId, effectiveOn, amount: '1.00' })
  }
  const far = { kind: 'grant', cooperativeId: two.cooperativeId, effectiveOn: '2150-01-01', amount: '1.00' }
  await authority.move(far)
  const { id } = (await authority.get('/v1/movements?limit=1')).items[0]
  await authority.post(`/v1/movements/${id}/reversal`, { reason: 'Erreur' })
  const all: Body[] = (await authority.get('/v1/movements?limit=200&asOf=2199-12-31')).items
  const cases: [string, (movement: Body) => boolean][] = [
    ['from=2024-01-01&to=2025-01-01', ({ effectiveOn }) => effectiveOn >= '2024-01-01' && effectiveOn < '2025-01-01'],
    ['from=2024-01-01', ({ effectiveOn }) => effectiveOn >= '2024-01-01' && effectiveOn < '2150-01-01'],
    ['to=2024-01-01', ({ effectiveOn }) => effectiveOn < '2024-01-01'],
    ['from=2024-01-01&to=2024-01-01', () => false],
    ['from=2024-01-01&to=2024-01-02', ({ effectiveOn }) => effectiveOn === '2024-01-01'],
    ['to=2150-01-01', ({ effectiveOn }) => effectiveOn < '2150-01-01'],
    ['to=2150-01-02', () => true],
    ['asOf=2024-06-15', ({ effectiveOn }) => effectiveOn <= '2024-06-15'],
    ['asOf=2024-06-15&to=2024-06-15', ({ effectiveOn }) => effectiveOn < '2024-06-15'],
    [`cooperativeId=${one.cooperativeId}`, ({ cooperativeId }) => cooperativeId === one.cooperativeId],
    [`shareClassId=${two.shareClassId}`, ({ shareClassId }) => shareClassId === two.shareClassId],
    ['kind=reversal', ({ kind }) => kind === 'reversal'],
    ['kind=sale', () => false],
    [
      `kind=purchase&cooperativeId=${two.cooperativeId}&from=2024-01-01&to=2025-01-01`,
      ({ kind, cooperativeId, effectiveOn }) =>
        kind === 'purchase' && cooperativeId === two.cooperativeId && effectiveOn.startsWith('2024'),
    ],
  ]
  for (const [query, belongs] of cases) {
    t.same((await authority.get(`/v1/movements?limit=200&${query}`)).items, all.filter(belongs), query)
  }
  const now = await authority.get('/v1/movements?limit=200')
  t.same(
    now.items,
    all.filter(({ effectiveOn }) => effectiveOn < '2150-01-01'),
    'by default to today',
  )
}

const FORMULAS = ['=1+1', '+33 6', '-2+3', '@SUM(A1)', '\t=1', '=cmd|"/C calc"!A1', '＝1+1', '＋1', '－1', '＠A1']

/** What would begin a cell where a program takes another separator for ours, and what is written. */
const WITHIN: Readonly<Record<string, string>> = {
  'Moulin;=1+41': "Moulin;'=1+41",
  'Z,=1+41': "Z,'=1+41",
  'a\t-1\n+2': "a\t'-1\n'+2",
  'Moulin;"=HYPERLINK("x")': `Moulin;"'=HYPERLINK("x")`,
  'Lot 3, -10 %': 'Lot 3, -10 %',
}

async function csvToTheLetter(t: Test, service: Service): Promise<void> {
  const authority = await service.authority()
  const cooperativeId = await authority.cooperative({ name: 'Épicerie "d’à côté", Arras; 🛒' })
  const shareClassId = await authority.shareClass(cooperativeId, '50.00', '=2+2')
  const on = { cooperativeId, shareClassId, effectiveOn: '2024-01-01' }
  const notes = [...FORMULAS, ...Object.keys(WITHIN), 'deux\nlignes', 'a "b" c', 'a,b;c', ' espace ', 'texte']
  for (const note of notes)
    await authority.move({ kind: 'purchase', ...on, shares: '1', amount: '1.00', note, noDecisionReason: note })
  await authority.move({ kind: 'sale', ...on, shares: '3', amount: '0.00' })

  const answer = await authority.call('GET', '/v1/movements?limit=1', undefined, { accept: 'text/csv' })
  t.equal(answer.status, 200)
  t.match(answer.headers['content-type'], /^text\/csv; charset=utf-8/)
  t.match(answer.headers['content-disposition'], /^attachment; filename="[\w-]+\.csv"$/)
  t.match(answer.headers.vary, /Accept/)
  t.ok(answer.text.endsWith('\r\n'), 'lines end in CR LF (RFC 4180)')
  const unquoted = answer.text.replace(/"(?:[^"]|"")*"/g, '').split('\r\n')
  t.same(
    unquoted.filter((line) => line.includes('\n')),
    [],
    'a line break within a field is within quotes (RFC 4180)',
  )
  t.notOk(answer.text.startsWith('\ufeff'), 'no byte order mark')
  const rows = rowsOf(answer)
  t.equal(rows.length, notes.length + 1, 'the whole list, whatever the limit')
  for (const [index, note] of notes.entries()) {
    const neutral = FORMULAS.includes(note) ? `'${note}` : (WITHIN[note] ?? note)
    t.match(rows[index], { note: neutral, noDecisionReason: neutral, shareClassName: "'=2+2" }, JSON.stringify(note))
  }
  t.match(rows.at(-1), { sharesMoved: '-3', note: '' }, 'numbers are numbers, also below zero; nothing is nothing')
  t.equal(rows[0]?.cooperativeName, 'Épicerie "d’à côté", Arras; 🛒')
  for (const accept of ['text/csv', 'text/csv, */*;q=0.1', 'application/json;q=0.5, text/csv']) {
    const { headers } = await authority.call('GET', '/v1/movements', undefined, { accept })
    t.match(headers['content-type'], /^text\/csv/, accept)
  }
  for (const accept of [
    'application/json',
    '*/*',
    'text/csv;q=0.5, application/json',
    'text/*;q=0.1, application/json',
  ]) {
    const { headers } = await authority.call('GET', '/v1/movements', undefined, { accept })
    t.match(headers['content-type'], /^application\/json/, accept)
  }
  const lists = ['cooperatives', `cooperatives/${cooperativeId}/share-classes`, 'holdings', 'contributions']
  for (const list of [
    ...lists,
    `cooperatives/${cooperativeId}/capital-statements`,
    `cooperatives/${cooperativeId}/annual-accounts`,
    `cooperatives/${cooperativeId}/audits`,
    `cooperatives/${cooperativeId}/state-aids`,
    `cooperatives/${cooperativeId}/advance-conventions`,
  ]) {
    const csv = await authority.call('GET', `/v1/${list}`, undefined, { accept: 'text/csv' })
    t.equal(rowsOf(csv).length, (await authority.get(`/v1/${list}`)).items.length, list)
  }
}

async function longCsv(t: Test, service: Service): Promise<void> {
  const authority = await service.authority()
  const cooperativeId = await authority.cooperative()
  const interest = { kind: 'share_interest', cooperativeId, amount: '1.00' }
  const { id } = await authority.move({ ...interest, effectiveOn: '2015-01-01' })
  await multiply(service, authority.id, id, 2_600)
  const writing = (async () => {
    for (let n = 0; n < 10; n += 1) await authority.move({ ...interest, effectiveOn: '2014-06-01' })
  })()
  const url = '/v1/movements?kind=share_interest'
  const { knownAt } = await authority.get(`${url}&limit=1`)
  const csv = await authority.call('GET', `${url}&knownAt=${knownAt}`, undefined, { accept: 'text/csv' })
  await writing
  const { items } = await walk(authority, `${url}&limit=200&knownAt=${knownAt}`)
  t.ok(items.length > 2_600, `${items.length} movements`)
  const keys = ({ id, effectiveOn, amount, recordedAt }: Body) => [id, effectiveOn, amount, recordedAt].join()
  t.same(rowsOf(csv).map(keys), items.map(keys), 'CSV is the same list as the pages')
}

/**
 * Records a movement that many times more, behind the service's back: through it, this alone would take half a minute.
 * Several bear one effective date, so that batches end within a day.
 */
async function multiply(service: Service, authorityId: string, id: string, times: number): Promise<void> {
  const client = new pg.Client({ connectionString: service.test.url })
  await client.connect()
  const later = (row: string, more = '') => `(jsonb_populate_record(${row}, jsonb_build_object(
    'seq', ${row}.seq + n, 'recorded_at', ${row}.recorded_at + n * interval '1 microsecond'${more}))).*`
  try {
    await client.query('begin; set local session_replication_role = replica')
    await client.query('create temporary table copy as select n, uuidv7() as id from generate_series(1, $1::int) n', [
      times,
    ])
    await client.query(
      `insert into movement select ${later('m', ", 'id', copy.id, 'effective_on', m.effective_on + n / 3")}
       from movement m, copy where m.id = $1`,
      [id],
    )
    await client.query(
      `insert into entry select ${later('e', ", 'movement_id', copy.id, 'caused_by', copy.id, 'effective_on', e.effective_on + n / 3")}
       from entry e, copy where e.movement_id = $1`,
      [id],
    )
    await client.query(
      `insert into journal (authority_id, seq, recorded_at, operation, target_id, actor_name, actor_role, request_id, content)
       select authority_id, seq + n, recorded_at + n * interval '1 microsecond', operation, copy.id, actor_name, actor_role, request_id, content
       from journal, copy where target_id = $1`,
      [id],
    )
    await client.query(
      `update authority set last_seq = last_seq + $2, last_recorded_at = last_recorded_at + $2 * interval '1 microsecond'
       where authority_id = $1`,
      [authorityId, times],
    )
    await client.query("select set_config('app.authority', $1, true)", [authorityId])
    await client.query(
      `select seal_row('journal', n) from authority a, generate_series(a.last_seq - $2 + 1, a.last_seq) n where authority_id = $1`,
      [authorityId, times],
    )
    await client.query('commit')
  } finally {
    await client.end()
  }
}
