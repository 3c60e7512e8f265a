import { test } from 'tap'
import { type Office, playScenarios } from '../office.ts'

function interest(office: Office, on: string, amount: string) {
  return office.movement('share_interest', on, { amount })
}

/** 200 shares, worth 10000.00, held since a day. */
function hold(office: Office, on: string) {
  return office.hold(on, 200)
}

test('interest_rate', (t) =>
  playScenarios(t, 'interest_rate', [
    { name: 'no interest', given: (office) => hold(office, '2020-02-01'), answers: { '2025-01-01': 'holds' } },
    {
      // (0.20 + 0.27 + 1.325 + 2.51 + 3.14 + 3.37) ÷ 6 is 1.8025, and two points more is 3.8025 %.
      name: 'the mean of the three years before and two points, to the cent',
      given: async (office) => {
        await hold(office, '2020-02-01')
        return interest(office, '2024-06-30', '380.25')
      },
      answers: { '2024-06-29': 'holds', '2024-06-30': 'holds' },
      later: {
        given: async (office, first) => {
          await office.reverse(first)
          await interest(office, '2024-06-30', '380.26')
        },
        answers: {
          '2024-06-29': 'holds',
          '2024-06-30': 'broken since 2024-06-30',
          '2026-01-01': 'broken since 2024-06-30',
        },
      },
      figures: { year: '2024', interest: '380.26', nominalHeld: '10000.00', rate: '0.038026', ceiling: '0.038025' },
    },
    {
      // (2.28 + 1.50 + 0.96 + 1.19 + 0.80 + 0.63) ÷ 6 + 2 is 3.226666… %.
      name: 'a mean that is no whole part of a cent',
      given: async (office) => {
        await hold(office, '2015-02-01')
        await interest(office, '2017-06-30', '322.66')
        await interest(office, '2017-07-31', '0.01')
      },
      answers: { '2017-07-30': 'holds', '2017-07-31': 'broken since 2017-07-31' },
    },
    {
      name: 'what is paid in one year adds up, and the next year counts anew',
      given: async (office) => {
        await hold(office, '2020-02-01')
        await interest(office, '2024-03-31', '200.00')
        await interest(office, '2024-06-30', '180.25')
        await interest(office, '2024-12-31', '0.01')
        // (0.20 − 0.02 + 0.20 + 0.27 + 1.325 + 2.51) ÷ 6 + 2 is 2.7475 %.
        await interest(office, '2023-06-30', '274.75')
      },
      answers: {
        '2023-12-31': 'holds',
        '2024-12-30': 'holds',
        '2024-12-31': 'broken since 2024-12-31',
      },
      later: {
        given: (office) => interest(office, '2023-07-31', '0.01'),
        answers: { '2023-12-31': 'broken since 2023-07-31', '2024-03-31': 'holds' },
      },
    },
    {
      // (2.30 + 2.62 + 2.28 + 1.50 + 0.96 + 1.19) ÷ 6 + 2 is 3.808333… %.
      name: 'under the law before December 2016 the ceiling was another one, which is not known here',
      given: async (office) => {
        await hold(office, '2012-02-01')
        await interest(office, '2015-12-10', '1.00')
        await interest(office, '2016-12-10', '380.00')
        await interest(office, '2016-12-11', '0.83')
        await interest(office, '2016-12-12', '0.01')
      },
      answers: {
        '2015-12-09': 'holds',
        '2016-12-10': 'unknown (parameters.margin) since 2015-12-10',
        '2016-12-11': 'holds',
        '2016-12-12': 'broken since 2016-12-12',
      },
    },
    {
      name: 'nothing was held on 31 December',
      given: async (office) => {
        await hold(office, '2024-01-01')
        await interest(office, '2024-06-30', '100.00')
      },
      answers: { '2024-06-30': 'unknown (holding on 2023-12-31) since 2024-06-30' },
      later: { given: (office) => hold(office, '2023-12-31'), answers: { '2024-06-30': 'holds' } },
    },
    {
      name: 'what is held counts as it was on 31 December, not as it is when interest is paid',
      given: async (office) => {
        await hold(office, '2020-02-01')
        await office.atNominal('sale', '2023-12-31', 100)
        await hold(office, '2024-01-01')
        await interest(office, '2024-06-30', '190.13')
      },
      // Half of 380.25 is 190.125.
      answers: { '2024-06-30': 'broken since 2024-06-30' },
      later: {
        given: (office) => office.atNominal('purchase', '2023-12-31', 1),
        answers: { '2024-06-30': 'holds' },
      },
    },
    {
      name: 'a split leaves what is held as it is',
      given: async (office) => {
        await hold(office, '2020-02-01')
        await office.movement('share_split', '2023-06-30', { splitFrom: 1, splitTo: 10 })
        await interest(office, '2024-06-30', '380.25')
      },
      answers: { '2024-06-30': 'holds' },
    },
    {
      name: 'a yield that is not published yet, and then is',
      given: async (office) => {
        await hold(office, '2020-02-01')
        await interest(office, '2025-06-30', '472.41')
      },
      answers: { '2025-06-29': 'holds', '2025-06-30': 'unknown (parameters.bondYield) since 2025-06-30' },
      later: {
        given: async (office) => {
          const publish = (from: string, to: string) =>
            office.post('/v1/compliance/parameters', {
              rule: 'interest_rate',
              parameter: 'bondYield',
              value: '3.00',
              from,
              to,
              source: 'Avis au JORF',
            })
          await publish('2024-01-01', '2024-07-01')
          await publish('2024-07-01', '2025-01-01')
          await interest(office, '2025-07-31', '0.01')
        },
        // (1.325 + 2.51 + 3.14 + 3.37 + 3.00 + 3.00) ÷ 6 + 2 is 4.724166… %.
        answers: { '2025-07-30': 'holds', '2025-07-31': 'broken since 2025-07-31' },
      },
    },
  ]))
