// The M57 numbers of the ledger's accounts, and which of them holds for a cooperative in a year. Source: domain, "The
// ledger"; instruction budgétaire et comptable M57.
import { ACCOUNTS, type Account, type AccountColumn, accountOf } from '../ledger/account.ts'
import type { Movement } from '../ledger/schema.ts'

/**
 * What a number is set for: an account of the ledger. What is owed of grants, and grants that the investment section
 * bears, have numbers of their own.
 */
export type NumberedAccount = Account | 'owed_grant' | 'grant_investment'

const DEFAULTS: Readonly<Record<NumberedAccount, string>> = { ...ACCOUNTS, owed_grant: '404', grant_investment: '204' }

export const NUMBERED_ACCOUNTS = Object.keys(DEFAULTS) as readonly NumberedAccount[]

/** What goes with the number of the shares, by its first three digits: titles of participation, other forms, other titles. */
const FOLLOWING: Readonly<Record<string, Readonly<Partial<Record<NumberedAccount, string>>>>> = {
  '261': { uncalled: '269', impairment: '2961', advance: '267' },
  '266': { uncalled: '269', impairment: '2966', advance: '267' },
  '271': { uncalled: '279', impairment: '2971', advance: '274' },
}

/** A number that was set, for all cooperatives (null) or for one. */
export interface NumberSetting {
  readonly account: NumberedAccount
  readonly number: string
  /** The first financial year that it holds for. */
  readonly fromYear: number
  readonly cooperativeId: string | null
}

/** What the number of an account may depend on. */
export interface AccountUse {
  readonly account: NumberedAccount
  readonly cooperativeId: string
  /** The financial year: that of the effective date. */
  readonly year: number
}

export type NumberOf = (use: AccountUse) => string

/**
 * The number of each account: what was set for the cooperative, else what goes with the number of its shares, else what
 * was set for all, else what goes with that, else the domain's. Of several for one account, the latest `fromYear` that has
 * begun holds, and of these the one recorded last.
 *
 * @param settings in order of recording
 */
export function numbersOf(settings: readonly NumberSetting[]): NumberOf {
  const ranked = settings.map((setting, place) => ({ ...setting, place }))
  ranked.sort((left, right) => right.fromYear - left.fromYear || right.place - left.place)
  const byUse = Map.groupBy(ranked, ({ account, cooperativeId }) => `${account} ${cooperativeId}`)
  const stated = (account: NumberedAccount, cooperativeId: string | null, year: number) =>
    byUse.get(`${account} ${cooperativeId}`)?.find(({ fromYear }) => fromYear <= year)?.number
  return ({ account, cooperativeId, year }) => {
    const ofAll = familyOf(stated('share_cost', null, year) ?? DEFAULTS.share_cost)
    const ofOne = familyOf(stated('share_cost', cooperativeId, year) ?? ofAll)
    return (
      stated(account, cooperativeId, year) ??
      (ofOne === ofAll ? undefined : FOLLOWING[ofOne]?.[account]) ??
      stated(account, null, year) ??
      FOLLOWING[ofAll]?.[account] ??
      DEFAULTS[account]
    )
  }
}

function familyOf(number: string): string {
  return number.slice(0, 3)
}

/** What the amounts of a column are numbered as, by the budget section of their movement. */
export function numberedAs(column: AccountColumn, budgetSection: Movement['budgetSection']): NumberedAccount {
  if (column === 'owed_grant') return column
  if (column === 'grant' && budgetSection === 'investment') return 'grant_investment'
  return accountOf(column)
}

/** The account of the ledger that is numbered so. */
export function accountNumbered(account: NumberedAccount): Account {
  if (account === 'owed_grant') return 'owed'
  return account === 'grant_investment' ? 'grant' : account
}
