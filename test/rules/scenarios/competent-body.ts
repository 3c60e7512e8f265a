import { test } from 'tap'
import { type Office, playScenarios } from '../office.ts'

const vote = (office: Office, on: string, body: string, more: object = {}) =>
  office.decision({ adopted: on }, { body, ...more })

const KINDS_ON_MONEY = ['entry', 'increase', 'disposal', 'withdrawal', 'advance', 'grant']

test('competent_body', (t) =>
  playScenarios(t, 'competent_body', [
    {
      name: 'nothing was decided',
      given: async () => {},
      answers: { '2025-01-01': 'holds' },
    },
    {
      name: 'the assembly decides on everything',
      given: async (office) => {
        for (const kind of KINDS_ON_MONEY) await vote(office, '2024-01-15', 'assembly', { kind })
      },
      answers: { '2024-01-15': 'holds' },
    },
    {
      name: 'the president does not, from the day of the vote on',
      given: (office) => vote(office, '2024-01-15', 'president'),
      answers: {
        '2024-01-14': 'holds',
        '2024-01-15': 'broken since 2024-01-15',
        '2026-01-01': 'broken since 2024-01-15',
      },
      figures: { body: 'president', adoptedOn: '2024-01-15' },
    },
    {
      name: 'of all kinds that commit money or shares, and of no other',
      given: async (office) => {
        const others = ['strategy', 'impairment', 'appointment', 'other']
        for (const kind of [...KINDS_ON_MONEY, ...others]) await vote(office, '2024-01-15', 'president', { kind })
      },
      answers: { '2024-01-15': KINDS_ON_MONEY.map(() => 'broken since 2024-01-15') },
    },
    {
      name: 'an act of another kind that allows money, used or not; not one whose terms were emptied',
      given: async (office) => {
        const more = { body: 'president', kind: 'strategy' }
        await office.allowing('2024-01-15', 'shares', '5000.00', more)
        const emptied = await office.allowing('2024-02-15', 'grant', '5000.00', more)
        await office.remember('before it was emptied')
        const { cooperativeId } = office
        const terms = { cooperativeId, instrument: 'grant', ceiling: '0.00' }
        await office.post(`/v1/decisions/${emptied.id}/authorisations`, terms)
      },
      answers: {
        '2024-01-14': 'holds',
        '2025-01-01': 'broken since 2024-01-15',
        '2025-01-01 before it was emptied': ['broken since 2024-01-15', 'broken since 2024-02-15'],
      },
    },
    {
      name: 'the standing committee, when nobody knows whether it has a delegation',
      given: (office) => vote(office, '2024-01-15', 'standing_committee'),
      answers: { '2024-01-14': 'holds', '2024-01-15': 'unknown (parameters.delegation) since 2024-01-15' },
    },
    {
      name: 'the standing committee, by the delegation of the day of the vote',
      given: async (office) => {
        const days = ['2022-02-28', '2022-03-01', '2023-12-31', '2024-01-01']
        for (const on of days) await vote(office, on, 'standing_committee')
        await office.remember('before the delegation')
        await office.set('competent_body', 'delegation', 'true', { from: '2022-03-01', to: '2024-01-01' })
        await office.set('competent_body', 'delegation', 'false', { from: '2024-01-01' })
      },
      answers: {
        '2025-01-01 before the delegation': [
          'unknown (parameters.delegation) since 2022-02-28',
          'unknown (parameters.delegation) since 2022-03-01',
          'unknown (parameters.delegation) since 2023-12-31',
          'unknown (parameters.delegation) since 2024-01-01',
        ],
        '2023-12-31': 'unknown (parameters.delegation) since 2022-02-28',
        '2025-01-01': ['unknown (parameters.delegation) since 2022-02-28', 'broken since 2024-01-01'],
      },
    },
    {
      name: 'what was not adopted, or counts no longer, was decided by nobody',
      given: async (office) => {
        const more = { body: 'president' }
        await office.decision({ tabled: '2024-01-10' }, more)
        await office.decision({ rejected: '2024-01-15' }, more)
        await office.decision({ adopted: '2024-01-15', withdrawn: '2024-06-01' }, more)
        await office.decision({ adopted: '2024-01-16', annulled: '2024-07-01' }, more)
      },
      answers: {
        '2024-01-15': 'broken since 2024-01-15',
        '2024-05-31': ['broken since 2024-01-15', 'broken since 2024-01-16'],
        '2024-06-01': 'broken since 2024-01-16',
        '2024-06-30': 'broken since 2024-01-16',
        '2024-07-01': 'holds',
      },
    },
    {
      name: 'a body that was entered wrongly, and a vote that never was',
      given: async (office) => {
        const corrected = await vote(office, '2024-01-15', 'president')
        const cancelled = await vote(office, '2024-01-16', 'president')
        await office.remember('at first')
        await office.amend('decisions', corrected, { body: 'assembly' })
        await office.cancel(cancelled, 'adopted')
      },
      answers: {
        '2024-01-16 at first': ['broken since 2024-01-15', 'broken since 2024-01-16'],
        '2024-01-16': 'holds',
      },
    },
    {
      name: 'an act that names no cooperative is one about it from the day on which it is cited for it',
      given: async (office) => {
        const { id: decisionId } = await vote(office, '2024-01-15', 'president', { cooperativeIds: [] })
        await office.movement('share_interest', '2024-03-01', { amount: '10.00', decisionId })
      },
      answers: { '2024-02-29': 'holds', '2024-03-01': 'broken since 2024-03-01' },
    },
  ]))
