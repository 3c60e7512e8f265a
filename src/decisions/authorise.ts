import { checkCooperative } from '../cooperatives/queries.ts'
import type { Writing } from '../journal/command.ts'
import { euros, wholeShares } from '../values/amount.ts'
import { Failure } from '../values/failure.ts'
import { sumOf } from './authorisation.ts'
import { spentOn } from './authorisation-queries.ts'
import type { AuthorisationInput } from './authorisation-schema.ts'
import { insertAuthorisation, insertCooperativeSteps } from './insert.ts'

/**
 * Records what a decision allows; for a cooperative and instrument that it has already, the new terms supersede. Also for
 * a decision that is void by now: history may be taken over, and nothing can be used of it.
 *
 * @throws Failure when the cooperative is unknown, or movements already used more, or later
 */
export async function authorise(writing: Writing, decisionId: string, input: AuthorisationInput): Promise<void> {
  await checkCooperative(writing.tx, input.cooperativeId)
  await recordAuthorisation(writing, decisionId, input)
  await insertCooperativeSteps(writing, decisionId)
}

/** The same, for a cooperative that is known to be there. */
export async function recordAuthorisation(
  writing: Writing,
  decisionId: string,
  input: AuthorisationInput,
): Promise<void> {
  const { cooperativeId, instrument, ceiling, ceilingShares = null, to = null } = input
  const spent = await spentOn(writing.tx, decisionId, cooperativeId, instrument, writing.seq)
  const consumed = sumOf(spent)
  if (consumed.amount.gt(ceiling)) {
    throw new Failure('ceiling_below_consumed', { unit: 'euros', ceiling, consumed: euros(consumed.amount) })
  }
  if (ceilingShares !== null && consumed.shares.gt(ceilingShares)) {
    const shares = wholeShares(consumed.shares)
    throw new Failure('ceiling_below_consumed', { unit: 'shares', ceiling: ceilingShares, consumed: shares })
  }
  const late = to === null ? undefined : spent.findLast(({ effectiveOn }) => effectiveOn >= to)
  if (late && to !== null) {
    const { id, kind, effectiveOn } = late
    throw new Failure('end_before_use', { to, movement: { id, kind, effectiveOn } })
  }
  await insertAuthorisation(writing, { decisionId, cooperativeId, instrument, ceiling, ceilingShares, to })
}
