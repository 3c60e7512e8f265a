import { type RawBuilder, sql } from 'kysely'
import type { Tx } from './database.ts'

/** The conditions that are there, all of which must hold: `filter.kind && sql…` stands for one that may not be asked. */
export function conditions(all: readonly (RawBuilder<unknown> | '' | false | undefined)[]): RawBuilder<boolean> {
  const asked = all.filter((condition) => typeof condition === 'object')
  return asked.length === 0 ? sql`true` : sql`(${sql.join(asked, sql` and `)})`
}

let cursors = 0

/** The rows of a query in batches, through a cursor of the transaction: memory does not grow with their number. */
export async function* inBatches<Row>(tx: Tx, query: RawBuilder<Row>, batchRows: number): AsyncGenerator<Row[]> {
  // A name of its own: one whose reader stopped half-way stays open until the transaction ends.
  cursors += 1
  const cursor = sql.id(`batches_${cursors}`)
  await sql`declare ${cursor} no scroll cursor for ${query}`.execute(tx)
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(batchRows)} from ${cursor}`.execute(tx)
    if (rows.length === 0) break
    yield rows
  }
  await sql`close ${cursor}`.execute(tx)
}
