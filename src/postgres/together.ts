/**
 * Statements that do not wait for one another: on one connection they go one behind the other, in this order, and none before
 * the last has answered is given up.
 *
 * @returns what each gives
 * @throws what the first of them, in this order, says that fails; not that another had failed, where that one is among them
 */
export async function together<const Works extends readonly unknown[]>(
  ...works: Works
): Promise<{ -readonly [Place in keyof Works]: Awaited<Works[Place]> }> {
  const settled = await Promise.allSettled(works)
  const failures = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  if (failures.length > 0) throw failures.find((error) => error?.code !== IN_FAILED_TRANSACTION) ?? failures[0]
  return settled.map((one) => (one as PromiseFulfilledResult<unknown>).value) as never
}

/** A transaction that has failed already commits nothing, and refuses whatever comes next. */
export const IN_FAILED_TRANSACTION = '25P02'

/** Takes works that nobody waits for yet. */
export type Leave = (work: Promise<unknown>) => void

/**
 * Runs work that may leave other works behind it, to be waited for at the end, by `together`.
 *
 * @returns what it gives, and all that it left
 * @throws what the first of those that it left says that fails, where the work itself fails: it is why
 */
export async function leaving<Result>(
  work: (leave: Leave) => Promise<Result>,
): Promise<{ readonly result: Result; readonly left: readonly Promise<unknown>[] }> {
  const left: Promise<unknown>[] = []
  try {
    const result = await work((one) => {
      // Until it is waited for it may fail without anybody knowing.
      one.catch(() => undefined)
      left.push(one)
    })
    return { result, left }
  } catch (error) {
    await together(...left)
    throw error
  }
}
