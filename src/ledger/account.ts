import { type Decimal, ZERO } from '../values/amount.ts'

/**
 * The columns of an entry: the ledger's accounts, some kept apart by what they will settle or where they came from.
 * Amounts are euros, debit positive. Source: domain, "The ledger".
 */
export const ACCOUNT_COLUMNS = [
  'share_cost',
  'uncalled',
  'payable',
  'owed_purchase',
  'owed_grant',
  'treasury',
  'treasury_receipt',
  'treasury_advance',
  'treasury_repayment',
  'impairment',
  'impairment_charge',
  'impairment_release',
  'receivable_sale',
  'receivable_withdrawal',
  'disposed_cost',
  'disposal_proceeds',
  'advance',
  'share_income',
  'contributed_asset',
  'grant',
  'loss',
] as const

export type AccountColumn = (typeof ACCOUNT_COLUMNS)[number]

/** The accounts as outsiders name them, in the order of the domain's table, with their M57 numbers by default. */
export const ACCOUNTS = {
  share_cost: '261',
  uncalled: '269',
  payable: '404',
  owed: '404',
  treasury: '515',
  impairment: '2961',
  impairment_charge: '6866',
  impairment_release: '7866',
  receivable: '462',
  disposed_cost: '675',
  disposal_proceeds: '775',
  advance: '267',
  share_income: '761',
  contributed_asset: '21',
  grant: '657',
  loss: '664',
} as const

export type Account = keyof typeof ACCOUNTS

/** The account that a column belongs to: `owed_grant` is kept apart from `owed_purchase`, and both are `owed`. */
export function accountOf(column: AccountColumn): Account {
  if (column in ACCOUNTS) return column as Account
  return column.slice(0, column.indexOf('_')) as Account
}

/** What the postings of a movement come to in some accounts, in euros, debit positive. */
export function debited(
  postings: readonly { readonly account: Account; readonly amount: string }[],
  ...accounts: readonly Account[]
): Decimal {
  return postings
    .filter(({ account }) => accounts.includes(account))
    .reduce((sum, { amount }) => sum.plus(amount), ZERO)
}

/** Euro amounts by column, debit positive; a column left out is zero. */
export type Amounts = Readonly<Partial<Record<AccountColumn, Decimal>>>

/** What one movement posts, or one adjustment to it: a change in shares, and amounts that sum to zero. */
export interface Postings {
  readonly shares: Decimal
  readonly amounts: Amounts
}

export const NO_POSTINGS: Postings = { shares: ZERO, amounts: {} }

/** left + right, column by column; columns that come to zero are left out. */
export function addPostings(left: Postings, right: Postings): Postings {
  return combine(left, right, (one, other) => one.plus(other))
}

/** left − right, in the same way. */
export function subtractPostings(left: Postings, right: Postings): Postings {
  return combine(left, right, (one, other) => one.minus(other))
}

function combine(left: Postings, right: Postings, of: (one: Decimal, other: Decimal) => Decimal): Postings {
  const amounts: Partial<Record<AccountColumn, Decimal>> = {}
  for (const column of ACCOUNT_COLUMNS) {
    const amount = of(left.amounts[column] ?? ZERO, right.amounts[column] ?? ZERO)
    if (!amount.isZero()) amounts[column] = amount
  }
  return { shares: of(left.shares, right.shares), amounts }
}

export function isEmpty(postings: Postings): boolean {
  return postings.shares.isZero() && Object.keys(postings.amounts).length === 0
}
