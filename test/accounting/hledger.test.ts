// A tool that is not ours reads the journal, finds nothing wrong, and comes to the same balances.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { type Test, test } from 'tap'
import { loadSample } from '../../src/commands/sample.ts'
import { Decimal, ZERO } from '../../src/values/amount.ts'
import { addDays } from '../../src/values/plain-date.ts'
import { Service } from '../support/api.ts'
import { needs, runProgram } from '../support/program.ts'

const hledger = needs('hledger')

/** What each figure is in the journal: accounts, and whether they stand on the debit side. */
const FIGURES: Readonly<Record<string, readonly [sign: 1 | -1, ...accounts: string[]]>> = {
  cost: [1, 'share_cost'],
  uncalled: [-1, 'uncalled'],
  payable: [-1, 'payable'],
  owed: [-1, 'owed'],
  impairment: [-1, 'impairment'],
  netBookValue: [1, 'share_cost', 'impairment'],
  receivable: [1, 'receivable'],
  advances: [1, 'advance'],
  shareIncome: [-1, 'share_income'],
  disposalGain: [-1, 'disposal_proceeds', 'disposed_cost'],
  grants: [1, 'grant'],
  loss: [1, 'loss'],
}

const DATES = [
  '2021-09-01',
  '2022-01-31',
  '2022-12-31',
  '2023-06-30',
  '2023-12-31',
  '2024-06-30',
  '2024-12-31',
  '2025-06-30',
  '2025-12-31',
  '2026-06-30',
]

function fileOf(t: Test, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'quotepart-journal-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'test.journal')
  writeFileSync(file, text)
  return file
}

/** The balance of each account before a day, in each of its commodities. */
function balances(file: string, before: string): { account: string; commodity: string; amount: Decimal }[] {
  const printed = runProgram(
    'hledger',
    '-f',
    file,
    'balance',
    '--flat',
    '--no-total',
    '--layout=tidy',
    '-O',
    'csv',
    '-e',
    before,
  )
  const rows: Record<string, string>[] = parse(printed, { columns: true })
  return rows.map(({ account = '', commodity = '', value }) => ({
    account,
    commodity,
    amount: new Decimal(value ?? 0),
  }))
}

test('the balances of hledger are the API’s, at ten dates', hledger, async (t) => {
  const service = await Service.start(t, 'postgres')
  const token = await service.mint('auditor', await loadSample(service.test.database))
  for (const knownAt of ['', '&knownAt=2025-06-01T00:00:00Z']) {
    const journal = await service.call('GET', `/v1/exports/journal?format=hledger&asOf=2026-12-31${knownAt}`, { token })
    t.equal(journal.status, 200)
    const file = fileOf(t, journal.text)
    runProgram('hledger', '-f', file, 'check', '--strict')
    runProgram('hledger', '-f', file, 'check', 'ordereddates')
    for (const asOf of DATES) {
      const { totals } = await service.ok('GET', `/v1/portfolio/summary?asOf=${asOf}${knownAt}`, { token })
      const all = balances(file, addDays(asOf, 1))
      const sum = (...roots: string[]) =>
        all
          .filter(({ account }) => roots.includes(account.split(':', 1)[0] ?? ''))
          .reduce((total, { amount }) => total.plus(amount), ZERO)
      const found = Object.fromEntries(
        Object.entries(FIGURES).map(([figure, [sign, ...accounts]]) => [
          figure,
          sum(...accounts)
            .times(sign)
            .plus(0)
            .toFixed(2),
        ]),
      )
      t.match(totals, { ...found, shares: sum('shares').toFixed(0) }, `${asOf}${knownAt}`)
      const euros = all
        .filter(({ commodity }) => commodity === 'EUR')
        .reduce((total, { amount }) => total.plus(amount), ZERO)
      t.ok(euros.isZero(), 'debits equal credits')
    }
  }
})

test('whatever the cooperatives are called', hledger, async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority('Département « ; , : » =cmd()')
  const names = [
    'Deux: points ; point-virgule  double  espace',
    '=cmd|"/c calc"!A1',
    '<script>alert(1)</script> & "guillemets" ’ \'',
    '\u200f\u202eשלום عليكم\u202c',
    'É'.repeat(300),
    'La même',
    'La même',
    '(virtuelle) [ou] * ! 2024-01-01',
    '1000.00 EUR',
  ]
  for (const name of names) {
    const cooperativeId = await office.cooperative({ name })
    const shareClassId = await office.shareClass(cooperativeId, '50.00', `Parts, ${name}`.slice(0, 300))
    const on = { cooperativeId, shareClassId, effectiveOn: '2024-03-01', externalReference: name.slice(0, 300) }
    await office.move({ kind: 'subscription', ...on, shares: '10', amount: '500.00', called: '125.00' })
  }
  const { text } = await office.call('GET', '/v1/exports/journal?format=hledger')
  const file = fileOf(t, text)
  runProgram('hledger', '-f', file, 'check', '--strict')
  const all = balances(file, '2099-01-01').filter(({ account }) => account.startsWith('share_cost:261:'))
  t.equal(all.length, names.length, 'each has an account of its own')
  t.ok(all.every(({ amount }) => amount.toFixed(2) === '500.00'))
  t.ok(text.includes('É'.repeat(300)), 'whole')
})

test('a period without entries is a journal that says so', hledger, async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  const { status, text } = await office.call('GET', '/v1/exports/journal?format=hledger&from=2024-01-01&to=2025-01-01')
  t.equal(status, 200)
  t.match(text, /Aucune écriture sur la période/)
  runProgram('hledger', '-f', fileOf(t, text), 'check', '--strict')
})
