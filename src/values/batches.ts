const BATCH = 200

/**
 * The first items that match what only code can tell, such as a derived state: reads on, batch after batch, until there
 * are enough of them or nothing is left.
 *
 * @param fetch at most so many items, in order, from a position on
 */
export async function firstMatching<Item, Position>(
  fetch: (after: Position | undefined, count: number) => Promise<Item[]>,
  position: (item: Item) => Position,
  matches: ((item: Item) => boolean) | undefined,
  after: Position | undefined,
  limit: number,
): Promise<Item[]> {
  if (!matches) return fetch(after, limit)
  const found: Item[] = []
  for (let last = after; ; ) {
    const batch = await fetch(last, BATCH)
    found.push(...batch.filter(matches))
    const end = batch.at(-1)
    if (found.length >= limit || batch.length < BATCH || end === undefined) return found.slice(0, limit)
    last = position(end)
  }
}

/**
 * The items of a list, fetched batch by batch as they are read: memory does not grow with their number.
 *
 * @param fetch as many items as a batch has, after one; undefined: from the beginning. Fewer are the last.
 */
export async function* batchByBatch<Item>(
  fetch: (after: Item | undefined) => Promise<Item[]>,
  batchSize: number,
): AsyncGenerator<Item> {
  let last: Item | undefined
  for (;;) {
    const batch = await fetch(last)
    yield* batch
    last = batch.at(-1)
    if (batch.length < batchSize) return
  }
}

/** All of a list that is short by nature: the seats, or what is left of a cooperative’s authorisations. */
export async function everything<Item>(
  fetch: (after: Item | undefined, limit: number) => Promise<Item[]>,
): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of batchByBatch<Item>((after) => fetch(after, BATCH), BATCH)) all.push(item)
  return all
}
