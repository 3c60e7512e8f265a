import type { Params } from '../http/operation.ts'
import type { Tx } from '../postgres/database.ts'
import { findCurrentPerson, identityOf } from './queries.ts'

/** What a path under `/v1/persons/:id` names. */
export const underPerson = {
  resource: (tx: Tx, { id }: Params) => findCurrentPerson(tx, id),
  resourceName: 'person',
  stateOf: ({ id, version }: { id: string; version: number }) => ({ id, version }),
}

/** Adds name and contact to an answer that bears neither, from the one place where they are kept. */
export async function revealPerson<Answer extends { id: string; version: number }>(
  tx: Tx,
  answer: Answer,
): Promise<Answer> {
  const identity = await identityOf(tx, answer.id, answer.version)
  return { ...answer, ...identity }
}
