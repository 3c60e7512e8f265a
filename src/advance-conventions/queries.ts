import { sql } from 'kysely'
import type { Writing } from '../journal/command.ts'
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import { statement } from '../postgres/statement.ts'
import type { PlainDate } from '../values/plain-date.ts'
import type { AdvanceConvention } from './schema.ts'

const columns = sql`c.id, c.cooperative_id as "cooperativeId", c.reference, c.signed_on as "signedOn", c.ends_on as "endsOn",
  c.ceiling::numeric(30, 2) as ceiling, c.renews, c.note, c.recorded_at as "recordedAt"`

/** Where a page of conventions ended. */
export interface ConventionPosition {
  readonly signedOn: PlainDate
  readonly reference: string
}

/** Conventions by date of signature, then reference: the newest known of each reference, signed on or before asOf. */
export async function listAdvanceConventions(
  tx: Tx,
  cooperativeId: string,
  { asOf, seq }: Moment,
  after: ConventionPosition | undefined,
  limit: number,
): Promise<AdvanceConvention[]> {
  const where = conditions([
    sql`c.signed_on <= ${asOf}`,
    after && sql`(c.signed_on, c.reference) > (${after.signedOn}::date, ${after.reference})`,
  ])
  const { rows } = await sql<AdvanceConvention>`
    select ${columns} from (
      select distinct on (c.reference) c.*
      from advance_convention c
      where c.cooperative_id = ${cooperativeId} and c.seq <= ${seq}
      order by c.reference, c.seq desc
    ) c
    where ${where} order by c.signed_on, c.reference limit ${limit}`.execute(tx)
  return rows
}

/** Some conventions, superseded or not. */
export async function findConventionsByIds(tx: Tx, ids: readonly string[]): Promise<AdvanceConvention[]> {
  const { rows } = await sql<AdvanceConvention>`
    select ${columns} from advance_convention c where c.id = any(${ids}::uuid[])`.execute(tx)
  return rows
}

const signed = statement<{ asOf: PlainDate; seq: number; cooperativeId: string | null }, AdvanceConvention>(
  (parameter) => sql`
  select ${columns} from (
    select distinct on (c.cooperative_id, c.reference) c.*
    from advance_convention c
    where c.seq <= ${parameter('seq')}::bigint
      and (${parameter('cooperativeId')}::uuid is null or c.cooperative_id = ${parameter('cooperativeId')}::uuid)
    order by c.cooperative_id, c.reference, c.seq desc
  ) c
  where c.signed_on <= ${parameter('asOf')}::date
  order by c.cooperative_id, c.signed_on, c.reference`,
)

/** The conventions of all cooperatives, or of one, signed on or before asOf, ended or not: the newest known of each reference. */
export function advanceConventionsOn(
  tx: Tx,
  { asOf, seq }: Pick<Moment, 'asOf' | 'seq'>,
  cooperativeId: string | null = null,
): Promise<AdvanceConvention[]> {
  return signed.run(tx, { asOf, seq, cooperativeId })
}

/** True when a cooperative has a convention of this reference, as everything is known now. */
export async function conventionExists(tx: Tx, cooperativeId: string, reference: string): Promise<boolean> {
  const row = await tx
    .selectFrom('advance_convention')
    .select('id')
    .where('cooperative_id', '=', cooperativeId)
    .where('reference', '=', reference)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertAdvanceConvention(
  { tx, caller, seq }: Writing,
  convention: AdvanceConvention,
): Promise<void> {
  const { id, cooperativeId, reference, signedOn, endsOn, ceiling, renews, note, recordedAt } = convention
  await tx
    .insertInto('advance_convention')
    .values({
      authority_id: caller.authorityId,
      id,
      cooperative_id: cooperativeId,
      reference,
      signed_on: signedOn,
      ends_on: endsOn,
      seq,
      recorded_at: recordedAt,
      ceiling,
      renews,
      note,
    })
    .execute()
}
