import type { Caller } from '../access/caller.ts'
import { digest } from '../values/canonical.ts'

/**
 * A strong ETag (RFC 9110 §8.8.3): of one authority, one role and one representation. Where the representation repeats
 * a moment, or derives from one, the resource's own state stands before it: another moment is another ETag, and If-Match
 * still knows the resource again.
 */
export function etagOf(caller: Caller, representation: string | Buffer, state?: unknown): string {
  const digestOf = (content: string | Buffer) => digest(`${caller.authorityId}\n${caller.role}\n`, content)
  const whole = digestOf(representation)
  return state === undefined ? `"${whole}"` : `"${digestOf(JSON.stringify(state))}.${whole}"`
}

/** If-Match: strong comparison, of the states where there are any; `*` matches whatever is there. */
export function ifMatches(header: string, etag: string): boolean {
  return header.trim() === '*' || tagsOf(header).some((tag) => tag === etag || sameState(tag, etag))
}

/** If-None-Match: weak comparison; true means that the client has this answer already. */
export function isNotModified(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return header.trim() === '*' || tagsOf(header).some((tag) => tag.replace(/^W\//, '') === etag)
}

function tagsOf(header: string): string[] {
  return header.match(/(?:W\/)?"[^"]*"/g) ?? []
}

function sameState(tag: string, etag: string): boolean {
  const [, state] = TWO_PARTS.exec(tag) ?? []
  return state !== undefined && state === TWO_PARTS.exec(etag)?.[1]
}

const TWO_PARTS = /^"([\w-]{43})\.[\w-]{43}"$/
