import type { Tx } from '../postgres/database.ts'
import { batchByBatch } from '../values/batches.ts'
import type { Opening } from './download.ts'

/** How many rows of a long answer are fetched at once, in a short transaction of their own. */
export const BATCH_ROWS = 1000

/**
 * All rows of a file, batch by batch: memory does not grow with their number, and who stops reading ends it.
 *
 * @param fetch at most so many rows after one; undefined: from the beginning
 */
export function rowsOf<Row>(
  inBatch: Opening<unknown>['inBatch'],
  fetch: (tx: Tx, after: Row | undefined, limit: number) => Promise<Row[]>,
): AsyncGenerator<Row> {
  return batchByBatch<Row>((after) => inBatch((tx) => fetch(tx, after, BATCH_ROWS)), BATCH_ROWS)
}

/** The same rows, and whether there is any: the first is read ahead. */
export async function startOf<Row>(
  source: AsyncIterable<Row>,
): Promise<{ isEmpty: boolean; rows: AsyncIterable<Row> }> {
  const rows = source[Symbol.asyncIterator]()
  const first = await rows.next()
  async function* all() {
    try {
      for (let next = first; !next.done; next = await rows.next()) yield next.value
    } finally {
      await rows.return?.()
    }
  }
  return { isEmpty: first.done === true, rows: all() }
}
