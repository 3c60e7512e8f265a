// Over random histories, with adjustments and reversals, hledger comes to the figures of the summary.
import fc from 'fast-check'
import { test } from 'tap'
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

/** An authority that was given every command of a history. */
async function worked(service: Service, { portfolio, commands }: History): Promise<HttpOffice> {
  const office = await HttpOffice.open(service, portfolio)
  for (const { stated } of commands) await office.record(stated)
  for (const number of NUMBERS) await office.authority.post('/v1/account-numbers', number)
  return office
}
