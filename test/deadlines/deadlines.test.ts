// What is due, from each source, before and after; as of any date, as known at any moment.
import { parse } from 'csv-parse/sync'
import { type Test, test } from 'tap'
import { type Decimal, euros, ZERO } from '../../src/values/amount.ts'
import { refused } from '../http/refusals.ts'
import { type Authority, type Body, Service } from '../support/api.ts'

for (const kind of ['embedded', 'postgres'] as const) {
  test(`deadlines, ${kind}`, async (t) => {
    const service = await Service.start(t, kind)
    service.now = new Date('2026-01-10T09:00:00Z')
    const scenarios = { shares, payables, receivables, advances, offices, decisions, twoAxes, reading }
    for (const [name, scenario] of Object.entries(scenarios)) {
      await t.test(name, async (t) => {
        const authority = await service.authority(name)
        await scenario(t, authority)
        await asTheBooksHaveIt(t, authority)
      })
    }
  })
}

/** `kind amount, due on (basis)`, and whether it is overdue. */
async function due(authority: Authority, query: string): Promise<string[]> {
  const { items } = await authority.get(`/v1/deadlines?${query}`)
  return items.map(
    ({ kind, amount, dueOn, basis, overdue }: Body) =>
      `${kind} ${amount} ${dueOn} ${basis}${overdue ? ' overdue' : ''}`,
  )
}

/** On any day, what is open adds up to the balances of the ledger. */
async function asTheBooksHaveIt(t: Test, authority: Authority): Promise<void> {
  for (const asOf of ['2023-12-31', '2024-02-10', '2024-04-01', '2024-06-01', '2025-03-31', '2025-12-31']) {
    const { items } = await authority.get(`/v1/deadlines?asOf=${asOf}&${FOREVER}&limit=200`)
    const sum = (...kinds: string[]) =>
      euros(
        items
          .filter(({ kind }: Body) => kinds.includes(kind))
          .reduce((all: Decimal, one: Body) => all.plus(one.amount), ZERO),
      )
    const { payable, uncalled, owed, receivable, advances } = await authority.totals(`?asOf=${asOf}`)
    t.same(
      {
        payable: sum('call_payment'),
        uncalled: sum('call_to_come'),
        owed: sum('purchase_payment', 'grant_payment'),
        receivable: sum('sale_receipt', 'refund'),
        advances: sum('advance_repayment'),
      },
      { payable, uncalled, owed, receivable, advances },
      `as the books have it on ${asOf}`,
    )
  }
}

const FOREVER = 'to=2199-12-31'

async function shares(t: Test, authority: Authority): Promise<void> {
  const on = await authority.position()
  const subscribe = { kind: 'subscription', ...on, shares: '200', amount: '10000.00', called: '2500.00' }
  const first = await authority.move({ ...subscribe, effectiveOn: '2024-03-15' })
  await authority.move({ ...subscribe, effectiveOn: '2024-06-01' })
  t.same(await due(authority, `asOf=2024-03-14&${FOREVER}`), [], 'nothing before it was subscribed')
  t.same(
    await due(authority, `asOf=2024-06-01&${FOREVER}`),
    [
      'call_payment 2500.00 2024-03-15 at_once overdue',
      'call_payment 2500.00 2024-06-01 at_once',
      'call_to_come 7500.00 2029-03-15 law',
      'call_to_come 7500.00 2029-06-01 law',
    ],
    'called at once, the rest within five years',
  )
  await authority.move({ kind: 'call', ...on, effectiveOn: '2025-01-10', amount: '8000.00', dueOn: '2025-03-31' })
  await authority.move({ kind: 'payment', ...on, effectiveOn: '2025-02-01', amount: '4000.00' })
  t.same(
    await due(authority, `asOf=2025-03-31&${FOREVER}`),
    [
      'call_payment 1000.00 2024-06-01 at_once overdue',
      'call_payment 8000.00 2025-03-31 stated',
      'call_to_come 7000.00 2029-06-01 law',
    ],
    'the oldest subscription is called first, the oldest call paid first',
  )
  t.same(await due(authority, 'asOf=2025-04-01&overdue=false'), [], 'only what falls between the dates')
  t.same(
    await due(authority, 'asOf=2025-04-01&from=2025-03-01&overdue=false'),
    ['call_payment 8000.00 2025-03-31 stated overdue'],
    'overdue within them still is',
  )
  const statement = { on: '2025-01-01', totalCapital: '100000.00', statutes: { fullPaymentDelayMonths: 24 } }
  await authority.post(`/v1/cooperatives/${on.cooperativeId}/capital-statements`, statement)
  await authority.post(`/v1/cooperatives/${on.cooperativeId}/capital-statements`, {
    on: '2025-02-01',
    totalCapital: '100000.00',
  })
  t.match(await due(authority, `asOf=2025-04-01&kind=call_to_come&${FOREVER}`), [
    'call_to_come 7000.00 2026-06-01 statutes',
  ])
  t.match(
    await due(authority, `asOf=2024-12-31&kind=call_to_come&${FOREVER}`),
    [/2029-03-15 law/, /2029-06-01 law/],
    'the statutes were not so yet',
  )
  await authority.move({ kind: 'withdrawal', ...on, effectiveOn: '2025-05-01', shares: '100', amount: '1000.00' })
  t.same(
    await due(authority, `asOf=2025-05-01&kind=call_payment&${FOREVER}`),
    ['call_payment 750.00 2024-06-01 at_once overdue', 'call_payment 6000.00 2025-03-31 stated overdue'],
    'a disposal takes from each its part',
  )
  await authority.move({ kind: 'payment', ...on, effectiveOn: '2025-06-01', amount: '6750.00' })
  t.same(await due(authority, `asOf=2025-06-01&kind=call_payment&${FOREVER}`), [], 'all is paid')
  const { items } = await authority.get(`/v1/deadlines?asOf=2024-03-15&kind=call_to_come&${FOREVER}`)
  t.match(items, [
    {
      key: `call_to_come:${first.id}`,
      cooperativeId: on.cooperativeId,
      cooperativeName: 'L’Épicerie du Test',
      since: '2024-03-15',
      subject: 'Parts A',
      resourceId: first.id,
      link: `/v1/movements/${first.id}`,
    },
  ])
}

async function payables(t: Test, authority: Authority): Promise<void> {
  const on = await authority.position()
  const { cooperativeId } = on
  await authority.move({ kind: 'purchase', ...on, effectiveOn: '2024-01-10', shares: '10', amount: '500.00' })
  await authority.move({ kind: 'purchase', ...on, effectiveOn: '2024-02-10', shares: '10', amount: '600.00' })
  await authority.move({ kind: 'payment', ...on, settles: 'purchase', effectiveOn: '2024-03-01', amount: '700.00' })
  const grant = { kind: 'grant', cooperativeId, effectiveOn: '2024-01-10' }
  await authority.move({ ...grant, amount: '100.00', dueOn: '2024-12-31' })
  await authority.move({ ...grant, effectiveOn: '2024-01-11', amount: '200.00', dueOn: '2024-06-30' })
  await authority.move({ ...grant, effectiveOn: '2024-01-12', amount: '300.00' })
  await authority.move({
    kind: 'payment',
    cooperativeId,
    settles: 'grant',
    effectiveOn: '2024-04-01',
    amount: '150.00',
  })
  t.same(await due(authority, `asOf=2024-02-10&kind=purchase_payment&${FOREVER}`), [
    'purchase_payment 500.00 2024-01-10 at_once overdue',
    'purchase_payment 600.00 2024-02-10 at_once',
  ])
  t.same(await due(authority, `asOf=2024-04-01&${FOREVER}`), [
    'grant_payment 300.00 2024-01-12 at_once overdue',
    'purchase_payment 400.00 2024-02-10 at_once overdue',
    'grant_payment 150.00 2024-06-30 stated',
  ])
}

async function receivables(t: Test, authority: Authority): Promise<void> {
  const on = await authority.position()
  const { cooperativeId } = on
  await authority.move({
    kind: 'contribution_in_kind',
    ...on,
    effectiveOn: '2023-01-01',
    shares: '100',
    amount: '5000.00',
  })
  await authority.move({
    kind: 'sale',
    ...on,
    effectiveOn: '2024-01-10',
    shares: '10',
    amount: '550.00',
    dueOn: '2024-03-01',
  })
  await authority.move({ kind: 'sale', ...on, effectiveOn: '2024-01-11', shares: '1', amount: '50.00' })
  await authority.move({ kind: 'withdrawal', ...on, effectiveOn: '2024-02-29', shares: '10', amount: '500.00' })
  await authority.move({
    kind: 'withdrawal',
    ...on,
    effectiveOn: '2024-03-01',
    shares: '10',
    amount: '400.00',
    dueOn: '2025-01-01',
  })
  await authority.move({ kind: 'receipt', cooperativeId, settles: 'sale', effectiveOn: '2024-02-01', amount: '560.00' })
  await authority.move({ kind: 'receipt', cooperativeId, effectiveOn: '2024-04-01', amount: '100.00' })
  await authority.move({
    kind: 'loss',
    cooperativeId,
    settles: 'withdrawal',
    effectiveOn: '2024-04-02',
    amount: '50.00',
  })
  t.same(await due(authority, `asOf=2024-02-29&${FOREVER}`), [
    'sale_receipt 40.00 2024-01-11 at_once overdue',
    'refund 500.00 2029-02-28 law',
  ])
  const statement = { on: '2024-01-01', totalCapital: '100000.00', statutes: { refundDelayMonths: 12 } }
  await authority.post(`/v1/cooperatives/${cooperativeId}/capital-statements`, statement)
  t.same(await due(authority, `asOf=2024-04-02&kind=refund&${FOREVER}`), [
    'refund 400.00 2025-01-01 stated',
    'refund 350.00 2025-02-28 statutes',
  ])
}

async function advances(t: Test, authority: Authority): Promise<void> {
  const on = await authority.position()
  const { cooperativeId } = on
  const lend = { kind: 'advance', cooperativeId, amount: '1000.00' }
  await authority.move({ ...lend, effectiveOn: '2024-01-10', repayableOn: '2025-12-31' })
  const second = await authority.move({ ...lend, effectiveOn: '2024-02-10' })
  await authority.move({ ...lend, effectiveOn: '2024-03-10', repayableOn: '2024-12-31' })
  t.same(await due(authority, `asOf=2024-03-10&${FOREVER}`), [
    'advance_repayment 1000.00 2024-12-31 stated',
    'advance_repayment 1000.00 2025-12-31 stated',
    'advance_repayment 1000.00 2026-02-10 law',
  ])
  await authority.move({ kind: 'advance_repayment', cooperativeId, effectiveOn: '2024-04-01', amount: '600.00' })
  await authority.move({ kind: 'advance_conversion', ...on, effectiveOn: '2024-05-01', shares: '10', amount: '500.00' })
  await authority.move({ kind: 'loss', cooperativeId, settles: 'advance', effectiveOn: '2024-06-01', amount: '100.00' })
  t.same(
    await due(authority, `asOf=2025-01-01&${FOREVER}`),
    ['advance_repayment 1000.00 2024-12-31 stated overdue', 'advance_repayment 800.00 2026-02-10 law'],
    'repaid, converted, lost: the oldest first',
  )
  t.same(await due(authority, 'asOf=2024-01-10&to=2025-12-31'), [], 'the end is exclusive')
  t.same(await due(authority, 'asOf=2024-01-10&from=2025-12-31&to=2026-01-01'), [
    'advance_repayment 1000.00 2025-12-31 stated',
  ])
  t.same(await due(authority, 'asOf=2024-01-10'), [], 'a year ahead, unless asked otherwise')
  await authority.post(`/v1/movements/${second.id}/reversal`, { reason: 'Jamais versée' })
  t.same(
    await due(authority, `asOf=2025-01-01&${FOREVER}`),
    ['advance_repayment 800.00 2024-12-31 stated overdue'],
    'what was reversed is not due',
  )
}

async function offices(t: Test, authority: Authority): Promise<void> {
  const cooperativeId = await authority.cooperative()
  const seat = await authority.seat(cooperativeId, { title: 'Administrateur', from: '2015-01-01' })
  const mandate = await authority.mandate({ seatId: seat.id, from: '2019-03-01' })
  const from = 'from=2021-01-01'
  t.same(
    await due(authority, `asOf=2021-06-30&${from}`),
    ['mandate_end null 2021-07-01 law'],
    'it lapses with the renewal of the council',
  )
  t.same(await due(authority, `asOf=2022-01-01&${FOREVER}`), ['mandate_end null 2021-07-01 law overdue'])
  const { items } = await authority.get('/v1/deadlines?asOf=2022-01-01')
  const text = JSON.stringify(items)
  t.notOk(/Camille|Exemple/.test(text), 'by organ and seat, never by name')
  t.match(items, [
    {
      subject: 'Conseil d’administration, Administrateur',
      role: 'titular',
      link: `/v1/mandates/${mandate.id}`,
      amount: null,
    },
  ])
  const etag = (await authority.call('GET', `/v1/mandates/${mandate.id}`)).headers.etag
  const end = { to: '2022-05-01', endReason: 'resignation' }
  const ended = await authority.call('PATCH', `/v1/mandates/${mandate.id}`, end, { 'if-match': String(etag) })
  t.equal(ended.status, 200)
  await authority.mandate({ seatId: seat.id, from: '2022-05-01', to: '2024-05-01', endReason: 'term_over' })
  t.same(
    await due(authority, `asOf=2022-05-01&${FOREVER}`),
    ['mandate_end null 2021-07-01 law overdue', 'mandate_end null 2024-05-01 stated'],
    'on the day it ends',
  )
  t.same(await due(authority, 'asOf=2024-05-01'), ['mandate_end null 2024-05-01 stated'], 'the day itself')
  t.same(await due(authority, `asOf=2024-05-02&${FOREVER}`), [], 'over')
  const closing = await authority.seat(cooperativeId, { from: '2023-01-01', to: '2024-01-01' })
  t.same(await due(authority, 'asOf=2023-06-01&kind=seat_end'), ['seat_end null 2024-01-01 stated'])
  t.match((await authority.get('/v1/deadlines?asOf=2023-06-01&kind=seat_end')).items, [
    { key: `seat_end:${closing.id}`, subject: 'Conseil d’administration', link: `/v1/seats/${closing.id}` },
  ])
}

async function decisions(t: Test, authority: Authority): Promise<void> {
  const on = await authority.position()
  const other = await authority.cooperative({ name: 'Une autre' })
  const decision = await authority.decision({
    number: '2021-CD-1',
    cooperativeIds: [on.cooperativeId],
    authorisations: [
      { cooperativeId: on.cooperativeId, instrument: 'shares', ceiling: '1000.00', to: '2022-01-01' },
      { cooperativeId: on.cooperativeId, instrument: 'grant', ceiling: '0.00', to: '2022-01-01' },
    ],
  })
  t.same(await due(authority, 'asOf=2021-01-20'), [
    'challenge_end null 2021-03-20 law',
    'authorisation_end 1000.00 2022-01-01 stated',
  ])
  t.same(
    await due(authority, 'asOf=2021-03-20&kind=challenge_end'),
    ['challenge_end null 2021-03-20 law'],
    'its last day',
  )
  t.same(await due(authority, `asOf=2021-03-21&kind=challenge_end&${FOREVER}`), [], 'over')
  t.same(await due(authority, 'asOf=2021-01-19'), ['authorisation_end 1000.00 2022-01-01 stated'], 'not published yet')
  const about = async (cooperativeId: string) => due(authority, `asOf=2021-01-20&cooperativeId=${cooperativeId}`)
  t.equal((await about(on.cooperativeId)).length, 2)
  t.same(await about(other), [])
  t.match((await authority.get('/v1/deadlines?asOf=2021-01-20')).items, [
    { cooperativeId: on.cooperativeId, subject: '2021-CD-1', link: `/v1/decisions/${decision.id}`, instrument: null },
    { key: `authorisation_end:${decision.id}:${on.cooperativeId}:shares`, instrument: 'shares', since: '2021-01-20' },
  ])
  const use = { kind: 'purchase', ...on, shares: '10', decisionId: decision.id }
  await authority.move({ ...use, effectiveOn: '2021-02-01', amount: '400.00' })
  t.same(await due(authority, 'asOf=2021-06-01&kind=authorisation_end'), ['authorisation_end 600.00 2022-01-01 stated'])
  await authority.move({ ...use, effectiveOn: '2021-07-01', amount: '600.00' })
  t.same(await due(authority, 'asOf=2021-07-01&kind=authorisation_end'), [], 'all of it is used')
  await authority.post(`/v1/decisions/${decision.id}/steps`, { kind: 'annulled', on: '2021-03-01' })
  t.same(await due(authority, 'asOf=2021-03-02&kind=challenge_end'), [], 'annulled: nothing is left to challenge')
  t.same(await due(authority, 'asOf=2021-06-01&kind=authorisation_end'), [], 'nor to use')
  await authority.decision({ cooperativeIds: [on.cooperativeId, other] })
  t.match((await authority.get('/v1/deadlines?asOf=2021-03-20&kind=challenge_end')).items, [
    { cooperativeId: null, cooperativeName: null },
  ])
}

async function twoAxes(t: Test, authority: Authority): Promise<void> {
  const on = await authority.position()
  const { cooperativeId } = on
  const lend = { kind: 'advance', cooperativeId, amount: '1000.00', repayableOn: '2025-06-30' }
  const late = await authority.move({ ...lend, effectiveOn: '2024-02-01' })
  const early = await authority.move({ ...lend, effectiveOn: '2024-01-01', repayableOn: '2025-01-31' })
  const repaid = await authority.move({
    kind: 'advance_repayment',
    cooperativeId,
    effectiveOn: '2024-03-01',
    amount: '1000.00',
  })
  const known = ({ recordedAt }: Body) => due(authority, `asOf=2024-03-01&knownAt=${recordedAt}&${FOREVER}`)
  t.same(await known(late), ['advance_repayment 1000.00 2025-06-30 stated'])
  t.same(await known(early), [
    'advance_repayment 1000.00 2025-01-31 stated',
    'advance_repayment 1000.00 2025-06-30 stated',
  ])
  t.same(await known(repaid), ['advance_repayment 1000.00 2025-06-30 stated'], 'the oldest by date, not by recording')
  const undone = await authority.post(`/v1/movements/${repaid.id}/reversal`, { reason: 'Erreur' })
  t.equal((await known(undone)).length, 2, 'open again')
  t.equal((await known(repaid)).length, 1, 'and as it was known')
  // A backdated sale changes what later calls left.
  await authority.move({
    kind: 'subscription',
    ...on,
    effectiveOn: '2024-01-01',
    shares: '10',
    amount: '500.00',
    called: '100.00',
  })
  await authority.move({ kind: 'call', ...on, effectiveOn: '2024-05-01', amount: '100.00', dueOn: '2024-08-01' })
  const before = await authority.move({ kind: 'write_off', ...on, effectiveOn: '2024-06-01', shares: '5' })
  const backdated = await authority.move({ kind: 'payment', ...on, effectiveOn: '2024-05-15', amount: '100.00' })
  const calls = ({ recordedAt }: Body) =>
    due(authority, `asOf=2024-06-01&knownAt=${recordedAt}&kind=call_payment&${FOREVER}`)
  t.same(await calls(before), ['call_payment 50.00 2024-01-01 at_once overdue', 'call_payment 50.00 2024-08-01 stated'])
  t.same(await calls(backdated), ['call_payment 50.00 2024-08-01 stated'])
  const { totals } = await authority.get('/v1/portfolio/summary?asOf=2024-06-01')
  t.equal(totals.payable, '50.00', 'as the books have it')
}

async function reading(t: Test, authority: Authority): Promise<void> {
  const cooperativeId = await authority.cooperative({ name: '=cmd|"x"' })
  for (let day = 1; day <= 7; day += 1) {
    await authority.move({
      kind: 'grant',
      cooperativeId,
      effectiveOn: '2024-01-01',
      amount: `${day}.00`,
      dueOn: `2024-03-0${(day % 3) + 1}`,
    })
  }
  const whole = await authority.get('/v1/deadlines?asOf=2024-02-01')
  t.match(whole, { asOf: '2024-02-01', next: null })
  t.equal(whole.items.length, 7)
  const walked: Body[] = []
  for (let next = ''; ; ) {
    const page = await authority.get(`/v1/deadlines?asOf=2024-02-01&limit=2${next && `&cursor=${next}`}`)
    walked.push(...page.items)
    if (page.next === null) break
    next = page.next
    await authority.move({
      kind: 'grant',
      cooperativeId,
      effectiveOn: '2024-01-01',
      amount: '9.00',
      dueOn: '2024-03-02',
    })
  }
  t.same(walked, whole.items, 'page by page, while others write')
  const csv = await authority.call('GET', `/v1/deadlines?asOf=2024-02-01&knownAt=${whole.knownAt}`, undefined, {
    accept: 'text/csv',
  })
  const rows: Body[] = parse(csv.text, { columns: true, bom: true })
  t.same(
    rows.map(({ key }) => key),
    whole.items.map(({ key }: Body) => key),
  )
  t.ok(rows[0].cooperativeName.startsWith("'="), 'no formula')
  for (const [query, pointer] of [
    ['from=2024-02-30', '?from'],
    ['to=x', '?to'],
    ['kind=nothing', '?kind'],
    ['overdue=yes', '?overdue'],
    ['cooperativeId=1', '?cooperativeId'],
  ] as const) {
    refused(t, await authority.call('GET', `/v1/deadlines?${query}`), { status: 400, pointer }, query)
  }
  t.same(await due(authority, 'from=9999-06-01'), await due(authority, 'to=9999-12-31'), 'the end of time')
  t.same((await authority.get('/v1/deadlines?from=2030-01-01&to=2029-01-01&overdue=false')).items, [], 'no day')
  const neighbour = await authority.service.authority('Voisin')
  t.same((await neighbour.get(`/v1/deadlines?cooperativeId=${cooperativeId}`)).items, [], 'a neighbour sees none')
}
