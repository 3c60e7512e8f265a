import { sql } from 'kysely'
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { type Statement, statement } from '../postgres/statement.ts'
import { Decimal, ratio } from '../values/amount.ts'
import { type PlainDate, periodEnds } from '../values/plain-date.ts'
import { WrittenJson, writeMembers } from '../values/written-json.ts'
import type { Figures } from './figures.ts'
import { cooperativesWithAny, euros, figuresJson, positions } from './positions.ts'
import type { Grouping, Summary, Timeline } from './schema.ts'

interface GroupRow {
  is_total: boolean
  key: string | null
  label: string | null
  cooperatives: number
  /** As JSON. */
  figures: string
  cost: string
  nominal_held: string
  total_capital: string | null
}

const KEYS: Record<Grouping, readonly [key: string, label: string]> = {
  cooperative: ['cooperative_id', 'name'],
  activity: ['activity', 'activity'],
  legalForm: ['legal_form', 'legal_form'],
  commune: ['commune_code', 'commune_name'],
}

/** The statement behind each grouping. */
export const SUMMARIES: Record<Grouping, Statement<{ asOf: PlainDate; seq: number }, GroupRow>> = {
  cooperative: summaryBy('cooperative'),
  activity: summaryBy('activity'),
  legalForm: summaryBy('legalForm'),
  commune: summaryBy('commune'),
}

function summaryBy(groupBy: Grouping) {
  const [key, label] = KEYS[groupBy]
  return statement<{ asOf: PlainDate; seq: number }, GroupRow>(
    (parameter) => sql`
    select grouping(g.key) = 1 as is_total, g.key, max(g.label) as label, ${cooperativesWithAny}::int as cooperatives, ${figuresJson} as figures,
      ${euros(sql`coalesce(sum(p.cost), 0)`)} as cost, max(p.nominal_held) as nominal_held, max(p.total_capital) as total_capital
    from ${positions(sql`${parameter('asOf')}::date`, parameter('seq'))} p
    cross join lateral (select p.${sql.ref(key)}::text as key, p.${sql.ref(label)} as label) g
    group by grouping sets ((g.key), ())`,
  )
}

const byLabel = new Intl.Collator('fr')

/** The portfolio at a moment: totals, and groups that add up to them exactly, in one statement. */
export async function summarise(tx: Tx, moment: Moment, groupBy: Grouping): Promise<Summary> {
  return JSON.parse((await writeSummary(tx, moment, groupBy)).text)
}

/** The same, as it is answered. */
export async function writeSummary(
  tx: Tx,
  { asOf, knownAt, seq }: Moment,
  groupBy: Grouping,
): Promise<WrittenJson<Summary>> {
  const rows = await SUMMARIES[groupBy].run(tx, { asOf, seq })
  const total = rows.find(({ is_total }) => is_total)
  if (!total) throw new Error('a summary without its total')
  const whole = new Decimal(total.cost)
  const groups = rows
    .filter(({ is_total, cooperatives }) => !is_total && cooperatives > 0)
    .sort(inOrder)
    .map((row) => writeGroup(row, whole, groupBy))
  const moment = writeMembers({ asOf, knownAt, currency: 'EUR' })
  return new WrittenJson(`{${moment},"totals":${total.figures},"groupBy":"${groupBy}","groups":[${groups.join(',')}]}`)
}

function writeGroup(row: GroupRow, whole: Decimal, groupBy: Grouping): string {
  const named = writeMembers({ key: row.key, label: labelOf(row), weight: ratio(row.cost, whole) })
  const share = groupBy === 'cooperative' ? `,${writeMembers(shareOfCapital(row))}` : ''
  return `{${named},"figures":${row.figures}${share}}`
}

/** The totals on each of these days, in one statement. */
export async function timeline(
  tx: Tx,
  { asOf, knownAt, seq }: Moment,
  asked: Pick<Timeline, 'from' | 'to' | 'interval'>,
  days: readonly PlainDate[],
): Promise<Timeline> {
  const { rows } = await sql<{ as_of: PlainDate; figures: string }>`
    select d.as_of, ${figuresJson} as figures
    from unnest(${days}::date[]) as d (as_of)
    left join lateral ${positions(sql`d.as_of`, seq)} p on true
    group by d.as_of order by d.as_of`.execute(tx)
  return {
    asOf,
    knownAt,
    ...asked,
    currency: 'EUR',
    points: rows.map((row) => ({ asOf: row.as_of, totals: JSON.parse(row.figures) as Figures })),
  }
}

const YEARS_SHOWN = 10

/** The totals at the end of each of the last years, and on the day itself: what charts of an evolution show. */
export async function lastYears(tx: Tx, moment: Moment): Promise<Timeline['points']> {
  const { asOf } = moment
  const from: PlainDate = `${String(Math.max(1, Number(asOf.slice(0, 4)) - YEARS_SHOWN)).padStart(4, '0')}-12-31`
  const days = [...new Set([...periodEnds(from, asOf, 'year'), asOf])]
  const { points } = await timeline(tx, moment, { from, to: asOf, interval: 'year' }, days)
  return points
}

/** Nominal held over the stated capital, or why that is not known. */
export function shareOfCapital(row: { nominal_held: string; total_capital: string | null }) {
  return row.total_capital === null
    ? ({ capitalShare: null, capitalShareReason: 'no_capital_statement' } as const)
    : ({ capitalShare: ratio(row.nominal_held, row.total_capital), capitalShareReason: null } as const)
}

function labelOf({ key, label }: GroupRow): string | null {
  return key === null ? null : (label ?? key)
}

// In French alphabetical order, which the database's collation does not promise; what has no key comes last.
function inOrder(left: GroupRow, right: GroupRow): number {
  if (left.key === null || right.key === null) return Number(left.key === null) - Number(right.key === null)
  return byLabel.compare(labelOf(left) ?? '', labelOf(right) ?? '') || (left.key < right.key ? -1 : 1)
}
