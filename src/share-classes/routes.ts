import { z } from 'zod'
import { underCooperative } from '../cooperatives/resource.ts'
import { list } from '../http/list.ts'
import { momentQuery } from '../http/moment.ts'
import type { Api } from '../http/operation.ts'
import { write } from '../http/write.ts'
import { nominal } from '../values/amount.ts'
import { newId } from '../values/id.ts'
import { insertShareClass, listShareClasses } from './queries.ts'
import { ShareClass, ShareClassInput } from './schema.ts'

const tag = 'Cooperatives'
const url = '/v1/cooperatives/:id/share-classes'

export function shareClassRoutes(api: Api): void {
  write(api, {
    id: 'createShareClass',
    method: 'POST',
    url,
    tag,
    summary: 'Create a share class',
    ...underCooperative,
    body: ShareClassInput,
    refuses: ['name_taken'],
    answer: ShareClass,
    answerDescription: 'The share class, created.',
    handle: async ({ tx, caller, seq, recordedAt }, { params, body }) => {
      const shareClass: ShareClass = {
        id: newId(),
        cooperativeId: params.id,
        name: body.name,
        nominalValue: nominal(body.nominalValue),
        recordedAt,
      }
      await insertShareClass(tx, caller.authorityId, seq, shareClass)
      return { targetId: shareClass.id, content: shareClass, body: shareClass }
    },
  })

  list(api, {
    id: 'listShareClasses',
    url,
    tag,
    summary: 'List the share classes of a cooperative',
    ...underCooperative,
    query: z.strictObject(momentQuery),
    item: ShareClass,
    page: ({ tx, params, moment, after, limit }) =>
      listShareClasses(tx, params.id, moment, after?.[0] as string, limit),
    position: ({ id }) => [id],
    csv: {
      id: ({ id }) => id,
      cooperativeId: ({ cooperativeId }) => cooperativeId,
      name: ({ name }) => ({ text: name }),
      nominalValue: ({ nominalValue }) => nominalValue,
      recordedAt: ({ recordedAt }) => recordedAt,
    },
  })
}
