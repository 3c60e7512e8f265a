// A request as it is meant, before it is written down; and valid ones, made from an operation of the document.
import fc, { type Arbitrary } from 'fast-check'
import type { Operation, Parameter, Schema } from './document.ts'
import { resolve } from './document.ts'
import { type Known, kindOf, kindOfPath } from './known.ts'
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

const NOBODYS_ID = '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'
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

/** The name of what a path’s parameter is an id of, where the document says it. */
function nameOf({ name, description }: Parameter, path: string): string {
  const said = /^Id of the ([\w -]+)\.$/.exec(description ?? '')?.[1]?.replaceAll(' ', '')
  return said ?? (name === 'id' ? kindOfPath(path.slice(0, path.indexOf('{'))) : name)
}

/** How one request draws ids: those of one remembered object where it names any, so that they belong together. */
export function drawing(operation: Operation, known: Known): Arbitrary<Draw> {
  const needed = [...idsIn(operation.body), ...kindsInPath(operation)]
  const fit = (object: ReadonlyMap<string, string>) => needed.filter((kind) => object.has(kind)).length
  const fitting = [...known.together.values()].filter((object) => fit(object) > 1)
  const most = Math.max(0, ...fitting.map(fit))
  const none: ReadonlyMap<string, string> = new Map()
  const objects = fc.oneof(
    preferringFirst([...fitting, none]),
    preferringFirst([...fitting.filter((object) => fit(object) === most), none]),
  )
  return objects.map((object) => ({
    id: (name) => {
      const kind = kindOf(name)
      const here = object.get(kind)
      const others = idsOf(known, kind, operation)
      return here === undefined
        ? others
        : fc.oneof({ weight: 9, arbitrary: fc.constant(here) }, { weight: 1, arbitrary: others })
    },
    instant: fc.constantFrom('2026-01-15T09:00:00.000000Z', '2027-12-31T23:59:59Z', ...[...known.instants].slice(-200)),
  }))
}

/** Ids of a kind. A name that is of none (`into`, `cancels`) stands for something of the path. */
function idsOf({ ids }: Known, kind: string, { path }: Operation): Arbitrary<string> {
  const ofPath = path.split('/').map(kindOf)
  const found = ids.get(kind) ?? ids.entries().find(([other]) => kind.endsWith(other))?.[1]
  const list = [...(found ?? ofPath.flatMap((part) => [...(ids.get(part) ?? [])]))]
  return list.length === 0 ? fc.constant(NOBODYS_ID) : preferringFirst(list)
}

/** The oldest come half of the time: some resources must get a long history. */
function preferringFirst<Value>(values: readonly Value[]): Arbitrary<Value> {
  return fc.oneof(fc.constantFrom(...values.slice(0, 5)), fc.constantFrom(...values))
}

/** Whether this caller knows something for each id of the path. */
export function reaches({ known }: Caller, operation: Operation): boolean {
  return kindsInPath(operation).every((kind) => (known.ids.get(kind)?.size ?? 0) > 0)
}

function kindsInPath({ parameters, path }: Operation): string[] {
  return parameters.filter(({ in: where }) => where === 'path').map((parameter) => kindOf(nameOf(parameter, path)))
}

const idsByBody = new WeakMap<Schema, readonly string[]>()

/** The kinds of the ids that a body may name. */
function idsIn(body: Schema | undefined): readonly string[] {
  if (body === undefined) return []
  const found = idsByBody.get(body) ?? [...new Set(idNames(body))].map(kindOf)
  idsByBody.set(body, found)
  return found
}

function idNames({ $ref, oneOf = [], anyOf = [], properties = {} }: Schema): string[] {
  const inner = [...($ref === undefined ? [] : [resolve($ref)]), ...oneOf, ...anyOf]
  const here = Object.entries(properties).filter(([, { format }]) => format === 'uuid')
  return [...inner.flatMap(idNames), ...here.map(([name]) => name)]
}
