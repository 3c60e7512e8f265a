import { sql } from 'kysely'
import type { Database } from '../postgres/database.ts'
import { statement } from '../postgres/statement.ts'
import { Failure } from '../values/failure.ts'
import type { Instant } from '../values/instant.ts'
import { isJwt } from './access-token.ts'
import { bearerOf, type Caller, hashToken } from './caller.ts'
import type { Issuer } from './issuer.ts'
import type { Role } from './permissions.ts'
import { signIn } from './sign-in.ts'

/**
 * Finds who presents an `Authorization` header (RFC 6750): with a token of our own, or with one of the issuer, if any.
 *
 * @throws Failure `unauthenticated` when the token is missing, unknown, expired or revoked; and what `signIn` refuses
 */
export async function authenticate(
  database: Database,
  issuer: Issuer | undefined,
  header: string | undefined,
  now: Date,
): Promise<Caller> {
  const token = bearerOf(header)
  if (token === undefined) throw new Failure('unauthenticated', { because: 'missing' })
  if (issuer && isJwt(token)) return signIn(database, issuer, token, now)
  return findHolder(database, token, now)
}

async function findHolder(database: Database, token: string, now: Date): Promise<Caller> {
  const [row] = await holders.run(database.single, { hash: hashToken(token) })
  if (!row) throw new Failure('unauthenticated', { because: 'unknown' })
  if (row.revoked_at !== null) throw new Failure('unauthenticated', { because: 'revoked' })
  if (row.expires_at !== null && Date.parse(row.expires_at) <= now.getTime()) {
    throw new Failure('unauthenticated', { because: 'expired' })
  }
  return {
    tokenId: row.token_id,
    name: row.name,
    subject: null,
    role: row.role,
    authorityId: row.authority_id,
    cursorKey: row.cursor_key,
    lastSeq: row.last_seq,
    lastRecordedAt: row.last_recorded_at,
  }
}

const holders = statement<{ hash: Buffer }, Row>(
  (parameter) => sql`
  select token_id, name, role, authority_id, expires_at, revoked_at, cursor_key, last_seq, last_recorded_at
  from authenticate(${parameter('hash')})`,
)

interface Row {
  token_id: string
  name: string
  role: Role
  authority_id: string
  expires_at: Instant | null
  revoked_at: Instant | null
  cursor_key: Buffer
  last_seq: number
  last_recorded_at: Instant
}
