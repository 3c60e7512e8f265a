import { test } from 'tap'
import { type Office, playScenarios } from '../office.ts'

const audit = (office: Office, on: string) => office.add('audits', { on })

/** Results by year, from one on. */
async function results(office: Office, first: number, ...amounts: readonly string[]): Promise<void> {
  for (const [index, result] of amounts.entries()) await office.accounts(first + index, { result })
}

test('cooperative_audit', (t) =>
  playScenarios(t, 'cooperative_audit', [
    {
      name: 'no audit is known',
      given: async () => {},
      answers: { '2025-01-01': 'unknown (audits) since ever' },
    },
    {
      name: 'five years, to the day',
      given: (office) => audit(office, '2019-06-15'),
      answers: {
        '2019-06-14': 'unknown (audits) since ever',
        '2019-06-15': 'holds',
        '2024-06-15': 'holds',
        '2024-06-16': 'broken since 2024-06-16',
        '2026-01-01': 'broken since 2024-06-16',
      },
      later: {
        given: async (office) => {
          await audit(office, '2025-01-10')
          await office.add('audits', { on: '2025-01-10', conclusion: 'reservations' })
        },
        answers: {
          '2025-01-09': 'broken since 2024-06-16',
          '2025-01-10': 'holds',
          '2030-01-10': 'holds',
          '2030-01-11': 'broken since 2030-01-11',
        },
      },
      figures: { lastAudit: '2025-01-10', dueOn: '2030-01-10' },
    },
    {
      name: 'five years from 29 February',
      given: (office) => audit(office, '2020-02-29'),
      answers: { '2025-02-28': 'holds', '2025-03-01': 'broken since 2025-03-01' },
    },
    {
      name: 'at once after three years of losses, audited or not',
      given: async (office) => {
        await office.statement('2019-12-31', '100000.00')
        await results(office, 2021, '-0.01', '-0.01', '-0.01')
      },
      answers: { '2023-12-30': 'unknown (audits) since ever', '2023-12-31': 'broken since 2023-12-31' },
      later: {
        given: (office) => audit(office, '2023-06-01'),
        answers: { '2023-06-01': 'holds', '2023-12-30': 'holds', '2024-03-01': 'broken since 2023-12-31' },
      },
      figures: { lossYears: '2021, 2022, 2023', dueOn: '2023-12-31' },
    },
    {
      name: 'done once it was audited',
      given: async (office) => {
        await office.statement('2019-12-31', '100000.00')
        await audit(office, '2020-06-01')
        await results(office, 2021, '-1.00', '-1.00', '-1.00')
        await audit(office, '2024-05-01')
      },
      answers: { '2024-04-30': 'broken since 2023-12-31', '2024-05-01': 'holds', '2029-05-01': 'holds' },
    },
    {
      name: 'not in a row: a year without a loss, or one that is not there',
      given: async (office) => {
        await office.statement('2014-12-31', '100000.00')
        await audit(office, '2022-06-01')
        await results(office, 2015, '-1.00', '-1.00')
        await results(office, 2018, '-1.00', '-1.00', '0.00', '-1.00', '-1.00', '5.00')
      },
      answers: { '2025-01-01': 'holds' },
    },
    {
      name: 'at once after a loss of half of the highest capital until then, to the cent',
      given: async (office) => {
        await office.statement('2020-12-31', '80000.00')
        await office.statement('2022-12-31', '60000.00')
        await office.statement('2024-06-30', '200000.00')
        await audit(office, '2022-06-01')
        await office.accounts(2023, { result: '-39999.99' })
      },
      answers: { '2023-12-31': 'holds', '2025-01-01': 'holds' },
      later: {
        given: (office) => office.accounts(2023, { result: '-40000.00' }),
        answers: {
          '2023-12-30': 'holds',
          '2023-12-31': 'broken since 2023-12-31',
          '2025-01-01': 'broken since 2023-12-31',
        },
      },
      figures: { loss: '40000.00', highestCapital: '80000.00', lastAudit: '2022-06-01' },
    },
    {
      name: 'losses of many years together are no loss of a year',
      given: async (office) => {
        await office.statement('2020-12-31', '80000.00')
        await audit(office, '2022-06-01')
        await office.accounts(2023, { result: '-1.00', losses: '79000.00' })
      },
      answers: { '2024-01-01': 'holds' },
    },
    {
      name: 'late already when losses make it due at once',
      given: async (office) => {
        await office.statement('2015-12-31', '100000.00')
        await audit(office, '2018-06-01')
        await results(office, 2021, '-1.00', '-1.00', '-1.00')
      },
      answers: {
        '2023-06-01': 'holds',
        '2023-06-02': 'broken since 2023-06-02',
        '2024-01-01': 'broken since 2023-06-02',
      },
    },
    {
      name: 'accounts that do not tell, since the last audit',
      given: async (office) => {
        await office.accounts(2021, { equity: '1.00' })
        await audit(office, '2022-06-01')
        await office.accounts(2022, { result: '1.00' })
        await office.accounts(2023, { equity: '1.00' })
        await office.accounts(2024, { result: '-1.00' })
      },
      answers: {
        '2023-12-30': 'holds',
        '2023-12-31': 'unknown (annualAccounts.result) since 2023-12-31',
        '2025-01-01': 'unknown (annualAccounts.result) since 2023-12-31',
      },
      later: {
        given: (office) => office.accounts(2023, { result: '1.00' }),
        answers: { '2024-12-30': 'holds', '2024-12-31': 'unknown (capitalStatements) since 2024-12-31' },
      },
    },
    {
      name: 'by the interval of the day of the audit',
      given: async (office) => {
        await audit(office, '2019-12-31')
        await office.set('cooperative_audit', 'interval', '36', { from: '2020-01-01' })
      },
      answers: { '2024-12-31': 'holds', '2025-01-01': 'broken since 2025-01-01' },
      later: {
        given: (office) => audit(office, '2020-01-01'),
        answers: { '2023-01-01': 'holds', '2023-01-02': 'broken since 2023-01-02' },
      },
    },
    {
      name: 'a body that is no SCIC',
      attributes: { legalForm: 'other' },
      given: (office) => results(office, 2021, '-1.00', '-1.00', '-1.00'),
      answers: { '2025-01-01': 'holds' },
    },
  ]))
