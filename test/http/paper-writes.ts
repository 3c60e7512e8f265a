// What is written about the papers of a cooperative, and the bad values that each field is tried with.
import { BAD, type Write } from './bad-values.ts'

export function paperWrites({ token, cooperativeId }: { token: string; cooperativeId: string }): Write[] {
  const cooperative = `/v1/cooperatives/${cooperativeId}`
  return [
    {
      name: 'createCooperativeAudit',
      url: `${cooperative}/audits`,
      token,
      valid: { on: '2024-06-14' },
      fields: {
        on: BAD.date,
        auditor: BAD.name,
        conclusion: BAD.choice,
        externalReference: BAD.name,
        note: BAD.note,
      },
    },
    {
      name: 'createStateAid',
      url: `${cooperative}/state-aids`,
      token,
      valid: { grantedOn: '2024-01-01', regulation: 'de_minimis', grossGrantEquivalent: '5.00' },
      fields: {
        grantedOn: BAD.date,
        regulation: BAD.choice,
        grossGrantEquivalent: BAD.euros,
        singleUndertaking: BAD.shortName,
        grantor: BAD.name,
        movementId: BAD.uuid,
        supersedes: BAD.uuid,
        externalReference: BAD.name,
        note: BAD.note,
      },
    },
    {
      name: 'createAdvanceConvention',
      url: `${cooperative}/advance-conventions`,
      token,
      valid: { reference: 'CONV-1', signedOn: '2024-01-01', endsOn: '2025-01-01' },
      fields: {
        reference: BAD.name,
        signedOn: BAD.date,
        endsOn: [...BAD.date, '2024-01-01', '2023-12-31'],
        ceiling: BAD.euros,
        renews: [...BAD.name, 'CONV-1'],
        note: BAD.note,
      },
    },
  ]
}
