import type { Writing } from '../journal/command.ts'
import { findMovement } from '../ledger/listing.ts'
import { Failure } from '../values/failure.ts'
import { newId } from '../values/id.ts'
import { findAidsByIds, findSupersedingAid, insertStateAid } from './queries.ts'
import type { StateAid, StateAidInput } from './schema.ts'

/**
 * Records an aid. One that is about a movement takes the place of the earlier one about it; one that was recorded about none is
 * replaced by naming it, also by one that is about a movement.
 *
 * @throws Failure when the movement or the earlier aid is not one of this cooperative that can be meant
 */
export async function recordStateAid(writing: Writing, cooperativeId: string, input: StateAidInput): Promise<StateAid> {
  const { movementId = null, supersedes = null } = input
  if (movementId !== null) await checkMovement(writing, cooperativeId, movementId)
  if (supersedes !== null) await checkSuperseded(writing, cooperativeId, supersedes)
  const aid = {
    id: newId(),
    cooperativeId,
    grantedOn: input.grantedOn,
    regulation: input.regulation,
    grossGrantEquivalent: input.grossGrantEquivalent,
    singleUndertaking: input.singleUndertaking ?? null,
    grantor: input.grantor ?? null,
    movementId,
    supersedes,
    externalReference: input.externalReference ?? null,
    note: input.note ?? null,
    recordedAt: writing.recordedAt,
  }
  await insertStateAid(writing, aid)
  return aid
}

async function checkMovement({ tx, seq }: Writing, cooperativeId: string, movementId: string): Promise<void> {
  const movement = await findMovement(tx, movementId, seq)
  if (!movement) throw new Failure('movement_unknown', { movementId })
  if (movement.cooperativeId !== cooperativeId) {
    throw new Failure('movement_of_other_cooperative', { movementId, cooperativeId })
  }
  if (movement.kind === 'reversal') throw new Failure('movement_is_reversal', { movementId })
}

// One that is about a movement has its place in the order of those about it: another that took it would leave two standing.
async function checkSuperseded({ tx }: Writing, cooperativeId: string, stateAidId: string): Promise<void> {
  const [earlier] = await findAidsByIds(tx, [stateAidId])
  if (earlier?.cooperativeId !== cooperativeId) throw new Failure('state_aid_unknown', { stateAidId })
  const { movementId } = earlier
  if (movementId !== null) throw new Failure('state_aid_about_movement', { stateAidId, movementId })
  const by = await findSupersedingAid(tx, stateAidId)
  if (by !== undefined) throw new Failure('state_aid_superseded', { stateAidId, by })
}
