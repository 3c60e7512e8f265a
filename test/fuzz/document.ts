// What the OpenAPI document says that can be asked: all that the fuzzer knows of the service.
import { readFileSync } from 'node:fs'
import { DOCUMENT_FILE } from '../support/generate.ts'

/** A JSON Schema (draft 2020-12), as far as the document uses it. */
export interface Schema {
  readonly [keyword: string]: unknown
  readonly $ref?: string
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: Schema
  /** Of a text in another form: what it holds. */
  readonly contentSchema?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly examples?: readonly unknown[]
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly description?: string
  readonly schema: Schema
  readonly example?: unknown
}

export interface Operation {
  readonly id: string
  readonly method: string
  /** As the document writes it: `/v1/cooperatives/{id}`. */
  readonly path: string
  /** Who may do it; empty: it needs no token. */
  readonly roles: readonly string[]
  readonly parameters: readonly Parameter[]
  readonly body: Schema | undefined
  readonly mediaTypes: readonly string[]
  /** Media types of a success. */
  readonly answers: readonly string[]
}

interface DocumentOperation {
  readonly operationId: string
  readonly 'x-roles'?: readonly string[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<Record<string, { readonly content?: object }>>
}

const document = JSON.parse(readFileSync(DOCUMENT_FILE, 'utf8'))

export const OPERATIONS: readonly Operation[] = Object.entries(
  document.paths as Record<string, Record<string, DocumentOperation>>,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { operationId, parameters = [], requestBody, responses, ...rest }]) => ({
    id: operationId,
    method: method.toUpperCase(),
    path,
    roles: rest['x-roles'] ?? [],
    parameters,
    body: Object.values(requestBody?.content ?? {})[0]?.schema,
    mediaTypes: Object.keys(requestBody?.content ?? {}),
    answers: [
      ...new Set(
        Object.entries(responses).flatMap(([status, { content = {} }]) => (status < '3' ? Object.keys(content) : [])),
      ),
    ],
  })),
)

/** The schema that a reference within the document names. */
export function resolve($ref: string): Schema {
  const found = $ref
    .replace(/^#\//, '')
    .split('/')
    .reduce((at, part) => at?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], document)
  if (!found) throw new Error(`${$ref} names nothing in the document`)
  return found
}

/** The operation that a request reaches, whatever it was meant for. */
export function operationAt(method: string, url: string): Operation | undefined {
  const [path = ''] = url.split('?', 1)
  return OPERATIONS.find((operation) => operation.method === method && PATTERNS.get(operation.path)?.test(path))
}

const PATTERNS = new Map(
  OPERATIONS.map(({ path }) => [path, new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`)]),
)
