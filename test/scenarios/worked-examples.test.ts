// The worked figures of the domain, through HTTP.
import { test } from 'tap'
import { Service } from '../support/api.ts'

test('the worked figures of the ledger', async (t) => {
  const service = await Service.start(t)

  await t.test('shares bought twice, some sold: weighted average cost', async (t) => {
    const authority = await service.authority()
    const position = await authority.position('28.00')
    await authority.move({ kind: 'purchase', ...position, effectiveOn: '2021-01-10', shares: '109', amount: '3149.20' })
    await authority.move({ kind: 'purchase', ...position, effectiveOn: '2021-06-10', shares: '52', amount: '1684.92' })
    const sale = await authority.move({
      kind: 'sale',
      ...position,
      effectiveOn: '2022-03-01',
      shares: '15',
      amount: '531.50',
    })
    t.equal(sale.sharesMoved, '-15')
    t.match(await authority.totals(), {
      shares: '146',
      cost: '4383.74',
      disposalGain: '81.12',
      receivable: '531.50',
      owed: '4834.12',
    })
  })

  await t.test('a subscription with a quarter called', async (t) => {
    const authority = await service.authority()
    const position = await authority.position('50.00')
    const subscription = await authority.move({
      kind: 'subscription',
      ...position,
      effectiveOn: '2021-03-15',
      shares: '200',
      amount: '10000.00',
      called: '2500.00',
    })
    const postings = Object.fromEntries(
      subscription.postings.map((posting: { account: string; amount: string }) => [posting.account, posting.amount]),
    )
    t.same(postings, { share_cost: '10000.00', payable: '-2500.00', uncalled: '-7500.00' })
    t.match(await authority.totals(), {
      shares: '200',
      cost: '10000.00',
      payable: '2500.00',
      uncalled: '7500.00',
      paidUp: '0.00',
    })
  })

  await t.test('an old nominal in converted francs, sold unpaid: paid-up is zero, never below', async (t) => {
    const authority = await service.authority()
    const position = await authority.position('15.2449')
    await authority.move({
      kind: 'subscription',
      ...position,
      effectiveOn: '2021-01-01',
      shares: '4',
      amount: '60.98',
      called: '30.49',
    })
    await authority.move({ kind: 'sale', ...position, effectiveOn: '2021-02-01', shares: '2', amount: '0.00' })
    t.match(await authority.totals(), { shares: '2', cost: '30.49', paidUp: '0.00' })
  })

  await t.test('ten shares of a cent in all, sold 3, 3 and 4: nothing remains', async (t) => {
    const authority = await service.authority()
    const position = await authority.position('0.001')
    await authority.move({ kind: 'purchase', ...position, effectiveOn: '2021-01-01', shares: '10', amount: '0.01' })
    for (const shares of ['3', '3', '4']) {
      await authority.move({ kind: 'sale', ...position, effectiveOn: '2021-02-01', shares, amount: '0.00' })
    }
    t.match(await authority.totals(), { shares: '0', cost: '0.00', disposalGain: '-0.01' })
  })
})
