import type { FastifyReply } from 'fastify'

/** Adds to Vary (RFC 9110 §12.5.5) what is not in it yet. */
export function vary(reply: FastifyReply, ...names: string[]): void {
  const named = String(reply.getHeader('vary') ?? '')
    .split(', ')
    .filter(Boolean)
  reply.header('vary', [...new Set([...named, ...names])].join(', '))
}
