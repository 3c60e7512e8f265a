import { isNotModified } from '../http/etag.ts'
import type { Api } from '../http/operation.ts'
import { digest } from '../values/canonical.ts'
import { Failure } from '../values/failure.ts'
import { calendarPath } from './feed-key.ts'
import { openFeed, readCalendar } from './open-feed.ts'

/**
 * The calendar that programs subscribe to. They take a URL and send no header, and `/v1` takes the Authorization header
 * alone: so the key is in the path of an address outside `/v1`, and no log names more than the route.
 */
export function calendarRoutes(api: Api): void {
  api.app.get<{ Params: { key: string } }>(calendarPath(':key'), {
    onRequest: async (request, reply) => {
      reply.header('cache-control', 'private, no-cache')
      await api.limiter.byToken(request, reply)
    },
    handler: async (request, reply) => {
      const open = () => openFeed(api.database, request.params.key, api.clock())
      const authorityId = await api.limiter.inTurn(request, open).catch(async (error) => {
        // As a token that is none: that cost a look-up.
        if (error instanceof Failure && error.code === 'unauthenticated') await api.limiter.byStranger(request, reply)
        throw error
      })
      const read = () => readCalendar(api.database, authorityId, api.today())
      const text = await api.limiter.inTurn(request, read)
      const etag = `"${digest(text)}"`
      reply.header('etag', etag)
      if (isNotModified(request.headers['if-none-match'], etag)) return reply.code(304).send()
      return reply
        .type('text/calendar; charset=utf-8')
        .header('content-disposition', 'inline; filename="deadlines.ics"')
        .send(text)
    },
  })
}
