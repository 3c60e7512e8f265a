import { findCurrentCooperative } from '../cooperatives/queries.ts'
import type { Writing } from '../journal/command.ts'
import { newestKnown } from '../journal/moment.ts'
import { Failure } from '../values/failure.ts'
import { newId } from '../values/id.ts'
import { LAST_DAY } from '../values/plain-date.ts'
import { findOrgan, insertOrgan, insertOrganVersion, lastOrganVersion, type OrganContent } from './organ-queries.ts'
import type { OrganInput, OrganPatch } from './schema.ts'

/**
 * Enters an organ of a cooperative; its id.
 *
 * @throws Failure when the cooperative is unknown
 */
export async function registerOrgan(writing: Writing, input: OrganInput): Promise<string> {
  const { cooperativeId, kind, name, totalVotes = null, colleges = [] } = input
  if (!(await findCurrentCooperative(writing.tx, cooperativeId))) {
    throw new Failure('cooperative_unknown', { cooperativeId })
  }
  const id = newId()
  await insertOrgan(writing, id, cooperativeId)
  await insertOrganVersion(writing, id, 1, { kind, name, totalVotes, colleges, effectiveOn: null })
  return id
}

/** Changes an organ from a day on; without a day, corrects what the newest version says, since its own day. */
export async function amendOrgan(writing: Writing, id: string, patch: OrganPatch): Promise<OrganContent> {
  const asOf = patch.effectiveOn ?? LAST_DAY
  const current = await findOrgan(writing.tx, id, newestKnown(writing, asOf))
  const last = await lastOrganVersion(writing.tx, id)
  if (!current || !last) throw new Failure('not_found', { what: 'organ' })
  const { kind, name, totalVotes, colleges, effectiveOn } = current
  const changes = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  const amended: OrganContent = { kind, name, totalVotes, colleges, effectiveOn, ...changes }
  await insertOrganVersion(writing, id, last.version + 1, amended)
  return amended
}
