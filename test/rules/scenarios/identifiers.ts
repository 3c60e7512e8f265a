import { test } from 'tap'
import { playScenarios } from '../office.ts'

const BROKEN = 'broken since ever'

test('identifiers', (t) =>
  playScenarios(t, 'identifiers', [
    {
      name: 'no SIREN, which is then known',
      attributes: { siren: undefined },
      given: async () => {},
      answers: { '2025-01-01': 'unknown (cooperative.siren) since ever' },
      later: { given: (office) => office.change({ siren: '732829320' }), answers: { '2025-01-01': 'holds' } },
    },
    {
      name: 'a head office of which the SIREN is not known',
      attributes: { siren: undefined, nic: '00074' },
      given: async () => {},
      answers: { '2025-01-01': 'unknown (cooperative.siren) since ever' },
    },
    {
      name: 'a SIREN with one digit that is wrong, and then right',
      attributes: { siren: '732829321' },
      given: async () => {},
      answers: { '1950-01-01': BROKEN, '2025-01-01': BROKEN },
      later: { given: (office) => office.change({ siren: '732829320' }), answers: { '2025-01-01': 'holds' } },
    },
    {
      name: 'two digits that changed places',
      attributes: { siren: '723829320' },
      given: async () => {},
      answers: { '2025-01-01': BROKEN },
      figures: { siren: '723829320' },
    },
    {
      name: 'a SIRET',
      attributes: { siren: '732829320', nic: '00074' },
      given: async () => {},
      answers: { '2025-01-01': 'holds' },
      later: { given: (office) => office.change({ nic: '00075' }), answers: { '2025-01-01': BROKEN } },
      figures: { siren: '732829320', siret: '73282932000075' },
    },
    {
      // By Luhn, 73282932100072 adds up to 50, and its SIREN to 41.
      name: 'a SIRET that checks out over a SIREN that does not',
      attributes: { siren: '732829321', nic: '00072' },
      given: async () => {},
      answers: { '2025-01-01': BROKEN },
    },
    {
      name: 'a sum of digits that five divides helps La Poste alone',
      // 7 + 3 + 2 + 8 + 2 + 9 + 3 + 2 + 0 + 4 is 40.
      attributes: { siren: '732829320', nic: '00004' },
      given: async () => {},
      answers: { '2025-01-01': BROKEN },
    },
    {
      name: 'La Poste, by Luhn',
      attributes: { siren: '356000000', nic: '00048' },
      given: async () => {},
      answers: { '2025-01-01': 'holds' },
      later: { given: (office) => office.change({ nic: null }), answers: { '2025-01-01': 'holds' } },
    },
    {
      // 3 + 5 + 6 + 4 + 9 + 8 + 3 + 7 is 45; by Luhn it is 48.
      name: 'La Poste, by the sum of the digits',
      attributes: { siren: '356000000', nic: '49837' },
      given: async () => {},
      answers: { '2025-01-01': 'holds' },
      later: { given: (office) => office.change({ nic: '49838' }), answers: { '2025-01-01': BROKEN } },
    },
  ]))
