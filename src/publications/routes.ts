import { z } from 'zod'
import { list } from '../http/list.ts'
import { momentQuery } from '../http/moment.ts'
import type { Api, Params } from '../http/operation.ts'
import { read } from '../http/read.ts'
import { write } from '../http/write.ts'
import type { Tx } from '../postgres/database.ts'
import { publish, shown } from './publish.ts'
import { findPublication, listPublications } from './queries.ts'
import { Publication, PublicationInput, PublishedSummary } from './schema.ts'

const tag = 'Closings'

const underPublication = {
  resource: (tx: Tx, { id }: Params) => findPublication(tx, id, Number.MAX_SAFE_INTEGER),
  resourceName: 'published summary',
}

export function publicationRoutes(api: Api): void {
  write(api, {
    id: 'publishSummary',
    method: 'POST',
    url: '/v1/published-summaries',
    tag,
    summary: 'Publish a summary',
    description: 'Keeps its text and its digest; it is shown again as it was, and made again from asOf and knownAt.',
    body: PublicationInput,
    refuses: ['decision_unknown', 'decision_void', 'known_at_too_late'],
    answer: PublishedSummary,
    answerDescription: 'The summary, published.',
    tagged: true,
    handle: async (writing, { body }) => {
      const published = await publish(writing, body)
      const { summary: _, reproduced: __, ...content } = published
      return { targetId: published.id, content, body: published, location: `/v1/published-summaries/${published.id}` }
    },
  })

  list(api, {
    id: 'listPublishedSummaries',
    url: '/v1/published-summaries',
    tag,
    summary: 'List the published summaries',
    description: 'In order of publication, without their texts.',
    query: z.strictObject({ knownAt: momentQuery.knownAt }),
    item: Publication,
    page: async ({ tx, moment, after, limit }) =>
      (await listPublications(tx, moment.seq, after?.[0] as string, limit)).map(
        ({ knownSeq: _, format: __, content: ___, ...publication }) => publication,
      ),
    position: ({ recordedAt }) => [recordedAt],
    csv: {
      id: ({ id }) => id,
      title: ({ title }) => ({ text: title }),
      asOf: ({ asOf }) => asOf,
      knownAt: ({ knownAt }) => knownAt,
      groupBy: ({ groupBy }) => groupBy,
      decisionId: ({ decisionId }) => decisionId,
      recordedAt: ({ recordedAt }) => recordedAt,
      digest: ({ digest }) => digest,
    },
  })

  read(api, {
    id: 'getPublishedSummary',
    url: '/v1/published-summaries/:id',
    tag,
    summary: 'Read a published summary',
    description: 'As it was published, and whether the register gives the same today.',
    ...underPublication,
    query: z.strictObject({ knownAt: momentQuery.knownAt }),
    answer: PublishedSummary,
    answerDescription: 'The summary.',
    handle: async ({ tx, moment, params }) => {
      const published = await findPublication(tx, params.id, moment.seq)
      return published && shown(tx, published)
    },
  })
}
