// Who is answered with HTML, and with which policy.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isNotModified } from './etag.ts'

/** HTML is for who asks for it by name: programs get problems (RFC 9457). */
export function readsHtml(request: FastifyRequest): boolean {
  return /\btext\/html\b/i.test(request.headers.accept ?? '') && request.accepts().type(['html', 'json']) === 'html'
}

// What a page may load and do: its own style and pictures, and forms to itself. No script at all.
const CSP =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** Answers with a page: its policy, French, and what caches must know. */
export function sendPage(request: FastifyRequest, reply: FastifyReply, html: string, etag?: string): FastifyReply {
  reply
    .header('content-security-policy', CSP)
    // With no-referrer, browsers send `Origin: null` with forms, too (Fetch §3.1), and say nothing of where they come from.
    .header('referrer-policy', 'same-origin')
    .header('content-language', 'fr')
    .header('vary', 'Cookie, Accept')
    .type('text/html; charset=utf-8')
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'private, no-cache')
  if (etag !== undefined) {
    reply.header('etag', etag)
    if (isNotModified(request.headers['if-none-match'], etag)) return reply.code(304).send()
  }
  return reply.send(html)
}
