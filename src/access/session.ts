// Sessions of people at the pages: a random secret in a cookie, its digest in the database, and who it stands for.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { asAuthority, type Database, INSTALLATION, type Tx } from '../postgres/database.ts'
import { Failure } from '../values/failure.ts'
import { type Instant, instantOf } from '../values/instant.ts'
import { type Caller, hashToken } from './caller.ts'
import type { Role } from './permissions.ts'

/** A working day: whoever has gone home is signed out. What the issuer takes back meanwhile is known when it ends. */
export const SESSION_SECONDS = 8 * 3600

/**
 * Opens a session for a caller who has just been authenticated, and purges those of the authority that are over.
 *
 * @returns its secret: for the cookie, and nowhere else
 * @throws Failure `no_pages` for administrators, who read no portfolio
 */
export async function openSession(database: Database, caller: Caller, now: Date): Promise<string> {
  if (caller.role === 'admin') throw new Failure('no_pages', {})
  const secret = randomBytes(32).toString('base64url')
  const expiresAt = new Date(now.getTime() + SESSION_SECONDS * 1000)
  const ofIssuer = caller.subject !== null
  await asAuthority(database, caller.authorityId, async (tx) => {
    await deleteExpired(tx, now)
    await tx
      .insertInto('session')
      .values({
        authority_id: caller.authorityId,
        hash: hashToken(secret),
        holder_id: caller.tokenId as string,
        subject: caller.subject,
        role: ofIssuer ? caller.role : null,
        name: ofIssuer ? caller.name : null,
        created_at: instantOf(now),
        expires_at: instantOf(expiresAt),
      })
      .execute()
  })
  return secret
}

/** Who has a session; undefined when it is unknown, over or signed out, or its token no longer works. */
export async function sessionOf(database: Database, secret: string, now: Date): Promise<Caller | undefined> {
  const { rows } = await sql<Row>`
    select * from find_session(${hashToken(secret)}, ${instantOf(now)})`.execute(database.single)
  const [row] = rows
  return (
    row && {
      tokenId: row.token_id,
      name: row.name,
      subject: row.subject,
      role: row.role,
      authorityId: row.authority_id,
      cursorKey: row.cursor_key,
      lastSeq: row.last_seq,
      lastRecordedAt: row.last_recorded_at,
    }
  )
}

/** Ends a session, at once and on every instance: its cookie opens nothing any more. */
export async function closeSession(database: Database, { authorityId }: Caller, secret: string): Promise<void> {
  await asAuthority(database, authorityId, (tx) =>
    tx.deleteFrom('session').where('hash', '=', hashToken(secret)).execute(),
  )
}

/** Deletes the sessions that are over, of every authority: what an issuer says of somebody is kept no longer than that. */
export async function purgeSessions(database: Database, now: Date): Promise<void> {
  const over = await asAuthority(database, INSTALLATION, (tx) =>
    tx.selectFrom('session').select('authority_id').distinct().where('expires_at', '<=', instantOf(now)).execute(),
  )
  for (const { authority_id } of over) {
    await asAuthority(database, authority_id, (tx) => deleteExpired(tx, now))
  }
}

/**
 * Ends the sessions that hold who an issuer says one is: those of one caller, or all (null), that were begun before an
 * instant. Sessions of pasted tokens hold nothing of the kind, and go on.
 */
export async function forgetSubjects(tx: Tx, holderId: string | null, before: Instant): Promise<void> {
  let ended = tx.deleteFrom('session').where('subject', 'is not', null).where('created_at', '<', before)
  if (holderId !== null) ended = ended.where('holder_id', '=', holderId)
  await ended.execute()
}

async function deleteExpired(tx: Tx, now: Date): Promise<void> {
  await tx.deleteFrom('session').where('expires_at', '<=', instantOf(now)).execute()
}

/** What the forms of a session send back, and no other page knows: another site can send the cookie, but not this. */
export function csrfOf(secret: string): string {
  return createHmac('sha256', secret).update('forms of this session').digest('base64url')
}

export function isCsrf(secret: string, presented: string): boolean {
  const expected = Buffer.from(csrfOf(secret))
  const given = Buffer.from(presented)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

interface Row {
  token_id: string
  name: string
  subject: string | null
  role: Role
  authority_id: string
  cursor_key: Buffer
  last_seq: number
  last_recorded_at: Instant
}
