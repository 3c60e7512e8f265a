// SQL that seats, organs and mandates share: the version of each that holds on a date, as known at a journal row.
import { type RawBuilder, sql } from 'kysely'
import type { MomentExpression, Seq } from '../journal/moment.ts'

/** The version of the organ `o` in force on asOf. */
export function organVersion({ asOf, seq }: MomentExpression): RawBuilder<unknown> {
  return sql`(
    select v.* from organ_version v
    where v.authority_id = o.authority_id and v.organ_id = o.id and v.effective_on <= ${asOf} and v.seq <= ${seq}
    order by v.effective_on desc, v.seq desc limit 1)`
}

/** The version of the seat `s` known at a journal row. */
export function seatVersion({ seq }: MomentExpression): RawBuilder<unknown> {
  return sql`(
    select v.* from seat_version v
    where v.authority_id = s.authority_id and v.seat_id = s.id and v.seq <= ${seq}
    order by v.seq desc limit 1)`
}

/** True for a row `m` of mandate_version that was the newest of its mandate at a journal row. */
export function isNewest(seq: Seq): RawBuilder<boolean> {
  return sql`m.seq <= ${seq} and not exists (
    select from mandate_version n
    where n.authority_id = m.authority_id and n.mandate_id = m.mandate_id and n.seq > m.seq and n.seq <= ${seq})`
}
