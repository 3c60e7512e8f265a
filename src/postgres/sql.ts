import { type RawBuilder, sql } from 'kysely'

/** The conditions that are there, all of which must hold: `filter.kind && sql…` stands for one that may not be asked. */
export function conditions(all: readonly (RawBuilder<unknown> | '' | false | undefined)[]): RawBuilder<boolean> {
  const asked = all.filter((condition) => typeof condition === 'object')
  return asked.length === 0 ? sql`true` : sql`(${sql.join(asked, sql` and `)})`
}
