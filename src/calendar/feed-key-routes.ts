import { z } from 'zod'
import { list } from '../http/list.ts'
import { momentQuery } from '../http/moment.ts'
import type { Api, Params } from '../http/operation.ts'
import { read } from '../http/read.ts'
import { write } from '../http/write.ts'
import type { Tx } from '../postgres/database.ts'
import { calendarPath } from './feed-key.ts'
import { mintFeedKey, revokeFeedKey } from './mint.ts'
import { findFeedKey, listFeedKeys } from './queries.ts'
import { FeedKey, FeedKeyInput, MintedFeedKey } from './schema.ts'

const tag = 'Deadlines'

const underFeedKey = {
  resource: (tx: Tx, { id }: Params) => findFeedKey(tx, id, Number.MAX_SAFE_INTEGER),
  resourceName: 'feed key',
}

export function feedKeyRoutes(api: Api): void {
  write(api, {
    id: 'createFeedKey',
    method: 'POST',
    url: '/v1/feed-keys',
    tag,
    summary: 'Mint a key for a calendar of the deadlines',
    description:
      'Whoever has its URL reads the deadlines as a calendar, and nothing else. The key is in this answer and nowhere else; only its digest is stored.',
    body: FeedKeyInput,
    answer: MintedFeedKey,
    answerDescription: 'The key, with the URL to subscribe to.',
    handle: async (writing, { body }) => {
      const { feedKey, key } = await mintFeedKey(writing, body)
      return {
        targetId: feedKey.id,
        content: feedKey,
        body: { ...feedKey, key, url: calendarPath(key) },
        keptBody: feedKey,
        location: `/v1/feed-keys/${feedKey.id}`,
      }
    },
  })

  list(api, {
    id: 'listFeedKeys',
    where: 'primary',
    url: '/v1/feed-keys',
    tag,
    summary: 'List the keys of calendars, without the keys themselves',
    description: 'In order of recording, those that were revoked too.',
    query: z.strictObject({ knownAt: momentQuery.knownAt }),
    item: FeedKey,
    page: ({ tx, moment, after, limit }) => listFeedKeys(tx, moment.seq, after?.[0] as string, limit),
    position: ({ createdAt }) => [createdAt],
    csv: {
      id: ({ id }) => id,
      name: ({ name }) => ({ text: name }),
      createdAt: ({ createdAt }) => createdAt,
      expiresAt: ({ expiresAt }) => expiresAt,
      revokedAt: ({ revokedAt }) => revokedAt,
    },
  })

  read(api, {
    id: 'getFeedKey',
    where: 'primary',
    url: '/v1/feed-keys/:id',
    tag,
    summary: 'Read a key of a calendar, without the key itself',
    ...underFeedKey,
    query: z.strictObject({ knownAt: momentQuery.knownAt }),
    answer: FeedKey,
    answerDescription: 'The key.',
    handle: ({ tx, moment, params }) => findFeedKey(tx, params.id, moment.seq),
  })

  write(api, {
    id: 'revokeFeedKey',
    method: 'DELETE',
    url: '/v1/feed-keys/:id',
    tag,
    summary: 'Revoke a key of a calendar',
    description: 'Effective at once, on every instance. Needs no If-Match: ending access must never wait.',
    ...underFeedKey,
    answer: null,
    answerDescription: 'The key no longer works.',
    handle: async (writing, { params }) => {
      const key = await revokeFeedKey(writing, params.id)
      return { targetId: key.id, content: key, body: null }
    },
  })
}
