// The ledger's pure functions by example: what each kind of movement posts, what it refuses, what backdating adjusts.
import { test } from 'tap'
import type { Postings } from '../../src/ledger/account.ts'
import type { Movement } from '../../src/ledger/movement.ts'
import { post } from '../../src/ledger/posting.ts'
import { type Change, type Outcome, type Posted, replay } from '../../src/ledger/replay.ts'
import { applyPostings, EMPTY_COOPERATIVE, emptyClass, type State } from '../../src/ledger/state.ts'
import { Decimal } from '../../src/values/amount.ts'
import { Failure } from '../../src/values/failure.ts'

const PARTS = 'parts'
const DECIMALS = new Set(['shares', 'amount', 'called'])

/** A movement's fields as they are written, decimals as text. */
interface Given {
  readonly kind: string
  readonly [field: string]: string | number | null
}

/** Balances by name; those left out are zero. */
type Balances = Readonly<Record<string, string>>
/** What is posted: accounts in euros, debit positive, and the change in shares; what is zero is left out. */
type Expected = Readonly<Record<string, string>>

interface Example {
  readonly movement: Given
  readonly held?: Balances
  readonly owing?: Balances
}

test('what each kind posts', async (t) => {
  const examples: (Example & { title?: string; posts: Expected })[] = [
    {
      title: 'subscription, part called: the rest is uncalled',
      movement: { kind: 'subscription', shares: '200', amount: '10000.00', called: '2500.00' },
      posts: { shares: '200', share_cost: '10000.00', payable: '-2500.00', uncalled: '-7500.00' },
    },
    {
      title: 'subscription with a premium, nothing called',
      movement: { kind: 'subscription', shares: '1', amount: '60.00', called: '0.00' },
      posts: { shares: '1', share_cost: '60.00', uncalled: '-60.00' },
    },
    {
      title: 'subscription at an old nominal: 4 × 15.2449 is 60.98, rounded half-even',
      movement: { kind: 'subscription', shares: '4', amount: '60.98', called: '60.98' },
      held: { nominalValue: '15.2449' },
      posts: { shares: '4', share_cost: '60.98', payable: '-60.98' },
    },
    {
      movement: { kind: 'call', amount: '7500.00' },
      held: { uncalled: '7500.00' },
      posts: { uncalled: '7500.00', payable: '-7500.00' },
    },
    {
      title: 'payment of a call',
      movement: { kind: 'payment', settles: 'call', amount: '2500.00' },
      held: { payable: '2500.00' },
      posts: { payable: '2500.00', treasury: '-2500.00' },
    },
    {
      title: 'payment of a purchase',
      movement: { kind: 'payment', settles: 'purchase', amount: '0.01' },
      held: { owed_purchase: '3149.20' },
      posts: { owed_purchase: '0.01', treasury: '-0.01' },
    },
    {
      title: 'payment of a grant',
      movement: { kind: 'payment', settles: 'grant', amount: '7500.00' },
      owing: { owed_grant: '7500.00' },
      posts: { owed_grant: '7500.00', treasury: '-7500.00' },
    },
    {
      movement: { kind: 'contribution_in_kind', shares: '10', amount: '500.00' },
      posts: { shares: '10', share_cost: '500.00', contributed_asset: '-500.00' },
    },
    {
      movement: { kind: 'purchase', shares: '109', amount: '3149.20' },
      posts: { shares: '109', share_cost: '3149.20', owed_purchase: '-3149.20' },
    },
    {
      title: 'purchase for nothing: shares alone',
      movement: { kind: 'purchase', shares: '3', amount: '0.00' },
      posts: { shares: '3' },
    },
    {
      title: 'sale at weighted average cost',
      movement: { kind: 'sale', shares: '15', amount: '531.50' },
      held: { shares: '161', share_cost: '4834.12' },
      posts: {
        shares: '-15',
        share_cost: '-450.38',
        disposed_cost: '450.38',
        receivable_sale: '531.50',
        disposal_proceeds: '-531.50',
      },
    },
    {
      title: 'sale of impaired, part-paid shares: a part of every balance leaves',
      movement: { kind: 'sale', shares: '50', amount: '100.00' },
      held: { shares: '200', share_cost: '10000.00', impairment: '1000.00', uncalled: '7500.00', payable: '500.00' },
      posts: {
        shares: '-50',
        share_cost: '-2500.00',
        uncalled: '1875.00',
        payable: '125.00',
        disposed_cost: '500.00',
        impairment: '250.00',
        impairment_release: '-250.00',
        receivable_sale: '100.00',
        disposal_proceeds: '-100.00',
      },
    },
    {
      title: 'sale of shares not paid at all: paid-up stays zero, and the cent is not lost',
      movement: { kind: 'sale', shares: '2', amount: '0.00' },
      held: { nominalValue: '15.2449', shares: '4', share_cost: '60.98', uncalled: '30.49', payable: '30.49' },
      posts: { shares: '-2', share_cost: '-30.49', uncalled: '15.24', payable: '15.25' },
    },
    {
      title: 'withdrawal, refunded at the nominal less what was not paid',
      movement: { kind: 'withdrawal', shares: '2', amount: '70.00' },
      held: { shares: '10', share_cost: '500.00', uncalled: '100.00', payable: '50.00' },
      posts: {
        shares: '-2',
        share_cost: '-100.00',
        uncalled: '20.00',
        payable: '10.00',
        disposed_cost: '70.00',
        receivable_withdrawal: '70.00',
        disposal_proceeds: '-70.00',
      },
    },
    {
      movement: { kind: 'write_off', shares: '10' },
      held: { shares: '10', share_cost: '500.00', impairment: '200.00' },
      posts: {
        shares: '-10',
        share_cost: '-500.00',
        disposed_cost: '500.00',
        impairment: '200.00',
        impairment_release: '-200.00',
      },
    },
    {
      title: 'receipt of a withdrawal',
      movement: { kind: 'receipt', settles: 'withdrawal', amount: '70.00' },
      owing: { receivable_withdrawal: '70.00' },
      posts: { treasury_receipt: '70.00', receivable_withdrawal: '-70.00' },
    },
    {
      title: 'receipt of a sale',
      movement: { kind: 'receipt', settles: 'sale', amount: '500.00' },
      owing: { receivable_sale: '531.50' },
      posts: { treasury_receipt: '500.00', receivable_sale: '-500.00' },
    },
    {
      movement: { kind: 'impairment', amount: '9000.00' },
      held: { share_cost: '10000.00', impairment: '1000.00' },
      posts: { impairment_charge: '9000.00', impairment: '-9000.00' },
    },
    {
      movement: { kind: 'impairment_release', amount: '1000.00' },
      held: { share_cost: '10000.00', impairment: '1000.00' },
      posts: { impairment: '1000.00', impairment_release: '-1000.00' },
    },
    { movement: { kind: 'share_interest', amount: '312.50' }, posts: { treasury: '312.50', share_income: '-312.50' } },
    {
      movement: { kind: 'advance', amount: '20000.00' },
      posts: { advance: '20000.00', treasury_advance: '-20000.00' },
    },
    {
      movement: { kind: 'advance_repayment', amount: '5000.00' },
      owing: { advance: '20000.00' },
      posts: { treasury_repayment: '5000.00', advance: '-5000.00' },
    },
    {
      movement: { kind: 'advance_conversion', shares: '100', amount: '5000.00' },
      owing: { advance: '20000.00' },
      posts: { shares: '100', share_cost: '5000.00', advance: '-5000.00' },
    },
    {
      movement: { kind: 'share_split', splitFrom: 1, splitTo: 10 },
      held: { shares: '20', share_cost: '1000.00' },
      posts: { shares: '180' },
    },
    {
      title: 'shares put together: 10 become 1',
      movement: { kind: 'share_split', splitFrom: 10, splitTo: 1 },
      held: { shares: '20', share_cost: '1000.00' },
      posts: { shares: '-18' },
    },
    { movement: { kind: 'grant', amount: '15000.00' }, posts: { grant: '15000.00', owed_grant: '-15000.00' } },
    {
      title: 'loss of an advance',
      movement: { kind: 'loss', settles: 'advance', amount: '1.00' },
      owing: { advance: '20000.00' },
      posts: { loss: '1.00', advance: '-1.00' },
    },
    {
      title: 'loss of what a sale would have brought',
      movement: { kind: 'loss', settles: 'sale', amount: '531.50' },
      owing: { receivable_sale: '531.50' },
      posts: { loss: '531.50', receivable_sale: '-531.50' },
    },
    {
      title: 'loss of a refund',
      movement: { kind: 'loss', settles: 'withdrawal', amount: '70.00' },
      owing: { receivable_withdrawal: '70.00' },
      posts: { loss: '70.00', receivable_withdrawal: '-70.00' },
    },
  ]
  for (const { title, movement, held, owing, posts } of examples) {
    const postings = post(movementOf(movement), stateOf(held, owing))
    t.same(plain(postings), posts, title ?? movement.kind)
    t.ok(sumOf(postings).isZero(), `${title ?? movement.kind}: debits equal credits`)
  }
})

test('what each kind refuses, a cent or a share beyond its limit', async (t) => {
  const beyond = (limit: string, amount: string, of: string) => ({
    code: 'amount_exceeds_limit',
    facts: { field: 'amount', amount, limit, of },
  })
  const part = { shares: '10', share_cost: '500.00', uncalled: '100.00', payable: '50.00' }
  const refusals: (Example & { code: string; facts?: object })[] = [
    {
      movement: { kind: 'subscription', shares: '4', amount: '60.97', called: '0.00' },
      held: { nominalValue: '15.2449' },
      code: 'amount_below_nominal',
      facts: { amount: '60.97', least: '60.98', shares: '4', nominalValue: '15.2449' },
    },
    {
      movement: { kind: 'subscription', shares: '1', amount: '50.00', called: '50.01' },
      code: 'amount_exceeds_limit',
      facts: { field: 'called', amount: '50.01', limit: '50.00', of: 'amount' },
    },
    { movement: { kind: 'contribution_in_kind', shares: '2', amount: '99.99' }, code: 'amount_below_nominal' },
    { movement: { kind: 'call', amount: '100.01' }, held: part, ...beyond('100.00', '100.01', 'uncalled') },
    {
      movement: { kind: 'payment', settles: 'call', amount: '50.01' },
      held: part,
      ...beyond('50.00', '50.01', 'due_call'),
    },
    {
      movement: { kind: 'payment', settles: 'purchase', amount: '0.01' },
      held: part,
      ...beyond('0.00', '0.01', 'due_purchase'),
    },
    {
      movement: { kind: 'payment', settles: 'grant', amount: '0.02' },
      owing: { owed_grant: '0.01' },
      ...beyond('0.01', '0.02', 'due_grant'),
    },
    {
      movement: { kind: 'sale', shares: '11', amount: '0.00' },
      held: part,
      code: 'more_shares_than_held',
      facts: { shares: '11', held: '10' },
    },
    { movement: { kind: 'withdrawal', shares: '11', amount: '0.00' }, held: part, code: 'more_shares_than_held' },
    { movement: { kind: 'write_off', shares: '1' }, code: 'more_shares_than_held' },
    {
      movement: { kind: 'withdrawal', shares: '2', amount: '70.01' },
      held: part,
      ...beyond('70.00', '70.01', 'refund_ceiling'),
    },
    {
      // A premium that is not paid weighs more than the nominal: nothing may be refunded, and never less than nothing.
      movement: { kind: 'withdrawal', shares: '1', amount: '0.01' },
      held: { shares: '1', share_cost: '80.00', uncalled: '80.00' },
      ...beyond('0.00', '0.01', 'refund_ceiling'),
    },
    {
      movement: { kind: 'receipt', settles: 'sale', amount: '0.01' },
      owing: { receivable_withdrawal: '5.00' },
      ...beyond('0.00', '0.01', 'receivable_sale'),
    },
    {
      movement: { kind: 'receipt', settles: 'withdrawal', amount: '5.01' },
      owing: { receivable_withdrawal: '5.00' },
      ...beyond('5.00', '5.01', 'receivable_withdrawal'),
    },
    {
      movement: { kind: 'impairment', amount: '400.01' },
      held: { share_cost: '500.00', impairment: '100.00' },
      ...beyond('400.00', '400.01', 'net_book_value'),
    },
    {
      movement: { kind: 'impairment_release', amount: '100.01' },
      held: { share_cost: '500.00', impairment: '100.00' },
      ...beyond('100.00', '100.01', 'impairment'),
    },
    {
      movement: { kind: 'advance_repayment', amount: '5.01' },
      owing: { advance: '5.00' },
      ...beyond('5.00', '5.01', 'advance'),
    },
    {
      movement: { kind: 'advance_conversion', shares: '1', amount: '50.01' },
      owing: { advance: '50.00' },
      ...beyond('50.00', '50.01', 'advance'),
    },
    {
      movement: { kind: 'advance_conversion', shares: '1', amount: '49.99' },
      owing: { advance: '50.00' },
      code: 'amount_below_nominal',
    },
    {
      movement: { kind: 'share_split', splitFrom: 3, splitTo: 1 },
      held: part,
      code: 'split_leaves_fraction',
      facts: { held: '10', splitFrom: 3, splitTo: 1 },
    },
    {
      movement: { kind: 'share_split', splitFrom: 1, splitTo: 10 },
      held: { ...part, nominalValue: '15.2449' },
      code: 'split_nominal_out_of_range',
      facts: { nominalValue: '15.2449', splitFrom: 1, splitTo: 10 },
    },
    {
      movement: { kind: 'loss', settles: 'advance', amount: '5.01' },
      owing: { advance: '5.00' },
      ...beyond('5.00', '5.01', 'advance'),
    },
    {
      movement: { kind: 'loss', settles: 'sale', amount: '5.01' },
      owing: { receivable_sale: '5.00', receivable_withdrawal: '5.00' },
      ...beyond('5.00', '5.01', 'receivable_sale'),
    },
    {
      movement: { kind: 'loss', settles: 'withdrawal', amount: '5.01' },
      owing: { receivable_sale: '5.00', receivable_withdrawal: '5.00' },
      ...beyond('5.00', '5.01', 'receivable_withdrawal'),
    },
  ]
  for (const { movement, held, owing, code, facts } of refusals) {
    const failure = failureOf(() => post(movementOf(movement), stateOf(held, owing)))
    t.match(failure, { code, ...(facts && { facts }) }, `${movement.kind}: ${code}`)
  }
})

test('a part of a balance is rounded half-even to the cent, once', async (t) => {
  const costOfOne = (share_cost: string, shares: string) =>
    plain(post(movementOf({ kind: 'write_off', shares: '1' }), stateOf({ shares, share_cost }))).share_cost
  t.equal(costOfOne('0.05', '2'), '-0.02', '2.5 cents go down to the even cent')
  t.equal(costOfOne('0.15', '2'), '-0.08', '7.5 cents go up to the even cent')
  t.equal(costOfOne('100.00', '3'), '-33.33')
  // Held and cost as large as the database takes: the quotient ends in …49999, which fewer digits would make a tie.
  t.equal(costOfOne('999999999999999.99', '999999999999999'), '-1.00')
})

test('the worked figures of the domain', async (t) => {
  t.test('109 shares and 52 bought, 15 sold: cost left 4383.74, gain 81.12', async (t) => {
    const { state } = told([
      { kind: 'purchase', shares: '109', amount: '3149.20' },
      { kind: 'purchase', shares: '52', amount: '1684.92' },
      { kind: 'sale', shares: '15', amount: '531.50' },
    ])
    t.equal(balance(state, 'share_cost'), '4383.74')
    const { disposal_proceeds, disposed_cost } = state.cooperative
    t.equal(disposal_proceeds.minus(disposed_cost).toFixed(2), '81.12')
  })

  t.test('ten shares that cost a cent, sold 3, 3 and 4: nothing is left', async (t) => {
    const { state, posted } = told(
      [
        { kind: 'purchase', shares: '10', amount: '0.01' },
        { kind: 'sale', shares: '3', amount: '0.00' },
        { kind: 'sale', shares: '3', amount: '0.00' },
        { kind: 'sale', shares: '4', amount: '0.00' },
      ],
      '0.001',
    )
    t.equal(balance(state, 'share_cost'), '0.00')
    t.same(
      posted.slice(1).map(({ postings }) => plain(postings).share_cost),
      [undefined, undefined, '-0.01'],
    )
  })

  t.test('4 × 15.2449, half called, 2 sold unpaid: paid-up is zero', async (t) => {
    const { state } = told(
      [
        { kind: 'subscription', shares: '4', amount: '60.98', called: '30.49' },
        { kind: 'sale', shares: '2', amount: '0.00' },
      ],
      '15.2449',
    )
    const unpaid = new Decimal(balance(state, 'uncalled')).plus(balance(state, 'payable'))
    t.equal(new Decimal(balance(state, 'share_cost')).minus(unpaid).toFixed(2), '0.00')
  })

  t.test('a split changes the nominal that later subscriptions must reach', async (t) => {
    const { state } = told([
      { kind: 'subscription', shares: '3', amount: '150.00', called: '150.00' },
      { kind: 'share_split', splitFrom: 3, splitTo: 2 },
      { kind: 'subscription', shares: '1', amount: '75.00', called: '0.00' },
    ])
    t.equal(balance(state, 'shares'), '3.00')
    t.equal(state.classes.get(PARTS)?.nominalValue.toFixed(2), '75.00')
    const below = movementOf({ kind: 'subscription', shares: '1', amount: '74.99', called: '0.00' })
    t.match(
      failureOf(() => post(below, state)),
      { code: 'amount_below_nominal' },
    )
  })
})

test('backdating', async (t) => {
  t.test('a purchase before a sale changes the average cost that the sale took', async (t) => {
    const { posted } = told([
      { kind: 'purchase', shares: '10', amount: '100.00', effectiveOn: '2021-01-01' },
      { kind: 'sale', shares: '5', amount: '80.00', effectiveOn: '2021-06-01' },
    ])
    const late = movementOf({ kind: 'purchase', shares: '10', amount: '200.00', effectiveOn: '2021-03-01' })
    const outcome = replay(stateOf(), posted, { joins: late })
    t.same(plain(outcome.postings), { shares: '10', share_cost: '200.00', owed_purchase: '-200.00' })
    t.same(adjustmentsOf(outcome), [['#2', { share_cost: '-25.00', disposed_cost: '25.00' }]])
    t.same(daysOf(outcome, PARTS), ['2021-03-01', '2021-06-01'], 'the days whose balances differ')
  })

  t.test('what came before, and what does not depend on it, is left alone', async (t) => {
    const { posted } = told([
      { kind: 'purchase', shares: '10', amount: '100.00', effectiveOn: '2021-01-01' },
      { kind: 'grant', shareClassId: null, amount: '5.00', effectiveOn: '2021-06-01' },
      { kind: 'purchase', shares: '1', amount: '1.00', effectiveOn: '2021-07-01' },
    ])
    const outcome = replay(stateOf(), posted, {
      joins: movementOf({ kind: 'purchase', shares: '1', amount: '9.00', effectiveOn: '2021-03-01' }),
    })
    t.same(adjustmentsOf(outcome), [])
    t.same(daysOf(outcome, PARTS), ['2021-03-01', '2021-07-01'])
  })

  t.test('a movement of the same day is the last of it', async (t) => {
    const { posted } = told([
      { kind: 'purchase', shares: '10', amount: '100.00', effectiveOn: '2021-01-01' },
      { kind: 'sale', shares: '5', amount: '0.00', effectiveOn: '2021-06-01' },
    ])
    const same = { kind: 'purchase', shares: '10', amount: '900.00', effectiveOn: '2021-06-01' }
    t.same(adjustmentsOf(replay(stateOf(), posted, { joins: movementOf(same) })), [], 'the sale took its cost before')
  })

  t.test('a backdated sale of part-paid shares before a full call is refused naming the call', async (t) => {
    const { posted } = told([
      { kind: 'subscription', shares: '100', amount: '5000.00', called: '1250.00', effectiveOn: '2021-01-01' },
      { kind: 'call', amount: '3750.00', effectiveOn: '2021-06-01' },
    ])
    const sale = { kind: 'sale', shares: '10', amount: '0.00', effectiveOn: '2021-03-01' }
    const failure = failureOf(() => replay(stateOf(), posted, { joins: movementOf(sale) }))
    t.equal(failure.code, 'later_movement_impossible')
    const { movement, because } = failure.facts as { movement: object; because: Failure }
    t.same(movement, { id: '#2', kind: 'call', effectiveOn: '2021-06-01' })
    t.equal(because.code, 'amount_exceeds_limit')
    t.match(because.facts, { amount: '3750.00', limit: '3375.00', of: 'uncalled' })
  })

  t.test('a backdated consolidation that lifts the nominal above a later subscription is refused', async (t) => {
    const { posted } = told([
      { kind: 'subscription', shares: '4', amount: '200.00', called: '200.00', effectiveOn: '2021-01-01' },
      { kind: 'subscription', shares: '1', amount: '50.00', called: '50.00', effectiveOn: '2021-06-01' },
    ])
    const split = { kind: 'share_split', splitFrom: 2, splitTo: 1, effectiveOn: '2021-03-01' }
    t.match(
      failureOf(() => replay(stateOf(), posted, { joins: movementOf(split) })),
      {
        code: 'later_movement_impossible',
        facts: { movement: { id: '#2' }, because: { code: 'amount_below_nominal' } },
      },
    )
  })

  t.test('what the movement itself breaks is not blamed on a later one', async (t) => {
    const { posted } = told([{ kind: 'purchase', shares: '1', amount: '1.00', effectiveOn: '2021-06-01' }])
    const early = { kind: 'sale', shares: '1', amount: '0.00', effectiveOn: '2021-03-01' }
    t.match(
      failureOf(() => replay(stateOf(), posted, { joins: movementOf(early) })),
      {
        code: 'more_shares_than_held',
        facts: { held: '0' },
      },
    )
  })
})

test('reversal', async (t) => {
  const bought = { kind: 'purchase', shares: '10', amount: '100.00', effectiveOn: '2021-01-01' }
  const boughtMore = { kind: 'purchase', shares: '10', amount: '200.00', effectiveOn: '2021-03-01' }
  const sold = { kind: 'sale', shares: '5', amount: '80.00', effectiveOn: '2021-06-01' }

  t.test('undoes all that the movement posted, and adjusts the later ones', async (t) => {
    const { posted } = told([bought, boughtMore, sold])
    const outcome = replay(stateOf(), posted, { leaves: posted[1] as Posted })
    t.same(plain(outcome.postings), { shares: '-10', share_cost: '-200.00', owed_purchase: '200.00' })
    t.same(adjustmentsOf(outcome), [['#3', { share_cost: '25.00', disposed_cost: '-25.00' }]])
    t.same(daysOf(outcome, PARTS), ['2021-03-01', '2021-06-01'])
  })

  t.test('undoes adjustments too', async (t) => {
    const { posted } = told([bought, sold])
    const [first, second] = posted as [Posted, Posted]
    const { adjustments, postings } = replay(stateOf(), posted, { joins: { ...movementOf(boughtMore), id: '#3' } })
    const adjusted = { movement: second.movement, postings: sum(second.postings, adjustments[0]?.postings) }
    const known = [first, { movement: { ...movementOf(boughtMore), id: '#3' }, postings }, adjusted]
    const outcome = replay(stateOf(), known, { leaves: adjusted })
    t.same(plain(outcome.postings), {
      shares: '5',
      share_cost: '75.00',
      disposed_cost: '-75.00',
      receivable_sale: '-80.00',
      disposal_proceeds: '80.00',
    })
  })

  t.test('is refused when another movement would become impossible, naming it', async (t) => {
    const { posted } = told([bought, sold])
    t.match(
      failureOf(() => replay(stateOf(), posted, { leaves: posted[0] as Posted })),
      {
        code: 'later_movement_impossible',
        facts: { movement: { id: '#2', kind: 'sale' }, because: { code: 'more_shares_than_held' } },
      },
    )
  })

  t.test('of everything leaves nothing', async (t) => {
    const { posted } = told([bought, boughtMore, sold])
    for (let left = posted; left.length > 0; left = left.slice(0, -1)) {
      const leaves = left.at(-1) as Posted
      const { postings, adjustments } = replay(stateOf(), left, { leaves } satisfies Change)
      t.same(plain(sum(postings, leaves.postings)), {})
      t.same(adjustments, [])
    }
  })
})

/** A movement, on the one class of these examples unless it says otherwise. */
function movementOf(given: Given, id = 'this'): Movement {
  const values = Object.entries({ effectiveOn: '2022-01-01', ...given }).map(([name, value]) => [
    name,
    DECIMALS.has(name) ? new Decimal(String(value)) : value,
  ])
  return { id, shareClassId: PARTS, ...Object.fromEntries(values) }
}

function stateOf(held: Balances = {}, owing: Balances = {}): State {
  return {
    classes: new Map([[PARTS, { ...emptyClass(new Decimal('50.00')), ...decimals(held) }]]),
    cooperative: { ...EMPTY_COOPERATIVE, ...decimals(owing) },
  }
}

function decimals(balances: Balances): Record<string, Decimal> {
  return Object.fromEntries(Object.entries(balances).map(([name, value]) => [name, new Decimal(value)]))
}

/** Movements that follow one another, named #1, #2 …: what each posted, and where it left the cooperative. */
function told(movements: Given[], nominalValue = '50.00'): { posted: Posted[]; state: State } {
  let state = stateOf({ nominalValue })
  const posted = movements.map((given, index) => {
    const movement = movementOf(given, `#${index + 1}`)
    const postings = post(movement, state)
    state = applyPostings(state, movement, postings)
    return { movement, postings }
  })
  return { posted, state }
}

function balance(state: State, name: 'shares' | 'share_cost' | 'uncalled' | 'payable'): string {
  return state.classes.get(PARTS)?.[name].toFixed(2) ?? ''
}

function plain({ shares, amounts }: Postings): Expected {
  return {
    ...(!shares.isZero() && { shares: shares.toFixed(0) }),
    ...Object.fromEntries(Object.entries(amounts).map(([account, amount]) => [account, amount.toFixed(2)])),
  }
}

function sumOf({ amounts }: Postings): Decimal {
  return Object.values(amounts).reduce((total, amount) => total.plus(amount), new Decimal(0))
}

function sum(left: Postings, right: Postings | undefined): Postings {
  const amounts = new Map(Object.entries(left.amounts))
  for (const [account, amount] of Object.entries(right?.amounts ?? {})) {
    amounts.set(account, amount.plus(amounts.get(account) ?? 0))
  }
  return {
    shares: left.shares.plus(right?.shares ?? 0),
    amounts: Object.fromEntries([...amounts].filter(([, amount]) => !amount.isZero())),
  }
}

function adjustmentsOf({ adjustments }: Outcome): [string, Expected][] {
  return adjustments.map(({ movement, postings }) => [movement.id, plain(postings)])
}

function daysOf({ versions }: Outcome, shareClassId: string): string[] {
  return versions.filter((version) => version.shareClassId === shareClassId).map(({ effectiveOn }) => effectiveOn)
}

function failureOf(work: () => unknown): Failure {
  try {
    work()
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error('it was accepted')
}
