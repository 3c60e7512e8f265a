import { type RawBuilder, sql } from 'kysely'
import { isReversed } from '../decisions/stands.ts'
import type { Writing } from '../journal/command.ts'
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import { statement } from '../postgres/statement.ts'
import type { PlainDate } from '../values/plain-date.ts'
import type { StateAid } from './schema.ts'

const columns = sql`e.id, e.cooperative_id as "cooperativeId", e.granted_on as "grantedOn", e.regulation,
  e.gross_grant_equivalent::numeric(30, 2) as "grossGrantEquivalent", e.single_undertaking as "singleUndertaking",
  e.grantor, e.movement_id as "movementId", e.supersedes, e.external_reference as "externalReference", e.note,
  e.recorded_at as "recordedAt"`

/** True for an aid `e` that stands as known at a journal row: no later one is about its movement, and none names it. */
export function isInForce(seq: number | RawBuilder<unknown>): RawBuilder<boolean> {
  // What stands in its place was recorded later. Said as an order of recording: an EXISTS would be turned into a look through
  // all of them, and of an equality the planner thinks that hardly any row holds. A plain max() it may seek from the end of
  // the register on, for each aid.
  const newest = (condition: RawBuilder<unknown>) => sql`coalesce((
    select max(n.seq) filter (where n.seq <= ${seq}) from state_aid n
    where n.authority_id = e.authority_id and ${condition}), 0)`
  return sql`e.seq <= ${seq} and e.seq >= ${newest(sql`n.supersedes = e.id`)}
    and e.seq >= ${newest(sql`n.movement_id = e.movement_id`)}`
}

/** Where a page of aids ended. */
export interface AidPosition {
  readonly grantedOn: PlainDate
  readonly id: string
}

/** Aids in force, granted on or before asOf, by the date they were granted on, then id. */
export async function listStateAids(
  tx: Tx,
  cooperativeId: string,
  { asOf, seq }: Moment,
  after: AidPosition | undefined,
  limit: number,
): Promise<StateAid[]> {
  const where = conditions([
    sql`e.cooperative_id = ${cooperativeId} and e.granted_on <= ${asOf}`,
    after && sql`(e.granted_on, e.id) > (${after.grantedOn}::date, ${after.id}::uuid)`,
    isInForce(seq),
  ])
  const { rows } = await sql<StateAid>`
    select ${columns} from state_aid e where ${where} order by e.granted_on, e.id limit ${limit}`.execute(tx)
  return rows
}

/** Some aids, superseded or not. */
export async function findAidsByIds(tx: Tx, ids: readonly string[]): Promise<StateAid[]> {
  const { rows } = await sql<StateAid>`select ${columns} from state_aid e where e.id = any(${ids}::uuid[])`.execute(tx)
  return rows
}

const granted = statement<{ asOf: PlainDate; seq: number; after: PlainDate; cooperativeId: string | null }, StateAid>(
  (parameter) => sql`
  select ${columns} from state_aid e
  where e.granted_on > ${parameter('after')}::date and e.granted_on <= ${parameter('asOf')}::date
    and (${parameter('cooperativeId')}::uuid is null or e.cooperative_id = ${parameter('cooperativeId')}::uuid)
    and ${isInForce(sql`${parameter('seq')}::bigint`)} 
    and not ${isReversed(sql`e.authority_id`, sql`e.movement_id`, parameter('seq'))}
  order by e.cooperative_id, e.granted_on, e.id`,
)

/**
 * The aids in force of all cooperatives, or of one, granted after a day and on or before asOf; without those about a movement
 * that was reversed.
 *
 * @param after the last day before the period, such as three years before asOf
 */
export function stateAidsOn(
  tx: Tx,
  { asOf, seq }: Pick<Moment, 'asOf' | 'seq'>,
  after: PlainDate,
  cooperativeId: string | null = null,
): Promise<StateAid[]> {
  return granted.run(tx, { asOf, seq, after, cooperativeId })
}

/** The aid that names another as the one it stands in the place of; undefined: there is none. */
export async function findSupersedingAid(tx: Tx, supersedes: string): Promise<string | undefined> {
  const row = await tx.selectFrom('state_aid').select('id').where('supersedes', '=', supersedes).executeTakeFirst()
  return row?.id
}

export async function insertStateAid({ tx, caller, seq }: Writing, aid: StateAid): Promise<void> {
  await tx
    .insertInto('state_aid')
    .values({
      authority_id: caller.authorityId,
      id: aid.id,
      cooperative_id: aid.cooperativeId,
      granted_on: aid.grantedOn,
      seq,
      recorded_at: aid.recordedAt,
      regulation: aid.regulation,
      gross_grant_equivalent: aid.grossGrantEquivalent,
      single_undertaking: aid.singleUndertaking,
      grantor: aid.grantor,
      movement_id: aid.movementId,
      supersedes: aid.supersedes,
      external_reference: aid.externalReference,
      note: aid.note,
    })
    .execute()
}
