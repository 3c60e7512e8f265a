// A client that reads refusals: what an answer points at is left out, or stated anew. Errors name the field, so that the
// fuzzer gets past rules that no schema can say: this or that, a date after another, votes that add up.
import fc, { type Arbitrary } from 'fast-check'
import type { Body } from '../support/api.ts'
import { resolve, type Schema } from './document.ts'
import { type Draft, queryOf } from './draft.ts'
import { drawing } from './drawing.ts'
import { valuesOf } from './schema-values.ts'

/** The draft with the fields at fault mended; undefined where the refusal names none. */
export function mended(draft: Draft, refusal: Body): Arbitrary<Draft> | undefined {
  const errors: readonly { pointer: string }[] = refusal?.errors ?? []
  const inBody = errors.flatMap(({ pointer }) => /^#\/([^/]+)/.exec(pointer)?.[1] ?? [])
  const inQuery = errors.flatMap(({ pointer }) => /^\?(\w+)/.exec(pointer)?.[1] ?? [])
  if (inBody.length + inQuery.length === 0) return undefined
  return drawing(draft.operation, draft.caller.known).chain((draw) => {
    const { properties = {}, required = [] } = formOf(draft.operation.body ?? {}, draft.body)
    const fields = inBody.filter((name) => name in properties)
    const parameters = draft.operation.parameters.filter(
      ({ name, in: where }) => where === 'query' && inQuery.includes(name),
    )
    return fc
      .record({
        // What is too much may only be there now; what is missing may only be stated.
        kept: fc.record(Object.fromEntries(fields.map((name) => [name, fc.boolean()]))),
        body: fc.record(Object.fromEntries(fields.map((name) => [name, valuesOf(properties[name] ?? {}, name, draw)]))),
        query: fc.record(Object.fromEntries(parameters.map((parameter) => [parameter.name, queryOf(parameter, draw)]))),
      })
      .map(({ kept, body, query }) => {
        const given = { ...Object(draft.body), ...body }
        const left = Object.entries(given).filter(([name]) => required.includes(name) || kept[name] !== false)
        const others = draft.query.filter(([name]) => !(name in query))
        const stated = Object.entries(query).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, String(value)] as const],
        )
        return {
          ...draft,
          body: typeof draft.body === 'object' ? Object.fromEntries(left) : draft.body,
          query: [...others, ...stated],
        }
      })
  })
}

/** The form of a union that a body has: the one whose constants are its own. */
function formOf(schema: Schema, body: unknown): Schema {
  if (schema.$ref !== undefined) return formOf(resolve(schema.$ref), body)
  const forms = (schema.oneOf ?? schema.anyOf)?.map((form) => formOf(form, body))
  if (!forms) return schema
  const values = Object(body) as Record<string, unknown>
  const isIts = ({ properties = {} }: Schema) =>
    Object.entries(properties).every(([name, inner]) => !('const' in inner) || inner.const === values[name])
  return forms.findLast(isIts) ?? {}
}
