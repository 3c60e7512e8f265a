import { randomBytes } from 'node:crypto'
import { hashToken } from '../access/caller.ts'
import type { Writing } from '../journal/command.ts'
import { INSTALLATION } from '../postgres/database.ts'
import { Failure } from '../values/failure.ts'
import { newId } from '../values/id.ts'
import { parseInstant } from '../values/instant.ts'
import { findAuthority, findToken, insertToken, revokeToken } from './queries.ts'
import type { RecordedToken, TokenInput } from './schema.ts'

/** A new secret: 256 random bits, with a prefix that scanners of leaked secrets can look for. */
export function newSecret(): string {
  return `qp_${randomBytes(32).toString('base64url')}`
}

/**
 * Mints a token. A portfolio token also appears in the journal of its authority, so that nobody can be let in unseen.
 *
 * @throws Failure when the authority is unknown or the expiry has passed
 */
export async function mintToken(writing: Writing, input: TokenInput): Promise<RecordedToken & { token: string }> {
  const { tx, recordedAt } = writing
  const expiresAt = input.expiresAt === undefined ? null : (parseInstant(input.expiresAt) ?? null)
  if (expiresAt !== null && expiresAt <= recordedAt) {
    throw new Failure('invalid_input', { errors: [{ pointer: '#/expiresAt', detail: 'must be in the future' }] })
  }
  const authorityId = input.authorityId ?? null
  if (authorityId !== null && !(await findAuthority(tx, authorityId)))
    throw new Failure('authority_unknown', { authorityId })
  const token: RecordedToken = {
    id: newId(),
    name: input.name,
    role: input.role,
    authorityId,
    createdAt: recordedAt,
    expiresAt,
    revokedAt: null,
  }
  const secret = newSecret()
  await insertToken(writing, token, hashToken(secret))
  await tellAuthority(writing, token)
  return { ...token, token: secret }
}

/** Ends a token, at once and on every instance. Ending it again leaves it as it was. */
export async function endToken(writing: Writing, id: string): Promise<RecordedToken> {
  const found = await findToken(writing.tx, id)
  if (!found) throw new Failure('not_found', { what: 'token' })
  const { lastUsedAt: _, ...token } = found
  if (token.revokedAt !== null) return token
  const revoked = { ...token, revokedAt: writing.recordedAt }
  await revokeToken(writing.tx, id, writing.recordedAt)
  await tellAuthority(writing, revoked)
  return revoked
}

async function tellAuthority(writing: Writing, token: RecordedToken): Promise<void> {
  if (token.authorityId === null || token.authorityId === INSTALLATION) return
  await writing.alsoIn(token.authorityId, async () => ({ targetId: token.id, content: token }))
}
