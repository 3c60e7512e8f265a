import { list } from '../http/list.ts'
import type { Api } from '../http/operation.ts'
import { write } from '../http/write.ts'
import { eraseOrigins } from './erase.ts'
import { type AuditPosition, listEntries } from './queries.ts'
import { AuditEntry, AuditQuery, OriginErasure, OriginErasureInput } from './schema.ts'

const tag = 'Audit'

export function auditRoutes(api: Api): void {
  list(api, {
    id: 'listAuditEntries',
    where: 'primary',
    url: '/v1/audit-entries',
    tag,
    summary: 'List who did what, newest first',
    description:
      'Every write of the authority, every write that was refused, and every export; for an administrator, those of the installation.',
    query: AuditQuery,
    item: AuditEntry,
    page: ({ tx, moment, query, after, limit }) =>
      listEntries(tx, moment, query, after as AuditPosition | undefined, limit),
    position: ({ recordedAt, log, seq, place }) => [recordedAt, log, seq, place],
    csv: {
      log: ({ log }) => log,
      seq: ({ seq }) => seq,
      place: ({ place }) => place,
      recordedAt: ({ recordedAt }) => recordedAt,
      outcome: ({ outcome }) => outcome,
      status: ({ status }) => status,
      code: ({ code }) => code,
      occurrences: ({ occurrences }) => occurrences,
      operation: ({ operation }) => operation,
      targetId: ({ targetId }) => targetId,
      actorTokenId: ({ actor }) => actor.tokenId,
      actorName: ({ actor }) => ({ text: actor.name }),
      actorRole: ({ actor }) => actor.role,
      address: ({ origin }) => ({ text: origin?.address }),
      userAgent: ({ origin }) => ({ text: origin?.userAgent }),
      subject: ({ origin }) => ({ text: origin?.subject }),
      requestId: ({ requestId }) => requestId,
    },
  })

  write(api, {
    id: 'eraseOrigins',
    method: 'POST',
    url: '/v1/origin-erasures',
    tag,
    summary: 'Forget from where entries of a trail came',
    description:
      'Addresses, user agents and subjects of one actor, or of all before an instant, are removed for ever; the entries stay, and so does their digest.',
    body: OriginErasureInput,
    refuses: ['authority_unknown'],
    answer: OriginErasure,
    answerDescription: 'What was forgotten.',
    handle: async (writing, { body }) => {
      const erasure = await eraseOrigins(writing, body)
      return { targetId: erasure.actorTokenId, content: erasure, body: erasure }
    },
  })
}
