// The only error handler: every refusal leaves as an RFC 9457 problem.
import type { Socket } from 'node:net'
import type { ConnectionError, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { failureOfDatabaseError } from '../postgres/constraint.ts'
import { Failure } from '../values/failure.ts'
import { newId } from '../values/id.ts'
import { mediaOf } from './bodies.ts'
import { BODY_LIMIT_BYTES } from './connections.ts'
import { type Worded, word } from './failures.ts'
import { fieldErrors, type SchemaIssue } from './field-errors.ts'
import { FORM, readsForms } from './form.ts'
import { readsHtml, sendPage } from './html-answer.ts'
import { languageOf } from './language.ts'
import { SECURITY_HEADERS } from './security-headers.ts'
import { vary } from './vary.ts'

export const Problem = z
  .looseObject({
    type: z
      .string()
      .meta({ description: 'URN of the kind of problem.', examples: ['urn:quotepart:problem:more_shares_than_held'] }),
    title: z.string().meta({ description: 'The kind of problem, for people.', examples: ['More shares than held'] }),
    status: z.int().meta({ description: 'HTTP status.', examples: [409] }),
    detail: z.string().meta({
      description: 'This problem, for people: what is wrong and how to mend it.',
      examples: ['12 shares cannot leave: 10 are held at that date.'],
    }),
    instance: z.string().meta({
      description: 'URN of the request; the log has it as reqId.',
      examples: ['urn:uuid:019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'],
    }),
    code: z
      .string()
      .meta({ description: 'Stable name of the kind of problem, for programs.', examples: ['more_shares_than_held'] }),
    errors: z
      .array(
        z.strictObject({
          pointer: z.string().meta({
            description:
              'Where: `#/field` in the body (RFC 6901), `line 12, field` in a CSV, `?name` in the query, or a header’s name.',
            examples: ['#/shares'],
          }),
          detail: z.string().meta({ description: 'What it must be.', examples: ['must be at most 10'] }),
        }),
      )
      .optional()
      .meta({ description: 'The fields to mend.' }),
  })
  .meta({ id: 'Problem', description: 'A refusal (RFC 9457).' })

/** A refusal as a page, for who asks for HTML by name. */
export type ErrorPage = (worded: Worded, requestId: string) => Promise<string>

/** @param onRefusal told of each refusal before it is answered */
export function handleProblems(
  app: FastifyInstance,
  onRefusal: (request: FastifyRequest, failure: Failure) => Promise<void>,
  errorPage: ErrorPage,
): void {
  const send = async (request: FastifyRequest, reply: FastifyReply, failure: Failure): Promise<FastifyReply> => {
    if (!readsHtml(request)) return sendProblem(request, reply, failure)
    const worded = word(failure, 'fr')
    reply.code(worded.status).headers(worded.headers)
    return sendPage(request, reply, await errorPage(worded, request.id))
  }
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    // Who hangs up in mid-body is no database that does not answer.
    const failure = request.raw.errored ? new Failure('unsupported_request', {}) : failureOf(error, request)
    if (failure.code === 'unavailable') request.log.error({ err: error }, 'the database does not answer')
    if (failure.code === 'issuer_unavailable') request.log.error({ err: failure.cause }, 'the issuer does not answer')
    // Whoever runs the service may have to mend its registration at the issuer.
    if (failure.code === 'sign_in_failed' && failure.cause !== undefined)
      request.log.warn({ err: failure.cause }, 'the issuer refuses a sign-in')
    if (failure.code === 'internal') request.log.error({ err: error }, 'request failed')
    await onRefusal(request, failure)
    return send(request, reply, failure)
  })
  const routes: { methods: string[]; path: RegExp }[] = []
  app.addHook('onRoute', ({ method, url }) => {
    if (url === '*') return // where preflight requests arrive: no address of its own
    const path = new RegExp(
      `^${url
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replace(/:[^/]+/g, '[^/]+')
        .replace('\\*', '.*')}$`,
    )
    routes.push({ methods: [method].flat(), path })
  })
  const notFound = ({ method, url }: FastifyRequest) => {
    const [path = ''] = url.split('?', 1)
    const allowed = [...new Set(routes.filter((route) => route.path.test(path)).flatMap(({ methods }) => methods))]
    return allowed.length > 0
      ? new Failure('method_not_allowed', { method, allowed })
      : new Failure('not_found', { what: 'address' })
  }
  // Before a body is read: where there is no route, there is nothing to read it for.
  app.addHook('onRequest', async (request) => {
    // RFC 9112 §3.2. Node would refuse it, too, but without a word.
    const hosts = request.raw.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host')
    if (request.raw.httpVersion === '1.1' && hosts.length !== 1) {
      throw new Failure('unsupported_request', {})
    }
    if (request.is404) throw notFound(request)
  })
  // An expectation that this service does not know may be passed over (RFC 9110 §10.1.1); Node would answer a bare 417.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response))
  app.setNotFoundHandler((request, reply) => send(request, reply, notFound(request)))
}

/** What goes wrong before there is a route: a URL that cannot be decoded, bytes that are no HTTP. */
export const problemsOutsideRoutes = {
  frameworkErrors: (_error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    sendProblem(request, reply.headers(SECURITY_HEADERS), new Failure('unsupported_request', {}))
  },
  clientErrorHandler: (error: ConnectionError, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
    const failure = new Failure(OF_CONNECTIONS[error.code] ?? 'unsupported_request', {})
    const worded = word(failure)
    const body = problemOf(failure, worded, newId())
    const head = [
      `HTTP/1.1 ${worded.status} ${worded.title}`,
      'Connection: close',
      'Cache-Control: no-store',
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...Object.entries(SECURITY_HEADERS).map(([name, value]) => `${name}: ${value}`),
    ]
    socket.end([...head, '', body].join('\r\n'))
  },
}

const OF_CONNECTIONS: Readonly<Record<string, 'headers_too_large' | 'request_timeout'>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
}

function problemOf({ code }: Failure, worded: Worded, requestId: string): string {
  const { status, title, detail, errors, members } = worded
  return JSON.stringify({
    type: `urn:quotepart:problem:${code}`,
    title,
    status,
    detail,
    instance: `urn:uuid:${requestId}`,
    code,
    ...(errors && { errors }),
    ...members,
  })
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, failure: Failure): FastifyReply {
  const language = languageOf(request)
  const worded = word(failure, language)
  vary(reply, 'Accept', 'Accept-Language')
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  return reply
    .code(worded.status)
    .headers(worded.headers)
    .type('application/problem+json')
    .header('content-language', language)
    .send(problemOf(failure, worded, request.id))
}

function failureOf(error: FastifyError, request: FastifyRequest): Failure {
  if (error instanceof Failure) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    const at = (path: string) => (error.validationContext === 'body' ? `#${path}` : `?${path.slice(1)}`)
    return new Failure('invalid_input', { errors: fieldErrors(error.validation as readonly SchemaIssue[], at) })
  }
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return new Failure('unreadable_body', { because: 'json' })
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new Failure('unreadable_body', { because: 'empty' })
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new Failure('unreadable_body', { because: 'encoding' })
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Failure('body_too_large', { limitBytes: request.routeOptions.bodyLimit ?? BODY_LIMIT_BYTES })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Failure('unsupported_media_type', { wanted: readsForms(request.server) ? FORM : mediaOf(request) })
  }
  if (error instanceof SyntaxError && error.statusCode === 400)
    return new Failure('unreadable_body', { because: 'json' })
  const failure = failureOfDatabaseError(error)
  if (failure) return failure
  // 4xx of the framework that have no row of their own still are the client's; all else is ours.
  const { statusCode = 500 } = error
  return statusCode >= 400 && statusCode < 500 ? new Failure('unsupported_request', {}) : new Failure('internal', {})
}
