import { sql } from 'kysely'
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { euros } from '../values/amount.ts'
import type { AnnualAccounts } from './schema.ts'

interface Row {
  id: string
  cooperative_id: string
  year: number
  closed_on: string
  equity: string | null
  result: string | null
  reserves: string | null
  income: string | null
  losses: string | null
  jobs: string | null
  recorded_at: string
}

/** Accounts in order of year, the newest known of each year, closed on or before asOf. */
export async function listAnnualAccounts(
  tx: Tx,
  cooperativeId: string,
  { asOf, seq }: Moment,
  after: number | undefined,
  limit: number,
): Promise<AnnualAccounts[]> {
  const { rows } = await sql<Row>`
    select * from (
      select distinct on (a.year) a.*
      from annual_accounts a
      where a.cooperative_id = ${cooperativeId} and a.seq <= ${seq}
        and (${after ?? null}::int is null or a.year > ${after ?? null}::int)
      order by a.year, a.seq desc
    ) known
    where closed_on <= ${asOf} order by year limit ${limit}`.execute(tx)
  return rows.map(accountsOf)
}

/** Some accounts, superseded or not. */
export async function findAccountsByIds(tx: Tx, ids: readonly string[]): Promise<AnnualAccounts[]> {
  const { rows } = await sql<Row>`select a.* from annual_accounts a where a.id = any(${ids}::uuid[])`.execute(tx)
  return rows.map(accountsOf)
}

function accountsOf(row: Row): AnnualAccounts {
  return {
    id: row.id,
    cooperativeId: row.cooperative_id,
    year: row.year,
    closedOn: row.closed_on,
    equity: inEuros(row.equity),
    result: inEuros(row.result),
    reserves: inEuros(row.reserves),
    income: inEuros(row.income),
    losses: inEuros(row.losses),
    jobs: row.jobs,
    recordedAt: row.recorded_at,
  }
}

export async function insertAnnualAccounts(
  tx: Tx,
  authorityId: string,
  seq: number,
  accounts: AnnualAccounts,
): Promise<void> {
  const { id, cooperativeId, year, closedOn, recordedAt, equity, result, reserves, income, losses, jobs } = accounts
  await tx
    .insertInto('annual_accounts')
    .values({
      authority_id: authorityId,
      id,
      cooperative_id: cooperativeId,
      year,
      closed_on: closedOn,
      seq,
      recorded_at: recordedAt,
      equity,
      result,
      reserves,
      income,
      losses,
      jobs,
    })
    .execute()
}

function inEuros(amount: string | null): string | null {
  return amount === null ? null : euros(amount)
}
