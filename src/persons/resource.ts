import type { Params } from '../http/operation.ts'
import { stateOf, type Versioned } from '../journal/versioned.ts'
import type { Tx } from '../postgres/database.ts'
import { findCurrentPerson, identityOf } from './queries.ts'

/** What a path under `/v1/persons/:id` names. */
export const underPerson = {
  resource: (tx: Tx, { id }: Params) => findCurrentPerson(tx, id),
  resourceName: 'person',
  stateOf,
}

/** Adds name and contact to an answer that bears neither, from the one place where they are kept; or says that they are gone. */
export async function revealPerson<Answer extends Versioned & { erased: boolean }>(
  tx: Tx,
  answer: Answer,
): Promise<Answer> {
  const identity = await identityOf(tx, answer.id, answer.version)
  return { ...answer, ...identity, erased: identity === undefined }
}
