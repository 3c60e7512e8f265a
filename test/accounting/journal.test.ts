// The journal as a table: whole, balanced, and harmless to whoever opens it in a spreadsheet.
import { parse } from 'csv-parse/sync'
import { test } from 'tap'
import { loadSample } from '../../src/commands/sample.ts'
import { Decimal } from '../../src/values/amount.ts'
import { Service } from '../support/api.ts'

type Row = Record<string, string>

const sum = (rows: readonly Row[], column: string) =>
  rows.reduce((total, row) => total.plus(row[column] || '0'), new Decimal(0)).toFixed(2)

test('every entry of every movement is there, balanced, in order', async (t) => {
  const service = await Service.start(t, 'postgres')
  const token = await service.mint('auditor', await loadSample(service.test.database))
  const { text } = await service.call('GET', '/v1/exports/journal?asOf=2026-12-31', { token })
  const lines: Row[] = parse(text, { columns: true })
  for (const [entry, rows] of Map.groupBy(lines, (row) => `${row.Mouvement} ${row.Cause}`)) {
    t.equal(sum(rows, 'Débit'), sum(rows, 'Crédit'), entry)
    t.equal(new Set(rows.map((row) => `${row['Date d’effet']} ${row['Enregistré le']}`)).size, 1)
  }
  t.ok(
    lines.every((row) => [row.Débit, row.Crédit].filter((amount) => /^\d+\.\d{2}$/.test(amount ?? '')).length === 1),
    'each line is a debit or a credit, with two decimals',
  )
  const dates = lines.map((row) => row['Date d’effet'] ?? '')
  t.same(dates, [...dates].sort(), 'by date of effect')
  t.ok(lines.some(({ Mouvement, Cause, Libellé }) => Mouvement !== Cause && / \(ajustement\)$/.test(Libellé ?? '')))

  const { items } = await service.ok('GET', '/v1/movements?asOf=2026-12-31&limit=200', { token })
  const posted = items.filter(({ postings }: { postings: object[] }) => postings.length > 0)
  t.equal(new Set(lines.map(({ Mouvement }) => Mouvement)).size, posted.length, 'every movement that moves euros')

  const parts = ['from=2023-07-01&', 'from=2022-01-01&to=2023-07-01&', 'to=2022-01-01&']
  const counted = await Promise.all(
    parts.map(async (part) => {
      const answer = await service.call('GET', `/v1/exports/journal?${part}asOf=2026-12-31`, { token })
      return parse(answer.text, { columns: true }).length
    }),
  )
  t.equal(
    counted.reduce((total, count) => total + count, 0),
    lines.length,
    'periods from, included, to, excluded, make up the whole',
  )
})

test('odd names come out harmless and whole', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  const names = ['=cmd|"/c calc"!A1', '<b>HTML</b>, "cité" ; ’', '\u200f\u202eשלום\u202c', 'É'.repeat(300), '@SUM(A1)']
  for (const name of names) {
    const cooperativeId = await office.cooperative({ name })
    const shareClassId = await office.shareClass(cooperativeId, '50.00', name)
    const on = { cooperativeId, shareClassId, effectiveOn: '2024-03-01', externalReference: name.slice(0, 200) }
    await office.move({ kind: 'purchase', ...on, shares: '10', amount: '1234567.50' })
  }
  for (const dialect of ['rfc4180', 'fr']) {
    const { text } = await office.call('GET', `/v1/exports/journal?dialect=${dialect}`)
    const lines: Row[] = parse(text, { columns: true, bom: true, delimiter: dialect === 'fr' ? ';' : ',' })
    const harmless = names.map((name) => (/^[=@]/.test(name) ? `'${name}` : name))
    for (const column of ['Coopérative', 'Catégorie']) {
      t.same([...new Set(lines.map((line) => line[column]))], harmless, `${dialect}, ${column}`)
    }
    t.equal(lines[0]?.Débit, dialect === 'fr' ? '1234567,50' : '1234567.50')
    t.equal(lines[0]?.Crédit, '')
    for (const [file, column] of [
      ['budget-annex', 'Nom de l’organisme'],
      ['year-movements', 'Catégorie'],
    ] as const) {
      const { text } = await office.call('GET', `/v1/exports/${file}?year=2024&dialect=${dialect}`)
      const rows: Row[] = parse(text, { columns: true, bom: true, delimiter: dialect === 'fr' ? ';' : ',' })
      t.same([...new Set(rows.map((row) => row[column]))], harmless, `${file}, ${dialect}`)
    }
  }
})
