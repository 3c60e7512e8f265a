import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Caller } from '../access/caller.ts'
import type { Moment } from '../journal/moment.ts'
import { digest } from '../values/canonical.ts'
import { Failure } from '../values/failure.ts'

/** Where a page ended: the sort key of its last item. */
export type Position = readonly (string | number)[]

/** What a walk through a list holds on to: the first page's moment, its filters, and where the last page ended. */
export interface Cursor {
  readonly moment: Moment
  readonly filters: string
  readonly position: Position
}

/** Digest of what a list was asked for: a cursor goes on with the same question only. */
export function digestFilters(operation: string, query: Readonly<Record<string, unknown>>): string {
  const { cursor: _, limit: __, dialect: ___, ...filters } = query
  const named = Object.entries(filters).sort(([left], [right]) => (left < right ? -1 : 1))
  return digest(JSON.stringify([operation, named]))
}

/** An opaque cursor, signed with the authority's key: no other authority can use it, and nobody can make one. */
export function writeCursor(caller: Caller, { moment, filters, position }: Cursor): string {
  const payload = Buffer.from(JSON.stringify([moment.asOf, moment.knownAt, moment.seq, filters, position])).toString(
    'base64url',
  )
  return `${payload}.${sign(caller, payload)}`
}

/**
 * @throws Failure `invalid_cursor` when it was not made by this register for this authority and these filters
 */
export function readCursor(caller: Caller, text: string, filters: string): Cursor {
  const [payload = '', signature = ''] = text.split('.')
  const expected = Buffer.from(sign(caller, payload))
  const given = Buffer.from(signature)
  if (text !== `${payload}.${signature}` || expected.length !== given.length || !timingSafeEqual(expected, given)) {
    throw new Failure('invalid_cursor', { because: 'it was not given by this list' })
  }
  const [asOf, knownAt, seq, asked, position] = JSON.parse(Buffer.from(payload, 'base64url').toString())
  if (asked !== filters) throw new Failure('invalid_cursor', { because: 'it belongs to other filters' })
  return { moment: { asOf, knownAt, seq }, filters, position }
}

function sign(caller: Caller, payload: string): string {
  return createHmac('sha256', caller.cursorKey).update(payload).digest('base64url')
}
