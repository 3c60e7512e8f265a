// The delays that the statutes set, as the capital statements say.
import { sql } from 'kysely'
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import type { Statutes } from './term.ts'

interface Row {
  cooperative_id: string
  full_payment_delay_months: number | null
  refund_delay_months: number | null
}

/**
 * By cooperative, each delay from the newest statement on or before asOf that says it: a statement that is silent about
 * the statutes does not end them.
 */
export async function statutesOn(
  tx: Tx,
  { asOf, seq }: Pick<Moment, 'asOf' | 'seq'>,
): Promise<ReadonlyMap<string, Statutes>> {
  const { rows } = await sql<Row>`
    with counted as (
      select distinct on (s.cooperative_id, s.stated_on) s.* from capital_statement s
      where s.stated_on <= ${asOf} and s.seq <= ${seq}
      order by s.cooperative_id, s.stated_on, s.seq desc)
    select cooperative_id,
      (array_agg(full_payment_delay_months order by stated_on desc)
        filter (where full_payment_delay_months is not null))[1] as full_payment_delay_months,
      (array_agg(refund_delay_months order by stated_on desc)
        filter (where refund_delay_months is not null))[1] as refund_delay_months
    from counted group by cooperative_id`.execute(tx)
  return new Map(
    rows.map((row) => [
      row.cooperative_id,
      { fullPaymentDelayMonths: row.full_payment_delay_months, refundDelayMonths: row.refund_delay_months },
    ]),
  )
}
