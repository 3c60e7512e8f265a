import { sql } from 'kysely'
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { nominal } from '../values/amount.ts'
import type { ShareClass } from './schema.ts'

/** The classes of a cooperative in order of creation, each with the nominal in force. */
export async function listShareClasses(
  tx: Tx,
  cooperativeId: string,
  { asOf, seq }: Moment,
  after: string | undefined,
  limit: number,
): Promise<ShareClass[]> {
  const { rows } = await sql<{ id: string; name: string; nominal_value: string; recorded_at: string }>`
    select c.id, c.name, coalesce(b.nominal_value, c.nominal_value) as nominal_value, c.recorded_at
    from share_class c
    left join lateral (
      select b.nominal_value from class_balance b
      where b.authority_id = c.authority_id and b.cooperative_id = c.cooperative_id and b.share_class_id = c.id
        and b.effective_on <= ${asOf} and b.seq <= ${seq}
      order by b.effective_on desc, b.seq desc limit 1
    ) b on true
    where c.cooperative_id = ${cooperativeId} and c.seq <= ${seq}
      and (${after ?? null}::uuid is null or c.id > ${after ?? null}::uuid)
    order by c.id limit ${limit}`.execute(tx)
  return rows.map((row) => ({
    id: row.id,
    cooperativeId,
    name: row.name,
    nominalValue: nominal(row.nominal_value),
    recordedAt: row.recorded_at,
  }))
}

export async function insertShareClass(
  tx: Tx,
  authorityId: string,
  seq: number,
  shareClass: ShareClass,
): Promise<void> {
  await tx
    .insertInto('share_class')
    .values({
      authority_id: authorityId,
      cooperative_id: shareClass.cooperativeId,
      id: shareClass.id,
      seq,
      recorded_at: shareClass.recordedAt,
      name: shareClass.name,
      nominal_value: shareClass.nominalValue,
    })
    .execute()
}
