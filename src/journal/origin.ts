import { randomBytes } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../postgres/database.ts'
import { statement } from '../postgres/statement.ts'
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

/** What tells that the origin of a request is kept, and is the one that was digested. */
export interface KeptOrigin {
  readonly digest: string | null
  readonly salt: Buffer | null
}

const INSERT = statement<
  Omit<OriginRow, 'requestId'> & { authorityId: string; requestId: string; salt: Buffer },
  never
>(
  (parameter) => sql`
    insert into origin (authority_id, request_id, address, user_agent, subject, salt)
    values (${parameter('authorityId')}, ${parameter('requestId')}, ${parameter('address')}, ${parameter('userAgent')},
      ${parameter('subject')}, ${parameter('salt')})
    on conflict do nothing`,
)

/**
 * Keeps where one request came from.
 *
 * @returns what writes it, and what `digestOfKept` makes the digest of that a row which is written after it may hold
 */
export function insertOrigin(tx: Tx, authorityId: string, origin: OriginRow) {
  const salt = randomBytes(32)
  return { written: INSERT.run(tx, { authorityId, ...origin, salt }), digest: digestOrigin(origin, salt), salt }
}

/** The digest of the origin of a request, in a statement; null where there is none, or another was kept already. */
export function digestOfKept(
  parameter: (name: 'authority_id' | 'request_id' | keyof KeptOrigin) => RawBuilder<unknown>,
): RawBuilder<string | null> {
  return sql`(
    select ${parameter('digest')}::text from origin o where o.authority_id = ${parameter('authority_id')}
      and o.request_id = ${parameter('request_id')} and o.salt = ${parameter('salt')})`
}

/** SHA-256 over the salt and the canonical form of an origin, hexadecimal. */
export function digestOrigin({ address, userAgent, subject }: Origin, salt: Buffer): string {
  return saltedDigest(salt, [address, userAgent, subject])
}
