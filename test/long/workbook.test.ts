// The finance office's workbook: what it holds, read by programs that are not ours, and recalculated to the same cents.
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { type Test, test } from 'tap'
import { loadSample } from '../../src/commands/sample.ts'
import { FIGURE_LABELS } from '../../src/french/labels.ts'
import { FIGURES } from '../../src/portfolio/figures.ts'
import { Decimal } from '../../src/values/amount.ts'
import { type Authority, type Body, Service } from '../support/api.ts'
import { libreOffice, recalculated } from '../support/libreoffice.ts'

const FORMATS = ['xlsx', 'ods'] as const
const ODD_NAMES = [
  '=cmd|"/c calc"!A1',
  '+1+1',
  '<script>alert(1)</script> & "guillemets" ’ \'',
  '\u200f\u202eשלום عليكم\u202c',
  'É'.repeat(300),
  '  deux espaces  dedans ',
]

async function workbookOf(service: Service, token: string, query: string): Promise<Uint8Array> {
  const url = `/v1/exports/workbook?${query}`
  const answer = await service.app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${token}` } })
  if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode} ${answer.body}`)
  return answer.rawPayload
}

/** The row of totals of a sheet, by header. */
function totalsOf(sheet: string[][] | undefined): Record<string, string> {
  const [headers = []] = sheet ?? []
  const last = sheet?.at(-1) ?? []
  return Object.fromEntries(headers.map((header, index) => [header, last[index] ?? '']))
}

test('LibreOffice recalculates the totals to the API’s', libreOffice, async (t) => {
  const service = await Service.start(t, 'postgres')
  const token = await service.mint('finance', await loadSample(service.test.database))
  const at = 'asOf=2025-12-31&knownAt=2026-01-15T09:00:00Z'
  const { totals } = await service.ok('GET', `/v1/portfolio/summary?${at}`, { token })
  for (const format of FORMATS) {
    const book = await workbookOf(service, token, `format=${format}&${at}`)
    const sheets = recalculated(t, format, book)
    t.same([...sheets.keys()].sort(), [
      'Autorisations',
      'Délibérations',
      'Journal',
      'Mouvements',
      'Participations',
      'Sièges',
      'À lire',
    ])
    checkTotals(t, totalsOf(sheets.get('Participations')), totals, format)
    const journal = totalsOf(sheets.get('Journal'))
    t.equal(journal.Débit, journal.Crédit, `${format}: debits equal credits`)
    t.ok(Number(journal.Débit) > 0)

    // It did compute: one euro more in a cell is one euro more in the total.
    const altered = alter(format, book)
    const cost = FIGURE_LABELS.cost as string
    const changed = totalsOf(recalculated(t, format, altered).get('Participations'))
    t.equal(
      new Decimal(changed[cost] ?? 0).toFixed(2),
      new Decimal(totals.cost).plus(1).toFixed(2),
      `${format}: recomputed`,
    )
  }
})

function checkTotals(t: Test, row: Record<string, string>, totals: Body, format: string): void {
  for (const figure of FIGURES) {
    const found = new Decimal(row[FIGURE_LABELS[figure] ?? ''] ?? 'NaN')
    t.ok(found.equals(totals[figure]), `${format}: ${figure} ${found} ${totals[figure]}`)
  }
}

/** One euro more on the cost of the first holding, and nowhere else. */
function alter(format: 'xlsx' | 'ods', book: Uint8Array): Uint8Array {
  const files = unzipSync(book)
  const path = format === 'xlsx' ? 'xl/worksheets/sheet2.xml' : 'content.xml'
  const before = strFromU8(files[path] as Uint8Array)
  const cell =
    format === 'xlsx'
      ? /(<c r="F2" s="2"><v>)([\d.]+)/
      : /("Participations"[\s\S]*?table:style-name="euros" office:value-type="float" office:value=")([\d.]+)/
  const after = before.replace(cell, (_, head: string, value: string) => head + new Decimal(value).plus(1).toFixed(2))
  if (after === before) throw new Error('nothing was altered')
  files[path] = strToU8(after)
  return zipSync(files)
}

test('dates are dates, numbers are numbers, headers stay, and text is never a formula', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  await fill(office)
  const xlsx = unzipSync(await workbookOf(service, office.token, 'asOf=2024-12-31'))
  const sheet = (number: number) => strFromU8(xlsx[`xl/worksheets/sheet${number}.xml`] as Uint8Array)
  t.match(sheet(3), /<c r="A2" s="5"><v>45352<\/v><\/c>/, '1 March 2024, as a date')
  t.match(sheet(2), /<c r="F2" s="2"><v>500.00<\/v><\/c>/, 'a number')
  t.match(sheet(2), /<f>ROUND\(SUM\(F2:F7\),2\)<\/f><v>3000.00<\/v>/, 'a formula, and what it comes to')
  for (const number of [1, 2, 3, 4, 5, 6, 7]) {
    t.match(sheet(number), /ySplit="1".* state="frozen"/, 'the headers stay')
    t.notMatch(sheet(number), /<f>(?!ROUND\(SUM\([A-Z]+2:[A-Z]+\d+\),[02]\)<)/, 'no formula but ours')
  }
  const ods = unzipSync(await workbookOf(service, office.token, 'format=ods&asOf=2024-12-31'))
  t.equal(Object.keys(ods)[0], 'mimetype')
  const content = strFromU8(ods['content.xml'] as Uint8Array)
  t.match(content, /office:value-type="date" office:date-value="2024-03-01"/)
  t.match(content, /office:value-type="float" office:value="500.00"/)
  t.match(content, /table:formula="of:=ROUND\(SUM\(\[\.F2:\.F7\]\);2\)"/)
  t.match(strFromU8(ods['settings.xml'] as Uint8Array), /VerticalSplitPosition" config:type="int">1</)
})

test('names come out whole, whatever they are', libreOffice, async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  await fill(office)
  for (const format of FORMATS) {
    const book = await workbookOf(service, office.token, `format=${format}&asOf=2024-12-31`)
    const sheet = recalculated(t, format, book).get('Participations') ?? []
    const names = sheet.slice(1, -1).map(([name]) => name)
    t.same(names, ODD_NAMES, format)
  }
})

async function fill(office: Authority): Promise<void> {
  for (const name of ODD_NAMES) {
    const cooperativeId = await office.cooperative({ name })
    const shareClassId = await office.shareClass(cooperativeId)
    const on = { cooperativeId, shareClassId, effectiveOn: '2024-03-01', note: name }
    await office.move({ kind: 'subscription', ...on, shares: '10', amount: '500.00' })
  }
}

test('an empty register, and numbers that no spreadsheet keeps', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  const empty = unzipSync(await workbookOf(service, office.token, 'asOf=2024-12-31'))
  t.match(strFromU8(empty['xl/worksheets/sheet3.xml'] as Uint8Array), /Aucun mouvement à cette date/)
  const { cooperativeId, shareClassId } = await office.position('0.01')
  for (const effectiveOn of [
    '2024-01-01',
    '2024-01-02',
    '2024-01-03',
    '2024-01-04',
    '2024-01-05',
    '2024-01-06',
    '2024-01-07',
    '2024-01-08',
    '2024-01-09',
    '2024-01-10',
    '2024-01-11',
  ]) {
    await office.move({
      kind: 'subscription',
      cooperativeId,
      shareClassId,
      effectiveOn,
      shares: '1',
      amount: '999999999999.99',
    })
  }
  const full = unzipSync(await workbookOf(service, office.token, 'asOf=2024-12-31'))
  const sheet = strFromU8(full['xl/worksheets/sheet2.xml'] as Uint8Array)
  t.equal([...sheet.matchAll(/>10999999999999\.89</g)].length > 1, true, 'whole')
  t.same(
    await workbookOf(service, office.token, 'asOf=2024-12-31'),
    await workbookOf(service, office.token, 'asOf=2024-12-31'),
    'the same facts, the same bytes',
  )
})
