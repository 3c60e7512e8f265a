// The charts of the portfolio, each with its table: who does not see the one reads the other.
import type { Drawing } from '../charts/drawing.ts'
import { activityBars, activityName, evolutionLines } from '../charts/portfolio-charts.ts'
import { svgOf } from '../charts/svg.ts'
import { frenchDate } from '../french/format.ts'
import type { Visit } from '../http/page.ts'
import type { CooperativeFigures } from '../portfolio/figures.ts'
import type { Summary, Timeline } from '../portfolio/schema.ts'
import { lastYears } from '../portfolio/summary.ts'
import { date, figure, percent, table } from './components.ts'
import { chartMarkup, type Html, html } from './html.ts'

/** What is held by activity, at cost. */
export function activityChart(visit: Visit, summary: Summary): Html {
  const bars = activityBars(summary)
  return html`${bars && chart(bars)}
${table({
  caption: 'Coût d’acquisition des parts détenues, par activité',
  columns: [
    { header: 'Activité', cell: ({ key }) => activityName(key) },
    { header: 'Coopératives', isFigure: true, cell: ({ figures }) => String(figures.cooperatives) },
    {
      header: 'Coût d’acquisition',
      isFigure: true,
      cell: ({ key, figures }) => figure(visit, 'cost', figures.cost, { activity: key }),
    },
    {
      header: 'Valeur nette comptable',
      isFigure: true,
      cell: ({ key, figures }) => figure(visit, 'netBookValue', figures.netBookValue, { activity: key }),
    },
    { header: 'Poids dans le coût', isFigure: true, cell: ({ weight }) => percent(weight) },
  ],
  rows: summary.groups,
  empty: 'Rien n’est détenu à cette date.',
})}`
}

/** What was bound and what was paid, and what it is worth in the books: at the end of each year, and on the day. */
export async function evolutionCharts(visit: Visit): Promise<Html> {
  const points = await lastYears(visit.tx, visit.moment)
  return html`<div class="charts">${evolutionLines(points).map(chart)}</div>
${evolutionTable(visit, points)}`
}

function chart(drawing: Drawing): Html {
  return html`<figure><figcaption>${drawing.title}</figcaption>${chartMarkup(svgOf(drawing))}</figure>`
}

function evolutionTable(visit: Visit, points: Timeline['points']): Html {
  const figureOn = ({ asOf, totals }: Timeline['points'][number], name: keyof CooperativeFigures) =>
    figure(visit, name, totals[name], { asOf })
  return table({
    caption: 'Engagé, libéré et valeur nette comptable, à la fin de chaque année',
    columns: [
      { header: 'Date', cell: ({ asOf }) => date(asOf) },
      { header: 'Engagé (coût)', isFigure: true, cell: (point) => figureOn(point, 'cost') },
      { header: 'Libéré', isFigure: true, cell: (point) => figureOn(point, 'paidUp') },
      {
        header: 'Reste à libérer',
        isFigure: true,
        cell: (point) => html`${figureOn(point, 'uncalled')} non appelés, ${figureOn(point, 'payable')} appelés`,
      },
      { header: 'Valeur nette comptable', isFigure: true, cell: (point) => figureOn(point, 'netBookValue') },
    ],
    rows: points,
    empty: `Aucun mouvement avant le ${frenchDate(points[0]?.asOf ?? '0001-01-01')}.`,
  })
}
