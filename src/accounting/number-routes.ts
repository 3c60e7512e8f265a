import { z } from 'zod'
import { list } from '../http/list.ts'
import { momentQuery } from '../http/moment.ts'
import type { Api } from '../http/operation.ts'
import { uuid } from '../http/wire.ts'
import { write } from '../http/write.ts'
import { listAccountNumbers } from './number-queries.ts'
import { AccountNumber, AccountNumberInput } from './number-schema.ts'
import { setAccountNumber } from './set-number.ts'

const tag = 'Account numbers'
const url = '/v1/account-numbers'

export function accountNumberRoutes(api: Api): void {
  write(api, {
    id: 'createAccountNumber',
    method: 'POST',
    url,
    tag,
    summary: 'Set the number of an account',
    description:
      'For one cooperative or all, from a financial year on; of several, the latest year that has begun holds, and of these the one recorded last. Where nothing is set: 261, and what the M57 has with it. Shares in 266 or 271 take their impairment (2966, 2971), what is not called (269, 279) and advances (267, 274) with them. No balance is carried from one number to another: that entry is the public accountant’s.',
    body: AccountNumberInput,
    refuses: ['cooperative_unknown'],
    answer: AccountNumber,
    answerDescription: 'The number, set.',
    handle: async (writing, { body }) => {
      const setting = await setAccountNumber(writing, body)
      return { targetId: setting.id, content: setting, body: setting }
    },
  })

  list(api, {
    id: 'listAccountNumbers',
    url,
    tag,
    summary: 'List the numbers that were set for accounts',
    description: 'In order of recording, those that later ones supersede too.',
    query: z.strictObject({
      cooperativeId: uuid.optional().meta({ description: 'Only what was set for this cooperative.' }),
      account: AccountNumber.shape.account.optional(),
      knownAt: momentQuery.knownAt,
    }),
    item: AccountNumber,
    page: ({ tx, moment, query, after, limit }) =>
      listAccountNumbers(tx, moment.seq, query, after?.[0] as string | undefined, limit),
    position: ({ recordedAt }) => [recordedAt],
    csv: {
      id: ({ id }) => id,
      account: ({ account }) => account,
      number: ({ number }) => number,
      fromYear: ({ fromYear }) => fromYear,
      cooperativeId: ({ cooperativeId }) => cooperativeId,
      recordedAt: ({ recordedAt }) => recordedAt,
    },
  })
}
