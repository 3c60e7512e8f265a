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

/**
 * SHA-256 over a salt and the canonical JSON of a value, hexadecimal: what may stand for ever where the value may not. Once
 * the salt is gone, nobody can try out what it was.
 */
export function saltedDigest(salt: Buffer, value: unknown): string {
  return createHash('sha256').update(salt).update(canonicalJson(value)).digest('hex')
}

/** A 64-bit number that stands for a text where a lock wants one. */
export function lockNumber(text: string): bigint {
  return createHash('sha256').update(text).digest().readBigInt64BE()
}

/** The SHA-256 of texts, or of their UTF-8 bytes, one after the other, in base64url. */
export function digest(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('base64url')
}
