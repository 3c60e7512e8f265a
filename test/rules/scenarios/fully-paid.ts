import { test } from 'tap'
import { type Office, playScenarios } from '../office.ts'

/** 200 shares for 10000.00, of which a quarter is called. */
function subscribe(office: Office, on: string) {
  return office.atNominal('subscription', on, 200, { called: '2500.00' })
}

function pay(office: Office, on: string, amount: string) {
  return office.movement('payment', on, { amount })
}

/** A statement; months: what the statutes allow to pay in full. */
function state(office: Office, on: string, months?: number) {
  return office.statement(on, '100000.00', months === undefined ? {} : { statutes: { fullPaymentDelayMonths: months } })
}

test('fully_paid', (t) =>
  playScenarios(t, 'fully_paid', [
    { name: 'nothing was subscribed', given: async () => {}, answers: { '2025-01-01': 'holds' } },
    {
      name: 'five years to the day, where the statutes ask for nothing shorter',
      given: async (office) => {
        await state(office, '2018-12-31')
        await subscribe(office, '2019-03-01')
      },
      answers: {
        '2019-02-28': 'holds',
        '2019-03-01': 'holds',
        '2024-03-01': 'holds',
        '2024-03-02': 'broken since 2024-03-02',
        '2026-01-01': 'broken since 2024-03-02',
      },
      figures: { subscribed: '10000.00', unpaid: '10000.00', lastDay: '2024-03-01', basis: 'law' },
    },
    {
      name: 'nothing is known of the statutes, until the first statement, or until the term of the law is over',
      given: (office) => subscribe(office, '2019-03-01'),
      answers: {
        '2019-02-28': 'holds',
        '2024-03-01': 'unknown (capitalStatements.statutes.fullPaymentDelayMonths) since 2019-03-01',
        '2024-03-02': 'broken since 2024-03-02',
      },
      later: {
        given: (office) => state(office, '2020-12-31'),
        answers: {
          '2020-12-30': 'unknown (capitalStatements.statutes.fullPaymentDelayMonths) since 2019-03-01',
          '2020-12-31': 'holds',
          '2024-03-02': 'broken since 2024-03-02',
        },
      },
    },
    {
      name: 'from 29 February, to the last day of February',
      given: async (office) => {
        await state(office, '2018-12-31')
        await subscribe(office, '2020-02-29')
      },
      answers: { '2025-02-28': 'holds', '2025-03-01': 'broken since 2025-03-01' },
    },
    {
      name: 'the shorter term of the statutes, also where a later statement is silent about it',
      given: async (office) => {
        await state(office, '2018-12-31', 36)
        await subscribe(office, '2019-03-01')
        await state(office, '2020-12-31')
      },
      answers: { '2022-03-01': 'holds', '2022-03-02': 'broken since 2022-03-02' },
      figures: { lastDay: '2022-03-01', basis: 'statutes' },
    },
    {
      name: 'at once',
      given: async (office) => {
        await state(office, '2018-12-31', 0)
        await subscribe(office, '2019-03-01')
      },
      answers: { '2019-03-01': 'holds', '2019-03-02': 'broken since 2019-03-02' },
    },
    {
      name: 'the statutes may not ask for more than the law: five years are five years',
      given: async (office) => {
        await state(office, '2018-12-31', 60)
        await subscribe(office, '2019-03-01')
      },
      answers: { '2024-03-01': 'holds', '2024-03-02': 'broken since 2024-03-02' },
      figures: { basis: 'law' },
    },
    {
      name: 'a shorter term that is known later is over from then on',
      given: async (office) => {
        await state(office, '2018-12-31')
        await subscribe(office, '2019-03-01')
        await state(office, '2023-06-30', 36)
      },
      answers: { '2023-06-29': 'holds', '2023-06-30': 'broken since 2023-06-30' },
    },
    {
      name: 'a longer term that is known later ends it, until that is over, too',
      given: async (office) => {
        await state(office, '2018-12-31', 24)
        await subscribe(office, '2019-03-01')
        await state(office, '2021-06-30', 48)
      },
      answers: {
        '2021-03-01': 'holds',
        '2021-06-29': 'broken since 2021-03-02',
        '2021-06-30': 'holds',
        '2023-03-01': 'holds',
        '2023-03-02': 'broken since 2023-03-02',
      },
    },
    {
      name: 'to the cent, called or not',
      given: async (office) => {
        await state(office, '2018-12-31')
        await subscribe(office, '2019-03-01')
        await pay(office, '2019-03-01', '2500.00')
        await office.movement('call', '2023-01-01', { amount: '7500.00' })
        await pay(office, '2024-02-01', '7499.99')
        await pay(office, '2024-05-01', '0.01')
      },
      answers: { '2024-03-01': 'holds', '2024-04-30': 'broken since 2024-03-02', '2024-05-01': 'holds' },
    },
    {
      name: 'on the last day it is in time',
      given: async (office) => {
        await state(office, '2018-12-31')
        await office.atNominal('subscription', '2019-03-01', 200)
        return pay(office, '2024-03-01', '10000.00')
      },
      answers: { '2024-03-01': 'holds', '2024-03-02': 'holds' },
      later: {
        given: (office, payment) => office.reverse(payment),
        answers: { '2024-03-01': 'holds', '2024-03-02': 'broken since 2024-03-02' },
      },
    },
    {
      name: 'each subscription has its own term, and the oldest is paid first',
      given: async (office) => {
        await state(office, '2018-12-31')
        await office.atNominal('subscription', '2019-03-01', 200)
        await office.atNominal('subscription', '2019-09-01', 200)
        await pay(office, '2024-04-01', '10000.00')
      },
      answers: {
        '2024-03-31': 'broken since 2024-03-02',
        '2024-04-01': 'holds',
        '2024-09-02': 'broken since 2024-09-02',
      },
    },
    {
      name: 'shares that are sold take what is not paid with them',
      given: async (office) => {
        await state(office, '2018-12-31')
        await subscribe(office, '2019-03-01')
        await pay(office, '2019-03-01', '2500.00')
        await office.movement('sale', '2024-06-01', { shares: '100', amount: '1250.00' })
        await office.movement('sale', '2024-07-01', { shares: '100', amount: '1250.00' })
      },
      answers: { '2024-06-30': 'broken since 2024-03-02', '2024-07-01': 'holds' },
    },
    {
      name: 'a later paper for the same date, and a subscription that never was',
      given: async (office) => {
        await state(office, '2018-12-31', 12)
        return subscribe(office, '2019-03-01')
      },
      answers: { '2020-03-02': 'broken since 2020-03-02' },
      later: {
        given: async (office, subscription) => {
          await state(office, '2018-12-31', 24)
          await subscribe(office, '2019-04-01')
          await office.reverse(subscription)
        },
        answers: { '2020-03-02': 'holds', '2021-04-01': 'holds', '2021-04-02': 'broken since 2021-04-02' },
      },
    },
    {
      name: 'before the law of 1947 came into force',
      given: async (office) => {
        await state(office, '1946-12-31')
        await subscribe(office, '1947-09-11')
        await subscribe(office, '1947-09-12')
      },
      answers: {
        '1952-09-12': 'unknown (parameters.term) since 1947-09-11',
        '1952-09-13': ['unknown (parameters.term) since 1947-09-11', 'broken since 1952-09-13'],
      },
    },
  ]))
