import { findCurrentCooperative } from '../cooperatives/queries.ts'
import type { Writing } from '../journal/command.ts'
import { Decimal, euros, wholeShares } from '../values/amount.ts'
import { Failure } from '../values/failure.ts'
import { spentOn } from './authorisation-queries.ts'
import { insertAuthorisation, insertCooperativeSteps } from './insert.ts'
import type { AuthorisationInput } from './schema.ts'
import { isVoid } from './step.ts'
import { standingsOf } from './step-queries.ts'

/**
 * Records what a decision allows; for a cooperative and instrument that it has already, the new terms supersede.
 *
 * @throws Failure when the cooperative is unknown, the decision is void, or movements already used more, or later
 */
export async function authorise(writing: Writing, decisionId: string, input: AuthorisationInput): Promise<void> {
  const standing = (await standingsOf(writing.tx, [decisionId], { seq: writing.seq })).get(decisionId)
  if (standing && isVoid(standing.status)) {
    throw new Failure('decision_void', { decisionId, status: standing.status ?? '', pointer: '#' })
  }
  await recordAuthorisation(writing, decisionId, input, '#')
  await insertCooperativeSteps(writing, decisionId)
}

/** The same, within a decision that is being recorded; `pointer` is where the body says it. */
export async function recordAuthorisation(
  writing: Writing,
  decisionId: string,
  input: AuthorisationInput,
  pointer: string,
): Promise<void> {
  const { cooperativeId, instrument, ceiling, ceilingShares = null, to = null } = input
  if (!(await findCurrentCooperative(writing.tx, cooperativeId))) {
    throw new Failure('cooperative_unknown', { cooperativeId, pointer: `${pointer}/cooperativeId` })
  }
  const spent = await spentOn(writing.tx, decisionId, cooperativeId, instrument)
  const amount = spent.reduce((sum, use) => sum.plus(use.amount), new Decimal(0))
  const shares = spent.reduce((sum, use) => sum.plus(use.shares), new Decimal(0))
  if (amount.gt(ceiling)) {
    throw new Failure('ceiling_below_consumed', { unit: 'euros', ceiling, consumed: euros(amount) })
  }
  if (ceilingShares !== null && shares.gt(ceilingShares)) {
    const consumed = wholeShares(shares)
    throw new Failure('ceiling_below_consumed', { unit: 'shares', ceiling: ceilingShares, consumed })
  }
  const late = to === null ? undefined : spent.findLast(({ effectiveOn }) => effectiveOn >= to)
  if (late && to !== null) {
    const { id, kind, effectiveOn } = late
    throw new Failure('end_before_use', { to, movement: { id, kind, effectiveOn } })
  }
  await insertAuthorisation(writing, { decisionId, cooperativeId, instrument, ceiling, ceilingShares, to })
}
