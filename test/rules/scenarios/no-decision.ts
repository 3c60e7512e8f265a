import { test } from 'tap'
import { type Office, playScenarios } from '../office.ts'

const subscription = (office: Office, on: string, more: object = {}) =>
  office.movement('subscription', on, { shares: '10', amount: '500.00', ...more })

test('no_decision', (t) =>
  playScenarios(t, 'no_decision', [
    {
      name: 'nothing was done',
      given: async () => {},
      answers: { '2025-01-01': 'holds' },
    },
    {
      name: 'a reason does not stand in for a decision',
      given: (office) => subscription(office, '2024-02-01'),
      answers: {
        '2024-01-31': 'holds',
        '2024-02-01': 'broken since 2024-02-01',
        '2026-01-01': 'broken since 2024-02-01',
      },
      figures: { kind: 'subscription', amount: '500.00' },
    },
    {
      name: 'every kind that uses an authorisation, one finding each',
      given: async (office) => {
        await office.movement('subscription', '2024-01-01', { shares: '100', amount: '5000.00', called: '5000.00' })
        await office.movement('contribution_in_kind', '2024-01-02', { shares: '10', amount: '500.00' })
        await office.movement('purchase', '2024-01-03', { shares: '10', amount: '400.00' })
        await office.movement('advance', '2024-01-04', { amount: '1000.00' })
        await office.movement('advance_conversion', '2024-01-05', { shares: '10', amount: '500.00' })
        await office.movement('grant', '2024-01-06', { amount: '1000.00' })
        await office.movement('sale', '2024-01-07', { shares: '1', amount: '50.00' })
        await office.movement('withdrawal', '2024-01-08', { shares: '1', amount: '0.00' })
        await office.movement('write_off', '2024-01-09', { shares: '1' })
      },
      answers: { '2024-12-31': [1, 2, 3, 4, 5, 6, 7, 8, 9].map((day) => `broken since 2024-01-0${day}`) },
    },
    {
      name: 'no kind that uses none',
      given: async (office) => {
        await subscription(office, '2024-01-01', { called: '100.00' })
        await office.movement('call', '2024-01-02', { amount: '400.00' })
        await office.movement('payment', '2024-01-03', { amount: '500.00' })
        await office.movement('impairment', '2024-01-04', { amount: '50.00' })
        await office.movement('impairment_release', '2024-01-05', { amount: '50.00' })
        await office.movement('share_interest', '2024-01-06', { amount: '5.00' })
        await office.movement('share_split', '2024-01-07', { splitFrom: 1, splitTo: 2 })
      },
      answers: { '2024-12-31': 'broken since 2024-01-01' },
    },
    {
      name: 'a decision is cited',
      given: async (office) => {
        const { id: decisionId } = await office.allowing('2024-03-01', 'shares', '500.00')
        await subscription(office, '2024-03-05', { decisionId })
      },
      answers: { '2024-03-04': 'holds', '2024-03-05': 'holds' },
    },
    {
      name: 'recorded late, then undone and recorded anew under a decision',
      given: async (office) => {
        const { id: decisionId } = await office.allowing('2024-03-01', 'shares', '500.00')
        await office.remember('before it was recorded')
        const taken = await subscription(office, '2024-03-05')
        await office.remember('taken over')
        await office.reverse(taken)
        await office.remember('undone')
        await subscription(office, '2024-03-05', { decisionId })
      },
      answers: {
        '2024-03-05 before it was recorded': 'holds',
        '2024-03-05 taken over': 'broken since 2024-03-05',
        '2024-03-05 undone': 'holds',
        '2024-03-05': 'holds',
      },
    },
    {
      name: 'whether the act that is cited was voted is open again',
      given: async (office) => {
        const decision = await office.allowing('2024-03-01', 'shares', '500.00')
        await subscription(office, '2024-03-05', { decisionId: decision.id })
        await office.remember('at first')
        await office.cancel(decision, 'published', 'transmitted', 'adopted')
        await office.remember('without its vote')
        await office.step(decision, 'adopted', '2024-04-01')
        await office.remember('voted later')
        await office.cancel(decision, 'adopted')
        await office.step(decision, 'adopted', '2024-03-05')
      },
      answers: {
        '2025-01-01 at first': 'holds',
        '2024-03-04 without its vote': 'holds',
        '2025-01-01 without its vote': 'unknown (decision.steps.adopted) since 2024-03-05',
        '2024-03-31 voted later': 'unknown (decision.steps.adopted) since 2024-03-05',
        '2024-04-01 voted later': 'holds',
        '2024-03-05': 'holds',
      },
    },
    {
      name: 'the act was voted down, or annulled: there was a decision, as authorised_total tells',
      given: async (office) => {
        const rejected = await office.allowing('2024-03-01', 'shares', '500.00')
        await subscription(office, '2024-03-05', { decisionId: rejected.id })
        await office.cancel(rejected, 'published', 'transmitted', 'adopted')
        await office.step(rejected, 'rejected', '2024-03-01')
        const annulled = await office.allowing('2024-03-01', 'shares', '500.00')
        await subscription(office, '2024-03-05', { decisionId: annulled.id })
        await office.step(annulled, 'annulled', '2024-06-01')
      },
      answers: { '2024-06-01': 'holds' },
    },
    {
      name: 'what uses no authorisation may cite an act that is not voted',
      given: async (office) => {
        const { id: decisionId } = await office.decision({ tabled: '2024-03-01' })
        await office.movement('share_interest', '2024-03-05', { amount: '5.00', decisionId })
      },
      answers: { '2024-12-31': 'holds' },
    },
  ]))
