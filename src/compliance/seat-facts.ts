// The seats that began on or before asOf, who holds them as titular, and when the last one left. By organ and seat, never by name.
import { sql } from 'kysely'
import { statement } from '../postgres/statement.ts'
import { organVersion, seatVersion } from '../seats/known.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { type Asked, asked } from './asked.ts'

export interface SeatRow {
  id: string
  cooperative_id: string
  organ_name: string
  title: string | null
  starts_on: PlainDate
  ends_on: PlainDate | null
  held_from: PlainDate | null
  held_to: PlainDate | null
  last_ended_on: PlainDate | null
}

export const seats = statement<Asked, SeatRow>((parameter) => {
  const { asOf, seq, isAsked } = asked(parameter)
  const holdsOn = sql`m.starts_on <= ${asOf} and (m.ends_on is null or m.ends_on > ${asOf})`
  // One mandate at most holds on a day. What ended on the day on which it began was entered in error, and never was.
  return sql`
    with mandate as (
      select distinct on (m.mandate_id) m.* from mandate_version m where m.seq <= ${seq} order by m.mandate_id, m.seq desc),
    held as (
      select m.seat_id, max(m.starts_on) filter (where ${holdsOn}) as held_from,
        max(m.ends_on) filter (where ${holdsOn}) as held_to,
        max(m.ends_on) filter (where m.ends_on <= ${asOf}) as last_ended_on
      from mandate m where m.role = 'titular' and m.ends_on is distinct from m.starts_on group by m.seat_id)
    select s.id, o.cooperative_id, ov.name as organ_name, v.title, v.starts_on, v.ends_on, held.held_from, held.held_to,
      held.last_ended_on
    from seat s
    join organ o on o.authority_id = s.authority_id and o.id = s.organ_id
    cross join lateral ${seatVersion({ asOf, seq })} v
    cross join lateral ${organVersion({ asOf, seq })} ov
    left join held on held.seat_id = s.id
    where v.starts_on <= ${asOf} and v.ends_on is distinct from v.starts_on and ${isAsked(sql`o.cooperative_id`)}
    order by s.id`
})
