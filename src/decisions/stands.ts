import { type RawBuilder, sql } from 'kysely'
import type { Seq } from '../journal/moment.ts'

/**
 * True where a movement is reversed, as known at a journal row. Few movements are reversals: that they name one lets the
 * database read those alone.
 *
 * @param id the movement's, or null
 */
export function isReversed(authority: RawBuilder<unknown>, id: RawBuilder<unknown>, seq: Seq): RawBuilder<boolean> {
  return sql`exists (
    select from movement r
    where r.authority_id = ${authority} and r.reverses = ${id} and r.reverses is not null and r.seq <= ${seq})`
}

/** True for a movement `m` that counts as known at a journal row: it is not reversed. */
export function stands(seq: Seq): RawBuilder<boolean> {
  return sql`m.seq <= ${seq} and not ${isReversed(sql`m.authority_id`, sql`m.id`, seq)}`
}
