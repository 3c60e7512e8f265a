// One thing wrong with a body that was valid, wherever in it.
import fc, { type Arbitrary } from 'fast-check'
import { ODD_NAMES, ODD_VALUES, RAW } from './odd.ts'

/** Another value in the place of any. */
export function replaced(body: unknown): Arbitrary<unknown> {
  return changedIn(
    body,
    ODD_VALUES.map((value) => () => value),
  )
}

/** The same value, but of another case, length, sign or type. */
export function otherwise(body: unknown): Arbitrary<unknown> {
  return changedIn(body, [
    (value) => String(value).toUpperCase(),
    (value) => `${value} `,
    (value) => `-${value}`,
    (value) => [value],
    (value) => (typeof value === 'number' ? String(value) : Number(value)),
    (value) => (typeof value === 'number' ? -value : String(value).slice(0, -1)),
    (value) => `${value}`.repeat(200),
  ])
}

export function droppedFrom(body: Record<string, unknown>): Arbitrary<unknown> {
  return fc.constantFrom(...Object.keys(body), '').map((name) => {
    const { [name]: _, ...others } = body
    return others
  })
}

export function addedTo(body: Record<string, unknown>): Arbitrary<unknown> {
  return fc.tuple(fc.constantFrom(...ODD_NAMES), fc.constantFrom<unknown>(1, 'x', null, {})).map(([name, value]) =>
    // A literal would set the prototype, and write nothing.
    Object.defineProperty({ ...body }, name, { value, enumerable: true }),
  )
}

/** JSON that says one field twice. */
export function twiceIn(body: Record<string, unknown>): Arbitrary<unknown> {
  return fc
    .constantFrom(...Object.keys(body), 'twice')
    .map((name) => ({ [RAW]: `{${JSON.stringify(name)}:null,${JSON.stringify({ ...body, [name]: 1 }).slice(1)}` }))
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

type Change = (value: unknown) => unknown
type Place = readonly (string | number)[]

function changedIn(body: unknown, changes: readonly Change[]): Arbitrary<unknown> {
  return fc
    .tuple(fc.constantFrom(...placesIn(body)), fc.constantFrom(...changes))
    .map(([place, change]) => changedAt(body, place, change))
}

/** Every value in a body, itself included, by the way to it. */
function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [[]]
  const inner = Array.isArray(value) ? value.map((item, index) => [index, item] as const) : Object.entries(value)
  return [[], ...inner.flatMap(([key, item]) => placesIn(item).map((place) => [key, ...place]))]
}

function changedAt(value: unknown, [key, ...rest]: Place, change: Change): unknown {
  if (key === undefined) return change(value)
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? changedAt(item, rest, change) : item))
  return { ...(value as object), [key]: changedAt((value as Record<string, unknown>)[key], rest, change) }
}
