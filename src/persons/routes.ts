import { z } from 'zod'
import type { Role } from '../access/permissions.ts'
import { list } from '../http/list.ts'
import { atMoment, momentQuery } from '../http/moment.ts'
import type { Api } from '../http/operation.ts'
import { read } from '../http/read.ts'
import { type Recorded, write } from '../http/write.ts'
import type { Writing } from '../journal/command.ts'
import { newestKnown } from '../journal/moment.ts'
import { amendPerson, erasePerson, type Identified, registerPerson } from './identify.ts'
import { findPerson, listPersons } from './queries.ts'
import { revealPerson, underPerson } from './resource.ts'
import { ErasureInput, Person, PersonAt, PersonInput, PersonPatch } from './schema.ts'

const tag = 'Seats'

/** Elected members read who sits; how to reach somebody is the office's to know. */
function shownTo(role: Role, person: Person): Person {
  return role === 'board' ? { ...person, contact: null } : person
}

export function personRoutes(api: Api): void {
  const recorded = (writing: Writing, { person, content }: Identified): Recorded<z.infer<typeof PersonAt>> => {
    return { targetId: person.id, content, body: atMoment(person, newestKnown(writing, api.today())) }
  }

  write(api, {
    id: 'createPerson',
    method: 'POST',
    url: '/v1/persons',
    tag,
    summary: 'Register a person',
    description:
      'Name and contact are kept in one erasable place: no journal, audit entry or kept answer holds them, only a salted digest.',
    stateOf: underPerson.stateOf,
    body: PersonInput,
    answer: PersonAt,
    answerDescription: 'The person, registered.',
    tagged: true,
    reveal: revealPerson,
    handle: async (writing, { body }) => {
      const answer = recorded(writing, await registerPerson(writing, body))
      return { ...answer, location: `/v1/persons/${answer.targetId}` }
    },
  })

  list(api, {
    id: 'listPersons',
    url: '/v1/persons',
    tag,
    summary: 'List the persons, in order of registration',
    description: 'The board sees names, and no contacts.',
    query: z.strictObject(momentQuery),
    item: Person,
    page: async ({ tx, caller, moment, after, limit }) => {
      const persons = await listPersons(tx, moment.seq, after?.[0] as string, limit)
      return persons.map((person) => shownTo(caller.role, person))
    },
    position: ({ id }) => [id],
    csv: {
      id: ({ id }) => id,
      name: ({ name }) => ({ text: name }),
      contact: ({ contact }) => ({ text: contact }),
      erased: ({ erased }) => String(erased),
      mergedInto: ({ mergedInto }) => mergedInto,
      version: ({ version }) => version,
      recordedAt: ({ recordedAt }) => recordedAt,
    },
  })

  read(api, {
    id: 'getPerson',
    url: '/v1/persons/:id',
    tag,
    summary: 'Read a person',
    description: 'A person has no effective date: asOf is accepted, as on every read, and changes nothing.',
    ...underPerson,
    query: z.strictObject(momentQuery),
    answer: PersonAt,
    answerDescription: 'The person, as known at knownAt.',
    handle: async ({ tx, caller, params, moment }) => {
      const person = await findPerson(tx, params.id, moment.seq)
      return atMoment(person && shownTo(caller.role, person), moment)
    },
  })

  write(api, {
    id: 'amendPerson',
    method: 'PATCH',
    url: '/v1/persons/:id',
    tag,
    summary: 'Change a person’s name or contact',
    description: 'Adds a version: reads at an earlier knownAt still answer the earlier name, until it is erased.',
    ...underPerson,
    conditional: true,
    body: PersonPatch,
    refuses: ['person_merged', 'person_erased'],
    answer: PersonAt,
    answerDescription: 'The person, changed.',
    tagged: true,
    reveal: revealPerson,
    handle: async (writing, { params, body }) => recorded(writing, await amendPerson(writing, params.id, body)),
  })

  write(api, {
    id: 'erasePerson',
    method: 'POST',
    url: '/v1/persons/:id/erasure',
    tag,
    summary: 'Forget a person',
    description:
      'Name, contact and the salt of their digests go, of every duplicate too, at every knownAt. The id and its mandates stay.',
    ...underPerson,
    body: ErasureInput,
    refuses: ['person_erased'],
    answer: PersonAt,
    answerDescription: 'The person, without a name.',
    handle: async (writing, { params, body }) => recorded(writing, await erasePerson(writing, params.id, body.reason)),
  })
}
