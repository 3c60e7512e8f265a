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

/** All of a list that is short by nature: the seats, or what is left of a cooperative’s authorisations. */
export async function everything<Item>(
  fetch: (after: Item | undefined, limit: number) => Promise<Item[]>,
): Promise<Item[]> {
  const all: Item[] = []
  for (;;) {
    const batch = await fetch(all.at(-1), BATCH)
    all.push(...batch)
    if (batch.length < BATCH) return all
  }
}
