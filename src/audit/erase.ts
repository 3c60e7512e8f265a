import { forgetSubjects } from '../access/session.ts'
import { findAuthority } from '../administration/queries.ts'
import type { Writing } from '../journal/command.ts'
import { Failure } from '../values/failure.ts'
import { parseInstant } from '../values/instant.ts'
import { deleteOrigins } from './queries.ts'
import type { OriginErasure, OriginErasureInput } from './schema.ts'

/**
 * Forgets where entries of a trail came from: addresses, user agents and subjects go, the latter with the
 * sessions that hold them; who, what and when stay. Recorded in
 * that trail, so that what is missing is told from what was removed.
 *
 * @throws Failure `authority_unknown`, or when `before` is not over yet
 */
export async function eraseOrigins(writing: Writing, input: OriginErasureInput): Promise<OriginErasure> {
  const { tx, recordedAt } = writing
  const { authorityId = null, actorTokenId = null, reason } = input
  const before = input.before === undefined ? recordedAt : (parseInstant(input.before) ?? recordedAt)
  if (before > recordedAt) {
    throw new Failure('invalid_input', { errors: [{ pointer: '#/before', detail: 'must not be in the future' }] })
  }
  const erasure = { authorityId, actorTokenId, before, reason }
  if (authorityId === null) return { ...erasure, erased: await deleteOrigins(tx, actorTokenId, before) }
  if (!(await findAuthority(tx, authorityId))) throw new Failure('authority_unknown', { authorityId })
  let erased = 0
  await writing.alsoIn(authorityId, async () => {
    erased = await deleteOrigins(tx, actorTokenId, before)
    await forgetSubjects(tx, actorTokenId, before)
    return { targetId: actorTokenId, content: { ...erasure, erased } }
  })
  return { ...erasure, erased }
}
