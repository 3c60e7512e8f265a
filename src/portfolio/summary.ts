import { sql } from 'kysely'
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { type Statement, statement } from '../postgres/statement.ts'
import { ratio } from '../values/amount.ts'
import { type PlainDate, periodEnds } from '../values/plain-date.ts'
import { type CooperativeFigures, type Figures, figuresOf } from './figures.ts'
import { positions, sumOfFigures } from './positions.ts'
import type { Grouping, Summary, Timeline } from './schema.ts'

type SumRow = CooperativeFigures & { cooperatives: number }

interface GroupRow extends SumRow {
  is_total: boolean
  key: string | null
  label: string | null
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
    select grouping(g.key) = 1 as is_total, g.key, max(g.label) as label,
      max(p.nominal_held) as nominal_held, max(p.total_capital) as total_capital, ${sumOfFigures}
    from ${positions(sql`${parameter('asOf')}::date`, parameter('seq'))} p
    cross join lateral (select p.${sql.ref(key)}::text as key, p.${sql.ref(label)} as label) g
    group by grouping sets ((g.key), ())`,
  )
}

const byLabel = new Intl.Collator('fr')

/** The portfolio at a moment: totals, and groups that add up to them exactly, in one statement. */
export async function summarise(tx: Tx, { asOf, knownAt, seq }: Moment, groupBy: Grouping): Promise<Summary> {
  const rows = await SUMMARIES[groupBy].run(tx, { asOf, seq })
  const total = rows.find(({ is_total }) => is_total)
  if (!total) throw new Error('a summary without its total')
  const totals = sumOf(total)
  const groups = rows
    .filter(({ is_total, cooperatives }) => !is_total && cooperatives > 0)
    .map((row) => ({
      key: row.key,
      label: row.key === null ? null : (row.label ?? row.key),
      weight: ratio(row.cost, totals.cost),
      figures: sumOf(row),
      ...(groupBy === 'cooperative' && shareOfCapital(row)),
    }))
  return { asOf, knownAt, currency: 'EUR', totals, groupBy, groups: groups.sort(inOrder) }
}

/** The totals on each of these days, in one statement. */
export async function timeline(
  tx: Tx,
  { asOf, knownAt, seq }: Moment,
  asked: Pick<Timeline, 'from' | 'to' | 'interval'>,
  days: readonly PlainDate[],
): Promise<Timeline> {
  const { rows } = await sql<SumRow & { as_of: PlainDate }>`
    select d.as_of, ${sumOfFigures}
    from unnest(${days}::date[]) as d (as_of)
    left join lateral ${positions(sql`d.as_of`, seq)} p on true
    group by d.as_of order by d.as_of`.execute(tx)
  return {
    asOf,
    knownAt,
    ...asked,
    currency: 'EUR',
    points: rows.map((row) => ({ asOf: row.as_of, totals: sumOf(row) })),
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

function sumOf(row: SumRow): Figures {
  return { cooperatives: row.cooperatives, ...figuresOf(row) }
}

type Named = Pick<Summary['groups'][number], 'key' | 'label'>

// In French alphabetical order, which the database's collation does not promise; what has no key comes last.
function inOrder(left: Named, right: Named): number {
  if (left.key === null || right.key === null) return Number(left.key === null) - Number(right.key === null)
  return byLabel.compare(left.label ?? '', right.label ?? '') || (left.key < right.key ? -1 : 1)
}
