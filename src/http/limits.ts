import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { digest } from '../values/canonical.ts'
import { Failure } from '../values/failure.ts'

/** Counts requests in windows of one second: by address before a token costs a look-up, then by token. */
export interface Limiter {
  readonly byAddress: Limit
  readonly byToken: Limit
}

type Limit = (request: FastifyRequest) => Promise<void>

// One address may stand for a whole authority behind its gateway: it may do what several tokens may.
const TOKENS_PER_ADDRESS = 4

export async function createLimiter(app: FastifyInstance, perTokenPerSecond: number): Promise<Limiter> {
  await app.register(rateLimit, { global: false })
  const timeWindow = 1000
  const keyGenerator = ({ headers }: FastifyRequest) => `token:${digest(headers.authorization ?? '')}`
  return {
    byAddress: refusing(app.createRateLimit({ max: perTokenPerSecond * TOKENS_PER_ADDRESS, timeWindow })),
    byToken: refusing(app.createRateLimit({ max: perTokenPerSecond, timeWindow, keyGenerator })),
  }
}

function refusing(limit: ReturnType<FastifyInstance['createRateLimit']>): Limit {
  return async (request) => {
    const verdict = await limit(request)
    if (!verdict.isAllowed && verdict.isExceeded) {
      throw new Failure('too_many_requests', { retryAfterSeconds: Math.max(1, verdict.ttlInSeconds) })
    }
  }
}
