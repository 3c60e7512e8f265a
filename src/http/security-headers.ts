import type { FastifyInstance } from 'fastify'

/**
 * What every answer tells a browser. One table and no middleware, since some answers come before there is a request:
 * those to bytes that are no HTTP, or to a URL that cannot be decoded.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  // What is answered is data: nothing in it may load, run, be framed or be posted to. Pages bring a policy of their own.
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY', // for browsers before frame-ancestors
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'x-dns-prefetch-control': 'off',
  'x-permitted-cross-domain-policies': 'none',
}

const ONE_YEAR_S = 31_536_000

/** Sets them on every answer; HSTS only where the request came by https, directly or as a trusted proxy says (RFC 6797 §7.2). */
export function sendSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS)
    if (request.protocol === 'https') {
      reply.header('strict-transport-security', `max-age=${ONE_YEAR_S}; includeSubDomains`)
    }
  })
}
