import { z } from 'zod'
import { PERMISSIONS, ROLES } from '../access/permissions.ts'
import { list } from '../http/list.ts'
import { momentQuery } from '../http/moment.ts'
import type { Api } from '../http/operation.ts'
import { instantAnswer, instantInput, uuid } from '../http/wire.ts'
import type { Tx } from '../postgres/database.ts'

const AuditEntry = z
  .strictObject({
    seq: z.int().meta({ description: 'Place in the authority’s journal, without gaps.', examples: [42] }),
    recordedAt: instantAnswer,
    operation: z.string().meta({ description: 'What was done: the operationId.', examples: ['recordMovement'] }),
    targetId: uuid.nullable().meta({ description: 'To what.' }),
    actor: z
      .strictObject({
        tokenId: uuid.nullable().meta({ description: 'null: the service itself, from the command line.' }),
        name: z.string().meta({ description: 'Name of the token.', examples: ['Service des finances'] }),
        role: z.enum(ROLES),
      })
      .meta({ id: 'Actor', description: 'Who did it.' }),
    requestId: z.string().meta({ description: 'The request, as in the log.' }),
    content: z.looseObject({}).meta({ description: 'What was recorded.' }),
  })
  .meta({ id: 'AuditEntry', description: 'One write: who did what, when, to what.' })

type AuditEntry = z.infer<typeof AuditEntry>

interface Filter {
  readonly operation?: string | undefined
  readonly targetId?: string | undefined
  readonly actorTokenId?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

export function journalRoutes(api: Api): void {
  list(api, {
    id: 'listAuditEntries',
    url: '/v1/audit-entries',
    tag: 'Audit',
    summary: 'List who did what, newest first',
    description: 'Every write of the authority; for an administrator, those of the installation.',
    query: z.strictObject({
      operation: z
        .string()
        .refine((name) => Object.hasOwn(PERMISSIONS, name), 'must be an operationId of this API')
        .optional(),
      targetId: uuid.optional(),
      actorTokenId: uuid.optional(),
      from: instantInput.optional().meta({ format: 'date-time', description: 'First recordedAt, inclusive.' }),
      to: instantInput.optional().meta({ format: 'date-time', description: 'End of recordedAt, exclusive.' }),
      knownAt: momentQuery.knownAt,
    }),
    item: AuditEntry,
    page: ({ tx, moment, query, after, limit }) => listEntries(tx, moment.seq, query, after?.[0] as number, limit),
    position: ({ seq }) => [seq],
    csv: {
      seq: ({ seq }) => seq,
      recordedAt: ({ recordedAt }) => recordedAt,
      operation: ({ operation }) => operation,
      targetId: ({ targetId }) => targetId,
      actorTokenId: ({ actor }) => actor.tokenId,
      actorName: ({ actor }) => ({ text: actor.name }),
      actorRole: ({ actor }) => actor.role,
      requestId: ({ requestId }) => requestId,
    },
  })
}

async function listEntries(
  tx: Tx,
  seq: number,
  filter: Filter,
  after: number | undefined,
  limit: number,
): Promise<AuditEntry[]> {
  let query = tx.selectFrom('journal').selectAll().where('seq', '<=', seq).orderBy('seq', 'desc').limit(limit)
  if (after !== undefined) query = query.where('seq', '<', after)
  if (filter.operation !== undefined) query = query.where('operation', '=', filter.operation)
  if (filter.targetId !== undefined) query = query.where('target_id', '=', filter.targetId)
  if (filter.actorTokenId !== undefined) query = query.where('actor_token_id', '=', filter.actorTokenId)
  if (filter.from !== undefined) query = query.where('recorded_at', '>=', filter.from)
  if (filter.to !== undefined) query = query.where('recorded_at', '<', filter.to)
  return (await query.execute()).map((row) => ({
    seq: row.seq,
    recordedAt: row.recorded_at,
    operation: row.operation,
    targetId: row.target_id,
    actor: { tokenId: row.actor_token_id, name: row.actor_name, role: row.actor_role as AuditEntry['actor']['role'] },
    requestId: row.request_id,
    content: JSON.parse(row.content),
  }))
}
