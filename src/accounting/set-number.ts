import { checkCooperative } from '../cooperatives/queries.ts'
import type { Writing } from '../journal/command.ts'
import { newId } from '../values/id.ts'
import { insertAccountNumber } from './number-queries.ts'
import type { AccountNumber, AccountNumberInput } from './number-schema.ts'

/**
 * Sets the number of an account, from a year on. What was exported before stays what it was, at its `knownAt`.
 *
 * @throws Failure when the cooperative is unknown
 */
export async function setAccountNumber(writing: Writing, input: AccountNumberInput): Promise<AccountNumber> {
  const { account, number, fromYear, cooperativeId = null } = input
  if (cooperativeId !== null) await checkCooperative(writing.tx, cooperativeId)
  const setting = { id: newId(), account, number, fromYear, cooperativeId, recordedAt: writing.recordedAt }
  await insertAccountNumber(writing, setting)
  return setting
}
