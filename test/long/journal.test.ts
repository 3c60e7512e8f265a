// Over random histories, with adjustments and reversals, hledger and the annex of a year come to the figures of the summary.
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { test } from 'tap'
import { Decimal } from '../../src/values/amount.ts'
import { addDays } from '../../src/values/plain-date.ts'
import { balances, checkJournal, difference, figuresOf, fileOf } from '../accounting/second-opinion.ts'
import { type History, histories } from '../ledger/history.ts'
import { HttpOffice } from '../ledger/http-office.ts'
import { type Body, Service } from '../support/api.ts'
import { SEED } from '../support/histories.ts'
import { needs } from '../support/program.ts'

const HISTORIES = 4
const LAST = '2199-12-31'
const DATES = ['2021-01-31', '2021-06-30', '2021-09-30', '2021-12-31', '2022-03-31', '2022-06-30', '2022-12-31']
const ENDS = [...DATES, '2023-06-30', '2023-12-31', LAST]

/** Whatever the numbers are. */
const NUMBERS = [
  { account: 'share_cost', number: '266', fromYear: 2022 },
  { account: 'share_cost', number: '271', fromYear: 2023 },
  { account: 'owed_grant', number: '4671', fromYear: 2021 },
]

test('hledger over random histories', { timeout: 240_000, ...needs('hledger') }, async (t) => {
  t.comment(`SEED=${SEED}`)
  const service = await Service.start(t, 'postgres')
  for (const history of fc.sample(histories(40), { numRuns: HISTORIES, seed: SEED })) {
    const { authority } = await worked(service, history)
    const recorded: string[] = (await authority.get(`/v1/movements?limit=200&asOf=${LAST}`)).items.map(
      ({ recordedAt }: Body) => recordedAt,
    )
    const instants = recorded.sort()
    for (const knownAt of new Set([instants[Math.floor(instants.length / 2)], instants.at(-1)])) {
      if (knownAt === undefined) continue
      const query = `format=hledger&asOf=${LAST}&knownAt=${knownAt}`
      const file = fileOf(t, (await authority.call('GET', `/v1/exports/journal?${query}`)).text)
      checkJournal(file)
      for (const asOf of ENDS) {
        const all = balances(file, addDays(asOf, 1))
        t.match(await authority.totals(`?asOf=${asOf}&knownAt=${knownAt}`), figuresOf(all), `${asOf} ${knownAt}`)
        t.equal(difference(all), '0.00', 'debits equal credits')
      }
    }
  }
})

test('the movements of each year tie to the summary, over random histories', { timeout: 240_000 }, async (t) => {
  t.comment(`SEED=${SEED}`)
  const service = await Service.start(t, 'postgres')
  for (const history of fc.sample(histories(40), { numRuns: HISTORIES, seed: SEED + 1 })) {
    const { authority } = await worked(service, history)
    for (const year of [2021, 2022, 2023, 2024]) {
      const { status, text } = await authority.call('GET', `/v1/exports/year-movements?year=${year}`)
      const lines: Row[] = status === 404 ? [] : parse(text, { columns: true })
      const before = await authority.totals(`?asOf=${year - 1}-12-31`)
      const after = await authority.totals(`?asOf=${year}-12-31`)
      const moved = new Decimal(sum(lines, 'Valeur d’acquisition')).minus(sum(lines, 'Valeur de sortie'))
      t.same(
        {
          before: sum(lines, `Valeur nette au 1er janvier ${year}`),
          after: sum(lines, `Valeur nette au 31 décembre ${year}`),
          moved: moved.toFixed(2),
          gain: sum(lines, 'Plus ou moins-value'),
        },
        {
          before: before.netBookValue,
          after: after.netBookValue,
          moved: new Decimal(after.cost).minus(before.cost).toFixed(2),
          gain: new Decimal(after.disposalGain).minus(before.disposalGain).toFixed(2),
        },
        `${year}, ${lines.length} lines`,
      )
    }
  }
})

type Row = Record<string, string>

const sum = (rows: readonly Row[], column: string) =>
  rows.reduce((total, row) => total.plus(row[column] || '0'), new Decimal(0)).toFixed(2)

/** An authority that was given every command of a history. */
async function worked(service: Service, { portfolio, commands }: History): Promise<HttpOffice> {
  const office = await HttpOffice.open(service, portfolio)
  for (const { stated } of commands) await office.record(stated)
  for (const number of NUMBERS) await office.authority.post('/v1/account-numbers', number)
  return office
}
