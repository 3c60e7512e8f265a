/**
 * Asks once for each key: what comes of it, a refusal too, is what all later calls with that key get.
 *
 * @param keyOf what tells calls apart
 */
export function once<Arguments extends unknown[], Result>(
  ask: (...given: Arguments) => Promise<Result>,
  keyOf: (...given: Arguments) => string,
): (...given: Arguments) => Promise<Result> {
  const asked = new Map<string, Promise<Result>>()
  return (...given) => {
    const key = keyOf(...given)
    const known = asked.get(key) ?? ask(...given)
    asked.set(key, known)
    return known
  }
}
