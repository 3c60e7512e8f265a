// How pages for people are declared: the same callers, permissions and moments as the API's reads, by cookie.
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Caller } from '../access/caller.ts'
import { mayDo, type OperationId } from '../access/permissions.ts'
import { authorityName } from '../journal/authority-name.ts'
import { type Moment, resolveMoment } from '../journal/moment.ts'
import { asAuthority, type Tx } from '../postgres/database.ts'
import { Failure } from '../values/failure.ts'
import { isUuid } from '../values/id.ts'
import { type Instant, instantOf, parseInstant } from '../values/instant.ts'
import { dateIn, endOfDay, isPlainDate, type PlainDate } from '../values/plain-date.ts'
import { downloadsOf, serveDownload } from './download.ts'
import { etagOf } from './etag.ts'
import { sendPage } from './html-answer.ts'
import type { Api } from './operation.ts'
import { admitVisitor, leaveOutEmptyFields, visitorOf } from './visitor.ts'
import { plainDate } from './wire.ts'

/** What a page is made from. */
export interface Visit<Query = unknown> {
  readonly tx: Tx
  readonly caller: Caller
  readonly moment: Moment
  /** As the address says it, so that links can go on with it. */
  readonly asked: {
    readonly asOf: PlainDate | undefined
    readonly knownAt: string | undefined
    readonly knownOn: PlainDate | undefined
  }
  readonly query: Query
  /** By the service's clock: what works and what has ended, whatever moment is looked at. */
  readonly now: Instant
  /** The id in the path, if any. */
  readonly id: string
  readonly timeZone: string
  readonly authorityName: string
  /** Proves that a form was sent from a page of this session. */
  readonly csrf: string
  readonly may: (operation: OperationId) => boolean
}

export interface Page<Query extends z.ZodObject = z.ZodObject> {
  /** Ids are UUIDs, written `:id`. */
  readonly path: string
  /** What the API asks for the same figures: who may not do that sees no page. */
  readonly needs: readonly OperationId[]
  /** What the page can be asked beside the moment. */
  readonly query: Query
  /** The whole page, as HTML. */
  readonly render: (visit: Visit<z.infer<Query>>) => Promise<string>
}

const momentOfPage = {
  asOf: plainDate.optional(),
  knownAt: z
    .string()
    .refine(
      (text) => isPlainDate(text) || parseInstant(text) !== undefined,
      'must be a date that exists, YYYY-MM-DD, or an instant in UTC (RFC 3339)',
    )
    .optional(),
}

/** Declares a page. Order of checks: sign-in, role, what is asked. */
export function page<Query extends z.ZodObject>(api: Api, { path, needs, query, render }: Page<Query>): void {
  api.app.route({
    method: 'GET',
    url: path,
    schema: { querystring: z.object({ ...momentOfPage, ...query.shape }) },
    onRequest: admitVisitor(api),
    preValidation: leaveOutEmptyFields,
    handler: (request, reply) => {
      const { caller, csrf } = visitorOf(request)
      return api.limiter.inTurn(
        request,
        async () => {
          checkMayAll(caller, needs)
          const asked = askedOf(request.query as { asOf?: PlainDate; knownAt?: string }, api.timeZone)
          const html = await asAuthority(api.database, caller.authorityId, async (tx) => {
            const knownAt = asked.knownAt === undefined ? undefined : knownBy(asked.knownAt, caller, api)
            const moment = await resolveMoment(tx, caller, { asOf: asked.asOf, knownAt }, api.today())
            return render({
              tx,
              caller,
              moment,
              asked,
              query: request.query as z.infer<Query>,
              now: instantOf(api.clock()),
              id: idOf(request),
              timeZone: api.timeZone,
              authorityName: await authorityName(tx, caller.authorityId),
              csrf,
              may: (operation) => mayDo(caller.role, operation),
            })
          })
          return sendPage(request, reply, html, etagOf(caller, html))
        },
        caller,
      )
    },
  })
}

/** @throws Failure `forbidden` */
export function checkMayAll(caller: Caller, needs: readonly OperationId[]): void {
  for (const operation of needs) {
    if (!mayDo(caller.role, operation)) throw new Failure('forbidden', { role: caller.role, operation })
  }
}

function askedOf({ asOf, knownAt }: { asOf?: PlainDate; knownAt?: string }, timeZone: string): Visit['asked'] {
  const instant = knownAt === undefined ? undefined : parseInstant(knownAt)
  return { asOf, knownAt, knownOn: instant === undefined ? knownAt : dateIn(timeZone, new Date(instant)) }
}

/**
 * A day means what was known when it ended, or now where it has not.
 *
 * @throws Failure `known_at_too_late` for a day to come
 */
function knownBy(knownAt: string, { lastRecordedAt: last }: Caller, { timeZone, today }: Api): Instant {
  if (!isPlainDate(knownAt)) return parseInstant(knownAt) as Instant
  if (knownAt > today()) throw new Failure('known_at_too_late', { pointer: '?knownAt', knownAt, last })
  // Before any register: how the clocks hung then is no matter.
  if (knownAt < '2000-01-01') return `${knownAt}T23:59:59.999999Z`
  const end = endOfDay(timeZone, knownAt)
  return end < last ? end : last
}

function idOf(request: FastifyRequest): string {
  const { id } = (request.params ?? {}) as { id?: string }
  if (id !== undefined && !isUuid(id)) throw new Failure('not_found', { what: 'address' })
  return id?.toLowerCase() ?? ''
}

/** Offers each declared file to visitors, too, at `/documents/<name>`: the same file as at `/v1/exports`. */
export function offerDownloads(api: Api): void {
  for (const kept of downloadsOf(api.app)) {
    api.app.route({
      method: 'GET',
      url: `/documents/${kept.download.name}`,
      schema: { querystring: kept.operation.query ?? z.strictObject({}) },
      onRequest: admitVisitor(api),
      preValidation: leaveOutEmptyFields,
      handler: (request, reply) => {
        const { caller } = visitorOf(request)
        checkMayAll(caller, [kept.download.id])
        reply.header('cache-control', 'private, no-cache').header('vary', 'Cookie, Accept')
        return api.limiter.inTurn(request, () => serveDownload(api, kept, request, reply), caller)
      },
    })
  }
}
