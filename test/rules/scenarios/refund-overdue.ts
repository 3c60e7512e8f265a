import { test } from 'tap'
import { type Office, playScenarios } from '../office.ts'

/** Ten shares given back for 500.00; nothing is known of when it is due. */
async function giveBack(office: Office, on: string, dueOn?: string) {
  return office.atNominal('withdrawal', on, 10, dueOn === undefined ? {} : { dueOn })
}

function receive(office: Office, on: string, amount: string) {
  return office.movement('receipt', on, { amount })
}

function state(office: Office, on: string, months?: number) {
  return office.statement(on, '100000.00', months === undefined ? {} : { statutes: { refundDelayMonths: months } })
}

test('refund_overdue', (t) =>
  playScenarios(t, 'refund_overdue', [
    { name: 'nothing was given back', given: async () => {}, answers: { '2025-01-01': 'holds' } },
    {
      name: 'past the day that was stated',
      given: async (office) => {
        await office.hold('2018-02-01', 200)
        await giveBack(office, '2024-03-15', '2024-06-30')
      },
      answers: {
        '2024-03-14': 'holds',
        '2024-06-30': 'holds',
        '2024-07-01': 'broken since 2024-07-01',
        '2026-01-01': 'broken since 2024-07-01',
      },
      figures: { open: '500.00', lastDay: '2024-06-30', basis: 'stated' },
    },
    {
      name: 'a day that was stated, but later than five years',
      given: async (office) => {
        await office.hold('2018-02-01', 200)
        await giveBack(office, '2019-03-15', '2030-12-31')
      },
      answers: { '2024-03-15': 'holds', '2024-03-16': 'broken since 2024-03-16' },
      figures: { lastDay: '2024-03-15' },
    },
    {
      name: 'no day, and no statutes: not known until five years are over',
      given: async (office) => {
        await office.hold('2018-02-01', 200)
        await giveBack(office, '2019-03-15')
      },
      answers: {
        '2024-03-15': 'unknown (movement.dueOn, capitalStatements.statutes.refundDelayMonths) since 2019-03-15',
        '2024-03-16': 'broken since 2024-03-16',
      },
      later: {
        given: (office) => state(office, '2020-12-31', 24),
        answers: {
          '2020-12-30': 'unknown (movement.dueOn, capitalStatements.statutes.refundDelayMonths) since 2019-03-15',
          '2021-03-15': 'holds',
          '2021-03-16': 'broken since 2021-03-16',
        },
      },
      figures: { lastDay: '2021-03-15', basis: 'statutes' },
    },
    {
      name: 'five years by the law, where the statutes say nothing or more',
      given: async (office) => {
        await office.hold('2018-02-01', 200)
        await state(office, '2018-12-31', 120)
        await giveBack(office, '2019-03-15')
      },
      answers: { '2024-03-15': 'holds', '2024-03-16': 'broken since 2024-03-16' },
      figures: { basis: 'law' },
    },
    {
      name: 'a shorter delay that is known later, and a statement that is silent',
      given: async (office) => {
        await office.hold('2018-02-01', 200)
        await state(office, '2018-12-31')
        await giveBack(office, '2019-03-15')
        await state(office, '2021-12-31', 12)
        await state(office, '2022-12-31')
      },
      answers: {
        '2021-12-30': 'holds',
        '2021-12-31': 'broken since 2021-12-31',
        '2023-01-01': 'broken since 2021-12-31',
      },
    },
    {
      name: 'to the cent, and on the last day it is in time',
      given: async (office) => {
        await office.hold('2018-02-01', 200)
        await giveBack(office, '2024-03-15', '2024-06-30')
        await receive(office, '2024-06-30', '499.99')
        return receive(office, '2024-08-01', '0.01')
      },
      answers: { '2024-06-30': 'holds', '2024-07-31': 'broken since 2024-07-01', '2024-08-01': 'holds' },
      later: {
        given: (office, receipt) => office.reverse(receipt),
        answers: { '2024-08-01': 'broken since 2024-07-01' },
      },
      figures: { open: '0.01' },
    },
    {
      name: 'the oldest comes in first, whenever it is due',
      given: async (office) => {
        await office.hold('2018-02-01', 200)
        await giveBack(office, '2024-01-15', '2024-12-31')
        await giveBack(office, '2024-02-15', '2024-06-30')
        await receive(office, '2024-06-30', '500.00')
      },
      answers: { '2024-07-01': 'broken since 2024-07-01', '2025-01-01': 'broken since 2024-07-01' },
      later: { given: (office) => receive(office, '2025-02-01', '500.00'), answers: { '2025-02-01': 'holds' } },
    },
    {
      name: 'a refund of nothing afterwards hides none that is open',
      given: async (office) => {
        await office.hold('2018-02-01', 200)
        await giveBack(office, '2024-01-15', '2024-06-30')
        await office.movement('withdrawal', '2024-02-15', { shares: '10', amount: '0.00' })
      },
      answers: { '2024-06-30': 'holds', '2024-07-01': 'broken since 2024-07-01' },
    },
    {
      name: 'what is given up is not overdue any more, and what a sale brings is no refund',
      given: async (office) => {
        await office.hold('2018-02-01', 200)
        await giveBack(office, '2024-01-15', '2024-06-30')
        await office.atNominal('sale', '2024-01-15', 10, { dueOn: '2024-06-30' })
        await office.movement('loss', '2024-09-01', { amount: '500.00', settles: 'withdrawal' })
      },
      answers: { '2024-08-31': 'broken since 2024-07-01', '2024-09-01': 'holds' },
    },
    {
      name: 'a withdrawal that is reversed, and recorded anew with another day',
      given: async (office) => {
        await office.hold('2018-02-01', 200)
        return giveBack(office, '2024-01-15', '2024-06-30')
      },
      answers: { '2024-07-01': 'broken since 2024-07-01' },
      later: {
        given: async (office, withdrawal) => {
          await office.reverse(withdrawal)
          await giveBack(office, '2024-01-15', '2024-09-30')
        },
        answers: { '2024-09-30': 'holds', '2024-10-01': 'broken since 2024-10-01' },
      },
    },
    {
      name: 'a later paper for the same date',
      given: async (office) => {
        await office.hold('2018-02-01', 200)
        await state(office, '2018-12-31', 12)
        await giveBack(office, '2019-03-15')
      },
      answers: { '2020-03-15': 'holds', '2020-03-16': 'broken since 2020-03-16' },
      later: {
        given: (office) => state(office, '2018-12-31', 18),
        answers: { '2020-09-15': 'holds', '2020-09-16': 'broken since 2020-09-16' },
      },
    },
  ]))
