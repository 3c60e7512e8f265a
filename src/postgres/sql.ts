import { type RawBuilder, sql } from 'kysely'

/** The conditions that are there, all of which must hold; `false` and `undefined` stand for those that are not asked. */
export function conditions(all: readonly (RawBuilder<unknown> | false | undefined)[]): RawBuilder<boolean> {
  const asked = all.filter((condition) => typeof condition === 'object')
  return asked.length === 0 ? sql`true` : sql`(${sql.join(asked, sql` and `)})`
}
