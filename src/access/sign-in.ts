import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { v5 } from 'uuid'
import type { Database } from '../postgres/database.ts'
import { Failure } from '../values/failure.ts'
import type { Instant } from '../values/instant.ts'
import { authorityOf, type NamedAuthority, roleOf } from './access-token.ts'
import type { Caller } from './caller.ts'
import type { Issuer } from './issuer.ts'
import { verify } from './verify.ts'

/**
 * Finds who presents an access token of the issuer.
 *
 * @throws Failure `unauthenticated` when the token is not good; `no_access` when it names no authority or no role of
 * this register; `issuer_unavailable` when its key cannot be had
 */
export async function signIn(database: Database, issuer: Issuer, token: string, now: Date): Promise<Caller> {
  const { settings } = issuer
  const claims = await verify(token, issuer, now)
  const named = authorityOf(claims, settings.authorityClaim)
  const role = roleOf(claims, settings)
  const authority = await findAuthority(database, named)
  if (!authority) throw new Failure('no_access', { because: 'authority_unknown', claim: settings.authorityClaim })
  const subject = claims.sub as string
  return {
    tokenId: pseudonym(authority.cursor_key, settings.issuer, subject),
    name: `OpenID Connect (${new URL(settings.issuer).host})`,
    subject,
    role,
    authorityId: authority.authority_id,
    cursorKey: authority.cursor_key,
    lastSeq: authority.last_seq,
    lastRecordedAt: authority.last_recorded_at,
  }
}

async function findAuthority(database: Database, { id, siren }: NamedAuthority): Promise<Row | undefined> {
  const { rows } = await sql<Row>`select * from find_authority(${id}, ${siren})`.execute(database.single)
  return rows[0]
}

/**
 * Stands for a subject wherever a token's id stands for its holder: a UUIDv5 (RFC 9562 §5.5), the same for ever. Its
 * namespace is a secret of the authority, since the journal keeps it for good: without the key nobody can try out
 * subjects, which are often addresses or short numbers, nor tell that two authorities know the same person.
 */
function pseudonym(key: Buffer, issuer: string, subject: string): string {
  const namespace = createHmac('sha256', key).update('subjects of OpenID Connect issuers').digest().subarray(0, 16)
  return v5(JSON.stringify([issuer, subject]), namespace)
}

interface Row {
  authority_id: string
  cursor_key: Buffer
  last_seq: number
  last_recorded_at: Instant
}
