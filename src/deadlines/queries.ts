import { sql } from 'kysely'
import { cooperativeVersionAt } from '../cooperatives/queries.ts'
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { addMonths, LAST_DAY, type PlainDate } from '../values/plain-date.ts'
import { calls } from './call-queries.ts'
import { acknowledgements, papers } from './compliance-queries.ts'
import { debts } from './debt-queries.ts'
import { authorisations, challenges } from './decision-queries.ts'
import type { Deadline, DeadlineKind } from './schema.ts'
import { mandates, seats } from './seat-queries.ts'
import type { DeadlineSource, Due } from './source.ts'

/** Where deadlines come from, all of it: what knows of another kind is added here. */
export const SOURCES: readonly DeadlineSource[] = [
  calls,
  debts,
  mandates,
  seats,
  authorisations,
  challenges,
  papers,
  acknowledgements,
]

export interface DeadlineFilter {
  /** First day, inclusive; default: asOf. */
  readonly from?: PlainDate | undefined
  /** End, exclusive; default: a year after `from`. */
  readonly to?: PlainDate | undefined
  readonly kind?: DeadlineKind | undefined
  readonly cooperativeId?: string | undefined
  /** Also what was due before `from`, and before asOf, and is still open; default: true. */
  readonly overdue?: boolean | undefined
}

/** Everything that is due between two dates, as it stands on asOf, as known: by date, then by key. */
export async function listDeadlines(tx: Tx, moment: Moment, filter: DeadlineFilter = {}): Promise<Deadline[]> {
  const { from = moment.asOf, overdue: withOverdue = true, kind } = filter
  const to = filter.to ?? aYearAfter(from)
  const found: Due[] = []
  for (const source of SOURCES) {
    if (kind === undefined || source.kinds.includes(kind))
      found.push(...(await source.read(tx, moment, filter.cooperativeId)))
  }
  const wanted = found.filter((due) => {
    if (due.dueOn >= to || (kind !== undefined && due.kind !== kind)) return false
    return due.dueOn >= from || (withOverdue && due.dueOn < moment.asOf)
  })
  const names = await cooperativeNames(tx, wanted, moment.seq)
  return wanted
    .sort((left, right) => (placeOf(left) < placeOf(right) ? -1 : 1))
    .map((due) => ({
      ...due,
      cooperativeName: (due.cooperativeId && names.get(due.cooperativeId)) || null,
      overdue: due.dueOn < moment.asOf,
    }))
}

/** Where a deadline stands in the list, as a text whose order is the list's. */
export function placeOf({ dueOn, key }: Pick<Deadline, 'dueOn' | 'key'>): string {
  return `${dueOn} ${key}`
}

function aYearAfter(from: PlainDate): PlainDate {
  return from < '9999' ? addMonths(from, 12) : LAST_DAY
}

async function cooperativeNames(tx: Tx, dues: readonly Due[], seq: number): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(dues.flatMap(({ cooperativeId }) => cooperativeId ?? []))]
  const { rows } = await sql<{ id: string; name: string }>`
    select c.id, v.name from cooperative c
    cross join lateral ${cooperativeVersionAt(sql`c.authority_id`, sql`c.id`, seq)} v
    where c.id = any(${ids}::uuid[])`.execute(tx)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
