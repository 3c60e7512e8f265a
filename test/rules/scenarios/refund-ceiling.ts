import { test } from 'tap'
import { type Office, playScenarios } from '../office.ts'

/** Ten shares given back, worth 500.00, for a refund. */
function giveBack(office: Office, on: string, amount: string) {
  return office.movement('withdrawal', on, { shares: '10', amount })
}

test('refund_ceiling', (t) =>
  playScenarios(t, 'refund_ceiling', [
    { name: 'nothing was given back', given: async () => {}, answers: { '2025-01-01': 'holds' } },
    {
      name: 'nothing is known of losses, or of the capital that bears them',
      given: async (office) => {
        await office.hold('2022-02-01', 200)
        await giveBack(office, '2024-06-01', '500.00')
      },
      answers: { '2024-05-31': 'holds', '2024-06-01': 'unknown (annualAccounts.losses) since 2024-06-01' },
      later: {
        given: (office) => office.accounts(2023, { losses: '3000.00' }),
        answers: { '2024-06-01': 'unknown (capitalStatements) since 2024-06-01' },
      },
    },
    {
      name: 'accounts that do not say the losses',
      given: async (office) => {
        await office.hold('2022-02-01', 200)
        await office.accounts(2022, { losses: '0.00' })
        await office.accounts(2023, { equity: '90000.00' })
        await giveBack(office, '2023-06-01', '500.00')
        await giveBack(office, '2024-06-01', '500.00')
      },
      answers: { '2024-05-31': 'holds', '2025-01-01': 'unknown (annualAccounts.losses) since 2024-06-01' },
    },
    {
      name: 'without losses, the nominal; nothing asks for the capital',
      given: async (office) => {
        await office.hold('2022-02-01', 200)
        await office.accounts(2023, { losses: '0.00' })
        await giveBack(office, '2024-06-01', '500.00')
      },
      answers: { '2024-06-01': 'holds' },
    },
    {
      name: 'less our part of the losses, to the cent',
      given: async (office) => {
        await office.hold('2022-02-01', 200)
        await office.statement('2023-12-31', '30000.00')
        await office.accounts(2023, { losses: '1000.00' })
        // 500 ÷ 30000 × 1000 is 16.67, and leaves 483.33.
        await giveBack(office, '2024-06-01', '483.33')
        return giveBack(office, '2024-07-01', '483.34')
      },
      answers: {
        '2024-06-30': 'holds',
        '2024-07-01': 'broken since 2024-07-01',
        '2026-01-01': 'broken since 2024-07-01',
      },
      later: { given: (office, made) => office.reverse(made), answers: { '2024-07-01': 'holds' } },
    },
    {
      name: 'the figures',
      given: async (office) => {
        await office.hold('2022-02-01', 200)
        await office.statement('2023-12-31', '30000.00')
        await office.accounts(2023, { losses: '1000.00' })
        await giveBack(office, '2024-07-01', '483.34')
      },
      answers: { '2024-07-01': 'broken since 2024-07-01' },
      figures: {
        refund: '483.34',
        nominal: '500.00',
        unpaid: '0.00',
        losses: '1000.00',
        lossShare: '16.67',
        ceiling: '483.33',
      },
    },
    {
      name: 'losses above the capital leave nothing to refund',
      given: async (office) => {
        await office.hold('2022-02-01', 200)
        await office.statement('2023-12-31', '30000.00')
        await office.accounts(2023, { losses: '40000.00' })
        await giveBack(office, '2024-06-01', '0.00')
        await giveBack(office, '2024-07-01', '0.01')
      },
      answers: { '2024-06-30': 'holds', '2024-07-01': 'broken since 2024-07-01' },
      figures: { ceiling: '0.00' },
    },
    {
      name: 'what was not paid is not paid back',
      given: async (office) => {
        await office.statement('2023-12-31', '30000.00')
        await office.accounts(2023, { losses: '3000.00' })
        await office.atNominal('subscription', '2024-02-01', 20, { called: '250.00' })
        await office.movement('payment', '2024-02-01', { amount: '250.00' })
        // Of 500.00, 375.00 is not paid and 50.00 is our part of the losses.
        await giveBack(office, '2024-06-01', '75.00')
        await giveBack(office, '2024-07-01', '75.01')
      },
      answers: { '2024-06-30': 'holds', '2024-07-01': 'broken since 2024-07-01' },
      figures: { unpaid: '375.00', lossShare: '50.00', ceiling: '75.00' },
    },
    {
      name: 'nothing refunded is never too much, whatever is not known',
      given: async (office) => {
        await office.hold('2022-02-01', 200)
        await giveBack(office, '2024-06-01', '0.00')
      },
      answers: { '2024-06-01': 'holds' },
    },
    {
      name: 'the last accounts that closed until the day, and no later ones',
      given: async (office) => {
        await office.hold('2022-02-01', 200)
        await office.statement('2022-12-31', '30000.00')
        await office.accounts(2022, { losses: '0.00' })
        await office.accounts(2023, { losses: '3000.00', closedOn: '2023-09-30' })
        await giveBack(office, '2023-09-29', '500.00')
        await giveBack(office, '2023-09-30', '500.00')
      },
      answers: { '2023-09-29': 'holds', '2025-01-01': 'broken since 2023-09-30' },
      later: {
        given: (office) => office.accounts(2023, { losses: '0.00', closedOn: '2023-09-30' }),
        answers: { '2025-01-01': 'holds' },
      },
    },
    {
      name: 'the capital before the withdrawal: a statement of that day is without these shares',
      given: async (office) => {
        await office.hold('2022-02-01', 200)
        await office.statement('2023-12-31', '30000.00')
        await office.statement('2024-12-31', '25000.00')
        await office.accounts(2024, { losses: '3000.00' })
        // 500 ÷ 30000 × 3000 is 50.00; of 25000 it would be 60.00.
        await office.movement('withdrawal', '2024-12-31', { shares: '10', amount: '450.00' })
      },
      answers: { '2024-12-31': 'holds' },
      later: {
        given: (office) => giveBack(office, '2025-01-01', '440.01'),
        answers: { '2025-01-01': 'broken since 2025-01-01' },
      },
      figures: { ceiling: '440.00' },
    },
    {
      name: 'a later paper for the same date',
      given: async (office) => {
        await office.hold('2022-02-01', 200)
        await office.statement('2023-12-31', '30000.00')
        await office.accounts(2023, { losses: '3000.00' })
        await giveBack(office, '2024-06-01', '450.01')
      },
      answers: { '2024-06-01': 'broken since 2024-06-01' },
      later: { given: (office) => office.statement('2023-12-31', '60000.00'), answers: { '2024-06-01': 'holds' } },
    },
    {
      name: 'each withdrawal for itself, at the nominal of its day',
      given: async (office) => {
        await office.hold('2022-02-01', 200)
        await office.statement('2023-12-31', '30000.00')
        await office.accounts(2023, { losses: '3000.00' })
        await giveBack(office, '2024-06-01', '450.01')
        await office.movement('share_split', '2024-06-02', { splitFrom: 1, splitTo: 10 })
        // Worth 50.00 now, of which 5.00 is lost.
        await giveBack(office, '2024-07-01', '45.00')
        await giveBack(office, '2024-08-01', '45.01')
      },
      answers: { '2024-08-01': ['broken since 2024-06-01', 'broken since 2024-08-01'] },
    },
    {
      name: 'a split on the same day: shares are worth what they were when they were given back',
      given: async (office) => {
        await office.hold('2022-02-01', 200)
        await office.accounts(2023, { losses: '0.00' })
        await giveBack(office, '2024-06-01', '500.00')
        const split = await office.movement('share_split', '2024-06-01', { splitFrom: 1, splitTo: 10 })
        await giveBack(office, '2024-06-01', '50.00')
        return split
      },
      answers: { '2024-05-31': 'holds', '2024-06-01': 'holds', '2024-07-01': 'holds' },
      later: {
        given: (office, split) => office.reverse(split),
        answers: { '2024-06-01': 'holds' },
      },
    },
  ]))
