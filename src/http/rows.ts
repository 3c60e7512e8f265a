import type { Opening } from './download.ts'

const BATCH_ROWS = 1000

/**
 * All rows of a file, batch by batch: memory does not grow with their number, and who stops reading ends it.
 *
 * @param fetch at most so many rows after one; undefined: from the beginning
 */
export async function* rowsOf<Row>(
  inBatch: Opening<unknown>['inBatch'],
  fetch: (tx: Parameters<Parameters<typeof inBatch>[0]>[0], after: Row | undefined, limit: number) => Promise<Row[]>,
): AsyncGenerator<Row> {
  let last: Row | undefined
  for (;;) {
    const batch = await inBatch((tx) => fetch(tx, last, BATCH_ROWS))
    yield* batch
    last = batch.at(-1)
    if (batch.length < BATCH_ROWS) return
  }
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
