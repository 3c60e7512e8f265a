import { test } from 'tap'
import { type Office, playScenarios } from '../office.ts'

/** A statement with a college of so much weight each; null: it is not told. */
function weighed(office: Office, on: string, ...weights: (string | null)[]) {
  const colleges = weights.map((weight, place) => ({
    name: `Collège ${place + 1}`,
    members: 3,
    ...(weight && { weight }),
  }))
  return office.statement(on, '100000.00', { colleges })
}

test('colleges', (t) =>
  playScenarios(t, 'colleges', [
    {
      name: 'nothing is known',
      given: async () => {},
      answers: { '2025-01-01': 'unknown (capitalStatements) since ever' },
    },
    {
      name: 'a statement without colleges, one without weights',
      given: async (office) => {
        await office.statement('2023-12-31', '100000.00')
        await weighed(office, '2024-12-31', null, null, null)
      },
      answers: {
        '2024-12-30': 'unknown (capitalStatements.colleges) since ever',
        '2024-12-31': 'unknown (capitalStatements.colleges.weight) since ever',
      },
    },
    {
      name: 'a tenth is enough, half is not too much',
      given: (office) => weighed(office, '2024-12-31', '0.1', '0.4', '0.5'),
      answers: { '2024-12-30': 'unknown (capitalStatements) since ever', '2024-12-31': 'holds' },
    },
    {
      name: 'less than a tenth',
      given: async (office) => {
        await weighed(office, '2023-12-31', '0.100000', '0.400000', '0.500000')
        await weighed(office, '2024-12-31', '0.099999', '0.400001', '0.500000')
      },
      answers: { '2024-12-30': 'holds', '2024-12-31': 'broken since 2024-12-31' },
      figures: { totalWeight: '1.000000', smallest: '0.099999', largest: '0.500000' },
    },
    {
      name: 'more than half',
      given: (office) => weighed(office, '2024-12-31', '0.100000', '0.399999', '0.500001'),
      answers: { '2024-12-31': 'broken since 2024-12-31' },
      figures: { totalWeight: '1.000000', largest: '0.500001' },
    },
    {
      name: 'together more or less than the whole, and the whole again',
      given: async (office) => {
        await weighed(office, '2021-12-31', '0.3', '0.3', '0.400001')
        await weighed(office, '2022-12-31', '0.3', '0.3', '0.399999')
        await weighed(office, '2023-12-31', '0.3', '0.3', '0.4')
        await weighed(office, '2024-12-31', '0.3', '0.3', '0.3')
      },
      answers: {
        '2021-12-31': 'broken since 2021-12-31',
        '2023-12-30': 'broken since 2021-12-31',
        '2023-12-31': 'holds',
        '2025-06-01': 'broken since 2024-12-31',
      },
      figures: { totalWeight: '0.900000' },
    },
    {
      name: 'two colleges of half each, and ten of a tenth',
      given: async (office) => {
        await weighed(office, '2023-12-31', '0.5', '0.5')
        await weighed(office, '2024-12-31', ...Array<string>(10).fill('0.1'))
      },
      answers: { '2023-12-31': 'holds', '2024-12-31': 'holds' },
    },
    {
      name: 'one weight is not told: what is told may be too much already',
      given: async (office) => {
        await weighed(office, '2022-12-31', '0.4', '0.4', null)
        await weighed(office, '2023-12-31', '0.4', '0.6', null)
        await weighed(office, '2024-12-31', '0.4', '0.4', '0.3', null)
      },
      answers: {
        '2022-12-31': 'unknown (capitalStatements.colleges.weight) since ever',
        '2023-12-31': 'broken since 2023-12-31',
        '2024-12-31': 'broken since 2023-12-31',
      },
      figures: { totalWeight: '1.100000' },
    },
    {
      name: 'a later paper for the same date, and a later one that is silent',
      given: (office) => weighed(office, '2024-06-30', '0.6', '0.4'),
      answers: { '2024-12-31': 'broken since 2024-06-30' },
      later: {
        given: async (office) => {
          await weighed(office, '2024-06-30', '0.5', '0.3', '0.2')
          await office.statement('2024-12-31', '100000.00')
        },
        answers: { '2024-12-30': 'holds', '2024-12-31': 'unknown (capitalStatements.colleges) since 2024-12-31' },
      },
    },
    {
      name: 'a body that is no SCIC',
      attributes: { legalForm: 'other' },
      given: (office) => weighed(office, '2024-12-31', '0.9', '0.1'),
      answers: { '2025-01-01': 'holds' },
      later: {
        given: (office) => office.change({ legalForm: 'scic_sa' }),
        answers: { '2025-01-01': 'broken since 2024-12-31' },
      },
    },
  ]))
