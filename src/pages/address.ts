// Where the links of a page lead: each keeps the moment that the page shows.
import type { Visit } from '../http/page.ts'

type Where = Pick<Visit, 'asked' | 'moment'>
type Query = Readonly<Record<string, string | undefined>>

/** An address with a query; what is undefined or empty is left out. */
export function address(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(
    (pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '',
  )
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}

/** Another page at the moment that was asked for: without a date, it stays "today". */
export function sameMoment({ asked }: Where, path: string, query: Query = {}): string {
  return address(path, { asOf: asked.asOf, knownAt: asked.knownAt, ...query })
}

/** What explains or repeats what this page shows: both dates fixed, so that it shows the same for ever. */
export function fixedMoment({ moment }: Where, path: string, query: Query = {}): string {
  return address(path, { asOf: moment.asOf, knownAt: moment.knownAt, ...query })
}
