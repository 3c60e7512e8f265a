import { checkCooperative } from '../cooperatives/queries.ts'
import type { Writing } from '../journal/command.ts'
import { newestKnown } from '../journal/moment.ts'
import { justRecorded } from '../journal/recorded.ts'
import { newestVersion } from '../journal/versioned.ts'
import { canonicalJson } from '../values/canonical.ts'
import { Failure } from '../values/failure.ts'
import { newId } from '../values/id.ts'
import { patched } from '../values/patch.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { findOrgan, insertOrgan, insertOrganVersion, type OrganContent, organVersionsAfter } from './organ-queries.ts'
import type { OrganInput, OrganPatch } from './organ-schema.ts'

/**
 * Enters an organ of a cooperative; its id.
 *
 * @throws Failure when the cooperative is unknown
 */
export async function registerOrgan(writing: Writing, input: OrganInput): Promise<string> {
  const { cooperativeId, kind, name, totalVotes = null, colleges = [] } = input
  await checkCooperative(writing.tx, cooperativeId)
  const id = newId()
  await insertOrgan(writing, id, cooperativeId)
  await insertOrganVersion(writing, id, 1, { kind, name, totalVotes, colleges, effectiveOn: null })
  return id
}

/**
 * Changes an organ from a day on; without a day, corrects what is in force today, since its own day. What changes goes on
 * into later versions as long as they only repeat what was before.
 *
 * @returns the versions that were added, in the order of time
 */
export async function amendOrgan(
  writing: Writing,
  id: string,
  { effectiveOn, ...patch }: OrganPatch,
  today: PlainDate,
): Promise<OrganContent[]> {
  const { tx, seq } = writing
  const organ = await findOrgan(tx, id, newestKnown(writing, effectiveOn ?? today))
  if (!organ) throw new Failure('not_found', { what: 'organ' })
  const base = contentOf(organ)
  const first = { ...patched(base, patch), effectiveOn: effectiveOn ?? base.effectiveOn }
  const added = [first]
  let left: Partial<OrganContent> = patch as Partial<OrganContent>
  for (const later of await organVersionsAfter(tx, id, first.effectiveOn, seq)) {
    left = Object.fromEntries(Object.entries(left).filter(([name]) => repeats(later, base, name as keyof OrganContent)))
    if (Object.keys(left).length === 0) break
    added.push({ ...later, ...left })
  }
  let { version } = justRecorded(await newestVersion(tx, 'organ_version', id), 'organ')
  for (const content of added) {
    version += 1
    await insertOrganVersion(writing, id, version, content)
  }
  return added
}

function contentOf({ kind, name, totalVotes, colleges, effectiveOn }: OrganContent): OrganContent {
  return { kind, name, totalVotes, colleges, effectiveOn }
}

function repeats(later: OrganContent, base: OrganContent, name: keyof OrganContent): boolean {
  return canonicalJson(later[name]) === canonicalJson(base[name])
}
