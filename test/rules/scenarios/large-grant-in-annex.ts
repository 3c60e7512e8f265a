import { test } from 'tap'
import { type Office, playScenarios } from '../office.ts'

const grant = (office: Office, on: string, amount: string) => office.movement('grant', on, { amount })

test('large_grant_in_annex', (t) =>
  playScenarios(t, 'large_grant_in_annex', [
    {
      name: 'nothing was granted',
      given: async (office) => {
        await office.accounts(2023, { income: '0.00' })
        await office.movement('subscription', '2024-01-01', { shares: '2000', amount: '100000.00' })
      },
      answers: { '2024-12-31': 'holds' },
    },
    {
      name: '75 000 € in a year, to the cent, while the year lasts',
      given: async (office) => {
        await office.accounts(2023, { income: '1000000.00' })
        await grant(office, '2024-02-01', '50000.00')
        await grant(office, '2024-05-01', '25000.00')
        await grant(office, '2024-09-01', '0.01')
        await grant(office, '2025-01-01', '75000.00')
      },
      answers: {
        '2024-08-31': 'holds',
        '2025-01-01': 'holds',
        '2024-09-01': 'broken since 2024-09-01',
        '2024-12-31': 'broken since 2024-09-01',
      },
      figures: { year: '2024', grants: '75000.01', income: '1000000.00' },
    },
    {
      name: 'half of the income, to the cent',
      given: async (office) => {
        await office.accounts(2023, { income: '40000.00' })
        await grant(office, '2024-02-01', '20000.00')
        await grant(office, '2024-05-01', '0.01')
      },
      answers: {
        '2024-02-01': 'holds',
        '2024-04-30': 'holds',
        '2024-05-01': 'broken since 2024-05-01',
        '2024-12-31': 'broken since 2024-05-01',
        '2025-01-01': 'holds',
      },
    },
    {
      name: 'a body without income has none that a grant could be half of',
      given: async (office) => {
        await office.accounts(2023, { income: '0.00' })
        await grant(office, '2024-02-01', '0.01')
      },
      answers: { '2024-02-01': 'broken since 2024-02-01' },
    },
    {
      name: 'the income is not known: only the amount can tell',
      given: async (office) => {
        await office.accounts(2022, { equity: '1000.00' })
        await grant(office, '2024-02-01', '75000.00')
        await grant(office, '2024-05-01', '0.01')
      },
      answers: {
        '2024-01-31': 'holds',
        '2024-02-01': 'unknown (annualAccounts.income) since 2024-02-01',
        '2024-05-01': 'broken since 2024-05-01',
      },
    },
    {
      name: 'the income of the last accounts that say it, on the day',
      given: async (office) => {
        await grant(office, '2022-06-01', '6000.00')
        await office.accounts(2022, { income: '10000.00', closedOn: '2022-09-30' })
        await office.accounts(2023, { equity: '1.00', closedOn: '2023-09-30' })
        await grant(office, '2023-11-01', '5000.01')
        await grant(office, '2024-03-01', '5000.01')
        await office.remember('before the accounts of 2024')
        await office.accounts(2024, { income: '10000.02', closedOn: '2024-09-30' })
      },
      answers: {
        '2022-09-29': 'unknown (annualAccounts.income) since 2022-06-01',
        '2022-09-30': 'broken since 2022-09-30',
        '2023-01-01': 'holds',
        '2023-12-31': 'broken since 2023-11-01',
        '2024-03-01': 'broken since 2024-03-01',
        '2024-09-29': 'broken since 2024-03-01',
        '2024-09-30 before the accounts of 2024': 'broken since 2024-03-01',
        '2024-09-30': 'holds',
      },
    },
    {
      name: 'accounts that supersede, and a grant that never was',
      given: async (office) => {
        await office.accounts(2023, { income: '10000.00' })
        const grants = [await grant(office, '2024-02-01', '5000.00'), await grant(office, '2024-03-01', '5000.00')]
        await office.remember('at first')
        await office.accounts(2023, { income: '20000.00' })
        await office.remember('with the audited accounts')
        await office.accounts(2023, { income: '9999.99' })
        await office.remember('with the corrected accounts')
        for (const one of grants) await office.reverse(one)
      },
      answers: {
        '2024-06-01 at first': 'broken since 2024-03-01',
        '2024-06-01 with the audited accounts': 'holds',
        '2024-06-01 with the corrected accounts': 'broken since 2024-02-01',
        '2024-06-01': 'holds',
      },
    },
    {
      name: 'by the thresholds of the day',
      given: async (office) => {
        await office.accounts(2023, { income: '100000.00' })
        await grant(office, '2024-02-01', '40000.00')
        await grant(office, '2025-02-01', '40000.00')
        await office.set('large_grant_in_annex', 'threshold', '39999.99', { from: '2024-07-01', to: '2024-10-01' })
        await office.set('large_grant_in_annex', 'incomeShare', '0.4', { from: '2025-03-01', to: '2025-04-01' })
        await office.set('large_grant_in_annex', 'incomeShare', '0.399999', { from: '2025-04-01' })
      },
      answers: {
        '2024-06-30': 'holds',
        '2024-07-01': 'broken since 2024-07-01',
        '2024-09-30': 'broken since 2024-07-01',
        '2024-10-01': 'holds',
        '2025-03-31': 'holds',
        '2025-04-01': 'broken since 2025-04-01',
      },
    },
  ]))
