import { z } from 'zod'

export type Json = Record<string, unknown>

/** JSON Schemas (draft 2020-12) of zod types: collects the named ones, so that each stands once in the document. */
export class Components {
  readonly #schemas: Json = {}

  add(type: z.ZodType, io: 'input' | 'output'): Json {
    const schema = z.toJSONSchema(type, { io, unrepresentable: 'any', override: tidy }) as Json
    const { $schema: _, $defs = {}, ...rest } = withComponentRefs(schema) as Json & { $defs?: Json }
    Object.assign(this.#schemas, $defs)
    const { id, ...root } = rest as Json & { id?: string }
    if (id === undefined) return root
    this.#schemas[id] = root
    return { $ref: `#/components/schemas/${id}` }
  }

  all(): Json {
    return Object.fromEntries(Object.entries(this.#schemas).sort(([left], [right]) => (left < right ? -1 : 1)))
  }
}

function tidy({ jsonSchema }: { jsonSchema: Json }): void {
  // Patterns that only repeat a format, and bounds of JavaScript's integers, say nothing to an integrator.
  if (jsonSchema.format === 'uuid') delete jsonSchema.pattern
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
}

function withComponentRefs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withComponentRefs)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref' && typeof inner === 'string'
        ? [key, inner.replace('#/$defs/', '#/components/schemas/')]
        : [key, withComponentRefs(inner)],
    ),
  )
}
