import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Caller } from '../access/caller.ts'
import { type Moment, resolveMoment } from '../journal/moment.ts'
import { readAs, type Tx, type Where } from '../postgres/database.ts'
import { Failure } from '../values/failure.ts'
import { WrittenJson } from '../values/written-json.ts'
import { etagOf, isNotModified } from './etag.ts'
import { type Api, callerOf, type Operation, type Params, register } from './operation.ts'

export interface Reading<Query> {
  readonly tx: Tx
  readonly caller: Caller
  readonly moment: Moment
  readonly params: Params
  readonly query: Query
}

type ReadDeclaration<Query extends z.ZodObject, Answer extends z.ZodType> = Omit<Operation, 'method' | 'answer'> & {
  readonly query: Query
  readonly answer: Answer
  readonly answerDescription: string
  /** What is answered comes from the journal alone, so that it is the same until the next write: it may be kept. */
  readonly isKept?: boolean
  /** `primary` for what is not in the journal: a replica may not have it yet. */
  readonly where?: Where
  readonly handle: (
    reading: Reading<z.infer<Query>>,
  ) => Promise<z.infer<Answer> | WrittenJson<z.infer<Answer>> | undefined>
}

/** Declares a GET of one resource or summary: answered with an ETag, 304 when unchanged. */
export function read<Query extends z.ZodObject, Answer extends z.ZodType>(
  api: Api,
  { handle, answer, answerDescription, isKept = false, where, ...declared }: ReadDeclaration<Query, Answer>,
): void {
  const operation: Operation = {
    ...declared,
    method: 'GET',
    answer: { status: 200, schema: answer, description: answerDescription },
  }
  register(api, operation, async (request, reply) => {
    const caller = callerOf(request)
    const query = request.query as z.infer<Query>
    const today = api.today()
    const params = request.params as Params
    const make = async () => {
      const body = await readAs(
        api.database,
        caller,
        async (tx) => handle({ tx, caller, moment: await resolveMoment(tx, caller, query, today), params, query }),
        where,
      )
      if (body === undefined) throw new Failure('not_found', { what: operation.resourceName ?? 'resource' })
      const json = Buffer.from(body instanceof WrittenJson ? body.text : JSON.stringify(body))
      return { json, etag: etagOf(caller, json, operation.stateOf?.(body)) }
    }
    const question = () => `${today} ${operation.id} ${JSON.stringify([params, query])}`
    const { json, etag } = isKept ? await api.answers.get(caller, question(), make) : await make()
    return sendWithEtag(request, reply, json, etag)
  })
}

function sendWithEtag(request: FastifyRequest, reply: FastifyReply, json: Buffer, etag: string): FastifyReply {
  reply.header('etag', etag)
  if (isNotModified(request.headers['if-none-match'], etag)) return reply.code(304).send()
  return reply.type('application/json; charset=utf-8').send(json)
}
