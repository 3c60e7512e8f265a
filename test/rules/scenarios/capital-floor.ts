import { test } from 'tap'
import { playScenarios } from '../office.ts'

test('capital_floor', (t) =>
  playScenarios(t, 'capital_floor', [
    {
      name: 'nothing is known',
      given: (office) => office.hold('2024-02-01', 100),
      answers: { '2025-01-01': 'unknown (capitalStatements) since ever' },
    },
    {
      name: 'a quarter of the highest, to the cent',
      given: async (office) => {
        await office.statement('2021-12-31', '40000.00')
        await office.statement('2022-12-31', '100000.00')
        await office.statement('2023-12-31', '25000.00')
        await office.statement('2024-12-31', '24999.99')
        await office.statement('2025-12-31', '26000.00')
      },
      answers: {
        '2021-12-30': 'unknown (capitalStatements) since ever',
        '2021-12-31': 'holds',
        '2024-12-30': 'holds',
        '2025-12-31': 'holds',
        '2024-12-31': 'broken since 2024-12-31',
      },
      figures: { totalCapital: '24999.99', highestCapital: '100000.00', floor: '25000.00' },
    },
    {
      name: 'a quarter that is no whole cent',
      given: async (office) => {
        await office.statement('2022-12-31', '100000.01')
        await office.statement('2023-12-31', '25000.01')
        await office.statement('2024-12-31', '25000.00')
      },
      answers: { '2023-12-31': 'holds', '2024-12-31': 'broken since 2024-12-31' },
      figures: { totalCapital: '25000.00', floor: '25000.01' },
    },
    {
      name: 'an SA, to the cent',
      attributes: { legalForm: 'scic_sa' },
      given: async (office) => {
        await office.statement('2023-12-31', '18500.00')
        await office.statement('2024-12-31', '18499.99')
      },
      answers: { '2024-12-30': 'holds', '2024-12-31': 'broken since 2024-12-31' },
      figures: { floor: '18500.00' },
    },
    {
      name: 'an SA before amounts were in euros, and since',
      attributes: { legalForm: 'scic_sa' },
      given: (office) => office.statement('2000-12-31', '15000.00'),
      answers: {
        '2001-12-31': 'holds',
        '2002-01-01': 'broken since 2002-01-01',
        '2010-01-01': 'broken since 2002-01-01',
      },
    },
    {
      name: 'another form than an SA, that turns out to be one',
      given: (office) => office.statement('2024-12-31', '100.00'),
      answers: { '2025-01-01': 'holds' },
      later: {
        given: (office) => office.change({ legalForm: 'scic_sa' }),
        answers: { '2025-01-01': 'broken since 2024-12-31' },
      },
    },
    {
      name: 'the floor of the statutes, to the cent, also where a later statement is silent about it',
      given: async (office) => {
        await office.statement('2022-12-31', '40000.00', { statutes: { capitalFloor: '30000.00' } })
        await office.statement('2023-12-31', '30000.00')
        await office.statement('2024-12-31', '29999.99')
        await office.statement('2025-12-31', '29999.99', { statutes: { capitalFloor: '10000.00' } })
      },
      answers: {
        '2023-12-31': 'holds',
        '2024-12-31': 'broken since 2024-12-31',
        '2025-12-30': 'broken since 2024-12-31',
        '2025-12-31': 'holds',
      },
    },
    {
      name: 'the highest of the floors counts, and a floor does not hold before it is stated',
      given: async (office) => {
        await office.statement('2022-12-31', '100000.00')
        await office.statement('2023-12-31', '28000.00')
        await office.statement('2024-12-31', '28000.00', { statutes: { capitalFloor: '28000.01' } })
      },
      answers: { '2024-12-30': 'holds', '2024-12-31': 'broken since 2024-12-31' },
      figures: { floor: '28000.01' },
    },
    {
      name: 'what we give back takes it under the floor, to the share',
      given: async (office) => {
        await office.hold('2022-02-01', 1600)
        await office.statement('2023-12-31', '100000.00')
        await office.atNominal('withdrawal', '2024-05-01', 1500)
        return office.atNominal('withdrawal', '2024-06-01', 1)
      },
      answers: { '2024-05-31': 'holds', '2024-06-01': 'broken since 2024-06-01' },
      later: { given: (office, made) => office.reverse(made), answers: { '2024-06-01': 'holds' } },
    },
    {
      name: 'what we sell to others does not',
      given: async (office) => {
        await office.hold('2022-02-01', 1600)
        await office.statement('2023-12-31', '100000.00')
        await office.atNominal('sale', '2024-05-01', 1600)
      },
      answers: { '2024-05-01': 'holds' },
    },
    {
      name: 'the highest it has been is also what our own subscription made of it since the last statement',
      given: async (office) => {
        await office.statement('2023-12-31', '30000.00')
        await office.hold('2024-03-01', 1801)
        await office.atNominal('withdrawal', '2024-09-01', 1800)
        await office.atNominal('withdrawal', '2024-10-01', 1)
      },
      // A quarter of 120050 is 30012.50.
      answers: { '2024-03-01': 'holds', '2024-09-30': 'holds', '2024-10-01': 'broken since 2024-10-01' },
      later: {
        given: async (office) => {
          await office.statement('2024-12-31', '30012.50')
          await office.statement('2025-12-31', '30012.49')
        },
        answers: { '2024-12-31': 'holds', '2025-12-31': 'broken since 2025-12-31' },
      },
      figures: { totalCapital: '30012.49', highestCapital: '120050.00', floor: '30012.50' },
    },
    {
      name: 'a subscription that is reversed never made it high',
      given: async (office) => {
        await office.statement('2023-12-31', '30000.00')
        const subscription = await office.atNominal('subscription', '2024-03-01', 1801)
        await office.statement('2024-12-31', '30000.00')
        return subscription
      },
      answers: { '2024-12-30': 'holds', '2024-12-31': 'broken since 2024-12-31' },
      later: { given: (office, made) => office.reverse(made), answers: { '2024-12-31': 'holds' } },
    },
    {
      name: 'a later paper for the same date: it was never that high',
      given: async (office) => {
        await office.statement('2022-12-31', '100000.00')
        await office.statement('2023-12-31', '20000.00')
      },
      answers: { '2024-01-01': 'broken since 2023-12-31' },
      later: { given: (office) => office.statement('2022-12-31', '80000.00'), answers: { '2024-01-01': 'holds' } },
    },
  ]))
