/**
 * Statements that do not wait for one another: on one connection they go one behind the other, in this order, and none before
 * the last has answered is given up.
 *
 * @returns what each gives
 * @throws what the first of them, in this order, says that fails
 */
export async function together<const Works extends readonly unknown[]>(
  ...works: Works
): Promise<{ -readonly [Place in keyof Works]: Awaited<Works[Place]> }> {
  const settled = await Promise.allSettled(works)
  const failed = settled.find(({ status }) => status === 'rejected')
  if (failed) throw (failed as PromiseRejectedResult).reason
  return settled.map((one) => (one as PromiseFulfilledResult<unknown>).value) as never
}
