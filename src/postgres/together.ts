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

const IN_FAILED_TRANSACTION = '25P02'

/** Leaves a work to be waited for later, by `together`: until then it may fail without anybody knowing. */
export function leave(left: Promise<unknown>[], work: Promise<unknown>): void {
  work.catch(() => undefined)
  left.push(work)
}
