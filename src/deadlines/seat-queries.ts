// Mandates and seats that end. By organ and seat: whose mandate it is stands behind the link, and nowhere here.
import { sql } from 'kysely'
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import type { Term } from '../rules/term.ts'
import { isNewest, organVersion, seatVersion } from '../seats/known.ts'
import { lapsesOn, type MandateRole } from '../seats/mandate.ts'
import type { PlainDate } from '../values/plain-date.ts'
import type { DeadlineSource, Due } from './source.ts'

/** Mandates that end or lapse; one that lapsed stays open until it is ended. */
export const mandates: DeadlineSource = {
  kinds: ['mandate_end'],
  read: async (tx, moment, cooperativeId) =>
    (await mandatesNotOver(tx, moment, cooperativeId)).flatMap((row): Due[] => {
      const term = mandateTerm(row)
      return term ? [{ ...seated('mandate_end', row), ...term, role: row.role, ...linked('mandates', row.id) }] : []
    }),
}

/** Seats that end. */
export const seats: DeadlineSource = {
  kinds: ['seat_end'],
  read: async (tx, moment, cooperativeId) =>
    (await seatsEnding(tx, moment, cooperativeId)).map((row) => ({
      ...seated('seat_end', row),
      dueOn: row.ends_on ?? row.starts_on,
      basis: 'stated',
      role: null,
      ...linked('seats', row.id),
    })),
}

function mandateTerm({ starts_on, ends_on }: Row): Term | undefined {
  const lapse = lapsesOn({ from: starts_on, to: ends_on })
  if (lapse !== null) return { dueOn: lapse, basis: 'law' }
  return ends_on === null ? undefined : { dueOn: ends_on, basis: 'stated' }
}

interface Row {
  id: string
  cooperative_id: string
  organ_name: string
  title: string | null
  starts_on: PlainDate
  ends_on: PlainDate | null
}

function seated(kind: 'mandate_end' | 'seat_end', row: Row) {
  return {
    key: `${kind}:${row.id}`,
    kind,
    cooperativeId: row.cooperative_id,
    amount: null,
    since: row.starts_on,
    subject: [row.organ_name, row.title].filter((part) => part !== null).join(', '),
    instrument: null,
  }
}

const linked = (collection: string, id: string) => ({ resourceId: id, link: `/v1/${collection}/${id}` })

async function mandatesNotOver(
  tx: Tx,
  moment: Moment,
  cooperativeId: string | undefined,
): Promise<(Row & { role: MandateRole })[]> {
  // What ended on the day on which it began was recorded in error, and never was.
  const { rows } = await sql<Row & { role: MandateRole }>`
    select m.mandate_id as id, m.cooperative_id, m.role, m.starts_on, m.ends_on, v.title, ov.name as organ_name
    from mandate_version m
    join seat s on s.authority_id = m.authority_id and s.id = m.seat_id
    join organ o on o.authority_id = m.authority_id and o.id = m.organ_id
    cross join lateral ${seatVersion(moment)} v
    cross join lateral ${organVersion(moment)} ov
    where ${isNewest(moment.seq)} and (m.ends_on is null or (m.ends_on >= ${moment.asOf} and m.ends_on > m.starts_on))
      and ${conditions([cooperativeId && sql`m.cooperative_id = ${cooperativeId}`])}`.execute(tx)
  return rows
}

async function seatsEnding(tx: Tx, moment: Moment, cooperativeId: string | undefined): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select s.id, o.cooperative_id, v.starts_on, v.ends_on, v.title, ov.name as organ_name
    from seat s
    join organ o on o.authority_id = s.authority_id and o.id = s.organ_id
    cross join lateral ${seatVersion(moment)} v
    cross join lateral ${organVersion(moment)} ov
    where v.ends_on >= ${moment.asOf} and v.ends_on > v.starts_on
      and ${conditions([cooperativeId && sql`o.cooperative_id = ${cooperativeId}`])}`.execute(tx)
  return rows
}
