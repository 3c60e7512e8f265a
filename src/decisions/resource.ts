import type { Params } from '../http/operation.ts'
import { newestVersion, stateOf } from '../journal/versioned.ts'
import type { Tx } from '../postgres/database.ts'

/** What a path under `/v1/decisions/:id` names. */
export const underDecision = {
  resource: (tx: Tx, { id }: Params) => newestVersion(tx, 'decision_version', id),
  resourceName: 'decision',
  stateOf,
}
