import type { FastifyRequest } from 'fastify'
import type { Language } from './failures.ts'

/**
 * The language that a request prefers (RFC 9110 §12.5.4): French where it is asked for before English; English otherwise,
 * where nothing is asked, and where the URL cannot be decoded: that is answered before there is anything that reads it.
 */
export function languageOf(request: FastifyRequest): Language {
  const asked = request.headers['accept-language']
  const reader: Partial<Pick<FastifyRequest, 'accepts'>> = request
  return asked !== undefined && reader.accepts?.call(request).language(['en', 'fr']) === 'fr' ? 'fr' : 'en'
}
