// What earlier answers told: ids by what they name, ids that stand together, instants, ETags, next pages. Valid requests
// draw from it, so that they go deep; nothing here knows a resource by name.
import type { Answer } from '../support/api.ts'
import type { Operation } from './document.ts'

export interface Known {
  /** By kind, in the order they were met. */
  readonly ids: Map<string, Set<string>>
  /** Ids that one object named together, by kind: a class and its cooperative. */
  readonly together: Map<string, ReadonlyMap<string, string>>
  readonly instants: Set<string>
  /** The newest ETag, by role and path. */
  readonly etags: Map<string, string>
  /** Addresses that `Link` gave, by operation. */
  readonly pages: Map<string, Set<string>>
}

export function knowNothing(): Known {
  return { ids: new Map(), together: new Map(), instants: new Set(), etags: new Map(), pages: new Map() }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

/** What a name is of: `shareClassId`, `share-classes` and `shareClass` are of one kind. */
export function kindOf(name: string): string {
  return name
    .replace(/Ids?$/, '')
    .replaceAll('-', '')
    .toLowerCase()
    .replace(/ies$/, 'y')
    .replace(/sses$/, 'ss')
    .replace(/(?<!s)s$/, '')
}

/** The collection that a path is of: its last part that is no parameter. */
export function kindOfPath(path: string): string {
  return kindOf(path.split('/').findLast((part) => part !== '' && !part.startsWith('{')) ?? '')
}

/** Takes what a success tells. `spared` ids are kept out: the fuzzer must not revoke its own tokens. */
export function learn(
  known: Known,
  asked: { readonly operation: Operation; readonly role: string; readonly url: string },
  { headers, body }: Answer,
  spared: ReadonlySet<string>,
): void {
  const { operation, role, url } = asked
  const [path = ''] = url.split('?', 1)
  const etag = headers.etag
  if (etag !== undefined) known.etags.set(`${role} ${path}`, String(etag))
  const next = /^<([^>]+)>; rel="next"$/.exec(String(headers.link ?? ''))?.[1]
  if (next !== undefined) setOf(known.pages, operation.id).add(next)
  const [, collection, id] = /([^/]+)\/([^/]+)$/.exec(String(headers.location ?? '')) ?? []
  if (collection && id && UUID.test(id) && !spared.has(id)) setOf(known.ids, kindOf(collection)).add(id)
  if (typeof body === 'object' && body !== null && !('openapi' in body))
    visit(known, kindOfPath(operation.path), body, spared)
}

function visit(known: Known, kind: string, value: unknown, spared: ReadonlySet<string>): void {
  if (Array.isArray(value)) {
    for (const inner of value) visit(known, kind, inner, spared)
    return
  }
  if (typeof value !== 'object' || value === null) return
  const here = new Map<string, string>()
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner === 'string') {
      if (INSTANT.test(inner)) known.instants.add(inner)
      if (!UUID.test(inner) || spared.has(inner) || !/^id$|Id$/.test(name)) continue
      here.set(name === 'id' ? kind : kindOf(name), inner)
    } else visit(known, name === 'items' ? kind : kindOf(name), inner, spared)
  }
  for (const [found, id] of here) setOf(known.ids, found).add(id)
  if (here.size > 1) known.together.set(JSON.stringify([...here]), here)
}

function setOf(sets: Map<string, Set<string>>, key: string): Set<string> {
  const set = sets.get(key) ?? new Set()
  sets.set(key, set)
  return set
}
