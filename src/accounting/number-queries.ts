import { sql } from 'kysely'
import type { Writing } from '../journal/command.ts'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import type { Instant } from '../values/instant.ts'
import type { AccountNumber } from './number-schema.ts'
import { type NumberOf, numbersOf } from './numbers.ts'

export interface NumberFilter {
  readonly cooperativeId?: string | undefined
  readonly account?: string | undefined
}

/** The numbers that were set, as known at a journal row, in order of recording. */
export async function listAccountNumbers(
  tx: Tx,
  seq: number,
  { cooperativeId, account }: NumberFilter = {},
  after?: Instant,
  limit?: number,
): Promise<AccountNumber[]> {
  const where = conditions([
    sql`seq <= ${seq}`,
    cooperativeId && sql`cooperative_id = ${cooperativeId}`,
    account && sql`account = ${account}`,
    after && sql`recorded_at > ${after}`,
  ])
  const { rows } = await sql<AccountNumber>`
    select id, account, number, from_year as "fromYear", cooperative_id as "cooperativeId", recorded_at as "recordedAt"
    from account_number where ${where} order by seq limit ${limit ?? null}`.execute(tx)
  return rows
}

/** The number of each account, as known at a journal row. */
export async function accountNumbers(tx: Tx, seq: number): Promise<NumberOf> {
  return numbersOf(await listAccountNumbers(tx, seq))
}

export async function insertAccountNumber({ tx, caller, seq }: Writing, setting: AccountNumber): Promise<void> {
  const { id, account, number, fromYear, cooperativeId, recordedAt } = setting
  await tx
    .insertInto('account_number')
    .values({
      authority_id: caller.authorityId,
      id,
      seq,
      recorded_at: recordedAt,
      account,
      number,
      from_year: fromYear,
      cooperative_id: cooperativeId,
    })
    .execute()
}
