import { createHmac } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Caller } from '../access/caller.ts'
import { type CommandContext, type CommandRequest, command, type Writing, type Written } from '../journal/command.ts'
import type { IdempotencyRequest, WriteAnswer } from '../journal/idempotency.ts'
import type { Tx } from '../postgres/database.ts'
import { canonicalJson } from '../values/canonical.ts'
import { Failure } from '../values/failure.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { originOf } from './audit.ts'
import { etagOf } from './etag.ts'
import { type Api, callerOf, type Operation, type Params, register, requireMatch } from './operation.ts'

export interface Asked<Body> {
  readonly params: Params
  readonly body: Body
}

type WriteDeclaration<Body extends z.ZodType, Answer extends z.ZodType, Prepared> = Omit<
  Operation,
  'answer' | 'query' | 'body' | 'idempotent'
> & {
  readonly method: 'POST' | 'PATCH' | 'DELETE'
  readonly body?: Body
  /** Reads the body once more, before the authority’s lock is taken: what takes its time and needs no database. */
  readonly prepare?: (body: z.infer<Body>) => Promise<Prepared>
  /** null: 204, no content. */
  readonly answer: Answer | null
  readonly answerDescription: string
  /** A dry run announces what it would change on the day that it takes effect; null: on no day of its own. */
  readonly takesEffectOn?: (asked: Asked<Prepared>, answer: z.infer<Answer> | null) => PlainDate | null
  /** A verb: what it records, what it answers, where the new resource is. */
  readonly handle: (writing: Writing, asked: Asked<Prepared>) => Promise<Recorded<z.infer<Answer>>>
  /** Adds to an answer what may stand in no journal and in no kept answer: the names of persons. */
  readonly reveal?: (tx: Tx, body: z.infer<Answer>) => Promise<z.infer<Answer>>
}

export interface Recorded<Body> {
  readonly targetId: string | null
  /** What the journal keeps; null: the verb has written it already (`recordAll`). */
  readonly content: object | null
  readonly body: Body | null
  /** The body to replay under the same Idempotency-Key, where a secret must not be kept. */
  readonly keptBody?: Body
  readonly location?: string
}

const dryRunQuery = {
  dryRun: z
    .enum(['true', 'false'], 'must be true or false')
    .optional()
    .meta({ description: '`true`: answer 200 with what would be recorded, and write nothing.', examples: ['true'] }),
}

/** Declares a write: POST creates (201), PATCH changes under If-Match (200), DELETE ends (204). All pass the one door. */
export function write<Body extends z.ZodType, Answer extends z.ZodType, Prepared = z.infer<Body>>(
  api: Api,
  {
    handle,
    prepare,
    reveal,
    takesEffectOn,
    answer,
    answerDescription,
    ...declared
  }: WriteDeclaration<Body, Answer, Prepared>,
): void {
  const status = answer === null ? 204 : declared.method === 'POST' ? 201 : 200
  const operation: Operation = {
    ...declared,
    idempotent: declared.method === 'POST',
    query: z.strictObject(declared.method === 'DELETE' ? {} : dryRunQuery),
    answer: { status, schema: answer, description: answerDescription },
    ...(takesEffectOn && answer && { dryRunSchema: withEffects(answer, api.foresight.schema) }),
  }
  register(api, operation, async (request, reply) => {
    const caller = callerOf(request)
    const params = request.params as Params
    const dryRun = (request.query as { dryRun?: string }).dryRun === 'true'
    const idempotency = operation.idempotent ? idempotencyOf(request, caller) : undefined
    const body = (prepare ? await prepare(request.body as z.infer<Body>) : request.body) as Prepared
    const asked = { operation: declared.id, dryRun, idempotency, reveal: reveal as CommandRequest['reveal'] }
    const answered = await command(contextOf(api, request), asked, async (writing) => {
      if (operation.conditional) {
        // Once more, under the lock: the first check was before it.
        const current = await operation.resource?.(writing.tx, params)
        if (!current) throw new Failure('not_found', { what: operation.resourceName ?? 'resource' })
        requireMatch(request, caller, current, operation)
      }
      const asked = { params, body }
      const made = await handle(writing, asked)
      const recorded =
        dryRun && takesEffectOn ? await foreseen(api, writing, made, takesEffectOn(asked, made.body)) : made
      return written(recorded, (body) => ({
        status,
        headers: { ...(recorded.location && { location: recorded.location }) },
        body: body as object | null,
      }))
    })
    reply.code(answered.status).headers(answered.headers)
    if (answered.body === null) return reply.send()
    const json = JSON.stringify(answered.body)
    // Of what is there now: a dry run leaves nothing to change.
    if (declared.tagged && !dryRun) reply.header('etag', etagOf(caller, json, declared.stateOf?.(answered.body)))
    return reply.type('application/json; charset=utf-8').send(json)
  })
}

/** The same, with what it would change: today, or on the day that it takes effect where that is later. */
async function foreseen<Body>(
  { foresight, today }: Api,
  writing: Writing,
  recorded: Recorded<Body>,
  takesEffectOn: PlainDate | null,
): Promise<Recorded<Body>> {
  const asOf = takesEffectOn !== null && takesEffectOn > today() ? takesEffectOn : today()
  const effects = await foresight.foresee(writing.tx, writing, asOf)
  return { ...recorded, body: { ...(recorded.body as Body), effects } }
}

/** The schema of an answer, and what a dry run announces beside it. */
function withEffects(answer: z.ZodType, effects: z.ZodType): z.ZodType {
  const { id, description } = answer.meta() ?? {}
  const more = { effects: effects.meta({ description: 'What it would change.' }) }
  return (answer as z.ZodObject)
    .extend(more)
    .meta({ id: `${id}DryRun`, description: `${description} And what it would change.` })
}

/** Who writes, from where, and when: what the journal keeps of a request. */
export function contextOf({ database, clock }: Api, request: FastifyRequest): CommandContext {
  const caller = callerOf(request)
  return { database, clock, caller, requestId: request.id, origin: originOf(request, caller) }
}

function written<Body>(recorded: Recorded<Body>, answer: (body: Body | null) => WriteAnswer): Written {
  return {
    targetId: recorded.targetId,
    content: recorded.content,
    answer: answer(recorded.body),
    ...(recorded.keptBody !== undefined && { kept: answer(recorded.keptBody) }),
  }
}

function idempotencyOf(request: FastifyRequest, { cursorKey }: Caller): IdempotencyRequest | undefined {
  const header = request.headers['idempotency-key']
  if (header === undefined) return undefined
  const key = String(header).replace(/^"(.*)"$/, '$1')
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    const detail = 'must have 1 to 255 printable ASCII characters, quoted or bare'
    throw new Failure('invalid_input', { errors: [{ pointer: 'Idempotency-Key', detail }] })
  }
  const [path, search = ''] = request.url.split('?', 2)
  const query = [...new URLSearchParams(search)].sort()
  // Keyed, since a body may hold a person's name: a plain digest could be guessed. In two parts, so that what the body
  // said can be forgotten, and what was asked still be told from anything else.
  const digestOf = (content: unknown) =>
    createHmac('sha256', cursorKey).update(canonicalJson(content)).digest('base64url')
  return { key, asked: digestOf([request.method, path, query]), content: digestOf(request.body ?? null) }
}
