/** A page of a list, and whether more follow: one more than shown is fetched to know. */
export async function oneMore<Item>(
  shown: number,
  fetch: (limit: number) => Promise<Item[]>,
): Promise<{ items: Item[]; more: boolean }> {
  const fetched = await fetch(shown + 1)
  return { items: fetched.slice(0, shown), more: fetched.length > shown }
}
