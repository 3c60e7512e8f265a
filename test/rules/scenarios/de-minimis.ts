import { test } from 'tap'
import type { Body } from '../../support/api.ts'
import { type Office, playScenarios } from '../office.ts'

const aid = (office: Office, grantedOn: string, grossGrantEquivalent: string, more: object = {}): Promise<Body> =>
  office.add('state-aids', { grantedOn, regulation: 'de_minimis', grossGrantEquivalent, ...more })

const AGRICULTURE = { regulation: 'de_minimis_agriculture' }
const SIEG = { regulation: 'de_minimis_sieg' }

test('de_minimis', (t) =>
  playScenarios(t, 'de_minimis', [
    {
      name: 'nothing was granted, or what no ceiling counts',
      given: async (office) => {
        await aid(office, '2024-02-01', '9000000.00', { regulation: 'block_exemption' })
        await aid(office, '2024-02-01', '9000000.00', { regulation: 'not_aid' })
      },
      answers: { '2024-02-01': 'holds' },
    },
    {
      name: '300 000 € over three years, to the cent and to the day, whoever granted it',
      given: async (office) => {
        await aid(office, '2024-02-01', '100000.00', { grantor: 'Région du Test' })
        await aid(office, '2025-02-01', '200000.00')
        await aid(office, '2026-02-01', '0.01')
      },
      answers: {
        '2026-01-31': 'holds',
        '2027-02-01': 'holds',
        '2026-02-01': 'broken since 2026-02-01',
        '2027-01-31': 'broken since 2026-02-01',
      },
      figures: { aid: '300000.01', ceiling: '300000.00', from: '2024-02-01' },
    },
    {
      name: '200 000 € before 2024',
      given: (office) => aid(office, '2022-06-01', '200000.00'),
      answers: { '2022-06-01': 'holds', '2023-12-31': 'holds' },
      later: {
        given: (office) => aid(office, '2023-06-01', '100000.00'),
        answers: {
          '2023-05-31': 'holds',
          '2023-06-01': 'broken since 2023-06-01',
          '2023-12-31': 'broken since 2023-06-01',
          '2024-01-01': 'holds',
        },
      },
    },
    {
      name: 'before there was a ceiling that is known',
      given: (office) => aid(office, '2006-12-31', '1.00'),
      answers: {
        '2006-12-30': 'holds',
        '2006-12-31': 'unknown (parameters.ceiling) since 2006-12-31',
        '2007-01-01': 'holds',
      },
    },
    {
      name: 'agriculture: 15 000 €, 20 000 € since 14 March 2019, 50 000 € since 16 December 2024',
      given: async (office) => {
        await aid(office, '2013-12-31', '15000.00', AGRICULTURE)
        await aid(office, '2018-01-01', '15000.01', AGRICULTURE)
        await aid(office, '2024-01-01', '20000.01', AGRICULTURE)
        await aid(office, '2025-01-01', '29999.99', AGRICULTURE)
      },
      answers: {
        '2013-12-31': 'unknown (parameters.ceilingAgriculture) since 2013-12-31',
        '2014-01-01': 'holds',
        '2018-01-01': 'broken since 2018-01-01',
        '2019-03-13': 'broken since 2018-01-01',
        '2019-03-14': 'holds',
        '2024-01-01': 'broken since 2024-01-01',
        '2024-12-15': 'broken since 2024-01-01',
        '2024-12-16': 'holds',
        '2025-01-01': 'holds',
      },
      later: {
        given: (office) => aid(office, '2025-03-01', '0.01', AGRICULTURE),
        answers: { '2025-02-28': 'holds', '2025-03-01': 'broken since 2025-03-01', '2027-01-01': 'holds' },
      },
    },
    {
      name: 'services of general economic interest: 500 000 €, 750 000 € since 2024',
      given: async (office) => {
        await aid(office, '2012-04-28', '1.00', SIEG)
        await aid(office, '2023-06-01', '500000.00', SIEG)
        await aid(office, '2023-07-01', '250000.00', SIEG)
        await aid(office, '2024-02-01', '0.01', SIEG)
      },
      answers: {
        '2012-04-28': 'unknown (parameters.ceilingSieg) since 2012-04-28',
        '2012-04-29': 'holds',
        '2023-06-30': 'holds',
        '2023-07-01': 'broken since 2023-07-01',
        '2023-12-31': 'broken since 2023-07-01',
        '2024-01-01': 'holds',
        '2024-01-31': 'holds',
        '2024-02-01': 'broken since 2024-02-01',
      },
    },
    {
      name: 'each regulation has a ceiling of its own',
      given: async (office) => {
        await aid(office, '2025-02-01', '300000.00')
        await aid(office, '2025-02-01', '50000.00', AGRICULTURE)
        await aid(office, '2025-02-01', '750000.00', SIEG)
      },
      answers: { '2025-02-01': 'holds' },
    },
    {
      name: 'all cooperatives that are one undertaking together, and no others',
      given: async (office) => {
        const other = await office.authority.cooperative()
        const ofOther = { regulation: 'de_minimis', grossGrantEquivalent: '200000.00' }
        await office.post(`/v1/cooperatives/${other}/state-aids`, { grantedOn: '2024-03-01', ...ofOther })
        await aid(office, '2024-02-01', '150000.00', { singleUndertaking: 'Groupe' })
        return other
      },
      answers: { '2024-03-01': 'holds' },
      later: {
        given: async (office, other) => {
          const ofOther = { regulation: 'de_minimis', grossGrantEquivalent: '150000.01', singleUndertaking: 'Groupe' }
          await office.post(`/v1/cooperatives/${other}/state-aids`, { grantedOn: '2022-05-01', ...ofOther })
        },
        // The aid of 2024 that named no undertaking is the other's too, now that it is known to be part of one.
        answers: {
          '2024-01-31': 'holds',
          '2024-02-01': 'broken since 2024-02-01',
          '2025-05-01': 'broken since 2024-02-01',
          '2027-01-31': 'broken since 2024-02-01',
          '2027-02-01': 'holds',
        },
      },
    },
    {
      name: 'a cooperative is part of an undertaking since it was said to be, not since the undertaking got too much',
      given: async (office) => {
        const other = await office.authority.cooperative()
        const ofOther = { regulation: 'de_minimis', grossGrantEquivalent: '400000.00', singleUndertaking: 'Groupe' }
        await office.post(`/v1/cooperatives/${other}/state-aids`, { grantedOn: '2024-02-01', ...ofOther })
        await aid(office, '2025-02-01', '1.00', { singleUndertaking: 'Groupe' })
      },
      answers: {
        '2025-01-31': 'holds',
        '2025-02-01': 'broken since 2025-02-01',
        '2027-01-31': 'broken since 2025-02-01',
        '2027-02-01': 'holds',
      },
    },
    {
      name: 'a grant that nobody has qualified: within the least of the ceilings of the day, or it is not known',
      given: async (office) => {
        await office.movement('grant', '2024-02-01', { amount: '20000.00' })
        const more = await office.movement('grant', '2024-06-01', { amount: '30000.00' })
        await office.movement('grant', '2025-02-01', { amount: '0.01' })
        return more
      },
      answers: {
        '2024-01-31': 'holds',
        '2024-05-31': 'holds',
        '2024-06-01': 'unknown (stateAids) since 2024-06-01',
        '2024-12-15': 'unknown (stateAids) since 2024-06-01',
        '2024-12-16': 'holds',
        '2025-01-31': 'holds',
        '2025-02-01': 'unknown (stateAids) since 2025-02-01',
      },
      later: {
        given: (office, { id: movementId }) =>
          aid(office, '2024-06-01', '30000.00', { regulation: 'not_aid', movementId }),
        answers: { '2024-06-01': 'holds', '2025-02-01': 'holds' },
      },
    },
    {
      name: 'beside a grant that nobody has qualified, what no ceiling counts does not matter; what one counts does',
      given: async (office) => {
        await aid(office, '2024-02-01', '9000000.00', { regulation: 'block_exemption' })
        await office.movement('grant', '2025-02-01', { amount: '1000.00' })
      },
      answers: { '2025-02-01': 'holds' },
      later: {
        given: (office) => aid(office, '2025-03-01', '49000.01'),
        answers: { '2025-02-28': 'holds', '2025-03-01': 'unknown (stateAids) since 2025-03-01' },
      },
      figures: { unqualified: '1000.00', aid: '50000.01' },
    },
    {
      name: 'qualified otherwise, and a grant that never was',
      given: async (office) => {
        const grant = await office.movement('grant', '2025-02-01', { amount: '60000.00' })
        await office.remember('not qualified')
        await aid(office, '2025-02-01', '60000.00', { movementId: grant.id, ...AGRICULTURE })
        await office.remember('of agriculture')
        await aid(office, '2025-02-01', '60000.00', { movementId: grant.id })
        await office.remember('general')
        await aid(office, '2025-02-01', '60000.00', { movementId: grant.id, ...AGRICULTURE })
        await office.reverse(grant)
      },
      answers: {
        '2025-02-01 not qualified': 'unknown (stateAids) since 2025-02-01',
        '2025-02-01 of agriculture': 'broken since 2025-02-01',
        '2025-02-01 general': 'holds',
        '2025-02-01': 'holds',
      },
    },
    {
      name: 'an aid of another authority that a later paper stands in the place of',
      given: (office) => aid(office, '2025-02-01', '300000.01', { grantor: 'Région du Test' }),
      answers: { '2025-02-01': 'broken since 2025-02-01' },
      later: {
        given: (office, { id: supersedes }) => aid(office, '2025-04-01', '300000.00', { supersedes }),
        answers: { '2025-02-01': 'holds', '2025-04-01': 'holds' },
      },
    },
    {
      name: 'a ceiling that the authority knows better, from a day on',
      given: async (office) => {
        await aid(office, '2025-02-01', '300000.00')
        await office.set('de_minimis', 'ceiling', '299999.99', { from: '2025-06-01', to: '2025-07-01' })
      },
      answers: { '2025-05-31': 'holds', '2025-06-30': 'broken since 2025-06-01', '2025-07-01': 'holds' },
    },
  ]))
