import { test } from 'tap'
import { playScenarios } from '../office.ts'

test('seat_ending', (t) =>
  playScenarios(t, 'seat_ending', [
    {
      name: 'no seat, or nobody on it',
      given: async (office) => {
        await office.mandate(await office.seat('2021-07-01', { to: '2022-01-01' }), '2021-08-01', { role: 'alternate' })
      },
      answers: { '2021-12-31': 'holds' },
    },
    {
      name: 'from 90 days before its end to the last day of it',
      given: async (office) => {
        await office.mandate(await office.seat('2021-07-01'), '2021-07-01', { to: '2024-12-31' })
      },
      answers: {
        '2024-10-01': 'holds',
        '2024-12-31': 'holds',
        '2024-10-02': 'broken since 2024-10-02',
        '2024-12-30': 'broken since 2024-10-02',
      },
      figures: { endsOn: '2024-12-31' },
    },
    {
      name: 'from 90 days before the council is renewed, whatever end it has after that',
      given: async (office) => {
        await office.mandate(await office.seat('2021-07-01'), '2021-07-01')
        await office.mandate(await office.seat('2021-07-01'), '2021-07-01', { to: '2028-05-01' })
      },
      answers: {
        '2027-12-31': 'holds',
        '2028-01-01': ['broken since 2028-01-01', 'broken since 2028-01-01'],
        '2028-03-30': ['broken since 2028-01-01', 'broken since 2028-01-01'],
        '2028-03-31': 'holds',
      },
    },
    {
      name: 'a mandate of less than 90 days',
      given: async (office) => {
        await office.mandate(await office.seat('2024-01-01'), '2024-12-01', { to: '2024-12-31' })
      },
      answers: { '2024-11-30': 'holds', '2024-12-01': 'broken since 2024-12-01', '2024-12-31': 'holds' },
    },
    {
      name: 'an end that was moved, and a seat that closes earlier',
      given: async (office) => {
        const [moved, closed] = [await office.seat('2021-07-01'), await office.seat('2021-07-01')]
        const mandate = await office.mandate(moved, '2021-07-01', { to: '2024-12-31' })
        await office.mandate(closed, '2021-07-01', { to: '2026-12-31' })
        await office.remember('before')
        await office.amend('mandates', mandate, { to: '2025-12-31', endReason: 'term_over' })
        await office.amend('seats', closed, { to: '2025-03-01' })
      },
      answers: {
        '2024-10-02 before': 'broken since 2024-10-02',
        '2024-10-02': 'holds',
        '2024-12-01 before': 'broken since 2024-10-02',
        '2024-11-30': 'holds',
        '2024-12-01': 'broken since 2024-12-01',
        '2025-03-01': 'holds',
      },
    },
    {
      name: 'after the last council that is known, 90 days before six years are over',
      given: async (office) => {
        await office.mandate(await office.seat('2028-01-01'), '2028-03-31')
        await office.mandate(await office.seat('2028-01-01'), '2034-02-01')
      },
      answers: {
        '2033-12-30': 'holds',
        '2033-12-31': 'unknown (mandate.to) since 2033-12-31',
        '2034-02-01': ['unknown (mandate.to) since 2033-12-31', 'unknown (mandate.to) since 2034-02-01'],
      },
    },
  ]))
