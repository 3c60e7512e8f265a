// Values that a JSON Schema of the document allows, as arbitraries of fast-check.
import fc, { type Arbitrary } from 'fast-check'
import { resolve, type Schema } from './document.ts'
import { SNIPPETS } from './odd.ts'

/** What a schema cannot tell: ids that name something, and moments at which something was known. */
export interface Draw {
  /** An id for the field of that name. */
  readonly id: (name: string) => Arbitrary<string>
  readonly instant: Arbitrary<string>
}

/** Said to people, or taken below. A keyword that is in neither list must not be passed over in silence. */
const KEYWORDS = new Set([
  ...['description', 'examples', 'example', 'default', 'title', 'discriminator', 'deprecated'],
  ...['$ref', 'oneOf', 'anyOf', 'const', 'enum', 'type', 'format', 'pattern', 'minLength', 'maxLength', 'minimum'],
  ...['maximum', 'items', 'minItems', 'maxItems', 'properties', 'required', 'additionalProperties'],
  ...['contentMediaType', 'contentSchema'],
])

/** Valid values of a schema, for a field of that name. */
export function valuesOf(schema: Schema, name: string, draw: Draw): Arbitrary<unknown> {
  const unknown = Object.keys(schema).filter((keyword) => !KEYWORDS.has(keyword))
  if (unknown.length > 0) throw new Error(`teach test/fuzz/schema-values.ts the keywords ${unknown}: ${name}`)
  if (schema.$ref !== undefined) return valuesOf(resolve(schema.$ref), name, draw)
  const forms = schema.oneOf ?? schema.anyOf
  if (forms) return fc.oneof(...forms.map((form) => valuesOf(form, name, draw)))
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  return fc.oneof(...[schema.type ?? []].flat().map((type) => ofType(type, schema, name, draw)))
}

function ofType(type: string, schema: Schema, name: string, draw: Draw): Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return integers(schema)
    case 'string':
      return schema.contentSchema
        ? valuesOf(schema.contentSchema, name, draw).map((lines) => csv(lines as Record<string, unknown>[]))
        : strings(schema, name, draw)
    case 'array': {
      // Few, since each must be right; and now and then more.
      const size = { minLength: schema.minItems ?? 0, maxLength: Math.min(schema.maxItems ?? 3, 3) }
      return fc.array(valuesOf(schema.items ?? {}, name, draw), size)
    }
    case 'object': {
      const properties = Object.entries(schema.properties ?? {})
      const model = Object.fromEntries(properties.map(([key, inner]) => [key, valuesOf(inner, key, draw)]))
      return fc.record(model, { requiredKeys: [...(schema.required ?? [])], noNullPrototype: true })
    }
    default:
      throw new Error(`teach test/fuzz/schema-values.ts the type ${type}: ${name}`)
  }
}

/** Objects as lines of CSV (RFC 4180), under the names of their fields. */
function csv(lines: readonly Record<string, unknown>[]): string {
  const names = [...new Set(lines.flatMap((line) => Object.keys(line)))]
  const quoted = (cell: unknown) => `"${String(cell ?? '').replaceAll('"', '""')}"`
  return [names, ...lines.map((line) => names.map((name) => line[name]))]
    .map((cells) => `${cells.map(quoted).join(',')}\r\n`)
    .join('')
}

function integers({ minimum = -1000, maximum = 1_000_000, examples = [] }: Schema): Arbitrary<unknown> {
  const small = fc.integer({ min: minimum, max: Math.min(maximum, minimum + 20) })
  return either(examples, fc.oneof(small, fc.integer({ min: minimum, max: maximum })))
}

function strings(schema: Schema, name: string, draw: Draw): Arbitrary<unknown> {
  const { format, pattern, examples = [] } = schema
  if (format === 'uuid') return draw.id(name)
  if (format === 'date') return DATES
  if (format === 'date-time') return draw.instant
  if (format !== undefined) throw new Error(`teach test/fuzz/schema-values.ts the format ${format}: ${name}`)
  if (pattern !== undefined)
    return either(
      examples,
      matching(pattern).filter((text) => fits(text, schema)),
    )
  return texts(schema)
}

function texts(schema: Schema): Arbitrary<unknown> {
  const { examples = [], minLength = 0, maxLength = 100 } = schema
  const any = fc
    .string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 30) })
    .filter((text) => fits(text, schema))
  // Another one like the example, since many names may stand once only.
  const another = fc.tuple(fc.constantFrom(...examples, 'x'), fc.nat(1_000_000)).map(([text, n]) => `${text}-${n}`)
  // What others inject is text like any other: it must be kept, and come back, as it is.
  const snippets = SNIPPETS.filter((text) => fits(text, schema))
  return either(
    examples,
    fc.oneof(
      { weight: 4, arbitrary: another.filter((text) => fits(text, schema)) },
      any,
      snippets.length > 0 ? fc.constantFrom(...snippets) : any,
    ),
  )
}

/** JSON Schema counts characters, not the halves that UTF-16 makes of some. */
function fits(text: string, { minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Schema): boolean {
  const { length } = [...text]
  return length >= minLength && length <= maxLength
}

function either(examples: readonly unknown[], others: Arbitrary<unknown>): Arbitrary<unknown> {
  return examples.length === 0 ? others : fc.oneof(fc.constantFrom(...examples), { weight: 2, arbitrary: others })
}

const dates = (from: string, to: string) =>
  fc
    .date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))

/** Mostly of the years that a register is about. */
export const DATES: Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: dates('2020-01-01', '2026-11-20') },
  { weight: 1, arbitrary: dates('2026-11-20', '2030-12-31') },
  { weight: 1, arbitrary: dates('1900-01-01', '2199-12-31') },
)

const patterns = new Map<string, Arbitrary<string>>()

/** fast-check knows no lookahead: such a pattern is generated without, and then held to the whole of it. */
function matching(pattern: string): Arbitrary<string> {
  const whole = new RegExp(pattern, 'u')
  const found = patterns.get(pattern)
  if (found) return found
  const plain = new RegExp(pattern.replace(/\(\?[=!][^)]*\)/g, ''))
  const made = fc.stringMatching(plain).filter((text) => whole.test(text))
  patterns.set(pattern, made)
  return made
}
