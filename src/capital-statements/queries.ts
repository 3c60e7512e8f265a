import { sql } from 'kysely'
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { euros } from '../values/amount.ts'
import { type CapitalStatement, type CapitalStatementInput, publicTotal } from './schema.ts'

interface Row {
  id: string
  cooperative_id: string
  stated_on: string
  total_capital: string
  public_capital: string | null
  public_holders: string | null
  colleges: string
  capital_floor: string | null
  refund_delay_months: number | null
  full_payment_delay_months: number | null
  recorded_at: string
}

/** Statements in order of date, the newest known of each date. */
export async function listCapitalStatements(
  tx: Tx,
  cooperativeId: string,
  { asOf, seq }: Moment,
  after: string | undefined,
  limit: number,
): Promise<CapitalStatement[]> {
  const { rows } = await sql<Row>`
    select distinct on (s.stated_on) s.*
    from capital_statement s
    where s.cooperative_id = ${cooperativeId} and s.stated_on <= ${asOf} and s.seq <= ${seq}
      and (${after ?? null}::date is null or s.stated_on > ${after ?? null}::date)
    order by s.stated_on, s.seq desc limit ${limit}`.execute(tx)
  return rows.map(statementOf)
}

/** Some statements, superseded or not. */
export async function findStatementsByIds(tx: Tx, ids: readonly string[]): Promise<CapitalStatement[]> {
  const { rows } = await sql<Row>`select s.* from capital_statement s where s.id = any(${ids}::uuid[])`.execute(tx)
  return rows.map(statementOf)
}

export async function insertCapitalStatement(
  tx: Tx,
  authorityId: string,
  seq: number,
  statement: Pick<CapitalStatement, 'id' | 'cooperativeId' | 'recordedAt'>,
  input: CapitalStatementInput,
): Promise<void> {
  await tx
    .insertInto('capital_statement')
    .values({
      authority_id: authorityId,
      id: statement.id,
      cooperative_id: statement.cooperativeId,
      stated_on: input.on,
      seq,
      recorded_at: statement.recordedAt,
      total_capital: input.totalCapital,
      public_capital: publicTotal(input.publicCapital)?.toFixed(2) ?? null,
      public_holders: Array.isArray(input.publicCapital) ? JSON.stringify(input.publicCapital) : null,
      colleges: JSON.stringify(input.colleges ?? []),
      capital_floor: input.statutes?.capitalFloor ?? null,
      refund_delay_months: input.statutes?.refundDelayMonths ?? null,
      full_payment_delay_months: input.statutes?.fullPaymentDelayMonths ?? null,
    })
    .execute()
}

function statementOf(row: Row): CapitalStatement {
  const total = row.public_capital === null ? null : euros(row.public_capital)
  return {
    id: row.id,
    cooperativeId: row.cooperative_id,
    on: row.stated_on,
    totalCapital: euros(row.total_capital),
    publicCapital: row.public_holders === null ? total : JSON.parse(row.public_holders),
    publicCapitalTotal: total,
    colleges: JSON.parse(row.colleges),
    statutes: {
      ...(row.capital_floor !== null && { capitalFloor: euros(row.capital_floor) }),
      ...(row.refund_delay_months !== null && { refundDelayMonths: row.refund_delay_months }),
      ...(row.full_payment_delay_months !== null && { fullPaymentDelayMonths: row.full_payment_delay_months }),
    },
    recordedAt: row.recorded_at,
  }
}
