import { z } from 'zod'
import { list } from '../http/list.ts'
import { momentQuery } from '../http/moment.ts'
import type { Api, Params } from '../http/operation.ts'
import { read } from '../http/read.ts'
import { write } from '../http/write.ts'
import type { Tx } from '../postgres/database.ts'
import { closeYear, reopenYear } from './close.ts'
import { findClosing, listClosings } from './queries.ts'
import { Closing, ClosingInput, ReopeningInput } from './schema.ts'

const tag = 'Closings'

const underClosing = {
  resource: (tx: Tx, { id }: Params) => findClosing(tx, id, Number.MAX_SAFE_INTEGER),
  resourceName: 'closing',
}

export function closingRoutes(api: Api): void {
  write(api, {
    id: 'closeYear',
    method: 'POST',
    url: '/v1/closings',
    tag,
    summary: 'Close the books of a year',
    description: 'From then on, no movement takes effect in that year, and none that did is reversed.',
    body: ClosingInput,
    refuses: ['year_already_closed'],
    answer: Closing,
    answerDescription: 'The closing.',
    tagged: true,
    handle: async (writing, { body }) => {
      const closing = await closeYear(writing, body, api.today())
      return { targetId: closing.id, content: closing, body: closing, location: `/v1/closings/${closing.id}` }
    },
  })

  list(api, {
    id: 'listClosings',
    url: '/v1/closings',
    tag,
    summary: 'List the closings',
    description: 'In order of recording, those that were undone too.',
    query: z.strictObject({
      year: z
        .string()
        .regex(/^(19|20|21)\d\d$/, 'must be a year, from 1900 to 2199')
        .optional()
        .meta({ description: 'Financial year.', examples: ['2024'] }),
      knownAt: momentQuery.knownAt,
    }),
    item: Closing,
    page: ({ tx, moment, query, after, limit }) =>
      listClosings(
        tx,
        moment.seq,
        query.year === undefined ? undefined : Number(query.year),
        after?.[0] as string,
        limit,
      ),
    position: ({ recordedAt }) => [recordedAt],
    csv: {
      id: ({ id }) => id,
      year: ({ year }) => year,
      note: ({ note }) => ({ text: note }),
      recordedAt: ({ recordedAt }) => recordedAt,
      reopenedAt: ({ reopened }) => reopened?.recordedAt,
      reason: ({ reopened }) => ({ text: reopened?.reason }),
    },
  })

  read(api, {
    id: 'getClosing',
    url: '/v1/closings/:id',
    tag,
    summary: 'Read a closing',
    ...underClosing,
    query: z.strictObject({ knownAt: momentQuery.knownAt }),
    answer: Closing,
    answerDescription: 'The closing.',
    handle: ({ tx, moment, params }) => findClosing(tx, params.id, moment.seq),
  })

  write(api, {
    id: 'reopenYear',
    method: 'POST',
    url: '/v1/closings/:id/reopening',
    tag,
    summary: 'Open the books of a year again',
    description: 'An act with a reason, which stays in the register and in the audit trail.',
    ...underClosing,
    body: ReopeningInput,
    refuses: ['already_reopened'],
    answer: Closing,
    answerDescription: 'The closing, undone.',
    handle: async (writing, { params, body }) => {
      const closing = await reopenYear(writing, params.id, body)
      return { targetId: closing.id, content: closing, body: closing, location: `/v1/closings/${closing.id}` }
    },
  })
}
