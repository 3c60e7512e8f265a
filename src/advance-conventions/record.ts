import type { Writing } from '../journal/command.ts'
import { Failure } from '../values/failure.ts'
import { newId } from '../values/id.ts'
import { conventionExists, insertAdvanceConvention } from './queries.ts'
import type { AdvanceConvention, AdvanceConventionInput } from './schema.ts'

/**
 * Records a convention. One that it renews must be known, whatever its dates: papers come in out of their order.
 *
 * @throws Failure `convention_unknown` when the cooperative has none of the reference that it renews
 */
export async function recordAdvanceConvention(
  writing: Writing,
  cooperativeId: string,
  input: AdvanceConventionInput,
): Promise<AdvanceConvention> {
  const { reference, signedOn, endsOn, ceiling = null, renews = null, note = null } = input
  if (renews !== null && !(await conventionExists(writing.tx, cooperativeId, renews))) {
    throw new Failure('convention_unknown', { reference: renews })
  }
  const { recordedAt } = writing
  const convention = { id: newId(), cooperativeId, reference, signedOn, endsOn, ceiling, renews, note, recordedAt }
  await insertAdvanceConvention(writing, convention)
  return convention
}
