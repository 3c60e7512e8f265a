// The OpenAPI 3.1 document, made from the declared operations: one model for validation, types and description.
import { STATUS_CODES } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { PERMISSIONS } from '../access/permissions.ts'
import type { FailureCode } from '../values/failure.ts'
import { JSON_BODY } from './bodies.ts'
import { Components, type Json } from './components.ts'
import { FAILURES } from './failures.ts'
import { type Operation, operationsOf } from './operation.ts'
import { Problem } from './problem.ts'

export const skeleton = {
  openapi: '3.1.0',
  info: {
    title: 'Quotepart',
    version: '0.1.0',
    summary: 'The register of a public authority’s capital in cooperatives.',
    description: [
      'Amounts are euros as decimal strings with exactly two decimals; shares are whole; ratios have six decimals.',
      'Every read answers two questions at once: `asOf`, the effective date, and `knownAt`, the recorded instant.',
      'Refusals are RFC 9457 problems with a stable `code`, in English, or in French where `Accept-Language` prefers it.',
    ].join('\n\n'),
    license: { name: 'UNLICENSED', identifier: 'LicenseRef-proprietary' },
  },
  servers: [{ url: '/', description: 'This installation.' }],
  tags: [
    { name: 'Portfolio', description: 'What is held, owed, paid and worth, on any date, as known at any instant.' },
    { name: 'Movements', description: 'The ledger: business events and their balanced postings.' },
    { name: 'Closings', description: 'Years whose books are closed, and published summaries.' },
    {
      name: 'Decisions',
      description: 'What the authority decided, where each decision stands, and what is left of it.',
    },
    { name: 'Seats', description: 'Who sits for the authority, where, until when, with how many votes.' },
    { name: 'Compliance', description: 'What the rules find, the rules themselves, and what was acknowledged.' },
    { name: 'Deadlines', description: 'What is due, and the keys of calendars that show it.' },
    { name: 'Cooperatives', description: 'The cooperatives, and what their papers state.' },
    {
      name: 'Exports',
      description: 'Files to take away: for the finance office, the board, the accountant, open data.',
    },
    { name: 'Audit', description: 'Who did what.' },
    { name: 'Administration', description: 'Authorities and tokens, for administrators of the installation.' },
    { name: 'Service', description: 'The service itself.' },
  ],
  security: [{ bearer: [] }],
}

// Whether an installation trusts an issuer, and which, is a setting: an `openIdConnect` scheme could not be true for all.
const BEARER = [
  'A token minted by an administrator (`POST /v1/tokens`).',
  'Or, where the installation trusts an OpenID Connect issuer, a JWT access token of that issuer (RFC 9068), which names ' +
    'the authority (its id here, its SIREN or a SIRET) and exactly one role, never `admin`. A good one that names no ' +
    'authority or no role of this register is refused with `no_access`.',
].join('\n\n')

/** Fills the routes that the plugin collected with parameters, bodies, answers and refusals. */
export function fillDocument(app: FastifyInstance, collected: object): Json {
  const components = new Components()
  const paths: Record<string, Json> = {}
  for (const operation of operationsOf.get(app) ?? []) {
    const path = operation.url.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(operation, components) }
  }
  Object.assign(paths, servicePaths(components))
  return {
    ...collected,
    ...skeleton,
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: BEARER },
      },
      schemas: components.all(),
    },
  }
}

function describe(operation: Operation, components: Components): Json {
  const body = operation.body && { schema: components.add(operation.body, 'input') }
  const roles: readonly string[] = PERMISSIONS[operation.id]
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    description: [operation.description, `Roles: ${roles.join(', ')}.`].filter(Boolean).join('\n\n'),
    'x-roles': roles,
    parameters: [
      ...pathParameters(operation),
      ...queryParameters(operation, components),
      ...headerParameters(operation),
    ],
    ...(body && {
      requestBody: {
        required: true,
        content: {
          [operation.media ?? JSON_BODY]: body,
          ...(operation.method === 'PATCH' && { 'application/merge-patch+json': body }),
        },
      },
    }),
    responses: { ...success(operation, components), ...refusals(operation, components) },
  }
}

function pathParameters({ url, resourceName }: Operation): Json[] {
  return [...url.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    description: `Id of the ${resourceName ?? 'resource'}.`,
    schema: { type: 'string', format: 'uuid' },
    example: '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61',
  }))
}

function queryParameters({ query }: Operation, components: Components): Json[] {
  return Object.entries((query?.shape ?? {}) as Record<string, z.ZodType>).map(([name, type]) => {
    const { description, examples, ...schema } = components.add(type, 'input') as Json & { examples?: unknown[] }
    return {
      name,
      in: 'query',
      required: !type.safeParse(undefined).success,
      ...(description !== undefined && { description }),
      schema,
      ...(examples?.[0] !== undefined && { example: examples[0] }),
    }
  })
}

function headerParameters(operation: Operation): Json[] {
  const { idempotent, conditional } = operation
  const header = (name: string, required: boolean, description: string, example: string) => ({
    name,
    in: 'header',
    required,
    description,
    schema: { type: 'string' },
    example,
  })
  return [
    ...(idempotent
      ? [
          header(
            'Idempotency-Key',
            false,
            'Makes a repeated request count once; kept at least 24 h.',
            '"8e03978e-40d5"',
          ),
        ]
      : []),
    ...(conditional ? [header('If-Match', true, 'The ETag of the resource as it was read.', '"kq0…"')] : []),
    ...(isWhole(operation)
      ? [header('If-None-Match', false, 'An ETag: answers 304 when nothing changed.', '"kq0…"')]
      : []),
  ]
}

/** A read that is answered at once, with an ETag. */
const isWhole = ({ method, csv, answer }: Operation) => method === 'GET' && !csv && answer.media === undefined

const header = (description: string) => ({ description, schema: { type: 'string' } })

function success(operation: Operation, components: Components): Json {
  const { answer, csv, idempotent, tagged } = operation
  if (answer.schema === null) return { [answer.status]: { description: answer.description } }
  // A PATCH answers a dry run with the status of a real one.
  const isEither = operation.dryRunSchema !== undefined && !idempotent
  const either = () =>
    [answer.schema, operation.dryRunSchema].map((type) => components.add(type as z.ZodType, 'output'))
  const schema = isEither ? { anyOf: either() } : components.add(answer.schema, 'output')
  const content: Json = Object.fromEntries((answer.media ?? ['application/json']).map((media) => [media, { schema }]))
  if (csv) content['text/csv'] = { schema: { type: 'string', description: 'The whole list, RFC 4180, header first.' } }
  const request = { 'X-Request-Id': header('The request, as in the log.'), ...RATE_LIMIT_HEADERS }
  const etag = (tagged || isWhole(operation)) && {
    ETag: header('Of this representation, for this authority and role.'),
  }
  const list = csv && {
    Link: header('The next page, rel="next".'),
    'As-Of': header('The asOf of a CSV.'),
    'Known-At': header('The knownAt of a CSV.'),
  }
  const created = idempotent && {
    Location: header('The new resource, where it can be read.'),
    'Idempotency-Replayed': header('`true` when this is the first answer again.'),
  }
  const ok = { description: answer.description, headers: { ...request, ...etag, ...list, ...created }, content }
  const { dryRunSchema } = operation
  const foreseen = dryRunSchema && { 'application/json': { schema: components.add(dryRunSchema, 'output') } }
  const dry = {
    description: 'With `dryRun=true`: what would be recorded. Nothing is written.',
    headers: request,
    content: foreseen ?? content,
  }
  return {
    [answer.status]: ok,
    ...(idempotent && { 200: dry }),
    ...(isWhole(operation) && { 304: { description: 'Not modified since the ETag given.' } }),
  }
}

/** The statuses that an operation can refuse with, and the codes behind each. */
function refusals(operation: Operation, components: Components): Json {
  const { resource, conditional, idempotent, method, csv, refuses = [] } = operation
  const writes = method !== 'GET'
  const codes: FailureCode[] = [
    'invalid_input',
    'unsupported_request',
    ...(writes ? [] : (['known_at_too_late'] as const)),
    ...(csv ? (['invalid_cursor'] as const) : []),
    ...(writes ? (['unreadable_body', 'request_timeout', 'body_too_large', 'unsupported_media_type'] as const) : []),
    'unauthenticated',
    'forbidden',
    'no_access',
    ...(resource ? (['not_found'] as const) : []),
    ...(conditional ? (['precondition_required', 'precondition_failed'] as const) : []),
    ...(idempotent ? (['idempotency_key_reused', 'idempotency_in_progress'] as const) : []),
    ...refuses,
    'too_many_requests',
    'unavailable',
    'issuer_unavailable',
  ]
  const byStatus = Object.groupBy(codes, (code) => FAILURES[code].status)
  const schema = components.add(Problem, 'output')
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, listed = []]) => [
      status,
      {
        description: `${STATUS_CODES[status]}. Codes: ${listed.map((code) => `\`${code}\``).join(', ')}.`,
        ...(REFUSAL_HEADERS[status] && { headers: REFUSAL_HEADERS[status] }),
        content: { 'application/problem+json': { schema } },
      },
    ]),
  )
}

const RATE_LIMIT_HEADERS: Json = {
  RateLimit: header(
    'What is left of each limit in this second, such as "token";r=499;t=1 (draft-ietf-httpapi-ratelimit-headers).',
  ),
  'RateLimit-Policy': header('The limits, such as "token";q=500;w=1: 500 requests a second for one token.'),
}

const REFUSAL_HEADERS: Readonly<Record<string, Json>> = {
  401: { 'WWW-Authenticate': header('How to authenticate (RFC 6750).') },
  409: { 'Retry-After': header('Seconds to wait, while the same request is still running.') },
  429: { 'Retry-After': header('Seconds to wait.'), ...RATE_LIMIT_HEADERS },
  503: { 'Retry-After': header('Seconds to wait.') },
}

/** What needs no token and is no part of the register. */
function servicePaths(components: Components): Json {
  const plain = (operationId: string, summary: string, media: string, schema: Json, failures: Json = {}) => ({
    get: {
      operationId,
      tags: ['Service'],
      summary,
      security: [],
      responses: {
        200: { description: summary, content: { [media]: { schema } } },
        '4XX': {
          description: 'The request cannot be read.',
          content: { 'application/problem+json': { schema: components.add(Problem, 'output') } },
        },
        ...failures,
      },
    },
  })
  const status = {
    type: 'object',
    properties: { status: { const: 'ok' }, database: { enum: ['postgres', 'embedded'] } },
    required: ['status'],
  }
  const unavailable = {
    503: {
      description: 'The database does not answer.',
      content: { 'application/problem+json': { schema: components.add(Problem, 'output') } },
    },
  }
  return {
    '/health/live': plain('getLiveness', 'The process answers.', 'application/json', status),
    '/health/ready': plain('getReadiness', 'The database answers, too.', 'application/json', status, unavailable),
    '/metrics': plain('getMetrics', 'Metrics in the Prometheus text format.', 'text/plain', { type: 'string' }),
    '/openapi.json': plain('getDocument', 'This document.', 'application/json', { type: 'object' }),
  }
}
