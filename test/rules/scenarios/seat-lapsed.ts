import { test } from 'tap'
import { playScenarios } from '../office.ts'

test('seat_lapsed', (t) =>
  playScenarios(t, 'seat_lapsed', [
    {
      name: 'no seat, or nobody on it',
      given: (office) => office.seat('2021-02-01'),
      answers: { '2021-01-31': 'holds', '2025-01-01': 'holds' },
    },
    {
      name: 'named the day before a council, and not named again',
      given: async (office) => {
        await office.mandate(await office.seat('2014-01-01'), '2015-04-01')
        await office.mandate(await office.seat('2021-01-01'), '2021-06-30')
      },
      answers: {
        '2015-04-01': 'holds',
        '2015-04-02': 'broken since 2015-04-02',
        '2021-06-30': 'broken since 2015-04-02',
        '2021-07-01': ['broken since 2015-04-02', 'broken since 2021-07-01'],
        '2026-01-01': ['broken since 2015-04-02', 'broken since 2021-07-01'],
      },
      figures: { from: '2015-04-01', lapsesOn: '2015-04-02' },
    },
    {
      name: 'named on the first day of a council: until the next',
      given: async (office) => {
        await office.mandate(await office.seat('2015-01-01'), '2015-04-02')
        await office.mandate(await office.seat('2021-01-01'), '2021-07-01')
      },
      answers: {
        '2021-06-30': 'holds',
        '2021-07-01': 'broken since 2021-07-01',
        '2028-03-30': 'broken since 2021-07-01',
        '2028-03-31': ['broken since 2021-07-01', 'broken since 2028-03-31'],
      },
    },
    {
      name: 'a mandate that ended with the council, and one that went on for a day',
      given: async (office) => {
        await office.mandate(await office.seat('2021-01-01'), '2021-02-01', { to: '2021-07-01' })
        await office.mandate(await office.seat('2021-01-01'), '2021-02-01', { to: '2021-07-02' })
      },
      answers: { '2021-06-30': 'holds', '2021-07-01': 'broken since 2021-07-01', '2021-07-02': 'holds' },
    },
    {
      name: 'named again, as was recorded later',
      given: async (office) => {
        const seat = await office.seat('2021-01-01')
        const mandate = await office.mandate(seat, '2021-02-01')
        await office.remember('before')
        await office.amend('mandates', mandate, { to: '2021-07-01', endReason: 'loss_of_office' })
        await office.mandate(seat, '2021-07-01')
      },
      answers: { '2021-07-01 before': 'broken since 2021-07-01', '2021-07-01': 'holds', '2026-01-01': 'holds' },
    },
    {
      name: 'named again, and the old mandate not ended until then',
      given: async (office) => {
        const seat = await office.seat('2021-01-01')
        await office.mandate(seat, '2021-02-01', { to: '2021-09-15' })
        await office.mandate(seat, '2021-09-15')
      },
      answers: { '2021-09-14': 'broken since 2021-07-01', '2021-09-15': 'holds' },
    },
    {
      name: 'an alternate alone, a mandate that never was, and a seat that is no longer valid',
      given: async (office) => {
        await office.mandate(await office.seat('2021-01-01'), '2021-02-01', { role: 'alternate' })
        const never = await office.mandate(await office.seat('2021-01-01'), '2021-02-01')
        await office.mandate(await office.seat('2021-01-01', { to: '2022-01-01' }), '2021-02-01')
        await office.remember('before')
        await office.amend('mandates', never, { to: '2021-02-01', endReason: 'entered_in_error' })
      },
      answers: {
        '2021-12-31 before': ['broken since 2021-07-01', 'broken since 2021-07-01'],
        '2021-12-31': 'broken since 2021-07-01',
        '2022-01-01': 'holds',
      },
    },
    {
      name: 'after the last council that is known, six years are sure, counted from that council',
      given: async (office) => {
        await office.mandate(await office.seat('2028-01-01'), '2028-03-31')
        await office.mandate(await office.seat('2028-01-01'), '2030-01-01')
        await office.mandate(await office.seat('2028-01-01'), '2030-01-01', { to: '2034-03-31' })
        await office.mandate(await office.seat('2028-01-01'), '2030-01-01', { to: '2034-04-01' })
        await office.mandate(await office.seat('2028-01-01'), '2034-03-31')
      },
      answers: {
        '2034-03-30': 'holds',
        '2034-03-31': [
          'unknown (mandate.to) since 2034-03-31',
          'unknown (mandate.to) since 2034-03-31',
          'unknown (mandate.to) since 2034-03-31',
        ],
        '2040-03-30': ['unknown (mandate.to) since 2034-03-31', 'unknown (mandate.to) since 2034-03-31'],
        '2040-03-31': [
          'unknown (mandate.to) since 2034-03-31',
          'unknown (mandate.to) since 2034-03-31',
          'unknown (mandate.to) since 2040-03-31',
        ],
      },
    },
  ]))
