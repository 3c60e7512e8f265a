import { z } from 'zod'
import { underCooperative } from '../cooperatives/resource.ts'
import { list } from '../http/list.ts'
import { momentQuery } from '../http/moment.ts'
import type { Api } from '../http/operation.ts'
import { write } from '../http/write.ts'
import { newId } from '../values/id.ts'
import { insertCapitalStatement, listCapitalStatements } from './queries.ts'
import { CapitalStatement, CapitalStatementInput, publicTotal } from './schema.ts'

const tag = 'Cooperatives'
const url = '/v1/cooperatives/:id/capital-statements'

export function capitalStatementRoutes(api: Api): void {
  write(api, {
    id: 'createCapitalStatement',
    method: 'POST',
    url,
    tag,
    summary: 'Record a capital statement',
    description:
      'A later statement for the same date supersedes; reads at an earlier knownAt still answer the earlier one.',
    ...underCooperative,
    body: CapitalStatementInput,
    answer: CapitalStatement,
    answerDescription: 'The statement, recorded.',
    handle: async ({ tx, caller, seq, recordedAt }, { params, body }) => {
      const statement: CapitalStatement = {
        id: newId(),
        cooperativeId: params.id,
        on: body.on,
        totalCapital: body.totalCapital,
        publicCapital: body.publicCapital ?? null,
        publicCapitalTotal: publicTotal(body.publicCapital)?.toFixed(2) ?? null,
        colleges: body.colleges ?? [],
        statutes: body.statutes ?? {},
        recordedAt,
      }
      await insertCapitalStatement(tx, caller.authorityId, seq, statement, body)
      return { targetId: statement.id, content: statement, body: statement }
    },
  })

  list(api, {
    id: 'listCapitalStatements',
    url,
    tag,
    summary: 'List the capital statements of a cooperative, by date',
    ...underCooperative,
    query: z.strictObject(momentQuery),
    item: CapitalStatement,
    page: ({ tx, params, moment, after, limit }) =>
      listCapitalStatements(tx, params.id, moment, after?.[0] as string, limit),
    position: ({ on }) => [on],
    csv: {
      id: ({ id }) => id,
      cooperativeId: ({ cooperativeId }) => cooperativeId,
      on: ({ on }) => on,
      totalCapital: ({ totalCapital }) => totalCapital,
      publicCapitalTotal: ({ publicCapitalTotal }) => publicCapitalTotal,
      members: ({ colleges }) => colleges.reduce((sum, { members }) => sum + members, 0),
      capitalFloor: ({ statutes }) => statutes.capitalFloor,
      refundDelayMonths: ({ statutes }) => statutes.refundDelayMonths,
      fullPaymentDelayMonths: ({ statutes }) => statutes.fullPaymentDelayMonths,
      recordedAt: ({ recordedAt }) => recordedAt,
    },
  })
}
