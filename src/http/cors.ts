import cors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'

const PREFLIGHT_KEPT_S = 7200

/**
 * Lets pages of some other origins call the API (Fetch, CORS protocol). No credentials: the API takes the Authorization
 * header only, which a page has to set itself. Preflight requests are answered here, before anyone asks for a token.
 *
 * @param origins exactly those, none by a pattern; an empty list leaves every CORS header away
 */
export async function allowOrigins(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return
  await app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    allowedHeaders: ['Accept', 'Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'If-None-Match'],
    exposedHeaders: EXPOSED,
    credentials: false,
    maxAge: PREFLIGHT_KEPT_S,
    strictPreflight: false,
    logLevel: 'warn',
  })
}

/** What the answers say in headers, and a page of another origin would not see otherwise. */
const EXPOSED = [
  'As-Of',
  'Content-Disposition',
  'ETag',
  'Idempotency-Replayed',
  'Known-At',
  'Link',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'WWW-Authenticate',
  'X-Request-Id',
]
