import { test } from 'tap'
import { playScenarios } from './office.ts'

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
      name: 'a body that is no SCIC',
      attributes: { legalForm: 'other' },
      given: (office) => office.statement('2024-12-31', '100000.00', { publicCapital: '90000.00' }),
      answers: { '2025-01-01': 'holds' },
    },
  ]))
