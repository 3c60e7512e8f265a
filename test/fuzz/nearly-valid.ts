// One thing wrong with a request that was valid.
import fc, { type Arbitrary } from 'fast-check'
import { OPERATIONS } from './document.ts'
import { type Caller, CURRENT_ETAG, type Draft } from './draft.ts'
import { kindOf } from './known.ts'
import { addedTo, droppedFrom, isObject, otherwise, replaced, twiceIn } from './nearly-valid-bodies.ts'
import { ODD_HEADER_NAMES, ODD_HEADERS, ODD_NAMES, ODD_VALUES } from './odd.ts'

/** What can go wrong with one part of a request: every arbitrary is as likely as another. */
type Mutation = (draft: Draft, callers: readonly Caller[]) => readonly Arbitrary<Draft>[]

/** The draft with one thing wrong. Now and then it is right all the same, which does no harm. */
export function nearly(draft: Draft, callers: readonly Caller[]): Arbitrary<Draft> {
  return fc.oneof(...MUTATIONS.flatMap((mutation) => mutation(draft, callers)))
}

const inBody: Mutation = (draft) => {
  const { body, headers } = draft
  const none = fc.constantFrom({}, [], undefined, { a: 1 }).map((given) => ({
    ...draft,
    body: given,
    headers: { ...headers, 'content-type': 'application/json' },
  }))
  if (body === undefined) return [none]
  const fields = isObject(body) ? [addedTo(body), droppedFrom(body), twiceIn(body)] : []
  // Most that can go wrong is a value.
  const changed = [replaced(body), replaced(body), replaced(body), replaced(body), otherwise(body), ...fields]
  return [none, ...changed.map((bodies) => bodies.map((other) => ({ ...draft, body: other })))]
}

const inHeaders: Mutation = (draft) => {
  const { headers, caller } = draft
  const names = Object.keys(headers)
  const odd = fc
    .tuple(fc.constantFrom(...ODD_HEADER_NAMES, ...names), fc.constantFrom(...ODD_HEADERS))
    // A user agent is kept, and told to auditors: there this word would be ours, and no sign of a mistake.
    .filter(([name, value]) => name !== 'user-agent' || value !== 'undefined')
    .map(([name, value]) => ({ ...draft, headers: { ...headers, [name]: value } }))
  const without = fc.constantFrom(...names, 'accept').map((name) => {
    const { [name]: _, ...others } = headers
    return { ...draft, headers: others }
  })
  const tags = [...caller.known.etags.values(), '*', '"x"', 'W/"x"', 'x']
  const stale = fc.constantFrom(...tags).map((tag) => ({ ...draft, headers: { ...headers, 'if-match': tag } }))
  return [odd, without, ...(headers['if-match'] === CURRENT_ETAG ? [stale] : [])]
}

const inQuery: Mutation = (draft) => {
  const names = draft.operation.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name)
  const values = ODD_VALUES.filter((value) => typeof value !== 'object').map(String)
  const asking = (name: string, value: string) => ({ ...draft, query: [...draft.query, [name, value] as const] })
  const odd = fc
    .tuple(fc.constantFrom(...ODD_NAMES, ...names, ...names, ...names), fc.constantFrom(...values))
    .map(([name, value]) => asking(name, value))
  // A cursor of another list, or of other filters.
  const cursors = [...draft.caller.known.pages.values()]
    .flatMap((pages) => [...pages])
    .map((page) => new URLSearchParams(page.split('?')[1]).get('cursor') ?? '')
  return [odd, ...(cursors.length > 0 ? [fc.constantFrom(...cursors).map((cursor) => asking('cursor', cursor))] : [])]
}

const NO_IDS = ['x', '%00', '%F0%9F%90%9B', '..%2f..', '*', ':id', '{id}', "'--"]

const inPath: Mutation = (draft, callers) => {
  const { operation, path } = draft
  if (!operation.path.includes('{')) return []
  const ids = [...NO_IDS, path.slice(-36).toUpperCase(), ...idsOf(callers)]
  return [fc.constantFrom(...ids).map((id) => ({ ...draft, path: operation.path.replace(/\{\w+\}/, id) }))]
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

const inMethod: Mutation = (draft) => [fc.constantFrom(...METHODS).map((method) => ({ ...draft, method }))]

const ofAnother: Mutation = (draft, callers) => [fc.constantFrom(...callers).map((caller) => ({ ...draft, caller }))]

const MUTATIONS = [inBody, inHeaders, inQuery, inPath, inMethod, ofAnother]

/** Some ids of each resource, of every caller: another’s, and another authority’s. */
function idsOf(callers: readonly Caller[]): string[] {
  const kinds = new Set(OPERATIONS.flatMap(({ path }) => path.split('/').map(kindOf)))
  const lists = callers.flatMap(({ known }) => [...known.ids].filter(([kind]) => kinds.has(kind)))
  return [...new Set(lists.flatMap(([, ids]) => [...ids].slice(0, 5)))]
}
