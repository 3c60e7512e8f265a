// The charts of the portfolio, each with its table: who does not see the one reads the other.
import { barChart } from '../charts/bar-chart.ts'
import type { Drawing } from '../charts/drawing.ts'
import { lineChart } from '../charts/line-chart.ts'
import { svgOf } from '../charts/svg.ts'
import { frenchDate, frenchEuros } from '../french/format.ts'
import { label } from '../french/labels.ts'
import type { Visit } from '../http/page.ts'
import type { Summary, Timeline } from '../portfolio/schema.ts'
import { timeline } from '../portfolio/summary.ts'
import { type PlainDate, periodEnds } from '../values/plain-date.ts'
import { date, euros, percent, table } from './components.ts'
import { chartMarkup, type Html, html } from './html.ts'

const YEARS_SHOWN = 10

/** What is held by activity, at cost. */
export function activityChart({ groups }: Summary): Html {
  const activityOf = (key: string | null) => (key === null ? 'Sans activité renseignée' : label('activity', key))
  const bars = groups.map(({ key, figures }) => ({
    label: activityOf(key),
    value: figures.cost,
    text: frenchEuros(figures.cost),
  }))
  const title = 'Coût d’acquisition des parts détenues, par activité'
  return html`${bars.length > 0 && html`${chart(barChart({ title, bars }))}`}
${table({
  caption: title,
  columns: [
    { header: 'Activité', cell: ({ key }) => activityOf(key) },
    { header: 'Coopératives', isFigure: true, cell: ({ figures }) => String(figures.cooperatives) },
    { header: 'Coût d’acquisition', isFigure: true, cell: ({ figures }) => euros(figures.cost) },
    { header: 'Valeur nette comptable', isFigure: true, cell: ({ figures }) => euros(figures.netBookValue) },
    { header: 'Poids dans le coût', isFigure: true, cell: ({ weight }) => percent(weight) },
  ],
  rows: groups,
  empty: 'Rien n’est détenu à cette date.',
})}`
}

/** What was bound and what was paid, and what it is worth in the books: at the end of each year, and on the day. */
export async function evolutionCharts({ tx, moment }: Visit): Promise<Html> {
  const { asOf } = moment
  const from: PlainDate = `${String(Math.max(1, Number(asOf.slice(0, 4)) - YEARS_SHOWN)).padStart(4, '0')}-12-31`
  const days = [...new Set([...periodEnds(from, asOf, 'year'), asOf])]
  const { points } = await timeline(tx, moment, { from, to: asOf, interval: 'year' }, days)
  const line = (name: string, figure: 'cost' | 'paidUp' | 'netBookValue') => ({
    name,
    points: points.map(({ asOf: at, totals }) => ({ at, value: totals[figure] })),
  })
  const charts = [
    lineChart({ title: 'Engagé et libéré', series: [line('Engagé (coût)', 'cost'), line('Libéré', 'paidUp')] }),
    lineChart({ title: 'Valeur nette comptable', series: [line('Valeur nette comptable', 'netBookValue')] }),
  ]
  return html`<div class="charts">${charts.map(chart)}</div>
${evolutionTable(points)}`
}

function chart(drawing: Drawing): Html {
  return html`<figure><figcaption>${drawing.title}</figcaption>${chartMarkup(svgOf(drawing))}</figure>`
}

function evolutionTable(points: Timeline['points']): Html {
  return table({
    caption: 'Engagé, libéré et valeur nette comptable, à la fin de chaque année',
    columns: [
      { header: 'Date', cell: ({ asOf }) => date(asOf) },
      { header: 'Engagé (coût)', isFigure: true, cell: ({ totals }) => euros(totals.cost) },
      { header: 'Libéré', isFigure: true, cell: ({ totals }) => euros(totals.paidUp) },
      {
        header: 'Reste à libérer',
        isFigure: true,
        cell: ({ totals }) => html`${euros(totals.uncalled)} non appelés, ${euros(totals.payable)} appelés`,
      },
      { header: 'Valeur nette comptable', isFigure: true, cell: ({ totals }) => euros(totals.netBookValue) },
    ],
    rows: points,
    empty: `Aucun mouvement avant le ${frenchDate(points[0]?.asOf ?? '0001-01-01')}.`,
  })
}
