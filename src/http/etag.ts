import type { Caller } from '../access/caller.ts'
import { digest } from '../values/canonical.ts'

/** A strong ETag (RFC 9110 §8.8.3): of one authority, one role and one representation. */
export function etagOf(caller: Caller, representation: string): string {
  return `"${digest(`${caller.authorityId}\n${caller.role}\n${representation}`)}"`
}

/** If-Match: strong comparison, `*` matches whatever is there. */
export function ifMatches(header: string, etag: string): boolean {
  return header.trim() === '*' || tagsOf(header).includes(etag)
}

/** If-None-Match: weak comparison; true means that the client has this answer already. */
export function isNotModified(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return header.trim() === '*' || tagsOf(header).some((tag) => tag.replace(/^W\//, '') === etag)
}

function tagsOf(header: string): string[] {
  return header.match(/(?:W\/)?"[^"]*"/g) ?? []
}
