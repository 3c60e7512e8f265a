import { test } from 'tap'
import { playScenarios } from '../office.ts'

test('public_cap_attention', (t) =>
  playScenarios(t, 'public_cap_attention', [
    {
      name: 'nothing is known',
      given: async () => {},
      answers: { '2025-01-01': 'unknown (capitalStatements) since ever' },
    },
    {
      name: 'to the cent: from 45 % on, and above the cap still',
      given: async (office) => {
        await office.statement('2022-12-31', '100000.00', { publicCapital: '44999.99' })
        await office.statement('2023-12-31', '100000.00', { publicCapital: '45000.00' })
        await office.statement('2024-12-31', '100000.00', { publicCapital: '60000.00' })
      },
      answers: {
        '2022-12-30': 'unknown (capitalStatements) since ever',
        '2022-12-31': 'holds',
        '2023-12-30': 'holds',
        '2023-12-31': 'broken since 2023-12-31',
        '2025-01-01': 'broken since 2023-12-31',
      },
      figures: { publicHeld: '60000.00', totalCapital: '100000.00', publicShare: '0.600000', attention: '0.450000' },
    },
    {
      name: 'nine tenths of the cap of 20 % until the law of 2014 came into force',
      given: async (office) => {
        await office.statement('2012-12-31', '100000.00', { publicCapital: '17999.99' })
        await office.statement('2013-12-31', '100000.00', { publicCapital: '18000.00' })
      },
      answers: { '2013-12-30': 'holds', '2014-08-01': 'broken since 2013-12-31', '2014-08-02': 'holds' },
    },
    {
      name: 'close to the cap under both laws: without a break',
      given: (office) => office.statement('2013-12-31', '100000.00', { publicCapital: '45000.00' }),
      answers: { '2014-08-01': 'broken since 2013-12-31', '2014-08-02': 'broken since 2013-12-31' },
    },
    {
      name: 'what others hold is not stated, what we hold alone is close to the cap or not',
      given: async (office) => {
        await office.atNominal('subscription', '2024-02-01', 899)
        await office.statement('2024-12-31', '100000.00')
        await office.atNominal('purchase', '2025-03-01', 1)
      },
      answers: {
        '2025-02-28': 'unknown (capitalStatements.publicCapital) since ever',
        '2025-03-01': 'broken since 2025-03-01',
      },
      figures: { publicHeld: '45000.00' },
    },
    {
      name: 'our own subscription carries the share over, a sale brings it back',
      given: async (office) => {
        await office.statement('2024-12-31', '100000.00', { publicCapital: '44450.00' })
        await office.atNominal('subscription', '2025-02-01', 20)
        await office.atNominal('subscription', '2025-03-01', 1)
        await office.atNominal('sale', '2025-04-01', 1)
      },
      // 45450 ÷ 101000 is 45 % to the cent; the share that is sold stays in the capital.
      answers: { '2025-01-31': 'holds', '2025-02-01': 'broken since 2025-02-01', '2025-04-01': 'holds' },
    },
    {
      name: 'another member leaves',
      given: async (office) => {
        await office.statement('2023-12-31', '100000.00', { publicCapital: '40000.00' })
        await office.statement('2024-12-31', '88888.88', { publicCapital: '40000.00' })
      },
      answers: { '2024-12-30': 'holds', '2024-12-31': 'broken since 2024-12-31' },
    },
    {
      name: 'a subscription that is reversed',
      given: async (office) => {
        await office.statement('2024-12-31', '100000.00', { publicCapital: '40000.00' })
        return office.atNominal('subscription', '2025-03-01', 200)
      },
      answers: { '2025-02-28': 'holds', '2025-03-01': 'broken since 2025-03-01' },
      later: { given: (office, made) => office.reverse(made), answers: { '2025-03-01': 'holds' } },
    },
    {
      name: 'a later paper for the same date',
      given: (office) => office.statement('2024-12-31', '100000.00', { publicCapital: '44999.99' }),
      answers: { '2025-01-01': 'holds' },
      later: {
        given: (office) => office.statement('2024-12-31', '100000.00', { publicCapital: '45000.00' }),
        answers: { '2024-12-30': 'unknown (capitalStatements) since ever', '2024-12-31': 'broken since 2024-12-31' },
      },
    },
    {
      name: 'a body that is no SCIC',
      attributes: { legalForm: 'other' },
      given: (office) => office.statement('2024-12-31', '100000.00', { publicCapital: '49000.00' }),
      answers: { '2025-01-01': 'holds' },
      later: {
        given: (office) => office.change({ legalForm: 'scic_sas' }),
        answers: { '2025-01-01': 'broken since 2024-12-31' },
      },
    },
  ]))
