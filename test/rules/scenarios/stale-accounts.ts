import { test } from 'tap'
import { playScenarios } from '../office.ts'

test('stale_accounts', (t) =>
  playScenarios(t, 'stale_accounts', [
    {
      name: 'no accounts, until the first close',
      given: async () => {},
      answers: { '2025-01-01': 'unknown (annualAccounts) since ever' },
      later: {
        given: (office) => office.accounts(2024, {}),
        answers: { '2024-12-30': 'unknown (annualAccounts) since ever', '2024-12-31': 'holds' },
      },
    },
    {
      name: 'eighteen months, to the last day of a shorter month',
      given: (office) => office.accounts(2023, { equity: '90000.00' }),
      answers: {
        '2025-06-30': 'holds',
        '2025-07-01': 'broken since 2025-07-01',
        '2026-09-01': 'broken since 2025-07-01',
      },
      figures: { closedOn: '2023-12-31', lastDay: '2025-06-30' },
    },
    {
      name: 'of a year that closes in another month',
      given: (office) => office.accounts(2023, { closedOn: '2023-08-15' }),
      answers: {
        '2023-08-14': 'unknown (annualAccounts) since ever',
        '2025-02-15': 'holds',
        '2025-02-16': 'broken since 2025-02-16',
      },
    },
    {
      name: 'the last accounts that are closed, in whatever order they came in; those of a year to come do not count',
      given: async (office) => {
        await office.accounts(2023, {})
        await office.accounts(2021, {})
        await office.accounts(2025, {})
      },
      answers: {
        '2023-06-30': 'holds',
        '2023-07-01': 'broken since 2023-07-01',
        '2023-12-31': 'holds',
        '2025-06-30': 'holds',
        '2025-12-30': 'broken since 2025-07-01',
        '2025-12-31': 'holds',
      },
    },
    {
      name: 'later accounts of the same year, that close on another day',
      given: (office) => office.accounts(2023, { closedOn: '2023-12-31' }),
      answers: { '2025-06-30': 'holds', '2025-07-01': 'broken since 2025-07-01' },
      later: {
        given: (office) => office.accounts(2023, { closedOn: '2023-06-30' }),
        answers: { '2024-12-30': 'holds', '2024-12-31': 'broken since 2024-12-31' },
      },
    },
    {
      name: 'where the authority asks for younger ones, from that day on',
      given: async (office) => {
        await office.accounts(2024, { closedOn: '2024-06-30' })
      },
      answers: { '2025-12-30': 'holds', '2025-12-31': 'broken since 2025-12-31' },
      later: {
        given: (office) =>
          office.post('/v1/compliance/parameters', {
            rule: 'stale_accounts',
            parameter: 'oldest',
            value: '12',
            from: '2025-10-01',
            source: 'Règlement financier',
          }),
        answers: {
          '2025-09-30': 'holds',
          '2025-10-01': 'broken since 2025-10-01',
          '2026-01-15': 'broken since 2025-10-01',
        },
      },
    },
  ]))
