import { sql } from 'kysely'
import type { Tx } from '../postgres/database.ts'

/** A resource by its id and the number of its newest version: what If-Match holds. */
export interface Versioned {
  readonly id: string
  readonly version: number
}

/** The newest version of a resource, whatever its date, as it is now; undefined where there is none. */
export async function newestVersion(
  tx: Tx,
  table: 'decision_version' | 'organ_version' | 'seat_version' | 'mandate_version',
  id: string,
): Promise<Versioned | undefined> {
  const key = sql.ref(table.replace('version', 'id'))
  const { rows } = await sql<Versioned>`
    select ${key} as id, version from ${sql.table(table)} where ${key} = ${id} order by version desc limit 1`.execute(
    tx,
  )
  return rows[0]
}

/** A change of version is what makes another's change stale; a date that derives another state does not. */
export const stateOf = ({ id, version }: Versioned): Versioned => ({ id, version })
