// Why a figure is what it is: the movements that make it, each with what it adds. A figure is a sum of postings.
import { type RawBuilder, sql } from 'kysely'
import { cooperativeVersionAt } from '../cooperatives/queries.ts'
import type { Moment } from '../journal/moment.ts'
import type { Movement } from '../ledger/schema.ts'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import type { PlainDate } from '../values/plain-date.ts'
import type { CooperativeFigures } from './figures.ts'
import { euros } from './positions.ts'

export type FigureName = keyof CooperativeFigures

/** What each figure adds up, as the entries hold it: debit positive. */
const PARTS: Readonly<Record<FigureName, RawBuilder<unknown>>> = {
  shares: sql`e.shares`,
  cost: sql`e.share_cost`,
  called: sql`e.share_cost + e.uncalled`,
  uncalled: sql`-e.uncalled`,
  payable: sql`-e.payable`,
  owed: sql`-e.owed_purchase - e.owed_grant`,
  paidUp: sql`e.share_cost + e.uncalled + e.payable`,
  impairment: sql`-e.impairment`,
  netBookValue: sql`e.share_cost + e.impairment`,
  receivable: sql`e.receivable_sale + e.receivable_withdrawal`,
  advances: sql`e.advance`,
  shareIncome: sql`-e.share_income`,
  disposalGain: sql`-e.disposal_proceeds - e.disposed_cost`,
  grants: sql`e."grant"`,
  loss: sql`e.loss`,
}

/** What one movement adds to a figure, its adjustments included. */
export interface Part {
  readonly movementId: string
  readonly kind: Movement['kind']
  readonly effectiveOn: PlainDate
  readonly seq: number
  readonly cooperativeId: string
  readonly cooperativeName: string
  readonly reversedBy: string | null
  /** Euros with two decimals, or whole shares. */
  readonly change: string
}

export interface PartFilter {
  readonly figure: FigureName
  readonly cooperativeId?: string | undefined
  readonly shareClassId?: string | undefined
  /** null: of cooperatives without one. */
  readonly activity?: string | null | undefined
}

/** The movements that make a figure, in fold order; those that add nothing are left out. */
export async function listParts(
  tx: Tx,
  moment: Moment,
  filter: PartFilter,
  after: { effectiveOn: PlainDate; seq: number } | undefined,
  limit: number,
): Promise<Part[]> {
  const { seq } = moment
  const { rows } = await sql<Row>`
    select m.id, m.kind, m.effective_on, m.seq, m.cooperative_id, v.name, case when r.seq <= ${seq} then r.id end as reversed_by, p.change
    from ${partsOf(moment, filter)} p
    join movement m on m.authority_id = p.authority_id and m.id = p.movement_id
    left join movement r on r.authority_id = m.authority_id and r.reverses = m.id
    cross join lateral ${cooperativeVersionAt(sql`m.authority_id`, sql`m.cooperative_id`, seq)} v
    where p.change <> 0 and ${after ? sql`(m.effective_on, m.seq) > (${after.effectiveOn}::date, ${after.seq}::bigint)` : sql`true`}
    order by m.effective_on, m.seq limit ${limit}`.execute(tx)
  return rows.map((row) => ({
    movementId: row.id,
    kind: row.kind,
    effectiveOn: row.effective_on,
    seq: row.seq,
    cooperativeId: row.cooperative_id,
    cooperativeName: row.name,
    reversedBy: row.reversed_by,
    change: row.change,
  }))
}

/** How many movements make a figure, and what they come to: the figure itself, from the postings. */
export async function sumParts(
  tx: Tx,
  moment: Moment,
  filter: PartFilter,
): Promise<{ movements: number; total: string }> {
  const { rows } = await sql<{ movements: number; total: string }>`
    select count(*) filter (where p.change <> 0)::int as movements, ${inUnit(filter.figure, sql`coalesce(sum(p.change), 0)`)} as total
    from ${partsOf(moment, filter)} p`.execute(tx)
  return rows[0] as { movements: number; total: string }
}

/** What each movement adds to a figure. */
function partsOf(
  { asOf, seq }: Moment,
  { figure, cooperativeId, shareClassId, activity }: PartFilter,
): RawBuilder<unknown> {
  const where = conditions([
    sql`e.effective_on <= ${asOf}`,
    sql`e.seq <= ${seq}`,
    cooperativeId && sql`e.cooperative_id = ${cooperativeId}`,
    shareClassId && sql`e.share_class_id = ${shareClassId}`,
    activity !== undefined &&
      sql`exists (
        select from ${cooperativeVersionAt(sql`e.authority_id`, sql`e.cooperative_id`, seq)} v
        where v.activity is not distinct from ${activity}::text)`,
  ])
  return sql`(
    select e.authority_id, e.movement_id, ${inUnit(figure, sql`sum(${PARTS[figure]})`)} as change
    from entry e where ${where} group by e.authority_id, e.movement_id)`
}

function inUnit(figure: FigureName, amount: RawBuilder<unknown>): RawBuilder<unknown> {
  return figure === 'shares' ? amount : euros(amount)
}

interface Row {
  id: string
  kind: Movement['kind']
  effective_on: PlainDate
  seq: number
  cooperative_id: string
  name: string
  reversed_by: string | null
  change: string
}
