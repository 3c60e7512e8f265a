import { test } from 'tap'
import { playScenarios } from '../office.ts'

test('challenge_open', (t) =>
  playScenarios(t, 'challenge_open', [
    {
      name: 'nothing was decided, or not adopted',
      given: async (office) => {
        await office.decision({ tabled: '2024-01-10' })
        await office.decision({ rejected: '2024-01-10' })
      },
      answers: { '2024-01-10': 'holds' },
    },
    {
      name: 'from the publication to the same day two months later, transmitted or not',
      given: (office) => office.decision({ adopted: '2024-01-10', published: '2024-01-15' }),
      answers: {
        '2024-01-09': 'holds',
        '2024-01-14': 'unknown (decision.steps.published) since 2024-01-10',
        '2024-01-15': 'broken since 2024-01-15',
        '2024-03-16': 'holds',
        '2024-03-15': 'broken since 2024-01-15',
      },
      figures: { publishedOn: '2024-01-15', lastDay: '2024-03-15' },
    },
    {
      name: 'to the last day of a month that has no such day',
      given: async (office) => {
        await office.decision({ adopted: '2023-12-31', published: '2023-12-31' })
        await office.decision({ adopted: '2024-12-31', published: '2024-12-31' })
      },
      answers: {
        '2024-02-29': 'broken since 2023-12-31',
        '2024-03-01': 'holds',
        '2025-02-28': 'broken since 2024-12-31',
        '2025-03-01': 'holds',
      },
    },
    {
      name: 'not of an act that counts no longer',
      given: async (office) => {
        await office.decision({ adopted: '2024-01-10', published: '2024-01-15', withdrawn: '2024-02-01' })
        await office.decision({ adopted: '2024-01-11', annulled: '2024-02-10' })
      },
      answers: {
        '2024-01-31': ['broken since 2024-01-15', 'unknown (decision.steps.published) since 2024-01-11'],
        '2024-02-09': 'unknown (decision.steps.published) since 2024-01-11',
        '2024-02-10': 'holds',
      },
    },
    {
      name: 'a publication that never was, and another',
      given: async (office) => {
        const decision = await office.decision({ adopted: '2024-01-10', published: '2024-01-15' })
        await office.remember('at first')
        await office.cancel(decision, 'published')
        await office.remember('without')
        await office.step(decision, 'published', '2024-02-20')
      },
      answers: {
        '2024-03-16 at first': 'holds',
        '2024-03-16 without': 'unknown (decision.steps.published) since 2024-01-10',
        '2024-02-19': 'unknown (decision.steps.published) since 2024-01-10',
        '2024-03-16': 'broken since 2024-02-20',
        '2024-04-20': 'broken since 2024-02-20',
        '2024-04-21': 'holds',
      },
    },
    {
      name: 'by the law of the day of publication',
      given: async (office) => {
        await office.decision({ adopted: '2024-12-31', published: '2024-12-31' })
        await office.decision({ adopted: '2025-01-01', published: '2025-01-01' })
        await office.set('challenge_open', 'window', '4', { from: '2025-01-01' })
      },
      answers: {
        '2025-02-28': ['broken since 2024-12-31', 'broken since 2025-01-01'],
        '2025-03-01': 'broken since 2025-01-01',
        '2025-05-01': 'broken since 2025-01-01',
        '2025-05-02': 'holds',
      },
    },
    {
      name: 'an act that names no cooperative is one about it from the day on which it is cited for it',
      given: async (office) => {
        const steps = { adopted: '2024-01-10', published: '2024-01-15' }
        const { id: decisionId } = await office.decision(steps, { cooperativeIds: [] })
        await office.movement('share_interest', '2024-03-01', { amount: '10.00', decisionId })
      },
      answers: { '2024-02-29': 'holds', '2024-03-01': 'broken since 2024-03-01', '2024-03-16': 'holds' },
    },
  ]))
