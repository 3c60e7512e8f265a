// What schemas find wrong, as fields and their fix.
import type { z } from 'zod'
import type { FieldError } from '../values/failure.ts'

/** What a schema found wrong with a body that it was held against beside Fastify. */
export function bodyErrors({ issues }: z.ZodError): FieldError[] {
  return fieldErrors(
    issues.map((issue) => ({
      instancePath: `/${issue.path.join('/')}`,
      message: issue.message,
      params: issue as object,
    })),
    (path) => `#${path}`,
  )
}

/** What a schema found wrong, as Fastify passes it on. */
export interface SchemaIssue {
  readonly instancePath: string
  readonly message?: string
  readonly params: {
    readonly keys?: readonly string[]
    /** Of a union: what each of its forms found wrong. */
    readonly errors?: readonly (readonly { readonly path: readonly PropertyKey[]; readonly message: string }[])[]
  }
}

/** The fields to mend; `at` makes a pointer of a path such as `/shares`. */
export function fieldErrors(issues: readonly SchemaIssue[], at: (path: string) => string): FieldError[] {
  return issues.flatMap(({ instancePath, message, params: { keys, errors } }) => {
    const path = instancePath === '/' ? '' : instancePath
    if (keys) {
      return keys.map((key) => ({
        pointer: at(`${path}/${escapePointer(key)}`),
        detail: 'is not a field of this request: leave it out',
      }))
    }
    // The form that was meant is the one that got furthest into what was sent.
    const meant = errors?.flat().toSorted((left, right) => right.path.length - left.path.length)[0]
    if (meant && meant.path.length > 0) {
      const inner = meant.path.map((part) => `/${escapePointer(String(part))}`).join('')
      return [{ pointer: at(`${path}${inner}`), detail: plain(meant.message) }]
    }
    return [{ pointer: at(path), detail: plain(meant?.message ?? message ?? 'is not as expected') }]
  })
}

function escapePointer(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** The library's wording of a wrong type, as the fix. */
function plain(message: string): string {
  const [, expected, received] = /^Invalid input: expected (.+), received (.+)$/.exec(message) ?? []
  if (expected === undefined) return message
  return received === 'undefined' ? 'is required' : `must be of type ${expected}, not ${received}`
}
