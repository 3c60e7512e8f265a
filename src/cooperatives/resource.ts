import type { Params } from '../http/operation.ts'
import type { Tx } from '../postgres/database.ts'
import { findCurrentCooperative } from './queries.ts'

/** What a path under `/v1/cooperatives/:id` names. */
export const underCooperative = {
  resource: (tx: Tx, { id }: Params) => findCurrentCooperative(tx, id),
  resourceName: 'cooperative',
}
