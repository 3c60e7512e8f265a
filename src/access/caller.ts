import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../postgres/database.ts'
import { statement } from '../postgres/statement.ts'
import { Failure } from '../values/failure.ts'
import { type Instant, instantOf } from '../values/instant.ts'
import type { Role } from './permissions.ts'

/** Who is calling, for which authority, and how far that authority's register had come when the call began. */
export interface Caller {
  /** null: the service itself, from the command line. For who signed in: the same for each of their access tokens. */
  readonly tokenId: string | null
  /** Never a person's. */
  readonly name: string
  /** Who the issuer says it is (`sub`): personal data, for no log and no journal. null for tokens of our own. */
  readonly subject: string | null
  readonly role: Role
  readonly authorityId: string
  /** Signs the authority's cursors. */
  readonly cursorKey: Buffer
  readonly lastSeq: number
  /** The authority's last `recordedAt`, or its creation. */
  readonly lastRecordedAt: Instant
}

/** The digest that stands for a token in the database. Tokens are random, so that one plain SHA-256 is enough. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** The token that an `Authorization` header presents (RFC 6750 §2.1); undefined when it presents none. */
export function bearerOf(header: string | undefined): string | undefined {
  return /^Bearer +([\x21-\x7e]+) *$/i.exec(header ?? '')?.[1]
}

const TOKEN_FAULT = statement<{ tokenId: string; now: Instant }, { because: 'revoked' | 'expired' | null }>(
  (parameter) => sql`select token_fault(${parameter('tokenId')}, ${parameter('now')}) as because`,
)

/**
 * Holds that the caller's token still works: since the look-up that let it in, its request may have stood in line, or sent
 * its body slowly. (An issuer's access token is not revoked here, and the time of a request is short.)
 *
 * @throws Failure `unauthenticated` when it was revoked, or has expired
 */
export async function checkStillGood(tx: Tx, { tokenId, subject }: Caller, now: Date): Promise<void> {
  if (tokenId === null || subject !== null) return
  const [fault] = await TOKEN_FAULT.run(tx, { tokenId, now: instantOf(now) })
  const because = fault?.because
  if (because) throw new Failure('unauthenticated', { because })
}
