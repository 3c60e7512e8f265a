// What decisions allow, what movements used of it on or before a date, and what is left, as known at a journal row.
import { type RawBuilder, sql } from 'kysely'
import { cooperativeVersionAt } from '../cooperatives/queries.ts'
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import { Decimal, euros, wholeShares } from '../values/amount.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { INSTRUMENT_OF, type Instrument, type Spent, stateOf } from './authorisation.ts'
import type { Authorisation } from './authorisation-schema.ts'
import type { ListedAuthorisation } from './schema.ts'
import { stands } from './stands.ts'
import { type Standing, standingOf } from './step.ts'
import { countsAt, standingsOf } from './step-queries.ts'
import { decisionNameAt } from './version-queries.ts'

interface Row {
  decision_id: string
  cooperative_id: string
  instrument: Instrument
  ceiling: string
  ceiling_shares: string | null
  ends_on: string | null
  recorded_at: string
  consumed: string
  consumed_shares: string
}

const consuming = sql`(values ${sql.join(
  Object.entries(INSTRUMENT_OF).map(([kind, instrument]) => sql`(${sql.lit(kind)}, ${sql.lit(instrument)})`),
)}) as k (kind, instrument)`

/** The movements that use an authorisation, on all dates, as known at a journal row, in fold order. */
export async function spentOn(
  tx: Tx,
  decisionId: string,
  cooperativeId: string,
  instrument: Instrument,
  seq: number,
): Promise<Spent[]> {
  const { rows } = await sql<{ id: string; kind: string; effective_on: string; amount: string; shares: string }>`
    select m.id, m.kind, m.effective_on, coalesce(m.amount, 0) as amount, coalesce(m.shares, 0) as shares
    from movement m join ${consuming} on k.kind = m.kind and k.instrument = ${instrument}
    where m.decision_id = ${decisionId} and m.cooperative_id = ${cooperativeId} and ${stands(seq)}
    order by m.effective_on, m.seq`.execute(tx)
  return rows.map(({ id, kind, effective_on, amount, shares }) => ({
    id,
    kind,
    effectiveOn: effective_on,
    amount: new Decimal(amount),
    shares: new Decimal(shares),
  }))
}

/** The rows of `authorisation_version` in force at a journal row, each with what was used of it on or before asOf. */
function inForce({ asOf, seq }: Moment): RawBuilder<unknown> {
  return sql`(
    select a.*, u.consumed, u.consumed_shares
    from authorisation_version a
    cross join lateral (
      select coalesce(sum(m.amount), 0) as consumed, coalesce(sum(m.shares), 0) as consumed_shares
      from movement m join ${consuming} on k.kind = m.kind and k.instrument = a.instrument
      where m.authority_id = a.authority_id and m.decision_id = a.decision_id and m.cooperative_id = a.cooperative_id
        and m.effective_on <= ${asOf} and ${stands(seq)}
    ) u
    where a.seq = (
      select max(n.seq) from authorisation_version n
      where n.authority_id = a.authority_id and n.decision_id = a.decision_id and n.cooperative_id = a.cooperative_id
        and n.instrument = a.instrument and n.seq <= ${seq}))`
}

/** What each of some decisions allows, by cooperative and instrument; `standings` with all known steps. */
export async function authorisationsOf(
  tx: Tx,
  decisionIds: readonly string[],
  moment: Moment,
  standings: ReadonlyMap<string, Standing>,
): Promise<{ decisionId: string; authorisation: Authorisation }[]> {
  const { rows } = await sql<Row>`
    select * from ${inForce(moment)} a where a.decision_id = any(${decisionIds}::uuid[])
    order by a.cooperative_id, a.instrument`.execute(tx)
  return rows.map((row) => ({
    decisionId: row.decision_id,
    authorisation: authorisationOf(row, standings.get(row.decision_id) ?? standingOf([]), moment),
  }))
}

interface Named {
  number: string
  body: ListedAuthorisation['body']
  object: string
  cooperative_name: string
}

export interface AuthorisationFilter {
  readonly cooperativeId?: string | undefined
  readonly decisionId?: string | undefined
  readonly instrument?: string | undefined
  readonly body?: string | undefined
  /** Those alone that end on this day or later. */
  readonly endsFrom?: PlainDate | undefined
}

/** The authorisations of decisions that were adopted on or before asOf, by decision, cooperative and instrument. */
export async function listAuthorisations(
  tx: Tx,
  moment: Moment,
  filter: AuthorisationFilter,
  after: readonly [decisionId: string, cooperativeId: string, instrument: string] | undefined,
  limit: number,
): Promise<ListedAuthorisation[]> {
  const { asOf, seq } = moment
  const where = conditions([
    sql`exists (select from decision_step s where s.authority_id = a.authority_id and s.decision_id = a.decision_id
      and s.kind = 'adopted' and s.happened_on <= ${asOf} and ${countsAt(seq)})`,
    filter.cooperativeId && sql`a.cooperative_id = ${filter.cooperativeId}`,
    filter.decisionId && sql`a.decision_id = ${filter.decisionId}`,
    filter.body && sql`v.body = ${filter.body}`,
    filter.instrument && sql`a.instrument = ${filter.instrument}`,
    filter.endsFrom && sql`a.ends_on >= ${filter.endsFrom}`,
    after &&
      sql`(a.decision_id, a.cooperative_id, a.instrument) > (${after[0]}::uuid, ${after[1]}::uuid, ${after[2]}::text)`,
  ])
  const { rows } = await sql<Row & Named>`
    select a.*, v.number, v.body, v.object, c.name as cooperative_name
    from ${inForce(moment)} a
    cross join lateral ${decisionNameAt(sql`a.authority_id`, sql`a.decision_id`, seq)} v
    cross join lateral ${cooperativeVersionAt(sql`a.authority_id`, sql`a.cooperative_id`, seq)} c
    where ${where} order by a.decision_id, a.cooperative_id, a.instrument limit ${limit}`.execute(tx)
  const standings = await standingsOf(tx, [...new Set(rows.map(({ decision_id }) => decision_id))], { seq })
  return rows.map((row) => {
    const standing = standings.get(row.decision_id) ?? standingOf([])
    return {
      decisionId: row.decision_id,
      number: row.number,
      body: row.body,
      object: row.object,
      executoryOn: standing.executoryOn,
      cooperativeName: row.cooperative_name,
      ...authorisationOf(row, standing, moment),
    }
  })
}

function authorisationOf(row: Row, standing: Standing, { asOf }: Moment): Authorisation {
  const left = new Decimal(row.ceiling).minus(row.consumed)
  const leftShares = row.ceiling_shares === null ? null : new Decimal(row.ceiling_shares).minus(row.consumed_shares)
  return {
    cooperativeId: row.cooperative_id,
    instrument: row.instrument,
    to: row.ends_on,
    authorised: euros(row.ceiling),
    consumed: euros(row.consumed),
    left: euros(left),
    authorisedShares: row.ceiling_shares,
    consumedShares: wholeShares(row.consumed_shares),
    leftShares: leftShares && wholeShares(leftShares),
    state: stateOf(standing, { to: row.ends_on }, asOf),
    recordedAt: row.recorded_at,
  }
}
