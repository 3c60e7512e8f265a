import { test } from 'tap'
import { type Office, playScenarios } from '../office.ts'

/** 200 shares for 10000.00, of which so much is called. */
function subscribe(office: Office, on: string, called: string) {
  return office.atNominal('subscription', on, 200, { called })
}

function pay(office: Office, on: string, amount: string) {
  return office.movement('payment', on, { amount })
}

test('paid_at_entry', (t) =>
  playScenarios(t, 'paid_at_entry', [
    { name: 'nothing was subscribed', given: async () => {}, answers: { '2025-01-01': 'holds' } },
    {
      name: 'a quarter, on the day',
      given: async (office) => {
        await subscribe(office, '2024-03-01', '2500.00')
        await pay(office, '2024-03-01', '2500.00')
      },
      answers: { '2024-02-29': 'holds', '2024-03-01': 'holds', '2030-01-01': 'holds' },
    },
    {
      name: 'a quarter less a cent, until the cent is paid',
      given: async (office) => {
        await subscribe(office, '2024-03-01', '2500.00')
        await pay(office, '2024-03-01', '2499.99')
        await pay(office, '2024-06-15', '0.01')
      },
      answers: {
        '2024-03-01': 'broken since 2024-03-01',
        '2024-06-14': 'broken since 2024-03-01',
        '2024-06-15': 'holds',
      },
      later: {
        given: (office) => subscribe(office, '2024-09-01', '0.00'),
        answers: { '2024-08-31': 'holds', '2024-09-01': 'broken since 2024-09-01' },
      },
      figures: { subscribed: '10000.00', paid: '0.00', paidShare: '0.000000', leastPaid: '0.250000' },
    },
    {
      name: 'less than a quarter was called: what is called is paid, and it is not enough',
      given: async (office) => {
        await subscribe(office, '2024-03-01', '2499.99')
        await pay(office, '2024-03-01', '2499.99')
        await office.movement('call', '2024-05-01', { amount: '0.01' })
        await pay(office, '2024-05-02', '0.01')
      },
      answers: { '2024-05-01': 'broken since 2024-03-01', '2024-05-02': 'holds' },
    },
    {
      name: 'a quarter of a premium, too',
      given: async (office) => {
        await office.movement('subscription', '2024-03-01', { shares: '2', amount: '100.04', called: '25.01' })
        await pay(office, '2024-03-01', '25.00')
        await pay(office, '2024-03-02', '0.01')
      },
      answers: { '2024-03-01': 'broken since 2024-03-01', '2024-03-02': 'holds' },
    },
    {
      name: 'a quarter that is no whole cent: 25.00 of 100.01 is less',
      given: async (office) => {
        await office.movement('subscription', '2024-03-01', { shares: '2', amount: '100.01' })
        await pay(office, '2024-03-01', '25.00')
        await pay(office, '2024-03-02', '0.01')
      },
      answers: { '2024-03-01': 'broken since 2024-03-01', '2024-03-02': 'holds' },
    },
    {
      name: 'one of two subscriptions: a payment pays the oldest call',
      given: async (office) => {
        await subscribe(office, '2024-03-01', '2500.00')
        await subscribe(office, '2024-04-01', '2500.00')
        await pay(office, '2024-04-01', '2500.00')
      },
      answers: {
        '2024-03-31': 'broken since 2024-03-01',
        '2024-04-01': 'broken since 2024-04-01',
      },
      later: {
        given: (office) => pay(office, '2024-05-01', '2500.00'),
        answers: { '2024-04-30': 'broken since 2024-04-01', '2024-05-01': 'holds' },
      },
    },
    {
      name: 'a payment that is reversed',
      given: async (office) => {
        await subscribe(office, '2024-03-01', '2500.00')
        return pay(office, '2024-03-01', '2500.00')
      },
      answers: { '2024-03-01': 'holds' },
      later: {
        given: (office, payment) => office.reverse(payment),
        answers: { '2024-03-01': 'broken since 2024-03-01' },
      },
    },
    {
      name: 'a subscription that is reversed, and recorded anew with all of it called and paid',
      given: (office) => subscribe(office, '2024-03-01', '2500.00'),
      answers: { '2024-03-01': 'broken since 2024-03-01' },
      later: {
        given: async (office, subscription) => {
          await office.reverse(subscription)
          await office.hold('2024-03-01', 200)
        },
        answers: { '2024-03-01': 'holds' },
      },
    },
    {
      name: 'a disposal takes its part of what is paid and of what is not: a quarter stays a quarter',
      given: async (office) => {
        // A third of 150.08 is no whole cent.
        await office.movement('subscription', '2024-03-01', { shares: '3', amount: '150.08', called: '37.52' })
        await pay(office, '2024-03-01', '37.52')
        await office.movement('sale', '2024-06-01', { shares: '1', amount: '50.00' })
      },
      answers: { '2024-05-31': 'holds', '2024-06-01': 'holds' },
    },
    {
      name: 'the same of what is called and not paid',
      given: async (office) => {
        await office.movement('subscription', '2024-03-01', { shares: '3', amount: '150.08', called: '75.03' })
        await pay(office, '2024-03-01', '37.52')
        await office.movement('sale', '2024-06-01', { shares: '1', amount: '50.00' })
      },
      answers: { '2024-05-31': 'holds', '2024-06-01': 'holds' },
    },
    {
      name: 'less than a quarter stays so when a part is sold, and ends with the last share',
      given: async (office) => {
        await office.movement('subscription', '2024-03-01', { shares: '3', amount: '150.08', called: '37.52' })
        await pay(office, '2024-03-01', '37.51')
        await office.movement('sale', '2024-06-01', { shares: '1', amount: '50.00' })
        await office.movement('write_off', '2024-07-01', { shares: '2' })
      },
      answers: {
        '2024-05-31': 'broken since 2024-03-01',
        '2024-06-30': 'broken since 2024-03-01',
        '2024-07-01': 'holds',
      },
    },
    {
      name: 'what is given in kind, or bought from others, is no subscription',
      given: async (office) => {
        await office.atNominal('contribution_in_kind', '2024-03-01', 10)
        await office.atNominal('purchase', '2024-03-01', 10)
      },
      answers: { '2024-03-01': 'holds' },
    },
    {
      name: 'before the law of 1947 came into force',
      given: (office) => subscribe(office, '1947-09-11', '0.00'),
      answers: {
        '1947-09-11': 'unknown (parameters.leastPaid) since 1947-09-11',
        '2025-01-01': 'unknown (parameters.leastPaid) since 1947-09-11',
      },
      later: {
        given: (office) => subscribe(office, '1947-09-12', '0.00'),
        answers: {
          '1947-09-12': ['unknown (parameters.leastPaid) since 1947-09-11', 'broken since 1947-09-12'],
        },
      },
    },
  ]))
