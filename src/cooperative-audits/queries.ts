import { sql } from 'kysely'
import type { Writing } from '../journal/command.ts'
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { statement } from '../postgres/statement.ts'
import type { PlainDate } from '../values/plain-date.ts'
import type { CooperativeAudit } from './schema.ts'

const columns = sql`a.id, a.cooperative_id as "cooperativeId", a.reported_on as "on", a.auditor, a.conclusion,
  a.external_reference as "externalReference", a.note, a.recorded_at as "recordedAt"`

/** Audits in order of date, the newest known of each date. */
export async function listCooperativeAudits(
  tx: Tx,
  cooperativeId: string,
  { asOf, seq }: Moment,
  after: PlainDate | undefined,
  limit: number,
): Promise<CooperativeAudit[]> {
  const { rows } = await sql<CooperativeAudit>`
    select distinct on (a.reported_on) ${columns}
    from cooperative_audit a
    where a.cooperative_id = ${cooperativeId} and a.reported_on <= ${asOf} and a.seq <= ${seq}
      and (${after ?? null}::date is null or a.reported_on > ${after ?? null}::date)
    order by a.reported_on, a.seq desc limit ${limit}`.execute(tx)
  return rows
}

/** Some audits, superseded or not. */
export async function findAuditsByIds(tx: Tx, ids: readonly string[]): Promise<CooperativeAudit[]> {
  const { rows } = await sql<CooperativeAudit>`
    select ${columns} from cooperative_audit a where a.id = any(${ids}::uuid[])`.execute(tx)
  return rows
}

const newest = statement<{ asOf: PlainDate; seq: number; cooperativeId: string | null }, CooperativeAudit>(
  (parameter) => sql`
  select distinct on (a.cooperative_id) ${columns}
  from cooperative_audit a
  where a.reported_on <= ${parameter('asOf')}::date and a.seq <= ${parameter('seq')}::bigint
    and (${parameter('cooperativeId')}::uuid is null or a.cooperative_id = ${parameter('cooperativeId')}::uuid)
  order by a.cooperative_id, a.reported_on desc, a.seq desc`,
)

/** The last audit of each cooperative, or of one, reported on or before asOf: at most one each. */
export function cooperativeAuditsOn(
  tx: Tx,
  { asOf, seq }: Pick<Moment, 'asOf' | 'seq'>,
  cooperativeId: string | null = null,
): Promise<CooperativeAudit[]> {
  return newest.run(tx, { asOf, seq, cooperativeId })
}

export async function insertCooperativeAudit({ tx, caller, seq }: Writing, audit: CooperativeAudit): Promise<void> {
  const { id, cooperativeId, on, auditor, conclusion, externalReference, note, recordedAt } = audit
  await tx
    .insertInto('cooperative_audit')
    .values({
      authority_id: caller.authorityId,
      id,
      cooperative_id: cooperativeId,
      reported_on: on,
      seq,
      recorded_at: recordedAt,
      auditor,
      conclusion,
      external_reference: externalReference,
      note,
    })
    .execute()
}
