import type { FastifyRequest } from 'fastify'
import type { Language } from './failures.ts'

/**
 * The language that a request prefers (RFC 9110 §12.5.4): French where it is asked for before English; English otherwise,
 * and where nothing is asked.
 */
export function languageOf(request: FastifyRequest): Language {
  const asked = request.headers['accept-language']
  return asked !== undefined && request.accepts().language(['en', 'fr']) === 'fr' ? 'fr' : 'en'
}
