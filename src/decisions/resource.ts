import type { Params } from '../http/operation.ts'
import type { Tx } from '../postgres/database.ts'

/** What a path under `/v1/decisions/:id` names. */
export const underDecision = {
  resource: (tx: Tx, { id }: Params) =>
    tx
      .selectFrom('decision_version')
      .select(['decision_id as id', 'version'])
      .where('decision_id', '=', id)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst(),
  resourceName: 'decision',
  stateOf: ({ id, version }: { id: string; version: number }) => ({ id, version }),
}
