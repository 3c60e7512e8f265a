import { test } from 'tap'
import { type Office, playScenarios } from '../office.ts'

/** So many shares of 50.00 at their nominal. */
const subscription = (office: Office, on: string, shares: number) => office.atNominal('subscription', on, shares)

/** 200 shares of 50.00 since 2023, a tenth of the capital at the end of that year. */
async function aTenth(office: Office, equity?: string): Promise<void> {
  await subscription(office, '2023-02-01', 200)
  await office.statement('2023-12-31', '100000.00')
  if (equity !== undefined) await office.accounts(2023, { equity })
}

test('impairment_to_consider', (t) =>
  playScenarios(t, 'impairment_to_consider', [
    {
      name: 'nothing is held, or no longer',
      given: async (office) => {
        await aTenth(office, '50000.00')
        await office.movement('sale', '2024-05-01', { shares: '200', amount: '9000.00' })
      },
      answers: {
        '2023-01-31': 'holds',
        '2024-04-30': 'broken since 2023-12-31',
        '2024-05-01': 'holds',
      },
    },
    {
      name: 'what is missing is named, all of it',
      given: async (office) => {
        await subscription(office, '2023-02-01', 200)
        await office.accounts(2022, { result: '5.00' })
        await office.statement('2023-12-31', '100000.00')
        await office.accounts(2024, { equity: '100000.00' })
      },
      answers: {
        '2023-01-31': 'holds',
        '2023-12-30': 'unknown (annualAccounts.equity, capitalStatements) since 2023-02-01',
        '2024-12-30': 'unknown (annualAccounts.equity) since 2023-02-01',
        '2024-12-31': 'holds',
      },
    },
    {
      name: 'the equity is known, and the capital is not',
      given: async (office) => {
        await subscription(office, '2023-02-01', 200)
        await office.accounts(2023, { equity: '100000.00' })
      },
      answers: { '2024-01-01': 'unknown (capitalStatements) since 2023-02-01' },
    },
    {
      name: 'to the cent: 10 000.00 for a tenth of the equity',
      given: async (office) => {
        await aTenth(office, '100000.00')
        await office.remember('at par')
        await office.accounts(2023, { equity: '99999.96' })
        await office.remember('rounded to par')
        await office.accounts(2023, { equity: '99999.90' })
      },
      answers: {
        '2024-01-01 at par': 'holds',
        '2024-01-01 rounded to par': 'holds',
        '2023-12-30': 'unknown (annualAccounts.equity, capitalStatements) since 2023-02-01',
        '2024-01-01': 'broken since 2023-12-31',
      },
      figures: {
        cost: '10000.00',
        nominalHeld: '10000.00',
        totalCapital: '100000.00',
        equity: '99999.90',
        value: '9999.99',
        impairment: '0.00',
        toConsider: '0.01',
      },
    },
    {
      name: 'impaired by a part, by enough, and no longer',
      given: async (office) => {
        await aTenth(office, '80000.00')
        await office.movement('impairment', '2024-02-01', { amount: '1999.99' })
        await office.movement('impairment', '2024-03-01', { amount: '0.01' })
        await office.movement('impairment_release', '2024-05-01', { amount: '0.01' })
        await office.remember('before it was impaired again')
        await office.movement('impairment', '2024-06-01', { amount: '0.01' })
      },
      answers: {
        '2024-01-31': 'broken since 2023-12-31',
        '2024-02-01': 'broken since 2023-12-31',
        '2024-03-01': 'holds',
        '2024-04-30': 'holds',
        '2024-05-01': 'broken since 2024-05-01',
        '2024-06-01 before it was impaired again': 'broken since 2024-05-01',
        '2024-06-01': 'holds',
      },
    },
    {
      name: 'an impairment that never was',
      given: async (office) => {
        await aTenth(office, '80000.00')
        const impairment = await office.movement('impairment', '2024-02-01', { amount: '2000.00' })
        await office.remember('before the reversal')
        await office.reverse(impairment)
      },
      answers: { '2024-02-01 before the reversal': 'holds', '2024-02-01': 'broken since 2023-12-31' },
    },
    {
      name: 'debts beyond what there is make shares worth nothing, not less',
      given: async (office) => {
        await aTenth(office, '-30000.00')
        await office.movement('impairment', '2024-02-01', { amount: '9999.99' })
        await office.movement('impairment', '2024-03-01', { amount: '0.01' })
      },
      answers: { '2024-02-29': 'broken since 2023-12-31', '2024-03-01': 'holds' },
    },
    {
      name: 'a price above the nominal, and one below it',
      given: async (office) => {
        await office.movement('purchase', '2023-02-01', { shares: '200', amount: '10500.00' })
        await office.statement('2023-12-31', '100000.00')
        await office.accounts(2023, { equity: '104999.90' })
        await office.remember('dear')
        await office.movement('sale', '2024-02-01', { shares: '200', amount: '10500.00' })
        await office.movement('purchase', '2024-03-01', { shares: '200', amount: '8000.00' })
        await office.accounts(2024, { equity: '80000.00' })
      },
      answers: { '2024-01-31 dear': 'broken since 2023-12-31', '2024-03-01': 'holds', '2025-01-01': 'holds' },
    },
    {
      name: 'accounts with a better year, accounts without equity, accounts that supersede',
      given: async (office) => {
        await aTenth(office, '80000.00')
        await office.accounts(2024, { equity: '100000.00', closedOn: '2024-09-30' })
        await office.accounts(2025, { result: '1.00', closedOn: '2025-09-30' })
        await office.remember('before the correction')
        await office.accounts(2024, { equity: '90000.00', closedOn: '2024-09-30' })
      },
      answers: {
        '2024-09-29': 'broken since 2023-12-31',
        '2024-09-30 before the correction': 'holds',
        '2026-01-01 before the correction': 'holds',
        '2026-01-01': 'broken since 2023-12-31',
      },
    },
    {
      name: 'shares taken after the closing are worth what those before were: their price is not in the equity yet',
      given: async (office) => {
        await office.statement('2023-12-31', '100000.00')
        await office.accounts(2023, { equity: '100000.00' })
        await subscription(office, '2024-03-01', 500)
        await office.statement('2024-06-30', '150000.00')
        await office.remember('before the accounts of 2024')
        await office.accounts(2024, { equity: '149999.00' })
      },
      answers: {
        '2024-03-01': 'holds',
        '2024-06-30': 'holds',
        '2024-12-31 before the accounts of 2024': 'holds',
        '2024-12-31': 'broken since 2024-12-31',
      },
      figures: { cost: '25000.00', equity: '149999.00', value: '24999.83', toConsider: '0.17' },
    },
    {
      name: 'no statement is from before the closing: the first after it is the nearest',
      given: async (office) => {
        await office.accounts(2023, { equity: '100000.00' })
        await subscription(office, '2024-01-15', 200)
        await office.statement('2024-01-31', '100000.00')
        await subscription(office, '2024-03-01', 500)
        await office.statement('2024-06-30', '200000.00')
        await office.remember('before the first statement was corrected')
        await office.statement('2024-01-31', '100000.10')
      },
      answers: {
        '2024-01-30': 'unknown (capitalStatements) since 2024-01-15',
        '2024-01-31 before the first statement was corrected': 'holds',
        '2024-06-30 before the first statement was corrected': 'holds',
        '2024-01-31': 'broken since 2024-01-31',
        '2024-06-30': 'broken since 2024-01-31',
      },
      figures: { nominalHeld: '35000.00', totalCapital: '100000.10', value: '34999.97', toConsider: '0.03' },
    },
    {
      name: 'by the capital at the closing: our own shares between the last statement and that day are in it',
      given: async (office) => {
        await office.statement('2023-12-31', '100000.00')
        await subscription(office, '2024-03-01', 500)
        await office.accounts(2024, { equity: '125000.00' })
        await office.remember('at par')
        await office.accounts(2024, { equity: '124999.90' })
        await subscription(office, '2025-02-01', 100)
      },
      answers: {
        '2025-01-31 at par': 'holds',
        '2024-12-30': 'unknown (annualAccounts.equity) since 2024-03-01',
        '2024-12-31': 'broken since 2024-12-31',
        '2025-02-01': 'broken since 2024-12-31',
      },
    },
  ]))
