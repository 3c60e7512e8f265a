// How an operation of the API is declared, and what every one of them passes through before its own code runs.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { authenticate } from '../access/authenticate.ts'
import type { Caller } from '../access/caller.ts'
import type { Issuer } from '../access/issuer.ts'
import type { TokenUse } from '../access/last-use.ts'
import { mayDo, type OperationId, PERMISSIONS } from '../access/permissions.ts'
import type { AuditLog } from '../journal/audit-log.ts'
import type { JournalPlace } from '../journal/command.ts'
import { asAuthority, type Database, type Tx } from '../postgres/database.ts'
import { Failure, type FailureCode } from '../values/failure.ts'
import { isUuid } from '../values/id.ts'
import type { PlainDate } from '../values/plain-date.ts'
import type { Answers } from './answers.ts'
import type { CSV_BODY } from './bodies.ts'
import { etagOf, ifMatches } from './etag.ts'
import type { Limiter } from './limits.ts'
import { vary } from './vary.ts'

/** What the routes need from outside; built once in `app.ts`. */
export interface Api {
  readonly app: FastifyInstance
  readonly database: Database
  /** undefined: no access token but our own is taken. */
  readonly issuer: Issuer | undefined
  readonly clock: () => Date
  readonly today: () => PlainDate
  /** Where the authorities' days begin and end. */
  readonly timeZone: string
  readonly limiter: Limiter
  readonly audit: AuditLog
  readonly tokenUse: TokenUse
  readonly answers: Answers
  readonly foresight: Foresight
}

/** Tells what a write would change, for a dry run: it stands above the features that announce with it. */
export interface Foresight {
  readonly schema: z.ZodType
  /**
   * @param place the journal row of the write, whose verb has done its work in this transaction
   * @param asOf the day that is looked at
   */
  readonly foresee: (tx: Tx, place: JournalPlace, asOf: PlainDate) => Promise<object>
}

/** A path names at most one resource. */
export interface Params {
  readonly id: string
}

/** An operation as its feature declares it; the OpenAPI document says the same. */
export interface Operation {
  readonly id: OperationId
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Path ids are UUIDs, written `:id`. */
  readonly url: string
  readonly tag: string
  readonly summary: string
  readonly description?: string
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** What the body is, where it is no JSON: the schema is then of its text. */
  readonly media?: typeof CSV_BODY
  /** Default: BODY_LIMIT_BYTES. */
  readonly bodyLimitBytes?: number
  /** What a success answers. */
  readonly answer: {
    readonly status: number
    readonly schema: z.ZodType | null
    readonly description: string
    /** A stream of something else than JSON, in one of these forms: it has no ETag. */
    readonly media?: readonly string[]
  }
  /** The list streams whole as text/csv, too. */
  readonly csv?: boolean
  /** The answer of a write is what a GET answers: it bears the ETag for the next If-Match. */
  readonly tagged?: boolean
  /** Takes an Idempotency-Key. */
  readonly idempotent?: boolean
  /** What a dry run answers, where that is more than what would be recorded. */
  readonly dryRunSchema?: z.ZodType
  /** The resource that the path names, as it is read now: 404 without it, and what If-Match is held against. */
  readonly resource?: (tx: Tx, params: Params) => Promise<object | undefined>
  /** What the path names, for the 404. */
  readonly resourceName?: string
  /** What If-Match holds of the resource, where its representation says more than its own state. */
  // biome-ignore lint/suspicious/noExplicitAny: each feature knows the resource of its own path
  readonly stateOf?: (resource: any) => unknown
  /** Changing it needs If-Match. */
  readonly conditional?: boolean
  /** What the verb itself may refuse, beside what every operation of its kind does. */
  readonly refuses?: readonly FailureCode[]
}

/** The declared operations, in order of registration: the OpenAPI document is made from them. */
export const operationsOf = new WeakMap<FastifyInstance, Operation[]>()

const callers = new WeakMap<FastifyRequest, Caller>()
const operations = new WeakMap<FastifyRequest, Operation>()

/** The authenticated caller of a request. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request)
  if (!caller) throw new Error('no caller: the route is not an operation')
  return caller
}

/** Says who is calling, once that is known otherwise than by an operation's token. */
export function identify(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller)
}

/** What a request asks for and who asks, once that is known; undefined before, and where there is no operation. */
export function askedBy(request: FastifyRequest): { operation: Operation; caller: Caller } | undefined {
  const operation = operations.get(request)
  const caller = callers.get(request)
  return operation && caller && { operation, caller }
}

/** Registers an operation. Order of checks: 429, 401, 403, 404, 428 or 412; only then is a body read: 400 or 422, 409. */
export function register(
  api: Api,
  operation: Operation,
  handler: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
): void {
  // It would be refused to everybody. The compiler says so first, unless it is told to look away.
  if (!Object.hasOwn(PERMISSIONS, operation.id)) {
    throw new Error(`${operation.id} has no row in src/access/permissions.ts: say there who may do it`)
  }
  const known = operationsOf.get(api.app) ?? []
  operationsOf.set(api.app, [...known, operation])
  api.app.route({
    method: operation.method,
    url: operation.url,
    config: { media: operation.media },
    ...(operation.bodyLimitBytes !== undefined && { bodyLimit: operation.bodyLimitBytes }),
    schema: {
      operationId: operation.id,
      tags: [operation.tag],
      summary: operation.summary,
      querystring: operation.query ?? z.strictObject({}),
      ...(operation.body && { body: operation.body }),
    },
    onRequest: async (request, reply) => {
      reply.header('cache-control', operation.method === 'GET' ? 'private, no-cache' : 'no-store')
      // Beside Origin, where other origins may call.
      vary(reply, 'Authorization', 'Accept', 'Accept-Language')
      await api.limiter.byToken(request, reply)
      try {
        await api.limiter.inTurn(request, () => admit(api, operation, request))
      } catch (error) {
        if (isUnknown(error)) await api.limiter.byStranger(request, reply)
        throw error
      }
      await api.limiter.bySubject(request, reply, callerOf(request))
    },
    // A turn of its own: between the two, a body may take its time to come.
    handler: (request, reply) => api.limiter.inTurn(request, () => handler(request, reply), callerOf(request)),
    onResponse: async (request) => {
      const caller = callers.get(request)
      if (caller) api.tokenUse.note(caller, api.clock())
    },
  })
}

/** A token was presented, and is none: that cost a look-up. */
function isUnknown(error: unknown): boolean {
  return (
    error instanceof Failure &&
    error.code === 'unauthenticated' &&
    (error as Failure<'unauthenticated'>).facts.because !== 'missing'
  )
}

async function admit(api: Api, operation: Operation, request: FastifyRequest): Promise<void> {
  const caller = await authenticate(api.database, api.issuer, request.headers.authorization, api.clock())
  operations.set(request, operation)
  callers.set(request, caller)
  if (!mayDo(caller.role, operation.id)) {
    throw new Failure('forbidden', { role: caller.role, operation: operation.id })
  }
  const { resource } = operation
  if (!resource) return
  const what = operation.resourceName ?? 'resource'
  const params = request.params as { id: string }
  params.id = params.id.toLowerCase()
  if (!isUuid(params.id)) throw new Failure('not_found', { what })
  const current = await asAuthority(api.database, caller.authorityId, (tx) => resource(tx, params))
  if (!current) throw new Failure('not_found', { what })
  if (operation.conditional) requireMatch(request, caller, current, operation)
}

/**
 * Holds If-Match against the resource as it is now.
 *
 * @throws Failure `precondition_required` without the header, `precondition_failed` when it is stale
 */
export function requireMatch(
  request: FastifyRequest,
  caller: Caller,
  current: object,
  { stateOf }: Pick<Operation, 'stateOf'>,
): void {
  const header = request.headers['if-match']
  if (header === undefined) throw new Failure('precondition_required', {})
  if (!ifMatches(header, etagOf(caller, JSON.stringify(current), stateOf?.(current))))
    throw new Failure('precondition_failed', {})
}
