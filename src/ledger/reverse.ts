import { checkYearOpen } from '../closings/close.ts'
import { giveBack } from '../decisions/consumption.ts'
import type { Writing } from '../journal/command.ts'
import { Decimal } from '../values/amount.ts'
import { Failure } from '../values/failure.ts'
import { newId } from '../values/id.ts'
import { insertChange, type RecordedMovement } from './insert.ts'
import { findMovement, namesOf } from './listing.ts'
import { loadFold, loadState } from './queries.ts'
import { replay } from './replay.ts'

/**
 * Undoes a movement: the opposite of all it has posted, at its effective date, recorded now. The fold then skips both,
 * and what it used of an authorisation is left again.
 *
 * @throws Failure when it is a reversal, is reversed already, or another movement would become impossible without it
 */
export async function reverseMovement(writing: Writing, movementId: string, reason: string): Promise<RecordedMovement> {
  const { tx, caller, seq, recordedAt } = writing
  const target = await findMovement(tx, movementId, seq)
  if (!target) throw new Failure('not_found', { what: 'movement' })
  if (target.kind === 'reversal') throw new Failure('reversal_not_reversible', { movementId })
  if (target.reversedBy !== null) throw new Failure('already_reversed', { movementId })

  const { cooperativeId, shareClassId, effectiveOn } = target
  await checkYearOpen(writing, effectiveOn, '#')
  const boundary = { on: effectiveOn, at: 'beginning' } as const
  const before = await loadState(tx, cooperativeId, boundary)
  const fold = await loadFold(tx, cooperativeId, boundary)
  const leaves = fold.find(({ movement }) => movement.id === movementId)
  if (!before || !leaves) throw new Error(`the fold of ${cooperativeId} lacks ${movementId}`)
  const outcome = replay(before, fold, { leaves })

  const { decisionId, kind, shares, amount } = target
  if (decisionId !== null) {
    const inDecimals = (value: string | null) => (value === null ? null : new Decimal(value))
    const used = { shares: inDecimals(shares), amount: inDecimals(amount) }
    await giveBack(writing, { decisionId, kind, cooperativeId, effectiveOn, ...used })
  }
  const reversal = { id: newId(), shareClassId, effectiveOn }
  const place = { authorityId: caller.authorityId, seq, recordedAt, cooperativeId }
  const names = await namesOf(tx, cooperativeId, seq)
  return insertChange(writing, place, { kind: 'reversal', reverses: movementId, reason }, reversal, outcome, names)
}
