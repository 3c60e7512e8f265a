import type { Writing } from '../journal/command.ts'
import { Failure } from '../values/failure.ts'
import { newId } from '../values/id.ts'
import { insertOutcome } from './insert.ts'
import { loadFold, loadState } from './queries.ts'
import { findMovement } from './register.ts'
import { replay } from './replay.ts'
import type { Movement } from './schema.ts'

/**
 * Undoes a movement: the opposite of all it has posted, at its effective date, recorded now. The fold then skips both.
 *
 * @throws Failure when it is a reversal, is reversed already, or another movement would become impossible without it
 */
export async function reverseMovement(
  { tx, caller, seq, recordedAt }: Writing,
  movementId: string,
  reason: string,
): Promise<Movement> {
  const target = await findMovement(tx, movementId, seq)
  if (!target) throw new Failure('not_found', { what: 'movement' })
  if (target.kind === 'reversal') throw new Failure('reversal_not_reversible', { movementId })
  if (target.reversedBy !== null) throw new Failure('already_reversed', { movementId })

  const { cooperativeId, shareClassId, effectiveOn } = target
  const boundary = { on: effectiveOn, at: 'beginning' } as const
  const before = await loadState(tx, cooperativeId, boundary)
  const fold = await loadFold(tx, cooperativeId, boundary)
  const leaves = fold.find(({ movement }) => movement.id === movementId)
  if (!before || !leaves) throw new Error(`the fold of ${cooperativeId} lacks ${movementId}`)
  const outcome = replay(before, fold, { leaves })

  const reversal = { id: newId(), shareClassId, effectiveOn }
  const place = { authorityId: caller.authorityId, seq, recordedAt, cooperativeId }
  await tx
    .insertInto('movement')
    .values({
      authority_id: caller.authorityId,
      id: reversal.id,
      seq,
      recorded_at: recordedAt,
      cooperative_id: cooperativeId,
      share_class_id: shareClassId,
      kind: 'reversal',
      effective_on: effectiveOn,
      reverses: movementId,
      reason,
    })
    .execute()
  await insertOutcome(tx, place, reversal, outcome)
  const recorded = await findMovement(tx, reversal.id, seq)
  if (!recorded) throw new Error('a reversal that was just recorded is not there')
  return recorded
}
