import { test } from 'tap'
import { type Office, playScenarios } from '../office.ts'

/** Published two days after it was transmitted, on 20 January 2024: in force from then on. */
const inForce = { adopted: '2024-01-15', transmitted: '2024-01-18', published: '2024-01-20' }

const interest = (office: Office, on: string, decision: { id: string }) =>
  office.movement('share_interest', on, { amount: '10.00', decisionId: decision.id })

const subscription = (office: Office, on: string, decision: { id: string }) =>
  office.movement('subscription', on, { shares: '10', amount: '500.00', decisionId: decision.id })

test('executory', (t) =>
  playScenarios(t, 'executory', [
    {
      name: 'nothing was done, whatever was decided',
      given: (office) => office.decision(inForce),
      answers: { '2024-01-16': 'holds', '2025-01-01': 'holds' },
    },
    {
      name: 'no decision is cited',
      given: (office) => office.movement('subscription', '2024-02-01', { shares: '10', amount: '500.00' }),
      answers: { '2024-01-31': 'holds', '2024-02-01': 'unknown (movement.decisionId) since 2024-02-01' },
    },
    {
      name: 'on the day on which it is published and transmitted',
      given: async (office) =>
        subscription(office, '2024-03-01', await office.allowing('2024-03-01', 'shares', '500.00')),
      answers: { '2024-03-01': 'holds', '2025-01-01': 'holds' },
    },
    {
      name: 'on the later of both days, and not the day before',
      given: async (office) => {
        await interest(office, '2024-01-20', await office.decision(inForce))
        await interest(office, '2024-01-19', await office.decision(inForce))
        await interest(
          office,
          '2024-01-19',
          await office.decision({ ...inForce, transmitted: '2024-01-20', published: '2024-01-18' }),
        )
      },
      answers: {
        '2024-01-18': 'holds',
        '2024-01-19': ['broken since 2024-01-19', 'broken since 2024-01-19'],
        '2024-01-20': ['broken since 2024-01-19', 'broken since 2024-01-19'],
        '2026-01-01': ['broken since 2024-01-19', 'broken since 2024-01-19'],
      },
      figures: { executoryOn: '2024-01-20' },
    },
    {
      name: 'the first movement counts, whatever follows',
      given: async (office) => {
        const decision = await office.decision(inForce)
        await interest(office, '2024-03-01', decision)
        await office.remember('before the earlier one')
        await interest(office, '2024-01-17', decision)
      },
      answers: {
        '2024-03-01 before the earlier one': 'holds',
        '2024-01-16': 'holds',
        '2024-03-01': 'broken since 2024-01-17',
      },
    },
    {
      name: 'published, and never transmitted',
      given: async (office) =>
        interest(office, '2024-02-01', await office.decision({ adopted: '2024-01-15', published: '2024-01-20' })),
      answers: { '2024-01-31': 'holds', '2025-01-01': 'broken since 2024-02-01' },
    },
    {
      name: 'the early movement was recorded in error',
      given: async (office) => {
        const early = await interest(office, '2024-01-19', await office.decision(inForce))
        await office.remember('before the reversal')
        await office.reverse(early)
      },
      answers: { '2024-02-01 before the reversal': 'broken since 2024-01-19', '2024-02-01': 'holds' },
    },
    {
      name: 'the publication was later than was believed',
      given: async (office) => {
        const decision = await office.allowing('2024-03-01', 'shares', '500.00')
        await subscription(office, '2024-03-05', decision)
        await office.remember('at first')
        await office.cancel(decision, 'published')
        await office.remember('without a publication')
        await office.step(decision, 'published', '2024-03-06')
        await office.remember('with another')
        await office.cancel(decision, 'published')
        await office.step(decision, 'published', '2024-03-05')
      },
      answers: {
        '2025-01-01 at first': 'holds',
        '2024-03-04 without a publication': 'holds',
        '2025-01-01 without a publication': 'broken since 2024-03-05',
        '2024-03-05 with another': 'broken since 2024-03-05',
        '2025-01-01 with another': 'broken since 2024-03-05',
        '2025-01-01': 'holds',
      },
    },
    {
      name: 'an act that is void: what used its authorisation is told by authorised_total',
      given: async (office) => {
        const decision = await office.allowing('2024-03-01', 'shares', '500.00')
        await subscription(office, '2024-03-01', decision)
        await office.step(decision, 'annulled', '2024-06-01')
      },
      answers: { '2024-05-31': 'holds', '2024-06-01': 'holds' },
    },
    {
      name: 'an act that is void: whatever else was done under it is told here',
      given: async (office) => {
        const early = await office.decision({ ...inForce, annulled: '2024-06-01' })
        await interest(office, '2024-01-19', early)
        const inTime = await office.decision({ ...inForce, withdrawn: '2024-07-01' })
        await interest(office, '2024-01-20', inTime)
        await interest(office, '2024-08-01', await office.decision({ rejected: '2024-01-15' }))
      },
      answers: {
        '2024-05-31': 'broken since 2024-01-19',
        '2024-06-30': 'broken since 2024-01-19',
        '2024-07-01': ['broken since 2024-01-19', 'broken since 2024-07-01'],
        '2024-08-01': ['broken since 2024-01-19', 'broken since 2024-07-01', 'broken since 2024-08-01'],
      },
    },
  ]))
