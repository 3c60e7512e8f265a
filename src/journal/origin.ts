import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../postgres/database.ts'
import { saltedDigest } from '../values/canonical.ts'

/** Where a request came from. Personal data: it stands in one erasable place, and nowhere else, not even in a log. */
export interface Origin {
  readonly address: string | null
  readonly userAgent: string | null
  /** Who an OpenID Connect issuer says that it was; null for the register's own tokens. */
  readonly subject: string | null
}

export interface OriginRow extends Origin {
  readonly requestId: string
}

/**
 * Keeps where some requests came from.
 *
 * @returns by request, the digests that the audit trail may hold for ever, salted with 32 random bytes that go when the
 *   origins go; a request whose origin is kept already has none here
 */
export async function insertOrigins(
  tx: Tx,
  authorityId: string,
  origins: readonly OriginRow[],
): Promise<Map<string, string>> {
  const salted = new Map(origins.map((origin) => [origin.requestId, { ...origin, salt: randomBytes(32) }]))
  const rows = [...salted.values()].map(({ requestId, address, userAgent, subject, salt }) => ({
    authority_id: authorityId,
    request_id: requestId,
    address,
    user_agent: userAgent,
    subject,
    salt,
  }))
  const kept = await tx
    .insertInto('origin')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning(['request_id', 'salt'])
    .execute()
  return new Map(kept.map(({ request_id, salt }) => [request_id, digestOrigin(salted.get(request_id) as Origin, salt)]))
}

/**
 * Keeps where one request came from.
 *
 * @returns what writes it, and an expression of the digest that a row which is written after it may hold; null where the
 *   origin of the request is kept already
 */
export function insertOrigin(tx: Tx, authorityId: string, { requestId, ...origin }: OriginRow) {
  const salt = randomBytes(32)
  const { address, userAgent: user_agent, subject } = origin
  const row = { authority_id: authorityId, request_id: requestId, address, user_agent, subject, salt }
  return {
    written: tx
      .insertInto('origin')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
    digest: sql<string | null>`(
      select ${digestOrigin(origin, salt)}::text from origin o
      where o.authority_id = ${authorityId} and o.request_id = ${requestId} and o.salt = ${salt})`,
  }
}

/** SHA-256 over the salt and the canonical form of an origin, hexadecimal. */
export function digestOrigin({ address, userAgent, subject }: Origin, salt: Buffer): string {
  return saltedDigest(salt, [address, userAgent, subject])
}
