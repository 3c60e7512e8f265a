import { hashToken } from '../access/caller.ts'
import type { Writing } from '../journal/command.ts'
import { Failure } from '../values/failure.ts'
import { newId } from '../values/id.ts'
import { parseInstant } from '../values/instant.ts'
import { newFeedKey } from './feed-key.ts'
import { findFeedKey, insertFeedKey, insertFeedKeyRevocation } from './queries.ts'
import type { FeedKey, FeedKeyInput } from './schema.ts'

/**
 * Mints a key for a calendar. Only its digest is kept.
 *
 * @throws Failure when the expiry has passed
 */
export async function mintFeedKey(writing: Writing, input: FeedKeyInput): Promise<{ feedKey: FeedKey; key: string }> {
  const { caller, recordedAt } = writing
  const expiresAt = input.expiresAt === undefined ? null : (parseInstant(input.expiresAt) ?? null)
  if (expiresAt !== null && expiresAt <= recordedAt) {
    throw new Failure('invalid_input', { errors: [{ pointer: '#/expiresAt', detail: 'must be in the future' }] })
  }
  const feedKey = { id: newId(), name: input.name, createdAt: recordedAt, expiresAt, revokedAt: null }
  const key = newFeedKey(caller.authorityId)
  await insertFeedKey(writing, feedKey, hashToken(key))
  return { feedKey, key }
}

/**
 * Ends a key, at once and on every instance. Ending it again leaves it as it was.
 *
 * @throws Failure `not_found`
 */
export async function revokeFeedKey(writing: Writing, id: string): Promise<FeedKey> {
  const key = await findFeedKey(writing.tx, id, writing.seq)
  if (!key) throw new Failure('not_found', { what: 'feed key' })
  if (key.revokedAt !== null) return key
  await insertFeedKeyRevocation(writing, id)
  return { ...key, revokedAt: writing.recordedAt }
}
