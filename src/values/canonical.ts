import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/** Canonical JSON (RFC 8785): the same value always gives the same text, so that it can be digested and compared. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('only a JSON value has a canonical form')
  return text
}

/** SHA-256 of a text's UTF-8 bytes, hexadecimal. */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The same in base64url. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
