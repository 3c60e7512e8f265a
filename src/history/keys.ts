// Which events of a cooperative a page shows. Each source is read from an index in the order of time, no further than the
// page goes: five thousand events cost what fifty do.
import { type RawBuilder, sql } from 'kysely'
import { countsAt, isAbout } from '../decisions/step-queries.ts'
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import { isNewest } from '../seats/known.ts'
import { isInForce } from '../state-aids/queries.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { EVENT_TYPES, type EventType } from './schema.ts'

/** Where an event stands in the history: by date, then by recording. */
export interface EventKey {
  readonly on: PlainDate
  readonly seq: number
  /** Index in EVENT_TYPES. */
  readonly rank: number
  readonly id: string
}

export interface HistoryQuery {
  readonly cooperativeId: string
  /** First date, inclusive. */
  readonly from?: PlainDate | undefined
  /** End of the dates, exclusive. */
  readonly to?: PlainDate | undefined
  readonly type?: EventType | undefined
  readonly order: 'oldest' | 'newest'
}

/** The keys of at most `limit` events from a position on. */
export async function eventKeys(
  tx: Tx,
  moment: Moment,
  query: HistoryQuery,
  after: EventKey | undefined,
  limit: number,
): Promise<EventKey[]> {
  const { rows } = await eventKeysQuery(moment, query, after, limit).execute(tx)
  return rows.map(({ id, happened_on, seq, rank }) => ({ id, on: happened_on, seq, rank }))
}

/** The statement itself: what it touches does not grow with the history. */
export function eventKeysQuery(
  moment: Moment,
  query: HistoryQuery,
  after: EventKey | undefined,
  limit: number,
): RawBuilder<{ id: string; happened_on: PlainDate; seq: number; rank: number }> {
  const sources = EVENT_TYPES.flatMap((type, rank) =>
    query.type === undefined || query.type === type
      ? [part(SOURCES[type](moment.seq), rank, moment, query, after, limit)]
      : [],
  )
  const direction = query.order === 'oldest' ? sql`asc` : sql`desc`
  return sql`
    select * from (${sql.join(sources, sql` union all `)}) e
    order by happened_on ${direction}, seq ${direction}, rank ${direction}, id ${direction} limit ${limit}`
}

/** Where events of one type come from: a table that has an index on its cooperative, date and journal row, in this order. */
interface Source {
  readonly table: RawBuilder<unknown>
  readonly id: RawBuilder<unknown>
  readonly cooperative: RawBuilder<unknown>
  readonly on: RawBuilder<unknown>
  readonly seq: RawBuilder<unknown>
  /** True where a journal row may record several: their ids then say which comes first. */
  readonly severalARow: boolean
  /** What is not known at the journal row, or no longer. */
  readonly where: RawBuilder<unknown>
}

const SOURCES: Readonly<Record<EventType, (seq: number) => Source>> = {
  decision_step: (seq) => ({
    table: sql`cooperative_step e join decision_step s on s.authority_id = e.authority_id and s.id = e.step_id`,
    id: sql`e.step_id`,
    cooperative: sql`e.cooperative_id`,
    on: sql`e.happened_on`,
    seq: sql`e.seq`,
    severalARow: true,
    where: sql`${countsAt(seq)} and ${isAbout(sql`e.authority_id`, sql`e.decision_id`, sql`e.cooperative_id`, seq)}`,
  }),
  movement: () => ({
    table: sql`movement e`,
    id: sql`e.id`,
    cooperative: sql`e.cooperative_id`,
    on: sql`e.effective_on`,
    seq: sql`e.seq`,
    severalARow: false,
    where: sql`true`,
  }),
  mandate_start: (seq) => mandates(seq, sql`m.starts_on`),
  mandate_end: (seq) => mandates(seq, sql`m.ends_on`),
  capital_statement: superseded('capital_statement', 'stated_on', 'stated_on'),
  annual_accounts: superseded('annual_accounts', 'closed_on', 'year'),
  cooperative_audit: superseded('cooperative_audit', 'reported_on', 'reported_on'),
  state_aid: paper('state_aid', 'granted_on', isInForce),
  advance_convention: superseded('advance_convention', 'signed_on', 'reference'),
}

/** Papers of a cooperative, of which those that are the newest known of their date, year or reference count. */
function superseded(name: string, on: string, key: string): (seq: number) => Source {
  const table = sql.table(name)
  return paper(
    name,
    on,
    // The newest is never older than it. As an equality, the planner would think that hardly any row holds, and read them all
    // rather than the few of a page in the order of time.
    (seq) => sql`e.seq >= (
      select max(n.seq) from ${table} n where n.authority_id = e.authority_id
        and n.cooperative_id = e.cooperative_id and ${sql.ref(`n.${key}`)} = ${sql.ref(`e.${key}`)} and n.seq <= ${seq})`,
  )
}

function paper(name: string, on: string, where: (seq: number) => RawBuilder<unknown>): (seq: number) => Source {
  return (seq) => ({
    table: sql`${sql.table(name)} e`,
    id: sql`e.id`,
    cooperative: sql`e.cooperative_id`,
    on: sql.ref(`e.${on}`),
    seq: sql`e.seq`,
    severalARow: false,
    where: where(seq),
  })
}

// A mandate that never was, entered in error, has no day: from = to.
function mandates(seq: number, on: RawBuilder<unknown>): Source {
  return {
    table: sql`mandate_version m`,
    id: sql`m.mandate_id`,
    cooperative: sql`m.cooperative_id`,
    on,
    seq: sql`m.seq`,
    severalARow: true,
    where: sql`${isNewest(seq)} and m.ends_on is distinct from m.starts_on`,
  }
}

function part(
  { table, id, cooperative, on, seq, severalARow, where }: Source,
  rank: number,
  { asOf, seq: known }: Moment,
  query: HistoryQuery,
  after: EventKey | undefined,
  limit: number,
): RawBuilder<unknown> {
  const oldest = query.order === 'oldest'
  const [beyond, direction] = oldest ? [sql`>`, sql`asc`] : [sql`<`, sql`desc`]
  const asked = conditions([
    sql`${cooperative} = ${query.cooperativeId} and ${on} <= ${asOf}::date and ${seq} <= ${known}`,
    query.from && sql`${on} >= ${query.from}::date`,
    query.to && sql`${on} < ${query.to}::date`,
    // Twice: the first bounds the walk through the index, the second is exact.
    after && sql`(${on}, ${seq}) ${beyond}= (${after.on}::date, ${after.seq}::bigint)`,
    after &&
      sql`(${on}, ${seq}, ${sql.lit(rank)}, ${id}) ${beyond} (${after.on}::date, ${after.seq}::bigint, ${after.rank}::int, ${after.id}::uuid)`,
    where,
  ])
  // What the index has in order already is read row by row: an order that it has not takes some dozens first, however few are
  // wanted.
  const byId = severalARow ? sql`, ${id} ${direction}` : sql``
  return sql`(
    select ${id} as id, ${on} as happened_on, ${seq} as seq, ${sql.lit(rank)} as rank from ${table} where ${asked}
    order by ${on} ${direction}, ${seq} ${direction}${byId} limit ${limit})`
}
