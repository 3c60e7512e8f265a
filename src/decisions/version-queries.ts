import { type RawBuilder, sql } from 'kysely'

/** What people call a decision, as known at a journal row, as a subquery of one row: `number`, `body`, `object`. */
export function decisionNameAt(
  authority: RawBuilder<unknown>,
  decision: RawBuilder<unknown>,
  seq: number,
): RawBuilder<unknown> {
  return sql`(
    select v.number, v.body, v.object from decision_version v
    where v.authority_id = ${authority} and v.decision_id = ${decision} and v.seq <= ${seq}
    order by v.seq desc limit 1)`
}
