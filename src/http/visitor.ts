// Who visits a page: by the cookie of a session, and by nothing else.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../access/caller.ts'
import { csrfOf, sessionOf } from '../access/session.ts'
import { Failure } from '../values/failure.ts'
import { sessionSecretOf } from './form.ts'
import { readsHtml } from './html-answer.ts'
import { type Api, identify } from './operation.ts'

export interface Visitor {
  readonly caller: Caller
  /** What the session's forms must send back. */
  readonly csrf: string
}

const visitors = new WeakMap<FastifyRequest, Visitor>()

/** The visitor of a page, who is signed in. */
export function visitorOf(request: FastifyRequest): Visitor {
  const visitor = visitors.get(request)
  if (!visitor) throw new Error('no visitor: the route is not a page')
  return visitor
}

/** Finds the session of a request, before its page is made. Who has none, and reads HTML, is led to the sign-in. */
export function admitVisitor(api: Api) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    await api.limiter.byToken(request, reply)
    const secret = sessionSecretOf(request)
    const caller = secret && (await api.limiter.inTurn(request, () => sessionOf(api.database, secret, api.clock())))
    if (!secret || !caller) {
      if (secret) await api.limiter.byStranger(request, reply)
      if (request.method !== 'POST' && readsHtml(request)) return reply.redirect(signInFrom(request.url), 303)
      throw new Failure('unauthenticated', { because: secret ? 'session_over' : 'no_session' })
    }
    await api.limiter.bySubject(request, reply, caller)
    identify(request, caller)
    reply.raw.once('finish', () => api.tokenUse.note(caller, api.clock()))
    visitors.set(request, { caller, csrf: csrfOf(secret) })
    return undefined
  }
}

/** Where one signs in, and comes back from. */
function signInFrom(url: string): string {
  return url === '/' ? '/connexion' : `/connexion?${new URLSearchParams({ retour: url })}`
}

/** An empty field of a form asks for nothing. */
export async function leaveOutEmptyFields(request: FastifyRequest): Promise<void> {
  const query = request.query as Record<string, unknown>
  for (const [name, value] of Object.entries(query)) if (value === '') delete query[name]
}
