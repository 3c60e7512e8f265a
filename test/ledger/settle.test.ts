// The oldest is settled first, a disposal takes from all in proportion, and nothing is lost on the way.
import fc from 'fast-check'
import { test } from 'tap'
import { newestCovering, openCalls } from '../../src/ledger/settle.ts'
import { Decimal, ZERO } from '../../src/values/amount.ts'

const debt = (id: string, amount: string) => ({ id, amount: new Decimal(amount) })
const change = (id: string, kind: string, uncalled: string, payable: string) => ({
  id,
  kind,
  uncalled: new Decimal(uncalled),
  payable: new Decimal(payable),
})
const shown = (open: readonly { source: { id: string }; amount: Decimal }[]) =>
  open.map(({ source, amount }) => `${source.id} ${amount.toFixed(2)}`)

test('what a balance is made of', async (t) => {
  const debts = [debt('a', '100.00'), debt('b', '50.00'), debt('d', '30.00')]
  const open = (balance: string) => shown(newestCovering(debts, new Decimal(balance)))
  t.same(open('180.00'), ['a 100.00', 'b 50.00', 'd 30.00'], 'all of them')
  t.same(open('150.00'), ['a 70.00', 'b 50.00', 'd 30.00'])
  t.same(open('80.00'), ['b 50.00', 'd 30.00'])
  t.same(open('79.99'), ['b 49.99', 'd 30.00'])
  t.same(open('0.01'), ['d 0.01'])
  t.same(open('0.00'), [])
  t.same(newestCovering([], ZERO), [])
  const withNothing = [debt('a', '100.00'), debt('nothing', '0.00'), debt('b', '50.00'), debt('nothing', '0.00')]
  t.same(
    shown(newestCovering(withNothing, new Decimal('60.00'))),
    ['a 10.00', 'b 50.00'],
    'a debt of nothing hides none',
  )
})

test('subscriptions, calls and payments: the oldest first', async (t) => {
  const first = [change('s1', 'subscription', '75.00', '25.00'), change('s2', 'subscription', '150.00', '50.00')]
  const after = (...more: ReturnType<typeof change>[]) => {
    const { uncalled, payable } = openCalls([...first, ...more])
    return { uncalled: shown(uncalled), payable: shown(payable) }
  }
  t.same(after(), { uncalled: ['s1 75.00', 's2 150.00'], payable: ['s1 25.00', 's2 50.00'] })
  const call = change('c1', 'call', '-100.00', '100.00')
  t.same(after(call), { uncalled: ['s2 125.00'], payable: ['s1 25.00', 's2 50.00', 'c1 75.00', 'c1 25.00'] })
  const paid = after(call, change('p1', 'payment', '0.00', '-80.00'))
  t.same(paid, { uncalled: ['s2 125.00'], payable: ['c1 70.00', 'c1 25.00'] })
  const { payable } = openCalls([...first, call])
  t.same(
    payable.map(({ subscription, subscribed }) => `${subscription.id} ${subscribed.toFixed(2)}`),
    ['s1 100.00', 's2 200.00', 's1 100.00', 's2 200.00'],
    'each part knows its subscription',
  )
})

test('a disposal takes from all in proportion, to the cent', async (t) => {
  const movements = [
    change('s1', 'subscription', '10.00', '0.01'),
    change('s2', 'subscription', '20.00', '0.01'),
    change('s3', 'subscription', '0.00', '0.01'),
    change('sold', 'sale', '-10.00', '-0.02'),
  ]
  const { uncalled, payable } = openCalls(movements)
  t.same(shown(uncalled), ['s1 6.67', 's2 13.33'])
  t.equal(shown(payable).length, 1, 'one cent is left')
  const all = openCalls([...movements, change('gone', 'write_off', '-20.00', '-0.01')])
  t.same([...all.uncalled, ...all.payable], [], 'a full disposal leaves nothing')
})

test('a disposal leaves the paid part of a subscription as it was', async (t) => {
  const { uncalled, payable } = openCalls([
    change('s1', 'subscription', '75.05', '75.03'),
    change('p1', 'payment', '0.00', '-37.52'),
    change('sold', 'sale', '-25.02', '-12.50'),
  ])
  t.same([...shown(uncalled), ...shown(payable)], ['s1 50.03', 's1 25.01'])
  for (const { subscribed } of [...uncalled, ...payable]) {
    const paidShare = subscribed.minus('75.04').div(subscribed)
    t.equal(paidShare.toFixed(20), '0.25000000000000000000', 'a quarter of it')
  }
})

test('for any history, the parts add up to the balances', async (t) => {
  const step = fc.record({
    kind: fc.constantFrom('subscription', 'call', 'payment', 'sale'),
    part: fc.nat(100),
    of: fc.nat(9999),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const balance = { uncalled: ZERO, payable: ZERO }
      const movements = steps.map(({ kind, part, of }, index) => {
        const cents = (value: Decimal) => value.times(part).div(100).toDecimalPlaces(2)
        const uncalled =
          kind === 'subscription'
            ? cents(new Decimal(of).div(100))
            : kind === 'payment'
              ? ZERO
              : cents(balance.uncalled).neg()
        const payable =
          kind === 'subscription'
            ? new Decimal(of).div(100)
            : kind === 'call'
              ? uncalled.neg()
              : cents(balance.payable).neg()
        balance.uncalled = balance.uncalled.plus(uncalled)
        balance.payable = balance.payable.plus(payable)
        return { id: String(index), kind, uncalled, payable }
      })
      const open = openCalls(movements)
      for (const side of ['uncalled', 'payable'] as const) {
        const sum = open[side].reduce((total, { amount }) => total.plus(amount), ZERO)
        if (!sum.eq(balance[side])) return false
        if (open[side].some(({ amount }) => amount.lte(ZERO) || amount.decimalPlaces() > 2)) return false
      }
      return true
    }),
  )
  t.pass('as the ledger has them')
})
