// How much one caller may ask for. Counted before anything costs: no token is looked up, and no body read, for a request
// that is one too many.
import { setTimeout as sleep } from 'node:timers/promises'
import rateLimit, { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isJwt } from '../access/access-token.ts'
import { bearerOf, type Caller } from '../access/caller.ts'
import { digest } from '../values/canonical.ts'
import { Failure } from '../values/failure.ts'
import { sessionSecretOf } from './form.ts'
import { clientAddress } from './proxies.ts'
import { createTurns } from './turns.ts'
import { WindowStore } from './window-store.ts'

/** Counts requests in windows of one second, and shares out what is in flight. Each instance counts for itself. */
export interface Limiter {
  /** @throws Failure `too_many_requests` when the token that the request presents, known or not, asks for too much */
  readonly byToken: (request: FastifyRequest, reply: FastifyReply) => Promise<void>
  /** The same for who signed in, with however many access tokens. */
  readonly bySubject: (request: FastifyRequest, reply: FastifyReply, caller: Caller) => Promise<void>
  /** The same for an address whose tokens are none: each costs a look-up. */
  readonly byStranger: (request: FastifyRequest, reply: FastifyReply) => Promise<void>
  /** Runs work of an operation when it is the turn of the request's token; or of who signed in, once that is known. */
  readonly inTurn: <Result>(request: FastifyRequest, work: () => Promise<Result>, caller?: Caller) => Promise<Result>
}

export interface Limits {
  /** Requests a second. */
  readonly perToken: number
  /** Requests of one token that are worked on at once; more wait for their turn. */
  readonly atOncePerToken: number
}

// One address may stand for a whole authority behind its gateway: it may do what several tokens may.
const TOKENS_PER_ADDRESS = 4
const WINDOW_MS = 1000
// A burst may be larger: this is how many of one token may keep waiting, second after second.
const WAITING_PER_TOKEN = 32
// Of all tokens together: ten connections answer as many in far less than anybody waits, unless something is wrong.
const MOST_IN_HAND = 500
// Refused requests that are held back at once; each costs a socket and some kilobytes.
const MOST_HELD = 500

/** Limits everything by address, except probes of health; gives what operations need to limit by token. */
export async function createLimiter(app: FastifyInstance, { perToken, atOncePerToken }: Limits): Promise<Limiter> {
  await app.register(rateLimit, { global: false, store: WindowStore })
  const refuseLate = createLateRefusal()
  const limit = (name: string, max: number, keyGenerator: (request: FastifyRequest) => string) => {
    const count = app.createRateLimit({ max, timeWindow: WINDOW_MS, keyGenerator })
    return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      const verdict = await count(request)
      if (verdict.isAllowed) return
      const { remaining, isExceeded, ttl } = verdict
      tell(reply, name, `q=${max};w=${WINDOW_MS / 1000}`, remaining)
      if (isExceeded) await refuseLate(ttl)
    }
  }

  const byAddress = limit('address', perToken * TOKENS_PER_ADDRESS, addressOf)
  app.addHook('onRequest', async (request, reply) => {
    // A probe that is refused would end an instance that is well.
    if (!request.routeOptions.url?.startsWith('/health/')) await byAddress(request, reply)
  })

  const byToken = limit('token', perToken, presented)
  const subjects = new WeakMap<FastifyRequest, string>()
  const bySubject = limit('subject', perToken, (request) => subjects.get(request) ?? '')
  const turns = createTurns({ atOnce: atOncePerToken, patience: WAITING_PER_TOKEN, most: MOST_IN_HAND })
  return {
    async byToken(request, reply) {
      await byToken(request, reply)
      if (!turns.isOverrun(presented(request))) return
      tell(reply, 'waiting', `q=${WAITING_PER_TOKEN};qu="concurrent-requests"`, 0)
      await refuseLate(WINDOW_MS)
    },
    async bySubject(request, reply, { subject, tokenId }) {
      if (subject === null || tokenId === null) return
      subjects.set(request, tokenId)
      await bySubject(request, reply)
    },
    byStranger: limit('stranger', perToken, addressOf),
    inTurn: (request, work, caller) =>
      turns.run((caller?.subject != null && caller.tokenId) || presented(request), work),
  }
}

// Of IPv6, the /64 that one subscriber has. A connection that has gone has no address any more.
function addressOf(request: FastifyRequest): string {
  return normalizeIP(clientAddress(request) ?? '')
}

/**
 * What stands for the presented token, known or not: its digest, so that no secret is held. However the header is spelt;
 * and of a JWT without its signature, of which one content has many. At the pages it is the session, and of a calendar the
 * key in its path: each is counted by what it is authenticated with, or whoever varies the rest would be somebody else
 * each time.
 */
function presented(request: FastifyRequest): string {
  const known = presentedOf.get(request) ?? digestPresented(request)
  presentedOf.set(request, known)
  return known
}

// Asked for several times a request.
const presentedOf = new WeakMap<FastifyRequest, string>()

function digestPresented(request: FastifyRequest): string {
  const { key } = (request.params ?? {}) as { key?: string }
  const isOfApi = request.routeOptions.url?.startsWith('/v1/') === true
  const token = key ?? (isOfApi ? bearerOf(request.headers.authorization) : sessionSecretOf(request)) ?? ''
  return digest(isJwt(token) ? token.slice(0, token.lastIndexOf('.')) : token)
}

// A refusal that is answered at once is asked for again at once: a client that only loops would spend its time, and ours,
// on refusals. Held until its window ends, it costs next to nothing.
function createLateRefusal() {
  let held = 0
  return async (delayMs: number): Promise<never> => {
    if (held < MOST_HELD) {
      held += 1
      await sleep(delayMs)
      held -= 1
    }
    throw new Failure('too_many_requests', { retryAfterSeconds: WINDOW_MS / 1000 })
  }
}

// Lists of structured fields, an item a policy (draft-ietf-httpapi-ratelimit-headers-10; RFC 9651). A window ends within
// a second, and whole seconds are all that the fields can say.
function tell(reply: FastifyReply, name: string, policy: string, remaining: number): void {
  append(reply, 'ratelimit-policy', `"${name}";${policy}`)
  append(reply, 'ratelimit', `"${name}";r=${remaining};t=1`)
}

function append(reply: FastifyReply, header: string, item: string): void {
  const before = reply.getHeader(header)
  reply.header(header, before === undefined ? item : `${before}, ${item}`)
}
