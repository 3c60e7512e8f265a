import { type RawBuilder, sql } from 'kysely'
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import type { Instant } from '../values/instant.ts'
import type { AuditEntry, AuditQuery } from './schema.ts'

/** Where a page ended: the order is by time, and within one instant by log, place in its chain, and place there. */
export type AuditPosition = readonly [recordedAt: Instant, log: string, seq: number, place: number]

interface Row extends Omit<AuditEntry, 'actor' | 'origin' | 'content'> {
  readonly actor_token_id: string | null
  readonly actor_name: string
  readonly actor_role: AuditEntry['actor']['role']
  readonly has_origin: boolean
  readonly address: string | null
  readonly user_agent: string | null
  readonly subject: string | null
  readonly content: string
}

/** Entries of both logs, newest first. */
export async function listEntries(
  tx: Tx,
  { seq, knownAt }: Moment,
  query: AuditQuery,
  after: AuditPosition | undefined,
  limit: number,
): Promise<AuditEntry[]> {
  // What was refused is known as soon as it is written, and moves no `knownAt`: only one that is asked for bounds it.
  const known = query.knownAt === undefined ? sql`true` : sql`e.recorded_at <= ${knownAt}`
  const journal = part('journal', sql`journal e where e.seq <= ${seq}`, JOURNAL_COLUMNS, query, after, limit)
  const events = part('audit', sql`audit_event e where ${known}`, EVENT_COLUMNS, query, after, limit)
  const wanted = query.outcome === undefined ? [journal, events] : query.outcome === 'recorded' ? [journal] : [events]
  const { rows } = await sql<Row>`
    select e.*, o.request_id is not null as has_origin, o.address, o.user_agent, o.subject
    from (select * from (${sql.join(wanted, sql` union all `)}) u ${ORDER} limit ${limit}) e
    left join origin o on o.authority_id = e.authority_id and o.request_id = e."requestId" and e.origin_digest is not null
    ${ORDER}`.execute(tx)
  return rows.map(entryOf)
}

const ORDER = sql`order by "recordedAt" desc, log desc, seq desc, place desc`

const JOURNAL_COLUMNS = sql`'recorded' as outcome, null::int as status, null::text as code, 1 as occurrences, 0 as place`
const EVENT_COLUMNS = sql`e.outcome, e.status, e.code, e.occurrences, e.place`

function part(
  log: 'journal' | 'audit',
  from: RawBuilder<unknown>,
  columns: RawBuilder<unknown>,
  query: AuditQuery,
  after: AuditPosition | undefined,
  limit: number,
): RawBuilder<unknown> {
  const place = log === 'journal' ? sql`0` : sql`e.place`
  const where = conditions([
    query.outcome && log === 'audit' && sql`e.outcome = ${query.outcome}`,
    query.operation && sql`e.operation = ${query.operation}`,
    query.targetId && sql`e.target_id = ${query.targetId}`,
    query.actorTokenId && sql`e.actor_token_id = ${query.actorTokenId}`,
    query.from && sql`e.recorded_at >= ${query.from}`,
    query.to && sql`e.recorded_at < ${query.to}`,
    after && sql`e.recorded_at <= ${after[0]}`,
    after &&
      sql`(e.recorded_at, ${log}::text, e.seq, ${place}) < (${after[0]}::timestamptz, ${after[1]}::text, ${after[2]}::bigint, ${after[3]}::int)`,
  ])
  return sql`(
    select e.authority_id, ${log}::text as log, e.seq, e.recorded_at as "recordedAt", e.operation, e.target_id as "targetId",
      e.actor_token_id, e.actor_name, e.actor_role, e.request_id as "requestId", e.origin_digest, e.content, ${columns}
    from ${from} and ${where} order by e.recorded_at desc, e.seq desc, place desc limit ${limit})`
}

function entryOf(row: Row): AuditEntry {
  const { log, seq, place, recordedAt, outcome, status, code, occurrences, operation, targetId, requestId } = row
  return {
    log,
    seq,
    place,
    recordedAt,
    outcome,
    status,
    code,
    occurrences,
    operation,
    targetId,
    actor: { tokenId: row.actor_token_id, name: row.actor_name, role: row.actor_role },
    origin: row.has_origin ? { address: row.address, userAgent: row.user_agent, subject: row.subject } : null,
    requestId,
    content: JSON.parse(row.content),
  }
}

/**
 * Forgets where entries came from.
 *
 * @returns how many entries no longer say it
 */
export async function deleteOrigins(tx: Tx, actorTokenId: string | null, before: Instant): Promise<number> {
  const of = sql`(${actorTokenId}::uuid is null or e.actor_token_id = ${actorTokenId}) and e.recorded_at < ${before}`
  const { numAffectedRows = 0n } = await sql`
    delete from origin o where o.request_id in (
      select e.request_id from journal e where ${of} union all select e.request_id from audit_event e where ${of})`.execute(
    tx,
  )
  return Number(numAffectedRows)
}
