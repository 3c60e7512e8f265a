import type { Moment } from '../../src/journal/moment.ts'
import { asAuthority, type Tx } from '../../src/postgres/database.ts'
import type { Authority } from './api.ts'

/** Reads within an authority's walls, at an effective date and as known at an instant that something was recorded at. */
export function momentOf<Result>(
  { id, service }: Authority,
  asOf: string,
  knownAt: string,
  read: (tx: Tx, moment: Moment) => Promise<Result>,
): Promise<Result> {
  return asAuthority(service.test.database, id, async (tx) => {
    const { seq } = await tx
      .selectFrom('journal')
      .select('seq')
      .where('recorded_at', '=', knownAt)
      .executeTakeFirstOrThrow()
    return read(tx, { asOf, knownAt, seq })
  })
}
