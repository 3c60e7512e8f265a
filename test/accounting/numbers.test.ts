// Which number an account bears: what was set for the cooperative, in its year, before what holds for all.
import { parse } from 'csv-parse/sync'
import { test } from 'tap'
import { type NumberSetting, numbersOf } from '../../src/accounting/numbers.ts'
import { Service } from '../support/api.ts'

const A = 'a'
const B = 'b'

function setting(account: NumberSetting['account'], number: string, more: Partial<NumberSetting> = {}): NumberSetting {
  return { account, number, fromYear: 2020, cooperativeId: null, ...more }
}

/** The numbers of one cooperative in a year: shares, not called, impairment, advances. */
function titles(settings: readonly NumberSetting[], cooperativeId = A, year = 2024): string {
  const numberOf = numbersOf(settings)
  const accounts = ['share_cost', 'uncalled', 'impairment', 'advance'] as const
  return accounts.map((account) => numberOf({ account, cooperativeId, year })).join(' ')
}

test('by default, the numbers are the domain’s', async (t) => {
  t.equal(titles([]), '261 269 2961 267')
  const numberOf = numbersOf([])
  const grants = ['grant', 'grant_investment', 'owed', 'owed_grant'] as const
  t.same(
    grants.map((account) => numberOf({ account, cooperativeId: A, year: 2024 })),
    ['657', '204', '404', '404'],
  )
})

test('what goes with shares follows their number', async (t) => {
  t.equal(titles([setting('share_cost', '266')]), '266 269 2966 267')
  t.equal(titles([setting('share_cost', '2711')]), '2711 279 2971 274', 'a sub-account')
  t.equal(
    titles([setting('share_cost', '271', { cooperativeId: A })], B),
    '261 269 2961 267',
    'of one, not of the other',
  )
  const ofAll = [setting('share_cost', '271'), setting('impairment', '29711')]
  t.equal(titles(ofAll), '271 279 29711 274', 'unless it is set')
  t.equal(titles([...ofAll, setting('share_cost', '261', { cooperativeId: A })]), '261 269 2961 267', 'and back')
  const subAccount = [setting('impairment', '29611'), setting('share_cost', '2618', { cooperativeId: A })]
  t.equal(titles(subAccount), '2618 269 29611 267', 'a sub-account of the same takes what is set for all')
  t.equal(titles([setting('advance', '2678', { cooperativeId: A }), ...ofAll]), '271 279 29711 2678')
})

test('the latest year that has begun holds, and of these the one recorded last', async (t) => {
  const settings = [
    setting('share_cost', '271', { fromYear: 2025 }),
    setting('share_cost', '266', { fromYear: 2023 }),
    setting('share_cost', '2661', { fromYear: 2023 }),
  ]
  t.equal(titles(settings, A, 2022), '261 269 2961 267')
  t.equal(titles(settings, A, 2023), '2661 269 2966 267')
  t.equal(titles(settings, A, 2026), '271 279 2971 274')
})

test('numbers are set, listed, and stand in the journal as known', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  const [one, other] = [await office.position(), await office.position()]
  for (const position of [one, other]) {
    for (const effectiveOn of ['2023-03-01', '2024-03-01']) {
      const subscription = { kind: 'subscription', ...position, effectiveOn, shares: '10', amount: '500.00' }
      await office.move({ ...subscription, called: '125.00' })
    }
  }
  const grant = { kind: 'grant', cooperativeId: one.cooperativeId, effectiveOn: '2024-05-01', amount: '10.00' }
  await office.move(grant)
  const { recordedAt: before } = await office.move({ ...grant, budgetSection: 'investment' })
  const numbers = async (more = '') => {
    const { text } = await office.call('GET', `/v1/exports/journal?asOf=2024-12-31${more}`)
    const lines: Record<string, string>[] = parse(text, { columns: true })
    const used = lines.map(
      (line) =>
        `${line['Identifiant de la coopérative'] === other.cooperativeId ? 'other' : 'one'} ${line['Date d’effet']?.slice(0, 4)} ${line.Compte}`,
    )
    return [...new Set(used)].sort()
  }
  const asBefore = await numbers()
  t.same(asBefore, [
    ...['one 2023 261', 'one 2023 269', 'one 2023 404'],
    ...['one 2024 204', 'one 2024 261', 'one 2024 269', 'one 2024 404', 'one 2024 657'],
    ...['other 2023 261', 'other 2023 269', 'other 2023 404', 'other 2024 261', 'other 2024 269', 'other 2024 404'],
  ])
  const { cooperativeId } = one
  const set = (body: object) => office.post('/v1/account-numbers', body)
  const shares = await set({ account: 'share_cost', number: '271', fromYear: 2024, cooperativeId })
  t.match(shares, { account: 'share_cost', number: '271', fromYear: 2024, cooperativeId, recordedAt: String })
  await set({ account: 'grant_investment', number: '20421', fromYear: 2024 })
  await set({ account: 'owed_grant', number: '4671', fromYear: 2024 })
  t.same(await numbers(), [
    ...['one 2023 261', 'one 2023 269', 'one 2023 404'],
    ...['one 2024 20421', 'one 2024 271', 'one 2024 279', 'one 2024 404', 'one 2024 4671', 'one 2024 657'],
    ...['other 2023 261', 'other 2023 269', 'other 2023 404', 'other 2024 261', 'other 2024 269', 'other 2024 404'],
  ])
  t.same(await numbers(`&knownAt=${before}`), asBefore, 'what was exported before can be again')
  const { text } = await office.call('GET', '/v1/exports/journal?format=hledger')
  t.match(text, /^account share_cost:271:L’Épicerie du Test [\da-f-]{36} {2}; cooperativeId:[\da-f-]{36}, /m)
  t.match(text, /^ {4}owed:4671:L’Épicerie du Test [\da-f-]{36} {2}-10\.00 EUR$/m)

  const listed = async (query = '') =>
    (await office.get(`/v1/account-numbers${query}`)).items.map(({ number }: { number: string }) => number)
  t.same(await listed(), ['271', '20421', '4671'])
  t.same(await listed(`?cooperativeId=${cooperativeId}`), ['271'])
  t.same(await listed('?account=owed_grant'), ['4671'])
  t.same(await listed(`?knownAt=${before}`), [])
  const { next } = await office.get('/v1/account-numbers?limit=1')
  t.same(await listed(`?limit=1&cursor=${next}`), ['20421'])
})

test('what cannot be a number is refused', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  const valid = { account: 'share_cost', number: '266', fromYear: 2024 }
  const cases: [object, number, string][] = [
    [{ ...valid, number: '2' }, 400, '#/number'],
    [{ ...valid, number: '0261' }, 400, '#/number'],
    [{ ...valid, number: '261A' }, 400, '#/number'],
    [{ ...valid, account: 'shares' }, 400, '#/account'],
    [{ ...valid, fromYear: 1800 }, 400, '#/fromYear'],
    [{ ...valid, cooperativeId: office.id }, 404, '#/cooperativeId'],
  ]
  for (const [body, status, pointer] of cases) {
    const answer = await office.call('POST', '/v1/account-numbers', body)
    t.match(answer, { status, body: { errors: [{ pointer }] } }, pointer)
  }
})
