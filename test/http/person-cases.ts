// What the register refuses of persons.
import type { RefusalCase } from './refusal-cases.ts'
import { patch, period, type Register, refusal, UNKNOWN_ID } from './seat-cases.ts'

type Told = [status: number, code: string, pointer?: string | undefined]

export function persons({ after, second, third, duplicate, merged, erased, foreign }: Register): RefusalCase[] {
  const at = ({ id }: { id: string }, part = '') => `/v1/persons/${id}${part}`
  const merge = (what: string, who: { id: string }, into: string, told: Told, members?: object) =>
    refusal(what, at(who, '/merge'), { into }, told, members)
  const unknown: Told = [404, 'person_unknown', '#/into']
  const isMerged = (pointer?: string): Told => [409, 'person_merged', pointer]
  const isErased = (pointer?: string): Told => [409, 'person_erased', pointer]
  const mergedInto = { mergedInto: third.id }
  const renamed = { name: 'Camille Autre' }
  const reason = { reason: 'Demande de la personne' }
  const missing = { status: 404, code: 'not_found' }
  return [
    patch('a change of a duplicate', at(merged), renamed, isMerged(), mergedInto),
    patch('a change of who was erased', at(erased), renamed, isErased()),
    merge('into an unknown person', duplicate, UNKNOWN_ID, unknown),
    merge('into a person of another authority', duplicate, foreign.person.id, unknown),
    merge('into themselves', duplicate, duplicate.id, [400, 'invalid_input', '#/into']),
    merge('into themselves, in capitals', duplicate, duplicate.id.toUpperCase(), [400, 'invalid_input', '#/into']),
    merge('into a duplicate', duplicate, merged.id, isMerged('#/into'), mergedInto),
    merge('into who was erased', duplicate, erased.id, isErased('#/into')),
    merge('of a duplicate, again', merged, duplicate.id, isMerged(), mergedInto),
    merge('of who was erased', erased, duplicate.id, isErased()),
    merge('of two who sit on one organ', duplicate, second.id, [409, 'person_already_sits', '#/into'], {
      mandate: period(after),
    }),
    refusal('erased twice', at(erased, '/erasure'), reason, isErased()),
    { what: 'erased by another authority', url: at(foreign.person, '/erasure'), body: reason, expected: missing },
    {
      what: 'merged by another authority',
      url: at(foreign.person, '/merge'),
      body: { into: third.id },
      expected: missing,
    },
  ]
}
