// The M57 numbers of the ledger's accounts. Source: domain, "The ledger"; instruction budgétaire et comptable M57.
import { ACCOUNTS, type Account } from '../ledger/account.ts'
import type { Movement } from '../ledger/schema.ts'

/** What the number of an account may depend on. */
export interface AccountUse {
  readonly account: Account
  readonly cooperativeId: string
  /** The financial year. */
  readonly year: number
  /** Of a grant: the section that bears it. */
  readonly budgetSection: Movement['budgetSection']
}

export type NumberOf = (use: AccountUse) => string

const GRANT_OF_INVESTMENT = '204'

/** The numbers by default: those of the domain's table; a grant of the investment section is in 204. */
export const defaultNumber: NumberOf = ({ account, budgetSection }) =>
  account === 'grant' && budgetSection === 'investment' ? GRANT_OF_INVESTMENT : ACCOUNTS[account]
