import { createHash } from 'node:crypto'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../access/caller.ts'
import { Failure } from '../values/failure.ts'

/** Counts requests in windows of one second: by address before a token costs a look-up, then by token. */
export interface Limiter {
  readonly byAddress: (request: FastifyRequest) => Promise<void>
  readonly byToken: (request: FastifyRequest, reply: FastifyReply, caller: Caller) => Promise<void>
}

// One address may stand for a whole authority behind its gateway: it may do what several tokens may.
const TOKENS_PER_ADDRESS = 4

export async function createLimiter(app: FastifyInstance, perTokenPerSecond: number): Promise<Limiter> {
  await app.register(rateLimit, { global: false })
  const address = app.createRateLimit({ max: perTokenPerSecond * TOKENS_PER_ADDRESS, timeWindow: 1000 })
  const token = app.createRateLimit({
    max: perTokenPerSecond,
    timeWindow: 1000,
    keyGenerator: (request) =>
      `token:${createHash('sha256')
        .update(request.headers.authorization ?? '')
        .digest('base64url')}`,
  })
  return {
    byAddress: async (request) => {
      const verdict = await address(request)
      if (!verdict.isAllowed && verdict.isExceeded) {
        throw new Failure('too_many_requests', { retryAfterSeconds: Math.max(1, verdict.ttlInSeconds) })
      }
    },
    byToken: async (request) => {
      const verdict = await token(request)
      if (!verdict.isAllowed && verdict.isExceeded) {
        throw new Failure('too_many_requests', { retryAfterSeconds: Math.max(1, verdict.ttlInSeconds) })
      }
    },
  }
}
