// A request as it is meant, before it is written down; and valid ones, made from an operation of the document.
import fc, { type Arbitrary } from 'fast-check'
import type { Operation, Parameter } from './document.ts'
import { drawing, nameOf } from './drawing.ts'
import { type Known, kindOfPath } from './known.ts'
import { type Draw, valuesOf } from './schema-values.ts'

/** Who calls: a token of a role, and what is known where it may read. */
export interface Caller {
  /** For a failure’s words: `finance of the first`. */
  readonly name: string
  readonly role: string
  readonly token: string | undefined
  readonly known: Known
}

export interface Draft {
  readonly operation: Operation
  readonly caller: Caller
  readonly method: string
  readonly path: string
  readonly query: readonly (readonly [string, string])[]
  readonly headers: Readonly<Record<string, string>>
  /** undefined: no body. */
  readonly body: unknown
}

/** In If-Match: the run reads the resource before it sends the request, and puts its ETag here. */
export const CURRENT_ETAG = '(as it is)'

const ACCEPT = [
  'application/json',
  '*/*',
  'application/json;q=0.9, */*;q=0.1',
  'text/csv',
  'text/csv, application/json;q=0.5',
]
const LANGUAGES = ['fr', 'fr-FR, fr;q=0.9, en;q=0.8', 'en', '*', 'br;q=1.0, oc;q=0.5']

/** Requests that the document allows, by this caller. */
export function validDrafts(operation: Operation, caller: Caller): Arbitrary<Draft> {
  return drawing(operation, caller.known).chain((draw) => {
    const { parameters, path, method, body } = operation
    const [given, asked] = [
      parameters.filter(({ in: where }) => where === 'path'),
      parameters.filter(({ in: where }) => where === 'query'),
    ]
    return fc
      .record({
        path: fc.record(
          Object.fromEntries(given.map((parameter) => [parameter.name, draw.id(nameOf(parameter, path))])),
        ),
        query: fc.record(Object.fromEntries(asked.map((parameter) => [parameter.name, queryOf(parameter, draw)]))),
        headers: headersOf(operation, caller),
        body: body === undefined ? fc.constant(undefined) : valuesOf(body, kindOfPath(path), draw),
      })
      .map((parts) => ({
        operation,
        caller,
        method,
        path: path.replace(/\{(\w+)\}/g, (_, name) => String(parts.path[name])),
        query: Object.entries(parts.query).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, String(value)] as const],
        ),
        headers: parts.headers,
        body: parts.body,
      }))
  })
}

/** Most parameters of a query are left out, most of the time. */
export function queryOf({ name, required, schema, example }: Parameter, draw: Draw): Arbitrary<unknown> {
  const examples = example === undefined ? {} : { examples: [example] }
  const values = valuesOf({ ...schema, ...examples }, name, draw)
  return required
    ? values
    : fc.option(values, { nil: undefined, freq: 1 }).chain((value) => fc.constantFrom(value, undefined))
}

function headersOf({ parameters, mediaTypes }: Operation, { known, role }: Caller): Arbitrary<Record<string, string>> {
  const takes = (name: string) => parameters.some((parameter) => parameter.in === 'header' && parameter.name === name)
  const etags = [...known.etags].filter(([key]) => key.startsWith(`${role} `)).map(([, etag]) => etag)
  const optional = {
    accept: fc.constantFrom(...ACCEPT),
    'accept-language': fc.constantFrom(...LANGUAGES),
    ...(takes('Idempotency-Key') && {
      'idempotency-key': fc.oneof(
        fc.uuid(),
        fc.uuid().map((key) => `"${key}"`),
      ),
    }),
    ...(takes('If-None-Match') && { 'if-none-match': fc.constantFrom('*', ...etags.slice(-20)) }),
  }
  const required = {
    ...(mediaTypes.length > 0 && { 'content-type': fc.constantFrom(...mediaTypes) }),
    ...(takes('If-Match') && { 'if-match': fc.constant(CURRENT_ETAG) }),
  }
  return fc.record({ ...optional, ...required }, { requiredKeys: Object.keys(required) as never[] }) as Arbitrary<
    Record<string, string>
  >
}
