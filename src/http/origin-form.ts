import type { IncomingMessage } from 'node:http'

/**
 * The target of a request without scheme and host. A server must take the absolute form, too (RFC 9112 §3.2.2); but what
 * a client says of the host must not come back in a `Link`, nor make two requests of one in the eyes of a cursor or of an
 * Idempotency-Key.
 */
export function originForm({ url = '/' }: Pick<IncomingMessage, 'url'>): string {
  const target = url.replace(/^https?:\/\/[^/?#]*/i, '')
  return target.startsWith('/') || target === '*' ? target : `/${target}`
}
