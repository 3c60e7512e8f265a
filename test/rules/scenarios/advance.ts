import { test } from 'tap'
import type { Body } from '../../support/api.ts'
import { type Office, playScenarios } from '../office.ts'

/** Under a convention unless more says otherwise. */
const advance = (office: Office, on: string, amount: string, more: object = {}): Promise<Body> =>
  office.movement('advance', on, { amount, conventionReference: 'C-1', ...more })

const convention = (office: Office, reference: string, signedOn: string, endsOn: string, more: object = {}) =>
  office.add('advance-conventions', { reference, signedOn, endsOn, ...more })

/** A cooperative whose equity at the end of 2023 is half of its capital, or so much. */
async function papers(office: Office, equity = '50000.00'): Promise<void> {
  await office.statement('2023-12-31', '100000.00')
  await office.accounts(2023, { equity })
  await convention(office, 'C-1', '2024-01-10', '2030-01-01')
}

test('advance', (t) =>
  playScenarios(t, 'advance', [
    {
      name: 'none was paid out',
      given: (office) => papers(office, '1.00'),
      answers: { '2025-01-01': 'holds' },
    },
    {
      name: 'two years, to the day, whatever was repaid of it',
      given: async (office) => {
        await papers(office)
        await advance(office, '2024-02-29', '2000.00')
        await office.movement('advance_repayment', '2025-02-01', { amount: '1999.99' })
      },
      answers: {
        '2024-02-28': 'holds',
        '2024-02-29': 'holds',
        '2026-02-28': 'holds',
        '2026-03-01': 'broken since 2026-03-01',
        '2027-01-01': 'broken since 2026-03-01',
      },
      later: {
        given: (office) => office.movement('advance_repayment', '2026-12-01', { amount: '0.01' }),
        answers: { '2026-11-30': 'broken since 2026-03-01', '2026-12-01': 'holds' },
      },
    },
    {
      name: 'turned into shares, or lost: settled',
      given: async (office) => {
        await papers(office)
        await advance(office, '2024-02-01', '2000.00')
        await office.atNominal('advance_conversion', '2026-03-01', 39)
        await office.movement('loss', '2026-04-01', { amount: '50.00', settles: 'advance' })
      },
      answers: {
        '2026-02-28': 'broken since 2026-02-02',
        '2026-03-31': 'broken since 2026-02-02',
        '2026-04-01': 'holds',
      },
    },
    {
      name: 'renewed once: four years',
      given: async (office) => {
        await papers(office)
        await advance(office, '2024-02-01', '2000.00')
      },
      answers: {
        '2026-02-01': 'holds',
        '2026-02-02': 'broken since 2026-02-02',
        '2028-02-02': 'broken since 2026-02-02',
      },
      later: {
        given: async (office) => {
          await convention(office, 'C-2', '2026-02-10', '2032-01-01', { renews: 'C-1' })
          await convention(office, 'C-3', '2028-01-10', '2034-01-01', { renews: 'C-2' })
        },
        answers: {
          '2026-02-01': 'holds',
          '2026-02-09': 'broken since 2026-02-02',
          '2026-02-10': 'holds',
          '2028-02-01': 'holds',
          '2028-02-02': 'broken since 2028-02-02',
        },
      },
      figures: { outstanding: '2000.00', lastDay: '2028-02-01', equity: '50000.00', totalCapital: '100000.00' },
    },
    {
      name: 'until its convention ends, or the renewal of that',
      given: async (office) => {
        await office.statement('2023-12-31', '100000.00')
        await office.accounts(2023, { equity: '50000.00' })
        await convention(office, 'C-1', '2024-01-10', '2025-01-10')
        await advance(office, '2024-02-01', '2000.00')
      },
      answers: { '2025-01-09': 'holds', '2025-01-10': 'broken since 2025-01-10' },
      later: {
        given: (office) => convention(office, 'C-2', '2025-01-10', '2026-01-10', { renews: 'C-1' }),
        answers: { '2025-01-10': 'holds', '2026-01-09': 'holds', '2026-01-10': 'broken since 2026-01-10' },
      },
    },
    {
      name: 'under a convention that had ended; a later paper of the same reference says that it had not',
      given: async (office) => {
        await office.statement('2022-12-31', '100000.00')
        await office.accounts(2022, { equity: '50000.00' })
        await convention(office, 'C-1', '2023-01-10', '2024-02-01')
        await advance(office, '2024-02-01', '2000.00')
      },
      answers: { '2024-02-01': 'broken since 2024-02-01', '2025-01-01': 'broken since 2024-02-01' },
      later: {
        given: (office) => convention(office, 'C-1', '2023-01-10', '2024-02-02'),
        answers: { '2024-02-01': 'holds', '2024-02-02': 'broken since 2024-02-02' },
      },
    },
    {
      name: 'an earlier day on which it must be repaid',
      given: async (office) => {
        await papers(office)
        await advance(office, '2024-02-01', '2000.00', { repayableOn: '2024-09-01' })
      },
      answers: { '2024-09-01': 'holds', '2024-09-02': 'broken since 2024-09-02' },
    },
    {
      name: 'a later day is not later than two years',
      given: async (office) => {
        await papers(office)
        await advance(office, '2024-02-01', '2000.00', { repayableOn: '2027-09-01' })
      },
      answers: { '2026-02-01': 'holds', '2026-02-02': 'broken since 2026-02-02' },
    },
    {
      name: 'none before the last is settled',
      given: async (office) => {
        await papers(office)
        await advance(office, '2024-02-01', '2000.00')
        const repayment = await office.movement('advance_repayment', '2024-03-01', { amount: '1999.99' })
        await advance(office, '2024-03-01', '500.00')
        return repayment
      },
      answers: {
        '2024-02-29': 'holds',
        '2024-03-01': 'broken since 2024-03-01',
        '2025-01-01': 'broken since 2024-03-01',
      },
      later: {
        given: async (office, repayment) => {
          await office.reverse(repayment)
          await office.movement('advance_repayment', '2024-03-01', { amount: '2000.00' })
        },
        // Of one day, what was recorded first came first.
        answers: { '2024-02-29': 'holds', '2025-01-01': 'broken since 2024-03-01' },
      },
      figures: { outstanding: '500.00', outstandingBefore: '2000.00' },
    },
    {
      name: 'one after the other',
      given: async (office) => {
        await papers(office)
        await advance(office, '2024-02-01', '2000.00')
        const repayment = await office.movement('advance_repayment', '2024-02-28', { amount: '2000.00' })
        await advance(office, '2024-03-01', '500.00')
        return repayment
      },
      answers: { '2024-03-01': 'holds', '2025-01-01': 'holds' },
      later: {
        given: (office, repayment) => office.reverse(repayment),
        answers: { '2024-03-01': 'broken since 2024-03-01' },
      },
    },
    {
      name: 'equity below half of the capital when it was paid out, to the cent',
      given: async (office) => {
        await papers(office, '50000.00')
        await advance(office, '2024-02-01', '2000.00')
      },
      answers: { '2024-02-01': 'holds' },
      later: {
        given: async (office) => {
          await office.accounts(2023, { equity: '49999.99' })
          await office.accounts(2024, { equity: '90000.00' })
        },
        answers: { '2024-02-01': 'broken since 2024-02-01', '2025-01-01': 'broken since 2024-02-01' },
      },
      figures: { equity: '49999.99', totalCapital: '100000.00' },
    },
    {
      name: 'equity that fell after it was paid out does not matter; shares that we took meanwhile do not either',
      given: async (office) => {
        await papers(office)
        await office.atNominal('subscription', '2024-01-20', 200)
        await advance(office, '2024-02-01', '2000.00')
        await office.accounts(2024, { equity: '-5.00' })
      },
      answers: { '2024-02-01': 'holds', '2024-02-02': 'holds', '2025-01-01': 'holds' },
    },
    {
      name: 'what is missing is named',
      given: (office) => advance(office, '2024-02-01', '2000.00', { conventionReference: undefined }),
      answers: {
        '2024-01-31': 'holds',
        '2024-02-01':
          'unknown (movement.conventionReference, annualAccounts.equity, capitalStatements) since 2024-02-01',
        '2026-02-02': 'broken since 2026-02-02',
      },
    },
    {
      name: 'a convention that is not there yet',
      given: async (office) => {
        await office.statement('2023-12-31', '100000.00')
        await office.accounts(2023, { equity: '50000.00' })
        await advance(office, '2024-02-01', '2000.00', { conventionReference: 'C-9' })
      },
      answers: { '2024-12-31': 'unknown (advanceConventions) since 2024-02-01' },
      later: {
        given: (office) => convention(office, 'C-9', '2024-01-10', '2030-01-01'),
        answers: { '2024-02-01': 'holds', '2024-12-31': 'holds' },
      },
    },
    {
      name: 'an advance that never was',
      given: async (office) => {
        await papers(office, '1.00')
        return advance(office, '2024-02-01', '2000.00')
      },
      answers: { '2024-02-01': 'broken since 2024-02-01' },
      later: { given: (office, made) => office.reverse(made), answers: { '2024-02-01': 'holds' } },
    },
    {
      name: 'by the term and the least equity of the day of the advance',
      given: async (office) => {
        await papers(office, '40000.00')
        await office.set('advance', 'term', '12', { from: '2024-03-01' })
        await office.set('advance', 'leastEquity', '0.4', { from: '2024-03-01' })
        await advance(office, '2024-03-01', '2000.00')
      },
      answers: { '2024-03-01': 'holds', '2025-03-01': 'holds', '2025-03-02': 'broken since 2025-03-02' },
      later: {
        given: (office) => office.set('advance', 'leastEquity', '0.400001', { from: '2024-03-01' }),
        answers: { '2024-03-01': 'broken since 2024-03-01' },
      },
    },
  ]))
