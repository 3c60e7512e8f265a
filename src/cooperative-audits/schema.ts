import { z } from 'zod'
import { instantAnswer, note, ownReference, registerDate, text, uuid } from '../http/wire.ts'

/** What a cooperative audit comes to (loi nº 47-1775, art. 25-1 to 25-5). */
export const AUDIT_CONCLUSIONS = ['compliant', 'reservations', 'non_compliant'] as const

const on = registerDate.meta({
  format: 'date',
  description: 'Date of the report.',
  examples: ['2024-06-14'],
})
const auditor = text(
  300,
  'Who audited: the firm or federation of the réviseur. No person’s name: what is recorded stays for ever.',
  'Union régionale des Scop et des Scic',
)
const conclusion = z
  .enum(AUDIT_CONCLUSIONS, `must be one of ${AUDIT_CONCLUSIONS.join(', ')}`)
  .meta({ description: 'What the report comes to.', examples: ['compliant'] })

export const CooperativeAuditInput = z
  .strictObject({
    on,
    auditor: auditor.optional(),
    conclusion: conclusion.optional(),
    externalReference: ownReference.optional(),
    note: note.optional(),
  })
  .meta({
    id: 'CooperativeAuditInput',
    description: 'The report of a cooperative audit (révision coopérative: loi nº 47-1775, art. 19 duodecies, 25-1).',
  })
export type CooperativeAuditInput = z.infer<typeof CooperativeAuditInput>

export const CooperativeAudit = z
  .strictObject({
    id: uuid,
    cooperativeId: uuid,
    on,
    auditor: auditor.nullable(),
    conclusion: conclusion.nullable(),
    externalReference: ownReference.nullable(),
    note: note.nullable(),
    recordedAt: instantAnswer,
  })
  .meta({
    id: 'CooperativeAudit',
    description: 'The report of a cooperative audit. A later one for the same date supersedes.',
  })
export type CooperativeAudit = z.infer<typeof CooperativeAudit>
