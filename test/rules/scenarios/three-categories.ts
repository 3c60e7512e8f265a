import { test } from 'tap'
import { type Office, playScenarios } from '../office.ts'

/** A statement with a college of three members for each category; null: it is not told. */
function members(office: Office, on: string, ...categories: (string | null)[]) {
  const colleges = categories.map((category, place) => college(`Collège ${place + 1}`, category, 3))
  return office.statement(on, '100000.00', { colleges })
}

function college(name: string, category: string | null, count: number) {
  return { name, members: count, ...(category && { category }) }
}

test('three_categories', (t) =>
  playScenarios(t, 'three_categories', [
    {
      name: 'nothing is known',
      given: async () => {},
      answers: { '2025-01-01': 'unknown (capitalStatements) since ever' },
    },
    {
      name: 'a statement that does not say who the members are',
      given: (office) => office.statement('2024-12-31', '100000.00'),
      answers: { '2025-01-01': 'unknown (capitalStatements.colleges) since ever' },
    },
    {
      name: 'three kinds, and one less',
      given: async (office) => {
        await members(office, '2022-12-31', 'employee', 'beneficiary', 'public_body')
        await members(office, '2023-12-31', 'employee', 'beneficiary')
        await members(office, '2024-12-31', 'employee', 'beneficiary', 'other')
      },
      answers: {
        '2022-12-30': 'unknown (capitalStatements) since ever',
        '2022-12-31': 'holds',
        '2023-12-30': 'holds',
        '2023-12-31': 'broken since 2023-12-31',
        '2024-12-30': 'broken since 2023-12-31',
        '2024-12-31': 'holds',
      },
    },
    {
      name: 'producers in the place of employees',
      given: (office) => members(office, '2024-12-31', 'producer', 'beneficiary', 'public_body'),
      answers: { '2025-01-01': 'holds' },
    },
    {
      name: 'employees and producers are two kinds',
      given: (office) => members(office, '2024-12-31', 'producer', 'employee', 'beneficiary'),
      answers: { '2025-01-01': 'holds' },
    },
    {
      name: 'three kinds without those who benefit',
      given: (office) => members(office, '2024-12-31', 'employee', 'producer', 'public_body', 'other'),
      answers: { '2025-01-01': 'broken since 2024-12-31' },
      figures: { kinds: '4', categories: 'employee, other, producer, public_body' },
    },
    {
      name: 'three kinds without those who work there',
      given: (office) => members(office, '2024-12-31', 'beneficiary', 'public_body', 'other'),
      answers: { '2025-01-01': 'broken since 2024-12-31' },
    },
    {
      name: 'two colleges of one kind are one kind',
      given: (office) => members(office, '2024-12-31', 'employee', 'beneficiary', 'beneficiary'),
      answers: { '2025-01-01': 'broken since 2024-12-31' },
      figures: { kinds: '2' },
    },
    {
      name: 'a college without a member is no kind of members: the last employee leaves, and one comes',
      given: async (office) => {
        const state = (on: string, employees: number) =>
          office.statement(on, '100000.00', {
            colleges: [
              college('Salariés', 'employee', employees),
              college('Bénéficiaires', 'beneficiary', 40),
              college('Collectivités', 'public_body', 2),
            ],
          })
        await state('2022-12-31', 1)
        await state('2023-12-31', 0)
        await state('2024-12-31', 1)
      },
      answers: { '2023-12-30': 'holds', '2024-12-30': 'broken since 2023-12-31', '2025-01-01': 'holds' },
    },
    {
      name: 'a college of which the kind is not told matters only where the others are not enough',
      given: async (office) => {
        await members(office, '2023-12-31', 'employee', 'beneficiary', 'public_body', null)
        await members(office, '2024-12-31', 'employee', 'beneficiary', null)
      },
      answers: {
        '2024-12-30': 'holds',
        '2025-01-01': 'unknown (capitalStatements.colleges.category) since 2024-12-31',
      },
    },
    {
      name: 'one that is empty need not be told',
      given: (office) =>
        office.statement('2024-12-31', '100000.00', {
          colleges: [college('Salariés', 'employee', 2), college('Fondateurs', null, 0)],
        }),
      answers: { '2025-01-01': 'broken since 2024-12-31' },
    },
    {
      name: 'a later paper for the same date, and a later one that is silent',
      given: (office) => members(office, '2024-06-30', 'employee', 'beneficiary'),
      answers: { '2024-12-31': 'broken since 2024-06-30' },
      later: {
        given: async (office) => {
          await members(office, '2024-06-30', 'employee', 'beneficiary', 'public_body')
          await office.statement('2024-12-31', '100000.00')
        },
        answers: {
          '2024-12-30': 'holds',
          '2024-12-31': 'unknown (capitalStatements.colleges) since 2024-12-31',
        },
      },
    },
    {
      name: 'a body that is no SCIC',
      attributes: { legalForm: 'other' },
      given: (office) => members(office, '2024-12-31', 'employee'),
      answers: { '2025-01-01': 'holds' },
      later: {
        given: (office) => office.change({ legalForm: 'scic_sarl' }),
        answers: { '2025-01-01': 'broken since 2024-12-31' },
      },
    },
  ]))
