import { z } from 'zod'
import { underCooperative } from '../cooperatives/resource.ts'
import { list } from '../http/list.ts'
import { momentQuery } from '../http/moment.ts'
import type { Api } from '../http/operation.ts'
import { write } from '../http/write.ts'
import { newId } from '../values/id.ts'
import { insertCooperativeAudit, listCooperativeAudits } from './queries.ts'
import { CooperativeAudit, CooperativeAuditInput } from './schema.ts'

const tag = 'Cooperatives'
const url = '/v1/cooperatives/:id/audits'

export function cooperativeAuditRoutes(api: Api): void {
  write(api, {
    id: 'createCooperativeAudit',
    method: 'POST',
    url,
    tag,
    summary: 'Record a cooperative audit',
    description:
      'A later report of the same date supersedes; reads at an earlier knownAt still answer the earlier one.',
    ...underCooperative,
    body: CooperativeAuditInput,
    answer: CooperativeAudit,
    answerDescription: 'The audit, recorded.',
    handle: async (writing, { params, body }) => {
      const audit: CooperativeAudit = {
        id: newId(),
        cooperativeId: params.id,
        on: body.on,
        auditor: body.auditor ?? null,
        conclusion: body.conclusion ?? null,
        externalReference: body.externalReference ?? null,
        note: body.note ?? null,
        recordedAt: writing.recordedAt,
      }
      await insertCooperativeAudit(writing, audit)
      return { targetId: audit.id, content: audit, body: audit }
    },
  })

  list(api, {
    id: 'listCooperativeAudits',
    url,
    tag,
    summary: 'List the audits of a cooperative, by date',
    ...underCooperative,
    query: z.strictObject(momentQuery),
    item: CooperativeAudit,
    page: ({ tx, params, moment, after, limit }) =>
      listCooperativeAudits(tx, params.id, moment, after?.[0] as string, limit),
    position: ({ on }) => [on],
    csv: {
      id: ({ id }) => id,
      cooperativeId: ({ cooperativeId }) => cooperativeId,
      on: ({ on }) => on,
      auditor: ({ auditor }) => ({ text: auditor }),
      conclusion: ({ conclusion }) => conclusion,
      externalReference: ({ externalReference }) => ({ text: externalReference }),
      note: ({ note }) => ({ text: note }),
      recordedAt: ({ recordedAt }) => recordedAt,
    },
  })
}
