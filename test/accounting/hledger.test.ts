// A tool that is not ours reads the journal, finds nothing wrong, and comes to the same balances.
import { test } from 'tap'
import { loadSample } from '../../src/commands/sample.ts'
import { addDays } from '../../src/values/plain-date.ts'
import { Service } from '../support/api.ts'
import { needs } from '../support/program.ts'
import { balances, checkJournal, difference, figuresOf, fileOf } from './second-opinion.ts'

const hledger = needs('hledger')

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

test('the balances of hledger are the API’s, at ten dates', hledger, async (t) => {
  const service = await Service.start(t, 'postgres')
  const token = await service.mint('auditor', await loadSample(service.test.database))
  for (const knownAt of ['', '&knownAt=2025-06-01T00:00:00Z']) {
    const journal = await service.call('GET', `/v1/exports/journal?format=hledger&asOf=2026-12-31${knownAt}`, { token })
    t.equal(journal.status, 200)
    const file = fileOf(t, journal.text)
    checkJournal(file)
    for (const asOf of DATES) {
      const { totals } = await service.ok('GET', `/v1/portfolio/summary?asOf=${asOf}${knownAt}`, { token })
      const all = balances(file, addDays(asOf, 1))
      t.match(totals, figuresOf(all), `${asOf}${knownAt}`)
      t.equal(difference(all), '0.00', 'debits equal credits')
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
    'Coopérative (SCIC)',
    '  [crochets]\u00a0\u3000date:2024-13-01, causedBy:personne  ',
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
  checkJournal(file)
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
  checkJournal(fileOf(t, text))
})
