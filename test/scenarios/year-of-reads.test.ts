// A year of reads by a person of the finance office, on the sample portfolio.
import { parse } from 'csv-parse/sync'
import { test } from 'tap'
import { loadSample } from '../../src/commands/sample.ts'
import { Authority, type Body, Service } from '../support/api.ts'

test('the finance office reads its year', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authorityId = await loadSample(service.test.database)
  const office = new Authority(service, authorityId, await service.mint('finance', authorityId))
  const cooperatives: Body[] = (await office.get('/v1/cooperatives')).items
  const textile = cooperatives.find(({ activity }) => activity === 'textile').id

  await t.test('the holdings on 31 December, compared with the year before', async (t) => {
    const [now, before] = [
      await office.get('/v1/holdings?asOf=2025-12-31'),
      await office.get('/v1/holdings?asOf=2024-12-31'),
    ]
    t.equal(now.asOf, '2025-12-31')
    const change = now.items.map((holding: Body) => {
      const last = before.items.find(({ cooperativeId }: Body) => cooperativeId === holding.cooperativeId)
      return [holding.activity, last.shares, holding.shares, last.netBookValue, holding.netBookValue]
    })
    t.same(change, [
      ['grocery', '200', '200', '9500.00', '9500.00'],
      ['textile', '630', '590', '56300.00', '55325.49'],
      ['third_place', '400', '320', '8500.00', '6800.00'],
    ])
    for (const name of ['cost', 'netBookValue', 'paidUp', 'receivable']) {
      const sum = now.items.reduce((cents: bigint, holding: Body) => cents + BigInt(holding[name].replace('.', '')), 0n)
      const { totals } = await office.get('/v1/portfolio/summary?asOf=2025-12-31')
      t.equal(sum, BigInt(totals[name].replace('.', '')), `the list adds up to the summary: ${name}`)
    }
  })

  await t.test('page through movements, by cooperative, kind and period', async (t) => {
    const query = `/v1/movements?cooperativeId=${textile}&from=2024-01-01&to=2026-01-01`
    const walked: Body[] = []
    for (let next: string | null = ''; next !== null; ) {
      const page: Body = await office.get(`${query}&limit=3${next && `&cursor=${next}`}`)
      t.ok(page.items.length <= 3)
      walked.push(...page.items)
      next = page.next
    }
    t.same(
      walked.map(({ id }) => id),
      (await office.get(`${query}&limit=200`)).items.map(({ id }: Body) => id),
    )
    t.ok(walked.every(({ effectiveOn }) => effectiveOn >= '2024-01-01' && effectiveOn < '2026-01-01'))
    const sales: Body[] = (await office.get(`${query}&kind=sale`)).items
    t.equal(sales.length, 1)
    const [sale] = sales
    t.match(sale, {
      cooperativeName: 'Fil d’Artois et de Flandre',
      shares: '40',
      amount: '4100.00',
      sharesMoved: '-40',
    })
    t.ok(
      new Set(sale.postings.map(({ causedBy }: Body) => causedBy)).size === 2,
      'adjusted by the purchase found later',
    )
  })

  await t.test('what was known before the forgotten purchase was found', async (t) => {
    const at = (knownAt: string) => office.totals(`?asOf=2025-04-30&knownAt=${knownAt}`)
    t.match(await at('2025-06-01T00:00:00Z'), { shares: '1180' })
    t.match(await at('2025-06-30T00:00:00Z'), { shares: '1190' })
    const named = (knownAt: string) => office.get(`/v1/cooperatives/${textile}?knownAt=${knownAt}`)
    t.equal((await named('2024-01-01T00:00:00Z')).name, 'Fil d’Artois')
    t.equal((await named('2024-12-01T00:00:00Z')).name, 'Fil d’Artois et de Flandre')
  })

  await t.test('the same as CSV, for a spreadsheet', async (t) => {
    for (const path of [
      '/v1/holdings?asOf=2025-12-31',
      '/v1/movements?from=2025-01-01&to=2026-01-01',
      '/v1/contributions?asOf=2025-12-31',
    ]) {
      const json: Body[] = (await office.get(path)).items
      const csv = await office.call('GET', path, undefined, { accept: 'text/csv' })
      t.match(csv.headers, { 'content-type': /^text\/csv/, 'content-disposition': /attachment/ })
      const rows: Body[] = parse(csv.text, { columns: true })
      t.equal(rows.length, json.length, path)
      t.same(
        rows.map(({ cooperativeId }) => cooperativeId),
        json.map(({ cooperativeId }) => cooperativeId),
      )
    }
  })

  await t.test('what was put in and came back', async (t) => {
    const items: Body[] = (await office.get(`/v1/contributions?cooperativeId=${textile}&asOf=2025-12-31`)).items
    t.same(
      items.map(({ instrument, committed, paid, outstanding, repaid, remaining }) => [
        instrument,
        committed,
        paid,
        outstanding,
        repaid,
        remaining,
      ]),
      [
        ['advance', '20000.00', '20000.00', '0.00', '5000.00', '0.00'],
        ['grant', '15000.00', '15000.00', '0.00', '0.00', '0.00'],
        ['shares', '62300.00', '62300.00', '0.00', '4100.00', '58354.90'],
      ],
    )
  })

  await t.test('the years, one after the other', async (t) => {
    const { points } = await office.get('/v1/portfolio/timeline?from=2021-01-01&to=2025-12-31&interval=year')
    t.same(
      points.map(({ asOf }: Body) => asOf),
      ['2021-12-31', '2022-12-31', '2023-12-31', '2024-12-31', '2025-12-31'],
    )
    for (const { asOf, totals } of points) t.same(totals, await office.totals(`?asOf=${asOf}`), asOf)
  })
})
