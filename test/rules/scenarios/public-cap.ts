import { test } from 'tap'
import { playScenarios } from '../office.ts'

test('public_cap', (t) =>
  playScenarios(t, 'public_cap', [
    {
      name: 'nothing is known',
      given: async () => {},
      answers: { '2025-01-01': 'unknown (capitalStatements) since ever' },
    },
    {
      name: 'the statement does not say what public bodies hold',
      given: (office) => office.statement('2024-12-31', '100000.00'),
      answers: { '2025-01-01': 'unknown (capitalStatements.publicCapital) since ever' },
    },
    {
      name: 'to the cent: half is not more than half',
      given: async (office) => {
        await office.statement('2023-12-31', '100000.00', { publicCapital: '50000.00' })
        await office.statement('2024-12-31', '100000.00', { publicCapital: '50000.01' })
      },
      answers: {
        '2024-12-30': 'holds',
        '2024-12-31': 'broken since 2024-12-31',
        '2026-01-01': 'broken since 2024-12-31',
      },
      figures: { publicHeld: '50000.01', totalCapital: '100000.00', cap: '0.500000' },
    },
    {
      name: '20 % until the law of 2014 came into force, 50 % since',
      given: async (office) => {
        await office.statement('2013-12-31', '100000.00', { publicCapital: '30000.00' })
      },
      answers: {
        '2013-12-30': 'unknown (capitalStatements) since ever',
        '2014-08-01': 'broken since 2013-12-31',
        '2014-08-02': 'holds',
      },
    },
    {
      name: 'crossed without an act of ours: another member leaves',
      given: async (office) => {
        await office.movement('subscription', '2023-02-01', { shares: '900', amount: '45000.00' })
        await office.statement('2023-12-31', '100000.00', { publicCapital: '45000.00' })
        await office.statement('2024-12-31', '85000.00', { publicCapital: '45000.00' })
        await office.statement('2025-12-31', '95000.00', { publicCapital: '45000.00' })
      },
      answers: { '2024-06-01': 'holds', '2025-06-01': 'broken since 2024-12-31', '2025-12-31': 'holds' },
    },
    {
      name: 'crossed by our own subscription after the last statement',
      given: async (office) => {
        await office.statement('2024-12-31', '100000.00', { publicCapital: '40000.00' })
        await office.movement('subscription', '2025-03-01', { shares: '500', amount: '25000.00' })
      },
      answers: { '2025-02-28': 'holds', '2025-03-01': 'broken since 2025-03-01' },
      figures: { publicHeld: '65000.00', totalCapital: '125000.00', publicShare: '0.520000' },
    },
    {
      name: 'what we hold alone is too much, whatever the statement leaves out',
      given: async (office) => {
        await office.movement('subscription', '2024-02-01', { shares: '1200', amount: '60000.00' })
        await office.statement('2024-12-31', '100000.00')
      },
      answers: { '2025-01-01': 'broken since 2024-12-31' },
    },
    {
      name: 'what we hold alone is half: what the others hold would tell',
      given: async (office) => {
        await office.atNominal('subscription', '2024-02-01', 1000)
        await office.statement('2024-12-31', '100000.00')
      },
      answers: { '2025-01-01': 'unknown (capitalStatements.publicCapital) since ever' },
    },
    {
      name: 'holder by holder, their sum counts',
      given: (office) =>
        office.statement('2024-12-31', '100000.00', {
          publicCapital: [
            { holder: 'Département', amount: '30000.00' },
            { holder: 'Commune', amount: '20000.01' },
          ],
        }),
      answers: { '2024-12-31': 'broken since 2024-12-31' },
      figures: { publicHeld: '50000.01' },
    },
    {
      name: 'too much under both laws: since the first day, without a break',
      given: (office) => office.statement('2013-12-31', '100000.00', { publicCapital: '50000.01' }),
      answers: { '2014-08-02': 'broken since 2013-12-31', '2020-01-01': 'broken since 2013-12-31' },
    },
    {
      name: 'to the cent under the law before 2014',
      given: async (office) => {
        await office.statement('2012-12-31', '100000.00', { publicCapital: '20000.00' })
        await office.statement('2013-12-31', '100000.00', { publicCapital: '20000.01' })
      },
      answers: { '2013-12-30': 'holds', '2013-12-31': 'broken since 2013-12-31', '2014-08-02': 'holds' },
    },
    {
      name: 'broken, mended, and broken again: since the second time',
      given: async (office) => {
        await office.statement('2022-12-31', '100000.00', { publicCapital: '60000.00' })
        await office.statement('2023-06-30', '100000.00', { publicCapital: '50000.00' })
        await office.statement('2023-12-31', '100000.00', { publicCapital: '55000.00' })
      },
      answers: {
        '2023-06-29': 'broken since 2022-12-31',
        '2023-12-30': 'holds',
        '2024-12-31': 'broken since 2023-12-31',
      },
    },
    {
      name: 'a later paper for the same date, and one that is silent',
      given: (office) => office.statement('2024-12-31', '100000.00', { publicCapital: '60000.00' }),
      answers: { '2025-01-01': 'broken since 2024-12-31' },
      later: {
        given: async (office) => {
          await office.statement('2024-12-31', '100000.00', { publicCapital: '50000.00' })
          await office.statement('2025-12-31', '100000.00')
        },
        answers: { '2025-12-30': 'holds', '2025-12-31': 'unknown (capitalStatements.publicCapital) since 2025-12-31' },
      },
    },
    {
      name: 'a subscription that is reversed, and recorded anew with fewer shares',
      given: async (office) => {
        await office.statement('2024-12-31', '100000.00', { publicCapital: '45000.00' })
        return office.atNominal('subscription', '2025-03-01', 201)
      },
      answers: { '2025-03-01': 'broken since 2025-03-01' },
      later: {
        given: async (office, subscription) => {
          await office.reverse(subscription)
          await office.atNominal('subscription', '2025-03-01', 200)
        },
        answers: { '2025-03-01': 'holds' },
      },
    },
    {
      name: 'a premium is no capital',
      given: async (office) => {
        await office.statement('2024-12-31', '100000.00', { publicCapital: '45000.00' })
        await office.movement('subscription', '2025-03-01', { shares: '200', amount: '12000.00' })
      },
      answers: { '2025-03-01': 'holds' },
    },
    {
      name: 'a contribution in kind makes capital, too',
      given: async (office) => {
        await office.statement('2024-12-31', '100000.00', { publicCapital: '49000.00' })
        await office.atNominal('contribution_in_kind', '2025-03-01', 40)
        await office.atNominal('contribution_in_kind', '2025-04-01', 1)
      },
      answers: { '2025-03-31': 'holds', '2025-04-01': 'broken since 2025-04-01' },
      figures: { publicHeld: '51050.00', totalCapital: '102050.00' },
    },
    {
      name: 'an advance that becomes shares makes capital, too',
      given: async (office) => {
        await office.statement('2024-12-31', '100000.00', { publicCapital: '49000.00' })
        await office.movement('advance', '2025-01-15', { amount: '2050.00' })
        await office.atNominal('advance_conversion', '2025-03-01', 40)
        await office.atNominal('advance_conversion', '2025-04-01', 1)
      },
      answers: { '2025-03-31': 'holds', '2025-04-01': 'broken since 2025-04-01' },
    },
    {
      name: 'shares bought from others and sold to them leave the capital as it is',
      given: async (office) => {
        await office.statement('2024-12-31', '100000.00', { publicCapital: '45000.00' })
        await office.atNominal('purchase', '2025-02-01', 101)
        await office.atNominal('sale', '2025-04-01', 1)
      },
      answers: { '2025-01-31': 'holds', '2025-03-31': 'broken since 2025-02-01', '2025-04-01': 'holds' },
    },
    {
      name: 'shares given back leave the capital with us',
      given: async (office) => {
        await office.hold('2024-02-01', 600)
        await office.statement('2024-12-31', '100000.00', { publicCapital: '51000.00' })
        await office.atNominal('withdrawal', '2025-06-01', 20)
        await office.atNominal('withdrawal', '2025-07-01', 20)
      },
      answers: { '2025-06-30': 'broken since 2024-12-31', '2025-07-01': 'holds' },
    },
    {
      name: 'what happens on the day of a statement is in it',
      given: async (office) => {
        await office.atNominal('subscription', '2024-12-31', 500)
        await office.statement('2024-12-31', '100000.00', { publicCapital: '50000.00' })
      },
      answers: { '2024-12-31': 'holds', '2025-01-01': 'holds' },
    },
    {
      name: 'a split changes nothing',
      given: async (office) => {
        await office.atNominal('subscription', '2024-02-01', 1000)
        await office.statement('2024-12-31', '100000.00', { publicCapital: '50000.00' })
        await office.movement('share_split', '2025-02-01', { splitFrom: 1, splitTo: 10 })
        await office.movement('subscription', '2025-03-01', { shares: '10', amount: '50.00' })
      },
      answers: { '2025-02-28': 'holds', '2025-03-01': 'broken since 2025-03-01' },
      figures: { publicHeld: '50050.00', totalCapital: '100050.00' },
    },
    {
      name: 'nor does one on the day of a subscription',
      given: async (office) => {
        await office.statement('2024-12-31', '100000.00', { publicCapital: '49000.00' })
        await office.atNominal('subscription', '2025-03-01', 40)
        await office.movement('share_split', '2025-03-01', { splitFrom: 1, splitTo: 10 })
      },
      // 51000 ÷ 102000.
      answers: { '2025-03-01': 'holds' },
    },
    {
      name: 'a body that was no SCIC after all',
      given: (office) => office.statement('2024-12-31', '100000.00', { publicCapital: '90000.00' }),
      answers: { '2025-01-01': 'broken since 2024-12-31' },
      later: { given: (office) => office.change({ legalForm: 'other' }), answers: { '2025-01-01': 'holds' } },
    },
    {
      name: 'a body that is no SCIC',
      attributes: { legalForm: 'other' },
      given: (office) => office.statement('2024-12-31', '100000.00', { publicCapital: '90000.00' }),
      answers: { '2025-01-01': 'holds' },
    },
  ]))
