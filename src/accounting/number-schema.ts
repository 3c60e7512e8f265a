import { z } from 'zod'
import { financialYear, instantAnswer, pattern, uuid } from '../http/wire.ts'
import { NUMBERED_ACCOUNTS } from './numbers.ts'

const account = z.enum(NUMBERED_ACCOUNTS, `must be one of ${NUMBERED_ACCOUNTS.join(', ')}`).meta({
  description:
    'An account of the ledger. `owed` is the price of shares purchased, `owed_grant` grants awarded; `grant` is of the operating section, `grant_investment` of the other.',
  examples: ['share_cost'],
})
const number = pattern(/^[1-8]\d{1,9}$/, 'must be the number of an account: two to ten digits, from class 1 to 8').meta(
  {
    description: 'Number in the M57 chart of accounts, two to ten digits.',
    examples: ['266'],
  },
)
const fromYear = financialYear.meta({ description: 'First financial year that it holds for.', examples: [2025] })
const cooperativeId = uuid.meta({ description: 'The cooperative that it is for; without one, all of them.' })

export const AccountNumberInput = z
  .strictObject({ account, number, fromYear, cooperativeId: cooperativeId.optional() })
  .meta({ id: 'AccountNumberInput', description: 'The number of an account, as the public accountant says it.' })
export type AccountNumberInput = z.infer<typeof AccountNumberInput>

export const AccountNumber = z
  .strictObject({
    id: uuid,
    account,
    number,
    fromYear,
    cooperativeId: cooperativeId.nullable(),
    recordedAt: instantAnswer,
  })
  .meta({ id: 'AccountNumber', description: 'The number of an account, from a financial year on.' })
export type AccountNumber = z.infer<typeof AccountNumber>
