import { sql } from 'kysely'
import type { Moment } from '../journal/moment.ts'
import { newestClassBalance } from '../ledger/balances.ts'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import { Decimal, euros as inEuros, nominal, toCents } from '../values/amount.ts'
import { everything } from '../values/batches.ts'
import { type CooperativeFigures, figuresOf } from './figures.ts'
import { euros, isNotEmpty, positions } from './positions.ts'
import type { Contribution, Holding } from './schema.ts'
import { shareOfCapital } from './summary.ts'

interface HoldingRow extends CooperativeFigures {
  cooperative_id: string
  name: string
  activity: string | null
  legal_form: Holding['legalForm']
  commune_code: string | null
  commune_name: string | null
  nominal_held: string
  total_capital: string | null
}

interface ClassRow {
  cooperative_id: string
  share_class_id: string
  name: string
  nominal_value: string
  shares: string
  cost: string
  uncalled: string
  payable: string
  owed: string
  paid_up: string
  impairment: string
  net_book_value: string
}

/** One holding, whether or not there is anything in it; undefined when the cooperative is not known then. */
export async function findHolding(tx: Tx, cooperativeId: string, moment: Moment): Promise<Holding | undefined> {
  const [holding] = await select(tx, moment, sql`p.cooperative_id = ${cooperativeId}`, 1)
  return holding
}

export interface HoldingFilter {
  readonly cooperativeId?: string | undefined
  readonly activity?: string | undefined
}

/** The holdings with any figure that is not zero, in order of registration: they add up to the summary. */
export function listHoldings(
  tx: Tx,
  moment: Moment,
  filter: HoldingFilter,
  after: string | undefined,
  limit: number,
): Promise<Holding[]> {
  const where = conditions([
    isNotEmpty,
    filter.cooperativeId && sql`p.cooperative_id = ${filter.cooperativeId}`,
    filter.activity && sql`p.activity = ${filter.activity}`,
    after && sql`p.cooperative_id > ${after}::uuid`,
  ])
  return select(tx, moment, where, limit)
}

/** All of them at once. */
export function allHoldings(tx: Tx, moment: Moment): Promise<Holding[]> {
  return everything<Holding>((after, limit) => listHoldings(tx, moment, {}, after?.cooperativeId, limit))
}

async function select(tx: Tx, { asOf, seq }: Moment, where: ReturnType<typeof sql>, limit: number): Promise<Holding[]> {
  const date = sql`${asOf}::date`
  const { rows } = await sql<HoldingRow>`
    select * from ${positions(date, seq)} p where ${where} order by p.cooperative_id limit ${limit}`.execute(tx)
  const classes = await sql<ClassRow>`
    select s.cooperative_id, s.id as share_class_id, s.name, coalesce(b.nominal_value, s.nominal_value) as nominal_value,
      coalesce(b.shares, 0) as shares, ${euros(sql`coalesce(b.share_cost, 0)`)} as cost,
      ${euros(sql`coalesce(b.uncalled, 0)`)} as uncalled, ${euros(sql`coalesce(b.payable, 0)`)} as payable,
      ${euros(sql`coalesce(b.owed_purchase, 0)`)} as owed,
      ${euros(sql`coalesce(b.share_cost - b.uncalled - b.payable, 0)`)} as paid_up,
      ${euros(sql`coalesce(b.impairment, 0)`)} as impairment,
      ${euros(sql`coalesce(b.share_cost - b.impairment, 0)`)} as net_book_value
    from share_class s left join lateral ${newestClassBalance(date, seq)} b on true
    where s.cooperative_id = any(${rows.map((row) => row.cooperative_id)}::uuid[]) and s.seq <= ${seq}
    order by s.id`.execute(tx)
  const byCooperative = Map.groupBy(classes.rows, (row) => row.cooperative_id)
  return rows.map((row) => ({
    cooperativeId: row.cooperative_id,
    name: row.name,
    activity: row.activity,
    legalForm: row.legal_form,
    communeCode: row.commune_code,
    communeName: row.commune_name,
    ...figuresOf(row),
    nominalHeld: inEuros(toCents(new Decimal(row.nominal_held))),
    ...shareOfCapital(row),
    shareClasses: (byCooperative.get(row.cooperative_id) ?? []).map((shareClass) => ({
      shareClassId: shareClass.share_class_id,
      name: shareClass.name,
      nominalValue: nominal(shareClass.nominal_value),
      shares: shareClass.shares,
      cost: shareClass.cost,
      uncalled: shareClass.uncalled,
      payable: shareClass.payable,
      owed: shareClass.owed,
      paidUp: shareClass.paid_up,
      impairment: shareClass.impairment,
      netBookValue: shareClass.net_book_value,
    })),
  }))
}

/** What was put in and came back, by cooperative and instrument; only where there is something. */
export async function listContributions(
  tx: Tx,
  { asOf, seq }: Moment,
  filter: { cooperativeId?: string | undefined; instrument?: string | undefined },
  after: readonly [cooperativeId: string, instrument: string] | undefined,
  limit: number,
): Promise<Contribution[]> {
  const where = conditions([
    sql`(i.committed <> 0 or i.paid <> 0 or i.repaid <> 0 or i.remaining <> 0)`,
    filter.cooperativeId && sql`p.cooperative_id = ${filter.cooperativeId}`,
    filter.instrument && sql`i.instrument = ${filter.instrument}`,
    after && sql`(p.cooperative_id, i.instrument) > (${after[0]}::uuid, ${after[1]}::text)`,
  ])
  const { rows } = await sql<Omit<Contribution, 'cooperativeId'> & { cooperative_id: string }>`
    select p.cooperative_id, p.name, i.instrument, ${euros(sql`i.committed`)} as committed, ${euros(sql`i.called`)} as called,
      ${euros(sql`i.paid`)} as paid, ${euros(sql`i.committed - i.paid`)} as outstanding, ${euros(sql`i.repaid`)} as repaid,
      ${euros(sql`i.remaining`)} as remaining
    from ${positions(sql`${asOf}::date`, seq)} p
    cross join lateral (values
      ('shares', p.cost + p.disposed_cost, p.called + p.disposed_cost,
        p."paidUp" - p.owed_purchase + p.disposed_cost, p.received, p.cost),
      ('advance', p.advanced, p.advanced, p.advanced, p.advance_repaid, p.advances),
      ('grant', p.grants, p.grants, p.grants - p.owed_grant, 0, 0)
    ) as i (instrument, committed, called, paid, repaid, remaining)
    where ${where}
    order by p.cooperative_id, i.instrument limit ${limit}`.execute(tx)
  return rows.map(({ cooperative_id, ...contribution }) => ({ cooperativeId: cooperative_id, ...contribution }))
}
