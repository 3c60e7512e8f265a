import { z } from 'zod'

/** A number in the address of a next page. */
export const whole = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number')
  .transform(Number)

/** A page of a list, and whether more follow: one more than shown is fetched to know. */
export async function oneMore<Item>(
  shown: number,
  fetch: (limit: number) => Promise<Item[]>,
): Promise<{ items: Item[]; more: boolean }> {
  const fetched = await fetch(shown + 1)
  return { items: fetched.slice(0, shown), more: fetched.length > shown }
}
