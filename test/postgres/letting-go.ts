// A process of its own, without what a test's process watches: prints how much of each answer its engine keeps once nobody
// has it any more, in bytes, until it cleans up at length.
import { sql } from 'kysely'
import { openPostgres, readAs } from '../../src/postgres/database.ts'
import { statement } from '../../src/postgres/statement.ts'

const ANSWERS = 1500

const [, , url = '', authorityId = ''] = process.argv
const database = openPostgres(url, { max: 1 })
const large = statement<{ of: string }, object>(
  (parameter) => sql`select n, ${parameter('of')}::text as of, repeat('x', 100) as x from generate_series(1, 50) n`,
)
const works = {
  single: () => large.run(database.single, { of: 'x' }),
  read: () => readAs(database, { authorityId, lastSeq: 1, lastRecordedAt: '' }, (tx) => large.run(tx, { of: 'x' })),
  transaction: () => database.transact((tx) => large.run(tx, { of: 'x' })),
}
const collect = (globalThis as unknown as { gc: (how: { type: 'minor' | 'major' }) => void }).gc

const kept: Record<string, number> = {}
for (const [name, work] of Object.entries(works)) {
  const many = async () => {
    for (let count = 0; count < ANSWERS; count += 1) await work()
    for (let count = 0; count < 2; count += 1) collect({ type: 'minor' })
    return process.memoryUsage().heapUsed
  }
  // Until it is compiled.
  await many()
  collect({ type: 'major' })
  const before = await many()
  kept[name] = Math.round(((await many()) - before) / ANSWERS)
}
await database.close()
process.stdout.write(JSON.stringify(kept))
