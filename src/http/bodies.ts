import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Failure } from '../values/failure.ts'

export const JSON_BODY = 'application/json'
export const CSV_BODY = 'text/csv'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What bodies of the route are; default: JSON. */
    media?: typeof CSV_BODY | undefined
  }
}

/** What a route reads. */
export function mediaOf(request: FastifyRequest): string {
  return request.routeOptions.config?.media ?? JSON_BODY
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Bodies are JSON in well-formed UTF-8 (RFC 8259 §8.1), or merge patches (RFC 7396); where a route takes many lines, CSV and
 * nothing else. A byte that is no UTF-8 is refused rather than replaced.
 */
export function readBodies(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    [JSON_BODY, 'application/merge-patch+json'],
    { parseAs: 'buffer' },
    (request, body: Buffer, done) => {
      if (mediaOf(request) !== JSON_BODY) return done(refusedMedia(request))
      // Some clients announce JSON on every request: a DELETE has nothing to say in a body.
      if (request.method === 'DELETE' && body.length === 0 && isPlain(request)) return done(null, undefined)
      const text = textOf(request, body)
      if (text instanceof Failure) return done(text)
      parseJson(request, text, done)
    },
  )
  app.addContentTypeParser(CSV_BODY, { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (mediaOf(request) !== CSV_BODY) return done(refusedMedia(request))
    const text = textOf(request, body)
    if (text instanceof Failure) return done(text)
    if (text === '') return done(new Failure('unreadable_body', { because: 'empty' }))
    done(null, text)
  })
}

const isPlain = ({ headers }: FastifyRequest) => (headers['content-encoding'] ?? 'identity') === 'identity'
const refusedMedia = (request: FastifyRequest) => new Failure('unsupported_media_type', { wanted: mediaOf(request) })

function textOf(request: FastifyRequest, body: Buffer): string | Failure {
  if (!isPlain(request)) return refusedMedia(request)
  try {
    return utf8.decode(body)
  } catch {
    return new Failure('unreadable_body', { because: 'encoding' })
  }
}
