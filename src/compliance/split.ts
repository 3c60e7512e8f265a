import { type RawBuilder, sql } from 'kysely'
import { isReversed } from '../decisions/stands.ts'
import type { Seq } from '../journal/moment.ts'

/**
 * How many shares those of a movement `m` were at the end of its day: a split that was recorded after it, on the same day,
 * made others of them. The balance of a day is that of its evening, and so is the nominal value in it.
 */
export function sharesInTheEvening(seq: Seq): RawBuilder<unknown> {
  return sql`coalesce((
    select m.shares * d.split_to / d.split_from from movement d
    where d.authority_id = m.authority_id and d.cooperative_id = m.cooperative_id and d.share_class_id = m.share_class_id
      and d.kind = 'share_split' and d.effective_on = m.effective_on and d.seq > m.seq and d.seq <= ${seq}
      and not ${isReversed(sql`d.authority_id`, sql`d.id`, seq)}
    order by d.seq limit 1), m.shares)`
}
