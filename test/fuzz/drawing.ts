// Which ids and moments a valid request names: those that earlier answers named.
import fc, { type Arbitrary } from 'fast-check'
import { type Operation, type Parameter, resolve, type Schema } from './document.ts'
import { type Known, kindOf, kindOfPath } from './known.ts'
import type { Draw } from './schema-values.ts'

const NOBODYS_ID = '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'

/** The name of what a path’s parameter is an id of, where the document says it. */
export function nameOf({ name, description }: Parameter, path: string): string {
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

/** Whether something is known for each id of the path. */
export function reaches(known: Known, operation: Operation): boolean {
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
