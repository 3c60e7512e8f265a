// Where each position stands: the newest of its running balances with effective ≤ asOf and recorded ≤ knownAt.
import { type RawBuilder, sql } from 'kysely'
import type { Seq } from '../journal/moment.ts'

/** A date of the query: a parameter, or a column such as `d.as_of`. */
export type DateExpression = RawBuilder<unknown>

/** The newest balance of the class `s`, as of a date, as known at a journal row. */
export function newestClassBalance(asOf: DateExpression, seq: Seq): RawBuilder<unknown> {
  return sql`(
    select b.* from class_balance b
    where b.authority_id = s.authority_id and b.cooperative_id = s.cooperative_id and b.share_class_id = s.id
      and b.effective_on <= ${asOf} and b.seq <= ${seq}
    order by b.effective_on desc, b.seq desc limit 1)`
}

/** The same of the cooperative `c`, for what belongs to no class. */
export function newestCooperativeBalance(asOf: DateExpression, seq: Seq): RawBuilder<unknown> {
  return sql`(
    select b.* from cooperative_balance b
    where b.authority_id = c.authority_id and b.cooperative_id = c.id and b.effective_on <= ${asOf} and b.seq <= ${seq}
    order by b.effective_on desc, b.seq desc limit 1)`
}
