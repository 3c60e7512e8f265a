import type { FastifyInstance } from 'fastify'
import { Failure } from '../values/failure.ts'

export const JSON_BODY = 'application/json'

/**
 * Bodies are JSON in well-formed UTF-8 (RFC 8259 §8.1), or merge patches (RFC 7396): nothing else is read, and a byte
 * that is no UTF-8 is refused rather than replaced.
 */
export function readJsonBodies(app: FastifyInstance): void {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    [JSON_BODY, 'application/merge-patch+json'],
    { parseAs: 'buffer' },
    (request, body: Buffer, done) => {
      const encoding = request.headers['content-encoding'] ?? 'identity'
      if (encoding !== 'identity') return done(new Failure('unsupported_media_type', { wanted: JSON_BODY }))
      // Some clients announce JSON on every request: a DELETE has nothing to say in a body.
      if (request.method === 'DELETE' && body.length === 0) return done(null, undefined)
      let text: string
      try {
        text = utf8.decode(body)
      } catch {
        return done(new Failure('unreadable_body', { because: 'encoding' }))
      }
      parseJson(request, text, done)
    },
  )
}
