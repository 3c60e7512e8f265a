// What must agree after a history about seats: no overlap in the rows that are kept, at any row of the journal, and who
// sits where, as the auditor reads it.
import { deepEqual, equal, ok } from 'node:assert/strict'
import { sql } from 'kysely'
import type { Moment } from '../../src/journal/moment.ts'
import type { Tx } from '../../src/postgres/database.ts'
import { listSeats } from '../../src/seats/seat-queries.ts'
import type { Holder } from '../../src/seats/seat-schema.ts'
import { knownAt, type Recorded } from './agreement.ts'
import { type Mandate, mandateStateOn, meet, seatingOf, seatsOn } from './auditor-seats.ts'
import type { Office } from './office.ts'

interface Row {
  mandate_id: string
  seq: number
  organ_id: string
  seat_id: string
  person_id: string
  role: Mandate['role']
  starts_on: string
  ends_on: string | null
  end_reason: string | null
  own_ends_on: string | null
  own_end_reason: string | null
}

/** From the rows as they are kept: at every row of the journal, nobody sits in another's place or twice on one organ. */
export async function mandatesNeverOverlap(office: Office, tx: Tx, recorded: readonly Recorded[]): Promise<void> {
  const { rows } = await sql<Row>`select * from mandate_version order by seq`.execute(tx)
  for (const [index, { seq }] of recorded.entries()) {
    const where = `known at journal row ${seq}`
    const newest = new Map(rows.filter((row) => row.seq <= seq).map((row) => [row.mandate_id, row]))
    const held = [...newest.values()].map((row) => mandateOf(office, row))
    for (const [place, one] of held.entries()) {
      for (const other of held.slice(place + 1).filter((other) => meet(one, other))) {
        const names = `mandates #${one.number} and #${other.number}`
        ok(one.seat !== other.seat || one.role !== other.role, `${names} overlap on one seat and role, ${where}`)
        ok(one.organ !== other.organ || one.person !== other.person, `${names} put one person twice, ${where}`)
      }
    }
    deepEqual(byNumber(held), seatingOf(knownAt(recorded, index)).mandates, `mandates ${where}`)
  }
  // What the constraints of the database see is the newest of it.
  const { rows: differing } = await sql`
    select id, seq, seat_id, role, person_id, starts_on, ends_on from mandate
    except select distinct on (mandate_id) mandate_id, seq, seat_id, role, person_id, starts_on, ends_on
    from (select * from mandate_version order by mandate_id, seq desc) v`.execute(tx)
  deepEqual(differing, [], 'mandates that hold now are the newest versions')
}

function mandateOf(office: Office, row: Row): Mandate {
  return {
    number: Number(office.nameOf(row.mandate_id)),
    seat: Number(office.nameOf(row.seat_id)),
    organ: office.nameOf(row.organ_id),
    person: office.nameOf(row.person_id),
    role: row.role,
    from: row.starts_on,
    to: row.ends_on,
    reason: row.end_reason,
    own: { to: row.own_ends_on, reason: row.own_end_reason },
  }
}

function byNumber(mandates: readonly Mandate[]): Map<number, Mandate> {
  return new Map(mandates.map((mandate) => [mandate.number, mandate]))
}

/** At one moment, the seats that are valid, what they are, and who holds them. */
export async function seatsAgree(office: Office, tx: Tx, recorded: readonly Recorded[], moment: Moment): Promise<void> {
  const { asOf, seq } = moment
  const where = `on ${asOf}, known at journal row ${seq}`
  const known = knownAt(
    recorded,
    recorded.findLastIndex((one) => one.seq <= seq),
  )
  const listed = await listSeats(tx, moment, {}, undefined, 1000)
  const expected = new Map(seatsOn(known, asOf).map((one) => [String(one.seat.number), one]))
  equal(listed.length, expected.size, `seats ${where}`)
  for (const { id, from, to, state, titular, alternate } of listed) {
    const name = office.nameOf(id)
    const own = expected.get(name)
    ok(own, `seat #${name} is not valid ${where}`)
    deepEqual(
      { from, to, state, titular: holder(office, titular), alternate: holder(office, alternate) },
      {
        from: own.seat.from,
        to: own.seat.to,
        state: own.state,
        titular: expectedHolder(own.titular, asOf),
        alternate: expectedHolder(own.alternate, asOf),
      },
      `seat #${name} ${where}`,
    )
  }
}

function holder(office: Office, held: Holder | null): object | null {
  if (!held) return null
  const { mandateId, personId, personName, from, to, state } = held
  const person = office.nameOf(personId)
  return { mandate: office.nameOf(mandateId), person, personName, from, to, state }
}

function expectedHolder(mandate: Mandate | undefined, asOf: string): object | null {
  if (!mandate) return null
  const { number, person, from, to } = mandate
  return { mandate: String(number), person, personName: person, from, to, state: mandateStateOn(mandate, asOf) }
}
