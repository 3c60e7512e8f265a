// The fuzzer: so many requests made from the OpenAPI document, from one seed; and what must hold of every answer.
import type { Test } from 'tap'
import { booksBalanced } from '../support/books.ts'
import { OPERATIONS } from './document.ts'
import { openOffices } from './offices.ts'
import { run } from './run.ts'

/** A fuzzer that is only ever refused tests little. */
const LEAST_SUCCESS = 0.15
const MOST_TOLD = 10

/** Sends at least so many requests, and asserts what must hold of each answer, and of the books in the end. */
export async function fuzz(t: Test, { requests, seed }: { requests: number; seed: number }): Promise<void> {
  t.comment(`SEED=${seed}, ${requests} requests`)
  const offices = await openOffices(t)
  const { count, faults, covered, moods } = await run(offices, { requests, seed })
  t.equal(faults.length, 0, `${count} requests answered as documented`, { faults: faults.slice(0, MOST_TOLD) })
  t.comment([...moods].map(([mood, times]) => `${mood} ×${times}`).join(', '))
  t.comment(covered.summary())
  t.ok(covered.share() >= LEAST_SUCCESS, `${(covered.share() * 100).toFixed(0)} % succeeded`)
  t.same(covered.missing(), [], `each of the ${OPERATIONS.length} operations succeeded and refused`)
  for (const { id, name } of offices.authorities) {
    t.same(await booksBalanced(offices.service.test.database, id), [], `the books of ${name} are balanced and whole`)
  }
}
