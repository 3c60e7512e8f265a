// What a feed key is, and until when. It names its authority, so that it is looked for within that authority's walls, and holds 256
// random bits. Not a token: it opens nothing under /v1.
import { randomBytes } from 'node:crypto'
import type { Instant } from '../values/instant.ts'
import type { FeedKey } from './schema.ts'

const FORM = /^qpf_([\w-]{64})$/
const ID_BYTES = 16

/** A new key: authority and secret in base64url, with a prefix that scanners of leaked secrets can look for. */
export function newFeedKey(authorityId: string): string {
  const id = Buffer.from(authorityId.replaceAll('-', ''), 'hex')
  return `qpf_${Buffer.concat([id, randomBytes(32)]).toString('base64url')}`
}

/** The authority that a key says it is of; undefined: it has not the form of a key. */
export function authorityOf(key: string): string | undefined {
  const [, content] = FORM.exec(key) ?? []
  if (content === undefined) return undefined
  const id = Buffer.from(content, 'base64url').subarray(0, ID_BYTES).toString('hex')
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Where the calendar of a key is read. */
export function calendarPath(key: string): string {
  return `/calendar/${key}/deadlines.ics`
}

/** Why a key opens nothing any more; undefined: it works. */
export function endOf(
  { revokedAt, expiresAt }: Pick<FeedKey, 'revokedAt' | 'expiresAt'>,
  now: Instant,
): 'revoked' | 'expired' | undefined {
  if (revokedAt !== null) return 'revoked'
  return expiresAt !== null && expiresAt <= now ? 'expired' : undefined
}
