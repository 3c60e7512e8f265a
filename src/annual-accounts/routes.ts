import { z } from 'zod'
import { underCooperative } from '../cooperatives/resource.ts'
import { list } from '../http/list.ts'
import { momentQuery } from '../http/moment.ts'
import type { Api } from '../http/operation.ts'
import { write } from '../http/write.ts'
import { newId } from '../values/id.ts'
import { insertAnnualAccounts, listAnnualAccounts } from './queries.ts'
import { AnnualAccounts, AnnualAccountsInput } from './schema.ts'

const tag = 'Cooperatives'
const url = '/v1/cooperatives/:id/annual-accounts'

export function annualAccountsRoutes(api: Api): void {
  write(api, {
    id: 'createAnnualAccounts',
    method: 'POST',
    url,
    tag,
    summary: 'Record annual accounts',
    description:
      'Later accounts for the same year supersede; reads at an earlier knownAt still answer the earlier ones.',
    ...underCooperative,
    body: AnnualAccountsInput,
    answer: AnnualAccounts,
    answerDescription: 'The accounts, recorded.',
    handle: async ({ tx, caller, seq, recordedAt }, { params, body }) => {
      const accounts: AnnualAccounts = {
        id: newId(),
        cooperativeId: params.id,
        year: body.year,
        closedOn: body.closedOn ?? `${body.year}-12-31`,
        equity: body.equity ?? null,
        result: body.result ?? null,
        reserves: body.reserves ?? null,
        income: body.income ?? null,
        losses: body.losses ?? null,
        jobs: body.jobs ?? null,
        recordedAt,
      }
      await insertAnnualAccounts(tx, caller.authorityId, seq, accounts)
      return { targetId: accounts.id, content: accounts, body: accounts }
    },
  })

  list(api, {
    id: 'listAnnualAccounts',
    url,
    tag,
    summary: 'List the annual accounts of a cooperative, by year',
    ...underCooperative,
    query: z.strictObject(momentQuery),
    item: AnnualAccounts,
    page: ({ tx, params, moment, after, limit }) =>
      listAnnualAccounts(tx, params.id, moment, after?.[0] as number, limit),
    position: ({ year }) => [year],
    csv: {
      id: ({ id }) => id,
      cooperativeId: ({ cooperativeId }) => cooperativeId,
      year: ({ year }) => year,
      closedOn: ({ closedOn }) => closedOn,
      equity: ({ equity }) => equity,
      result: ({ result }) => result,
      reserves: ({ reserves }) => reserves,
      income: ({ income }) => income,
      losses: ({ losses }) => losses,
      jobs: ({ jobs }) => jobs,
      recordedAt: ({ recordedAt }) => recordedAt,
    },
  })
}
