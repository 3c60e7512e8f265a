// The annexes of a year tie to the summary at its two ends, as CSV and as XLSX.
import { parse } from 'csv-parse/sync'
import { type Test, test } from 'tap'
import { loadSample } from '../../src/commands/sample.ts'
import { Decimal } from '../../src/values/amount.ts'
import { type Body, Service } from '../support/api.ts'
import { libreOffice, recalculated } from '../support/libreoffice.ts'

type Row = Record<string, string>
const sum = (rows: Row[], column: string) =>
  rows.reduce((total, row) => total.plus(row[column] || '0'), new Decimal(0)).toFixed(2)

async function sample(t: Test) {
  const service = await Service.start(t, 'postgres')
  const token = await service.mint('finance', await loadSample(service.test.database))
  const get = (url: string) => service.ok('GET', url, { token }) as Promise<Body>
  const rows = async (url: string): Promise<Row[]> =>
    parse((await service.call('GET', url, { token })).text, { columns: true })
  return { service, token, get, rows }
}

test('the movements of each year tie to the summary', async (t) => {
  const { get, rows } = await sample(t)
  for (const year of [2021, 2022, 2023, 2024, 2025]) {
    const lines = await rows(`/v1/exports/year-movements?year=${year}`)
    const before = (await get(`/v1/portfolio/summary?asOf=${year - 1}-12-31`)).totals
    const after = (await get(`/v1/portfolio/summary?asOf=${year}-12-31`)).totals
    t.equal(sum(lines, `Valeur nette au 1er janvier ${year}`), before.netBookValue, `${year}, before`)
    t.equal(sum(lines, `Valeur nette au 31 décembre ${year}`), after.netBookValue, `${year}, after`)
    const moved = new Decimal(sum(lines, 'Valeur d’acquisition')).minus(sum(lines, 'Valeur de sortie'))
    t.equal(
      moved.toFixed(2),
      new Decimal(after.cost).minus(before.cost).toFixed(2),
      `${year}, what came in and went out`,
    )
    const gain = new Decimal(after.disposalGain).minus(before.disposalGain).toFixed(2)
    t.equal(sum(lines, 'Plus ou moins-value'), gain, `${year}, gains`)
  }
  const [, ...dates] = (await rows('/v1/exports/year-movements?year=2024')).map((row) => row['Date d’effet'])
  t.ok(dates.every((date) => date === '' || date?.startsWith('2024-')))
})

test('each document of a year says which year, and which day it stops at', async (t) => {
  const { service, token, get, rows } = await sample(t)
  const at = 'year=2023&asOf=2023-06-30'
  const lines = await rows(`/v1/exports/year-movements?${at}`)
  const worthOn = async (day: string) => (await get(`/v1/portfolio/summary?asOf=${day}`)).totals.netBookValue
  t.equal(sum(lines, 'Valeur nette au 1er janvier 2023'), await worthOn('2022-12-31'))
  t.equal(sum(lines, 'Valeur nette au 30 juin 2023'), await worthOn('2023-06-30'))
  for (const [query, name] of [
    ['year=2023', '2023'],
    [at, '2023-au-2023-06-30'],
    ['asOf=2024-12-31', '2024'],
  ]) {
    for (const [file, called] of Object.entries({
      'year-movements': 'mouvements-de-l-annee',
      'budget-annex': 'annexe-engagements',
    })) {
      const { headers } = await service.call('GET', `/v1/exports/${file}?${query}`, { token })
      t.match(headers['content-disposition'], `filename="${called}-${name}.csv"`)
    }
  }
  const early = await service.call('GET', '/v1/exports/year-movements?year=2025&asOf=2024-12-31', { token })
  t.match(early, {
    status: 400,
    body: { errors: [{ pointer: '?year', detail: 'must have begun on asOf, 2024-12-31' }] },
  })
})

test('what is written off to nothing is held all the same', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  const { cooperativeId, shareClassId } = await office.position()
  const on = { cooperativeId, shareClassId }
  await office.move({ kind: 'subscription', ...on, effectiveOn: '2021-01-01', shares: '20', amount: '1000.00' })
  await office.move({ kind: 'impairment', ...on, effectiveOn: '2022-12-31', amount: '1000.00' })
  const { text } = await office.call('GET', '/v1/exports/year-movements?year=2025')
  const lines: Row[] = parse(text, { columns: true })
  t.match(lines, [{ Ligne: 'Situation', 'Valeur nette au 31 décembre 2025': '0.00' }])
})

test('the annex names every engagement at the end of a year', async (t) => {
  const { get, rows } = await sample(t)
  const lines = await rows('/v1/exports/budget-annex?year=2023')
  const { totals } = await get('/v1/portfolio/summary?asOf=2023-12-31')
  const of = (nature: RegExp) => lines.filter((row) => nature.test(row['Nature de l’engagement'] ?? ''))
  t.equal(sum(of(/part du capital/), 'Montant'), totals.cost)
  t.equal(sum(of(/Avance/), 'Montant'), totals.advances)
})

test('a grant is in the annex above 75 000 € or half of the income', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  const grantTo = async (amount: string, income?: string) => {
    const cooperativeId = await office.cooperative()
    if (income) await office.post(`/v1/cooperatives/${cooperativeId}/annual-accounts`, { year: 2023, income })
    await office.move({ kind: 'grant', cooperativeId, effectiveOn: '2024-03-01', amount })
  }
  await grantTo('75000.00')
  await grantTo('75000.01')
  await grantTo('500.00', '1000.00')
  await grantTo('500.01', '1000.00')
  const { text } = await office.call('GET', '/v1/exports/budget-annex?year=2024')
  t.same(
    (parse(text, { columns: true }) as Row[]).map(({ Montant }) => Montant),
    ['75000.01', '500.01'],
  )
  const french = await office.call('GET', '/v1/exports/budget-annex?year=2024&dialect=fr')
  t.match(french.text, /^\ufeffNom de l’organisme;/)
  t.match(french.text, /;75000,01;/)
  t.match(await office.call('GET', '/v1/exports/budget-annex?year=2019'), {
    status: 404,
    body: { code: 'nothing_to_export' },
  })
  t.match(await office.call('GET', '/v1/exports/budget-annex?year=24'), {
    status: 400,
    body: { errors: [{ pointer: '?year' }] },
  })
})

test('as a spreadsheet, the totals recompute', libreOffice, async (t) => {
  const { service, token, get } = await sample(t)
  const { totals } = await get('/v1/portfolio/summary?asOf=2024-12-31')
  const headers = { authorization: `Bearer ${token}` }
  const url = '/v1/exports/year-movements?year=2024&format=xlsx'
  const { rawPayload } = await service.app.inject({ method: 'GET', url, headers })
  const [sheet = []] = recalculated(t, 'xlsx', rawPayload).values()
  const column = sheet[0]?.indexOf('Valeur nette au 31 décembre 2024') ?? -1
  t.ok(new Decimal(sheet.at(-1)?.[column] ?? 'NaN').equals(totals.netBookValue))
})
