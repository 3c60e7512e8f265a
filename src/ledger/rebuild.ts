import { addPostings, NO_POSTINGS, type Postings } from './account.ts'
import type { Movement } from './movement.ts'
import type { Step } from './queries.ts'
import { applyFold, joinPostings, type Posted, replay, type Version } from './replay.ts'
import { applyPostings, type State } from './state.ts'

/**
 * The running balances that each journal row must have recorded, from the postings alone: what was posted is taken as it is,
 * and no rule of the ledger is asked. Pure.
 *
 * @param beginning the cooperative before its first movement
 * @param steps what was recorded of it, in that order
 * @throws Error when a step takes away a movement that is not there
 */
export function* rebuild(
  beginning: State,
  steps: readonly Step[],
): Generator<{ readonly seq: number; readonly versions: readonly Version[] }> {
  let fold: Posted[] = []
  // Most movements are the last of their cooperative: where it stands after all of them is not added up again for each.
  let end = beginning
  for (const { seq, change, postings } of steps) {
    const leaving = 'leaves' in change ? fold.find(({ movement }) => movement.id === change.leaves) : undefined
    if ('leaves' in change && !leaving) throw new Error(`journal ${seq} reverses ${change.leaves}, which is not there`)
    const joins = 'joins' in change ? change.joins : undefined
    const from = fold.findIndex(({ movement }) => isFrom(movement, joins ?? (leaving as Posted).movement, joins))
    const at = from === -1 ? fold.length : from
    const [earlier, known] = [fold.slice(0, at), fold.slice(at)]
    const before = known.length === 0 ? end : applyFold(beginning, earlier)
    const posted = new Map(known.map((one) => [one.movement.id, one.postings]))
    const postedBy = ({ id }: Movement): Postings =>
      addPostings(posted.get(id) ?? NO_POSTINGS, postings.get(id) ?? NO_POSTINGS)
    const outcome = replay(before, known, joins ? { joins } : { leaves: leaving as Posted }, postedBy)
    yield { seq, versions: outcome.versions }
    const later = joinPostings(known, outcome.adjustments)
    fold = joins
      ? [...earlier, { movement: joins, postings: outcome.postings }, ...later]
      : [
          ...earlier,
          ...later.map((one) => (one.movement.id === leaving?.movement.id ? { ...one, reversed: true } : one)),
        ]
    end = joins && known.length === 0 ? applyPostings(before, joins, outcome.postings) : applyFold(beginning, fold)
  }
}

/** A movement joins at the end of its day; one leaves from the day's beginning. */
function isFrom({ effectiveOn }: Movement, changed: Movement, joins: Movement | undefined): boolean {
  return joins ? effectiveOn > changed.effectiveOn : effectiveOn >= changed.effectiveOn
}
