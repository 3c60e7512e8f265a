import { createHash } from 'node:crypto'
import type { Instant } from '../values/instant.ts'
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
