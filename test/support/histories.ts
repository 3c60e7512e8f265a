// Random histories, for the properties that must hold over them: how many, from which seed, what a failure prints, and the
// authority that each of them starts from.
import fc from 'fast-check'
import { sql } from 'kysely'
import type { Test } from 'tap'
import type { Caller } from '../../src/access/caller.ts'
import { asAuthority, type Database, INSTALLATION } from '../../src/postgres/database.ts'
import { newId } from '../../src/values/id.ts'

/** How many times as many histories, and as much time. */
export const TIMES = process.env.LONG ? 5 : 1
export const SEED = process.env.SEED === undefined ? Date.now() % 2 ** 31 : Number(process.env.SEED)

const CREATED_AT = '2020-01-01T00:00:00.000000Z'

/** Runs the property over so many histories; when one breaks it, prints the shrunk one and throws what went wrong. */
export async function holds<Values>(t: Test, histories: number, property: fc.IAsyncProperty<Values>): Promise<void> {
  const numRuns = histories * TIMES
  const details = await fc.check(property, {
    numRuns,
    seed: SEED,
    // Shrinking stops here too, with the smallest history so far.
    interruptAfterTimeLimit: TIMES * 180_000,
    markInterruptAsFailure: true,
  })
  if (!details.failed) return void t.pass(`${numRuns} histories`)
  // As comments, which keep their lines: the shrunk history, and how to run it again. Then what went wrong with it.
  t.comment(`SEED=${details.seed}, after ${details.numRuns} histories, shrunk ${details.numShrinks} times:`)
  t.comment(fc.stringify(details.counterexample))
  throw details.errorInstance
}

/** Creates an authority whose journal is empty; its finance office, as the caller of every command. */
export async function openFinanceOffice(database: Database): Promise<Caller> {
  const authorityId = newId()
  const cursorKey = Buffer.alloc(32)
  await asAuthority(database, INSTALLATION, (tx) =>
    sql`insert into authority (authority_id, name, created_at, cursor_key, last_recorded_at)
      values (${authorityId}, 'Département du Hasard', ${CREATED_AT}, ${cursorKey}, ${CREATED_AT})`.execute(tx),
  )
  return {
    tokenId: null,
    name: 'office',
    subject: null,
    role: 'finance',
    authorityId,
    cursorKey,
    lastSeq: 0,
    lastRecordedAt: CREATED_AT,
  }
}
