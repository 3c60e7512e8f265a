// Mandates as they are on a date, as known at a journal row.
import { type RawBuilder, sql } from 'kysely'
import { cooperativeVersionAt } from '../cooperatives/queries.ts'
import type { Writing } from '../journal/command.ts'
import type { Moment } from '../journal/moment.ts'
import { nameKnownAt } from '../persons/queries.ts'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import { isNewest, organVersion, seatVersion } from './known.ts'
import { type End, lapsesOn, mandateState, type Period } from './mandate.ts'
import type { Mandate } from './mandate-schema.ts'

export interface MandateFilter {
  readonly seatId?: string | undefined
  readonly organId?: string | undefined
  readonly cooperativeId?: string | undefined
  readonly personId?: string | undefined
}

export async function findMandate(tx: Tx, id: string, moment: Moment): Promise<Mandate | undefined> {
  const [mandate] = await select(tx, moment, sql`m.mandate_id = ${id}`, 1)
  return mandate
}

/** Some mandates, in order of registration. */
export function findMandates(tx: Tx, ids: readonly string[], moment: Moment): Promise<Mandate[]> {
  return select(tx, moment, sql`m.mandate_id = any(${ids}::uuid[])`, ids.length)
}

/** What the newest versions of some mandates say. */
export async function currentMandates(tx: Tx, ids: readonly string[]): Promise<(MandateContent & { id: string })[]> {
  const { rows } = await sql<Omit<Row, 'cooperative_name' | 'organ_name' | 'title' | 'votes' | 'person_name'>>`
    select m.* from mandate_version m
    where m.mandate_id = any(${ids}::uuid[]) and ${isNewest(Number.MAX_SAFE_INTEGER)} order by m.starts_on`.execute(tx)
  return rows.map((row) => ({
    id: row.mandate_id,
    cooperativeId: row.cooperative_id,
    organId: row.organ_id,
    seatId: row.seat_id,
    personId: row.person_id,
    role: row.role,
    from: row.starts_on,
    to: row.ends_on,
    endReason: row.end_reason,
    own: { to: row.own_ends_on, endReason: row.own_end_reason },
    decisionId: row.decision_id,
    noDecisionReason: row.no_decision_reason,
    version: row.version,
  }))
}

/** Every known mandate, past and future ones too, in order of registration. */
export function listMandates(
  tx: Tx,
  moment: Moment,
  filter: MandateFilter,
  after: string | undefined,
  limit: number,
): Promise<Mandate[]> {
  const where = conditions([
    filter.seatId && sql`m.seat_id = ${filter.seatId}`,
    filter.organId && sql`m.organ_id = ${filter.organId}`,
    filter.cooperativeId && sql`m.cooperative_id = ${filter.cooperativeId}`,
    filter.personId && sql`m.person_id = ${filter.personId}`,
    after && sql`m.mandate_id > ${after}::uuid`,
  ])
  return select(tx, moment, where, limit)
}

interface Row {
  mandate_id: string
  version: number
  recorded_at: string
  cooperative_id: string
  cooperative_name: string
  organ_id: string
  organ_name: string
  seat_id: string
  title: string | null
  votes: number
  person_id: string
  person_name: string | null
  role: Mandate['role']
  starts_on: string
  ends_on: string | null
  end_reason: Mandate['endReason']
  own_ends_on: string | null
  own_end_reason: Mandate['endReason']
  decision_id: string | null
  no_decision_reason: string | null
}

async function select(tx: Tx, moment: Moment, where: RawBuilder<unknown>, limit: number): Promise<Mandate[]> {
  const { asOf, seq } = moment
  const { rows } = await sql<Row>`
    select m.*, v.title, v.votes, ov.name as organ_name, c.name as cooperative_name, i.name as person_name
    from mandate_version m
    join seat s on s.authority_id = m.authority_id and s.id = m.seat_id
    join organ o on o.authority_id = m.authority_id and o.id = m.organ_id
    cross join lateral ${seatVersion(moment)} v
    cross join lateral ${organVersion(moment)} ov
    cross join lateral ${cooperativeVersionAt(sql`m.authority_id`, sql`m.cooperative_id`, seq)} c
    left join lateral ${nameKnownAt(sql`m.authority_id`, sql`m.person_id`, seq)} i on true
    where ${isNewest(seq)} and ${where} order by m.mandate_id limit ${limit}`.execute(tx)
  return rows.map((row) => {
    const period = { from: row.starts_on, to: row.ends_on }
    return {
      id: row.mandate_id,
      seatId: row.seat_id,
      seatTitle: row.title,
      organId: row.organ_id,
      organName: row.organ_name,
      cooperativeId: row.cooperative_id,
      cooperativeName: row.cooperative_name,
      votes: row.votes,
      role: row.role,
      personId: row.person_id,
      personName: row.person_name,
      ...period,
      endReason: row.end_reason,
      decisionId: row.decision_id,
      noDecisionReason: row.no_decision_reason,
      lapsesOn: lapsesOn(period),
      state: mandateState(period, asOf),
      version: row.version,
      recordedAt: row.recorded_at,
    }
  })
}

/** The name of a person as it was known at an instant; null once erased. */
export async function personNameAt(tx: Tx, personId: string, knownAt: string): Promise<string | null> {
  const seq = sql`(select max(seq) from journal where recorded_at <= ${knownAt})`
  const { rows } = await sql<{ name: string }>`
    select i.name from person p cross join lateral ${nameKnownAt(sql`p.authority_id`, sql`p.id`, seq)} i
    where p.id = ${personId}`.execute(tx)
  return rows[0]?.name ?? null
}

/** What a version of a mandate says. */
export type MandateContent = Pick<
  Mandate,
  | 'cooperativeId'
  | 'organId'
  | 'seatId'
  | 'personId'
  | 'role'
  | 'from'
  | 'to'
  | 'endReason'
  | 'decisionId'
  | 'noDecisionReason'
  | 'version'
> & {
  /** Its own end, which that of its seat may come before. */
  readonly own: End<NonNullable<Mandate['endReason']>>
}

/** Adds a version, and makes it the one that holds. */
export async function insertMandateVersion(writing: Writing, id: string, mandate: MandateContent): Promise<void> {
  const { tx, seq, recordedAt } = writing
  const { authorityId } = writing.caller
  const { personId, from, to } = mandate
  const held = { person_id: personId, starts_on: from, ends_on: to }
  const place = { organ_id: mandate.organId, seat_id: mandate.seatId, role: mandate.role }
  await tx
    .insertInto('mandate_version')
    .values({
      authority_id: authorityId,
      mandate_id: id,
      version: mandate.version,
      seq,
      recorded_at: recordedAt,
      cooperative_id: mandate.cooperativeId,
      ...place,
      ...held,
      end_reason: mandate.endReason,
      own_ends_on: mandate.own.to,
      own_end_reason: mandate.own.endReason,
      decision_id: mandate.decisionId,
      no_decision_reason: mandate.noDecisionReason,
    })
    .execute()
  await tx
    .insertInto('mandate')
    .values({ authority_id: authorityId, id, seq, ...place, ...held })
    .onConflict((conflict) => conflict.columns(['authority_id', 'id']).doUpdateSet({ seq, ...held }))
    .execute()
}

/** A mandate that holds now, as the constraints of the database see it. */
export type Held = Period & { readonly id: string }

interface Occupied {
  /** The mandate that is being written: it is not in its own way. */
  readonly except: string
  readonly seatId: string
  readonly organId: string
  readonly personId: string
  readonly role: string
  readonly from: string
  readonly to: string | null
}

/** The mandates with a day in common: on the same seat and role, and of the same person on the same organ. */
export async function overlapping(tx: Tx, asked: Occupied): Promise<{ onSeat?: Held; onOrgan?: Held }> {
  const { rows } = await sql<{ id: string; starts_on: string; ends_on: string | null; on_seat: boolean }>`
    select m.id, m.starts_on, m.ends_on, m.seat_id = ${asked.seatId} and m.role = ${asked.role} as on_seat
    from mandate m
    where m.organ_id = ${asked.organId} and m.id <> ${asked.except}
      and ((m.seat_id = ${asked.seatId} and m.role = ${asked.role}) or m.person_id = ${asked.personId})
      and daterange(m.starts_on, m.ends_on) && daterange(${asked.from}::date, ${asked.to}::date)
    order by m.starts_on`.execute(tx)
  const held = (row: (typeof rows)[number] | undefined) => row && { id: row.id, from: row.starts_on, to: row.ends_on }
  const onSeat = held(rows.find(({ on_seat }) => on_seat))
  const onOrgan = held(rows.find(({ on_seat }) => !on_seat))
  return { ...(onSeat && { onSeat }), ...(onOrgan && { onOrgan }) }
}

/** The mandates that hold now on a seat, or of a person: their ids. */
export async function heldNow(tx: Tx, column: 'seat_id' | 'person_id', id: string): Promise<string[]> {
  const rows = await tx.selectFrom('mandate').select('id').where(column, '=', id).execute()
  return rows.map((row) => row.id)
}
