// Seats as they are on a date, as known at a journal row: who sat for us, where, with how many votes.
import { type RawBuilder, sql } from 'kysely'
import { cooperativeVersionAt } from '../cooperatives/queries.ts'
import type { Writing } from '../journal/command.ts'
import type { Moment } from '../journal/moment.ts'
import { nameKnownAt } from '../persons/queries.ts'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import { isNewest, organVersion, seatVersion } from './known.ts'
import { type MandateRole, mandateState, seatState } from './mandate.ts'
import type { Holder, Seat } from './seat-schema.ts'

export interface SeatFilter {
  readonly organId?: string | undefined
  readonly cooperativeId?: string | undefined
  readonly personId?: string | undefined
}

/** One seat, whether or not it is valid on asOf. */
export async function findSeat(tx: Tx, id: string, moment: Moment): Promise<Seat | undefined> {
  const [seat] = await select(tx, moment, sql`s.id = ${id}`, 1)
  return seat
}

/** The seats that are valid on asOf, in order of registration. */
export function listSeats(
  tx: Tx,
  moment: Moment,
  filter: SeatFilter & { organIds?: readonly string[] },
  after: string | undefined,
  limit: number,
): Promise<Seat[]> {
  const { asOf } = moment
  const where = conditions([
    sql`v.starts_on <= ${asOf} and (v.ends_on is null or v.ends_on > ${asOf})`,
    filter.organIds && sql`s.organ_id = any(${filter.organIds}::uuid[])`,
    filter.organId && sql`s.organ_id = ${filter.organId}`,
    filter.cooperativeId && sql`o.cooperative_id = ${filter.cooperativeId}`,
    filter.personId && sql`${filter.personId}::uuid in (titular.person_id, alternate.person_id)`,
    after && sql`s.id > ${after}::uuid`,
  ])
  return select(tx, moment, where, limit)
}

type HolderColumns<Role extends MandateRole> = {
  [Column in 'mandate_id' | 'person_id' | 'name' | 'starts_on' | 'ends_on' as `${Role}_${Column}`]: string | null
}

type Row = HolderColumns<'titular'> &
  HolderColumns<'alternate'> & {
    seat_id: string
    organ_id: string
    organ_name: string
    organ_kind: Seat['organKind']
    cooperative_id: string
    cooperative_name: string
    title: string | null
    college: string | null
    votes: number
    starts_on: string
    ends_on: string | null
    version: number
    recorded_at: string
  }

async function select(tx: Tx, moment: Moment, where: RawBuilder<unknown>, limit: number): Promise<Seat[]> {
  const { seq } = moment
  const { rows } = await sql<Row>`
    select v.*, o.cooperative_id, ov.name as organ_name, ov.kind as organ_kind, c.name as cooperative_name,
      ${holderColumns('titular')}, ${holderColumns('alternate')}
    from seat s
    join organ o on o.authority_id = s.authority_id and o.id = s.organ_id
    cross join lateral ${seatVersion(moment)} v
    cross join lateral ${organVersion(moment)} ov
    cross join lateral ${cooperativeVersionAt(sql`o.authority_id`, sql`o.cooperative_id`, seq)} c
    left join lateral ${holderOn('titular', moment)} titular on true
    left join lateral ${holderOn('alternate', moment)} alternate on true
    where ${where} order by s.id limit ${limit}`.execute(tx)
  return rows.map((row) => {
    const validity = { from: row.starts_on, to: row.ends_on }
    const titular = holderOf(row, 'titular', moment)
    return {
      id: row.seat_id,
      organId: row.organ_id,
      organName: row.organ_name,
      organKind: row.organ_kind,
      cooperativeId: row.cooperative_id,
      cooperativeName: row.cooperative_name,
      title: row.title,
      college: row.college,
      votes: row.votes,
      ...validity,
      state: seatState(validity, titular, moment.asOf),
      titular,
      alternate: holderOf(row, 'alternate', moment),
      version: row.version,
      recordedAt: row.recorded_at,
    }
  })
}

/** Whose mandate of a role on the seat `s` holds on asOf. */
function holderOn(role: MandateRole, { asOf, seq }: Moment): RawBuilder<unknown> {
  return sql`(
    select m.mandate_id, m.person_id, m.starts_on, m.ends_on, i.name
    from mandate_version m
    left join lateral ${nameKnownAt(sql`m.authority_id`, sql`m.person_id`, seq)} i on true
    where m.authority_id = s.authority_id and m.seat_id = s.id and m.role = ${role} and ${isNewest(seq)}
      and m.starts_on <= ${asOf} and (m.ends_on is null or m.ends_on > ${asOf})
    limit 1)`
}

function holderColumns(role: MandateRole): RawBuilder<unknown> {
  return sql.join(
    ['mandate_id', 'person_id', 'name', 'starts_on', 'ends_on'].map(
      (column) => sql`${sql.ref(`${role}.${column}`)} as ${sql.ref(`${role}_${column}`)}`,
    ),
  )
}

function holderOf(row: Row, role: MandateRole, { asOf }: Moment): Holder | null {
  const from = row[`${role}_starts_on`]
  const mandateId = row[`${role}_mandate_id`]
  const personId = row[`${role}_person_id`]
  if (from === null || mandateId === null || personId === null) return null
  const period = { from, to: row[`${role}_ends_on`] }
  return { mandateId, personId, personName: row[`${role}_name`], ...period, state: mandateState(period, asOf) }
}

/** What a version of a seat says. */
export type SeatContent = Pick<Seat, 'organId' | 'title' | 'college' | 'votes' | 'from' | 'to' | 'version'>

/** Adds a version, and makes it the one that holds. */
export async function insertSeatVersion(writing: Writing, id: string, seat: SeatContent): Promise<void> {
  const { tx, seq, recordedAt } = writing
  const { authorityId } = writing.caller
  const validity = { starts_on: seat.from, ends_on: seat.to }
  await tx
    .insertInto('seat_version')
    .values({
      authority_id: authorityId,
      seat_id: id,
      version: seat.version,
      seq,
      recorded_at: recordedAt,
      organ_id: seat.organId,
      title: seat.title,
      college: seat.college,
      votes: seat.votes,
      ...validity,
    })
    .execute()
  await tx
    .insertInto('seat')
    .values({ authority_id: authorityId, id, seq, organ_id: seat.organId, ...validity })
    .onConflict((conflict) => conflict.columns(['authority_id', 'id']).doUpdateSet({ seq, ...validity }))
    .execute()
}
