import { sql } from 'kysely'
import type { Caller } from '../access/caller.ts'
import type { OperationId } from '../access/permissions.ts'
import { asAuthority, type Database, type Tx } from '../postgres/database.ts'
import { canonicalJson, lockNumber } from '../values/canonical.ts'
import type { Instant } from '../values/instant.ts'
import { insertOrigins, type Origin } from './origin.ts'
import { seal } from './seal.ts'

/** An entry of the trail that is no journal row. */
export interface AuditEvent {
  readonly outcome: 'refused' | 'exported'
  readonly caller: Caller
  readonly operation: OperationId
  readonly targetId: string | null
  readonly status: number
  /** Of the refusal; null for an export. */
  readonly code: string | null
  readonly requestId: string
  readonly origin: Origin
  /** What was asked, as JSON: never a body, which may hold a name. */
  readonly content: object
}

/** An event as it is written. */
export interface BatchedEvent {
  readonly event: AuditEvent
  readonly recordedAt: Instant
  /** For how many it stands. */
  readonly occurrences: number
}

/** Writes some events of one authority as one place of its audit chain. */
export function insertBatch(database: Database, batch: readonly BatchedEvent[]): Promise<void> {
  const [first] = batch as [BatchedEvent, ...BatchedEvent[]]
  const { authorityId } = first.event.caller
  return asAuthority(database, authorityId, async (tx) => {
    const seq = await takePlace(tx, authorityId)
    const digests = await insertOrigins(
      tx,
      authorityId,
      batch.map(({ event: { requestId, origin } }) => ({ requestId, ...origin })),
    )
    await tx
      .insertInto('audit_event')
      .values(
        batch.map(({ event, occurrences, recordedAt }, place) => ({
          authority_id: authorityId,
          seq,
          place,
          recorded_at: recordedAt,
          outcome: event.outcome,
          operation: event.operation,
          target_id: event.targetId,
          status: event.status,
          code: event.code,
          occurrences,
          actor_token_id: event.caller.tokenId,
          actor_name: event.caller.name,
          actor_role: event.caller.role,
          request_id: event.requestId,
          origin_digest: digests.get(event.requestId) ?? null,
          content: canonicalJson(event.content),
        })),
      )
      .execute()
    await seal(tx, 'audit', seq)
  })
}

// An advisory lock and not the authority's row: refusals must never wait for writes, nor writes for refusals.
async function takePlace(tx: Tx, authorityId: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(${lockNumber(`audit\n${authorityId}`)})`.execute(tx)
  const last = await tx
    .selectFrom('seal')
    .select('seq')
    .where('chain', '=', 'audit')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (last?.seq ?? 0) + 1
}
