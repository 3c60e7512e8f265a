import { test } from 'tap'
import { type Office, playScenarios } from '../office.ts'

const subscription = (office: Office, on: string) =>
  office.movement('subscription', on, { shares: '10', amount: '500.00' })

test('seat_vacant', (t) =>
  playScenarios(t, 'seat_vacant', [
    {
      name: 'nothing is held, and no seat known',
      given: async () => {},
      answers: { '2025-01-01': 'holds' },
    },
    {
      name: 'shares without a seat in the assembly, since they are held without a break',
      given: async (office) => {
        await subscription(office, '2024-02-01')
        await office.movement('sale', '2024-05-01', { shares: '10', amount: '500.00' })
        await subscription(office, '2024-08-01')
        await subscription(office, '2024-09-01')
        const last = await office.movement('sale', '2024-10-01', { shares: '20', amount: '1000.00' })
        await office.remember('before the reversal')
        await office.reverse(last)
      },
      answers: {
        '2024-01-31': 'holds',
        '2024-02-01': 'unknown (seats) since 2024-02-01',
        '2024-04-30': 'unknown (seats) since 2024-02-01',
        '2024-05-01': 'holds',
        '2024-08-01': 'unknown (seats) since 2024-08-01',
        '2024-09-30': 'unknown (seats) since 2024-08-01',
        '2024-10-01 before the reversal': 'holds',
        '2024-10-01': 'unknown (seats) since 2024-08-01',
      },
    },
    {
      name: 'from the first day of the seat to that of a mandate, and from its end on',
      given: async (office) => {
        const seat = await office.seat('2021-02-01')
        await office.mandate(seat, '2021-03-01', { to: '2024-06-30' })
        await office.mandate(seat, '2024-09-01')
      },
      answers: {
        '2021-01-31': 'holds',
        '2021-02-01': 'broken since 2021-02-01',
        '2021-02-28': 'broken since 2021-02-01',
        '2021-03-01': 'holds',
        '2024-06-29': 'holds',
        '2024-06-30': 'broken since 2024-06-30',
        '2024-08-31': 'broken since 2024-06-30',
        '2024-09-01': 'holds',
      },
    },
    {
      name: 'a resignation that was recorded later',
      given: async (office) => {
        const mandate = await office.mandate(await office.seat('2021-07-01'), '2021-07-01')
        await office.remember('before')
        await office.amend('mandates', mandate, { to: '2024-06-01', endReason: 'resignation' })
      },
      answers: {
        '2024-06-01 before': 'holds',
        '2024-05-31': 'holds',
        '2024-06-01': 'broken since 2024-06-01',
      },
      figures: { vacantFrom: '2024-06-01' },
    },
    {
      name: 'an alternate alone leaves it vacant; a mandate that lapsed does not',
      given: async (office) => {
        await office.mandate(await office.seat('2022-01-01'), '2022-02-01', { role: 'alternate' })
        await office.mandate(await office.seat('2015-01-01'), '2015-01-01')
      },
      answers: { '2021-12-31': 'holds', '2024-01-01': 'broken since 2022-01-01' },
    },
    {
      name: 'a mandate that never was',
      given: async (office) => {
        const mandate = await office.mandate(await office.seat('2022-01-01'), '2022-03-01')
        await office.remember('before')
        await office.amend('mandates', mandate, { to: '2022-03-01', endReason: 'entered_in_error' })
      },
      answers: { '2024-01-01 before': 'holds', '2024-01-01': 'broken since 2022-01-01' },
    },
    {
      name: 'one of two seats; once they are closed, shares have none',
      given: async (office) => {
        await subscription(office, '2022-01-01')
        const held = await office.seat('2022-02-01', { to: '2025-01-01' })
        await office.seat('2022-02-01', { to: '2024-01-01' })
        await office.mandate(held, '2022-02-01')
      },
      answers: {
        '2022-01-31': 'unknown (seats) since 2022-01-01',
        '2022-02-01': 'broken since 2022-02-01',
        '2023-12-31': 'broken since 2022-02-01',
        '2024-01-01': 'holds',
        '2024-12-31': 'holds',
        '2025-01-01': 'unknown (seats) since 2025-01-01',
      },
    },
    {
      name: 'a seat that was opened later than was believed',
      given: async (office) => {
        const seat = await office.seat('2022-01-01')
        await office.remember('before')
        await office.amend('seats', seat, { from: '2022-03-01' })
      },
      answers: {
        '2022-02-28 before': 'broken since 2022-01-01',
        '2022-02-28': 'holds',
        '2022-03-01': 'broken since 2022-03-01',
      },
    },
  ]))
