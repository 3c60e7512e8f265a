import type { Writing } from '../journal/command.ts'
import { Failure } from '../values/failure.ts'
import { newId } from '../values/id.ts'
import {
  deleteIdentities,
  findCurrentPerson,
  insertIdentity,
  insertPerson,
  insertPersonVersion,
  mergedInto,
} from './queries.ts'
import type { Person, PersonInput, PersonPatch } from './schema.ts'

/** What a change of a person leaves: the person without name and contact, and what the journal may keep. */
export interface Identified {
  readonly person: Person
  readonly content: object
}

/** Registers a person. */
export async function registerPerson(writing: Writing, { name, contact = null }: PersonInput): Promise<Identified> {
  const id = newId()
  await insertPerson(writing, id)
  return identified(writing, id, 1, { name, contact })
}

/**
 * Changes the name or the contact, by a version of its own.
 *
 * @throws Failure when the person was merged into another, or erased
 */
export async function amendPerson(writing: Writing, id: string, patch: PersonPatch): Promise<Identified> {
  const current = await knownPerson(writing, id, '#')
  checkLiving(current, '#')
  const name = patch.name ?? current.name ?? ''
  const contact = patch.contact === undefined ? current.contact : patch.contact
  return identified(writing, id, current.version + 1, { name, contact })
}

async function identified(
  writing: Writing,
  id: string,
  version: number,
  identity: { name: string; contact: string | null },
): Promise<Identified> {
  const digest = await insertIdentity(writing, id, version, identity)
  const { recordedAt } = writing
  const person = { id, name: null, contact: null, erased: false, mergedInto: null, version, recordedAt }
  return { person, content: { id, version, digest } }
}

/**
 * Forgets a person (GDPR art. 17), and every duplicate that was merged into the same: name, contact and salt go; the id,
 * and what was recorded under it, stay.
 *
 * @throws Failure when there is nothing left to erase
 */
export async function erasePerson(writing: Writing, id: string, reason: string): Promise<Identified> {
  const { tx } = writing
  const asked = await findCurrentPerson(tx, id)
  if (!asked) throw new Failure('not_found', { what: 'person' })
  const root = asked.mergedInto ?? id
  const erased: string[] = []
  for (const personId of [root, ...(await mergedInto(tx, root))]) {
    const person = await findCurrentPerson(tx, personId)
    if (!person || person.erased) continue
    await insertPersonVersion(writing, personId, person.version + 1, { event: 'erased', reason })
    erased.push(personId)
  }
  if (erased.length === 0) throw new Failure('person_erased', { pointer: '#', personId: id })
  await deleteIdentities(tx, erased)
  const person = (await findCurrentPerson(tx, id)) ?? asked
  return { person, content: { id, erased, reason } }
}

/**
 * A person who is there.
 *
 * @param pointer where the body names the person; `#`: the path does
 * @throws Failure `person_unknown`
 */
export async function knownPerson({ tx }: Writing, personId: string, pointer: string): Promise<Person> {
  const person = await findCurrentPerson(tx, personId)
  if (!person) throw new Failure('person_unknown', { pointer, personId })
  return person
}

/**
 * A person who can be written about: neither merged into another nor erased.
 *
 * @throws Failure `person_merged`, `person_erased`
 */
export function checkLiving({ id: personId, mergedInto: into, erased }: Person, pointer: string): void {
  if (into !== null) throw new Failure('person_merged', { pointer, personId, into })
  if (erased) throw new Failure('person_erased', { pointer, personId })
}
