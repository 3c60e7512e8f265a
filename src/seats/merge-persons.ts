import type { Writing } from '../journal/command.ts'
import { checkLiving, knownPerson } from '../persons/identify.ts'
import { findCurrentPerson, insertPersonVersion, mergedInto } from '../persons/queries.ts'
import { Failure } from '../values/failure.ts'
import { currentMandates, heldNow, insertMandateVersion, overlapping } from './mandate-queries.ts'

/**
 * Lets one person stand for a duplicate: its mandates become that person's, each by a version of its own, so that an
 * earlier knownAt still answers both.
 *
 * @returns the mandates that changed hands
 * @throws Failure when either cannot be written about, or both sit on one organ on the same day
 */
export async function mergePersons(writing: Writing, duplicateId: string, into: string): Promise<string[]> {
  const { tx } = writing
  if (duplicateId === into) {
    throw new Failure('invalid_input', { errors: [{ pointer: '#/into', detail: 'must be another person' }] })
  }
  const duplicate = await knownPerson(writing, duplicateId, '#')
  const survivor = await knownPerson(writing, into, '#/into')
  checkLiving(duplicate, '#')
  checkLiving(survivor, '#/into')
  const moved: string[] = []
  for (const current of await currentMandates(tx, await heldNow(tx, 'person_id', duplicateId))) {
    const { id } = current
    const mandate = { ...current, personId: into, version: current.version + 1 }
    const { onOrgan } = await overlapping(tx, { ...mandate, except: id })
    if (onOrgan) throw new Failure('person_already_sits', { pointer: '#/into', personId: into, mandate: onOrgan })
    await insertMandateVersion(writing, id, mandate)
    moved.push(id)
  }
  // Those merged into the duplicate before follow it, so that one look-up finds who stands for whom.
  for (const id of await mergedInto(tx, duplicateId)) {
    const earlier = await findCurrentPerson(tx, id)
    if (earlier) await insertPersonVersion(writing, id, earlier.version + 1, { event: 'merged', merged_into: into })
  }
  await insertPersonVersion(writing, duplicate.id, duplicate.version + 1, { event: 'merged', merged_into: into })
  return moved
}
