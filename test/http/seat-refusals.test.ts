// What only the register can tell about organs, seats, mandates and persons.
import { type Test, test } from 'tap'
import { SEAT_FAILURES } from '../../src/http/failures-seats.ts'
import { Service } from '../support/api.ts'
import { mandates, moves } from './mandate-cases.ts'
import { persons } from './person-cases.ts'
import { type RefusalCase, refuseAll } from './refusal-cases.ts'
import { appointments, fill, places } from './seat-cases.ts'

test('refusals of seats and persons', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  const stranger = await service.authority('Département voisin')
  const office = { service, auditor: await service.mint('auditor', authority.id), token: authority.token }
  const register = await fill(authority, stranger)
  const codes = new Set<string>()
  const refuse = async (t: Test, cases: RefusalCase[]) => {
    for (const code of await refuseAll(t, office, cases)) codes.add(code)
  }

  await t.test('organs and seats', (t) => refuse(t, places(register)))
  await t.test('mandates', (t) => refuse(t, mandates(register)))
  await t.test('appointments', (t) => refuse(t, appointments(register)))
  await t.test('changes of a mandate', (t) => refuse(t, moves(register)))
  await t.test('persons', (t) => refuse(t, persons(register)))
  t.same(
    Object.keys(SEAT_FAILURES).filter((code) => !codes.has(code)),
    [],
    'every refusal was provoked',
  )
})
