// What is written about closed years, published summaries, rules and what the audit trail forgets, and the bad values that each
// field of it is tried with.
import { ADMIN_TOKEN, type Authority } from '../support/api.ts'
import { BAD, type Write } from './bad-values.ts'

/** One row a write. */
export function trustWrites({ token, id }: Authority): Write[] {
  return [
    {
      name: 'closeYear',
      url: '/v1/closings',
      token,
      valid: { year: 2017, note: 'Compte financier unique' },
      optional: ['note'],
      fields: { year: BAD.year, note: BAD.reason },
    },
    {
      name: 'publishSummary',
      url: '/v1/published-summaries',
      token,
      valid: { title: 'Participations', asOf: '2024-12-31', knownAt: '2020-01-01T00:00:00Z', groupBy: 'activity' },
      optional: ['knownAt', 'groupBy', 'decisionId'],
      fields: { title: BAD.name, asOf: BAD.date, knownAt: BAD.instant, groupBy: BAD.choice, decisionId: BAD.uuid },
    },
    {
      name: 'createAccountNumber',
      url: '/v1/account-numbers',
      token,
      valid: { account: 'share_cost', number: '266', fromYear: 2024 },
      fields: {
        account: BAD.choice,
        // Eight and ten digits are no SIREN, and may be the number of an account.
        number: [...BAD.siren.filter((value) => !/^\d+$/.test(String(value))), '2', '0261', '9261', '26123456789'],
        fromYear: BAD.year,
        cooperativeId: BAD.uuid,
      },
    },
    {
      name: 'createRuleParameter',
      url: '/v1/compliance/parameters',
      token,
      valid: {
        rule: 'public_cap',
        parameter: 'cap',
        value: '0.5',
        from: '2020-01-01',
        to: '2021-01-01',
        source: 'Avis',
      },
      optional: ['from', 'to'],
      fields: {
        rule: [...BAD.choice, 'publicCap'],
        parameter: [...BAD.choice, 'ceiling'],
        value: [...BAD.fraction, 'true'],
        from: BAD.date.filter((value) => value !== null),
        to: [...BAD.date.filter((value) => value !== null), '2020-01-01', '2019-12-31'],
        source: BAD.reason,
      },
    },
    {
      name: 'createFeedKey',
      url: '/v1/feed-keys',
      token,
      valid: { name: 'Agenda', expiresAt: '2199-12-31T00:00:00Z' },
      optional: ['expiresAt'],
      fields: { name: BAD.name, expiresAt: BAD.instant },
    },
    {
      name: 'eraseOrigins',
      url: '/v1/origin-erasures',
      token: ADMIN_TOKEN,
      valid: { authorityId: id, before: '2020-01-01T00:00:00Z', reason: 'Durée échue' },
      optional: ['authorityId', 'actorTokenId'],
      fields: { authorityId: BAD.uuid, actorTokenId: BAD.uuid, before: BAD.instant, reason: BAD.reason },
    },
  ]
}
