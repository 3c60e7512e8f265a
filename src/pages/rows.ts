/** A page of a list, and whether more follow: one more than shown is fetched to know. */
export async function oneMore<Item>(
  shown: number,
  fetch: (limit: number) => Promise<Item[]>,
): Promise<{ items: Item[]; more: boolean }> {
  const fetched = await fetch(shown + 1)
  return { items: fetched.slice(0, shown), more: fetched.length > shown }
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

const BATCH = 500
