// Portefeuille: what the collectivité holds, what has changed in a year, and how it came to it.
import { z } from 'zod'
import { findingsAt } from '../compliance/findings.ts'
import { frenchChange, frenchDate, frenchFigure } from '../french/format.ts'
import { FIGURE_LABELS, FIGURE_MEANINGS } from '../french/labels.ts'
import type { Page, Visit } from '../http/page.ts'
import { type Change, changesBetween } from '../portfolio/figures.ts'
import type { Summary } from '../portfolio/schema.ts'
import { summarise } from '../portfolio/summary.ts'
import { yearBefore } from '../values/plain-date.ts'
import { activityChart, evolutionCharts } from './charts.ts'
import { cooperativeLink, figure, momentForm, percent, table } from './components.ts'
import { countsOf } from './findings.ts'
import { type Html, html } from './html.ts'
import { pageOf } from './layout.ts'

export const portfolioPage: Page = {
  path: '/',
  needs: ['getPortfolioSummary', 'getPortfolioTimeline', 'listFindings'],
  query: z.object({}),
  render: async (visit) => {
    const { tx, moment } = visit
    const now = await summarise(tx, moment, 'cooperative')
    const before = await summarise(tx, { ...moment, asOf: yearBefore(moment.asOf) }, 'cooperative')
    const findings = await findingsAt(tx, moment)
    const byActivity = await summarise(tx, moment, 'activity')
    const main = html`${momentForm(visit, '/')}
<section class="key"><h2>Chiffres clés</h2>
${keyFigures(visit, now, before)}</section>
<section><h2>Constats</h2>
<p>Ce qui n’est pas en ordre à cette date, par gravité ; et combien de questions sont sans réponse, faute d’éléments.</p>
${countsOf(visit, findings)}</section>
<h2>Ce que nous détenons, par activité</h2>
${activityChart(visit, byActivity)}
<h2>Évolution</h2>
${await evolutionCharts(visit)}
<h2>Par coopérative</h2>
${cooperatives(visit, now)}`
    return pageOf(visit, { title: 'Portefeuille', place: '/', main })
  },
}

function keyFigures(visit: Visit, now: Summary, before: Summary): Html {
  return html`<p>${now.totals.cooperatives} coopérative${now.totals.cooperatives > 1 ? 's' : ''} au ${frenchDate(now.asOf)}, contre ${before.totals.cooperatives} un an avant.</p>
${table({
  caption: `Au ${frenchDate(now.asOf)}, et un an avant`,
  columns: [
    {
      header: 'Montant',
      cell: (row) => html`<span title="${FIGURE_MEANINGS[row.figure]}">${FIGURE_LABELS[row.figure]}</span>`,
    },
    {
      header: `Au ${frenchDate(now.asOf)}`,
      isFigure: true,
      cell: (row) => figure(visit, row.figure, row.is),
    },
    {
      header: `Au ${frenchDate(before.asOf)}`,
      isFigure: true,
      cell: (row) => figure(visit, row.figure, row.was, { asOf: before.asOf }),
    },
    { header: 'Variation', isFigure: true, cell: change },
  ],
  rows: changesBetween(now.totals, before.totals),
  empty: '',
})}`
}

function change({ figure: figureName, change: difference }: Change): Html {
  const text = frenchChange(difference, (value) => frenchFigure(figureName, value))
  return html`<span class="amount" data-change="${difference}">${text}</span>`
}

function cooperatives(visit: Visit, { totals, groups }: Summary): Html {
  const shown = ['shares', 'cost', 'uncalled', 'payable', 'paidUp', 'impairment', 'netBookValue', 'advances'] as const
  return table({
    caption: 'Participations et avances, par coopérative',
    columns: [
      {
        header: 'Coopérative',
        cell: ({ key, label }) => cooperativeLink(visit, key, label),
      },
      ...shown.map((figureName) => ({
        header: FIGURE_LABELS[figureName] ?? figureName,
        isFigure: true,
        cell: ({ key, figures }: Summary['groups'][number]) =>
          figure(visit, figureName, figures[figureName], { cooperativeId: key ?? undefined }),
      })),
      { header: 'Poids dans le coût', isFigure: true, cell: ({ weight }) => percent(weight) },
      { header: 'Part du capital', isFigure: true, cell: ({ capitalShare }) => percent(capitalShare) },
    ],
    rows: groups,
    empty: `Aucune participation, avance ou subvention au ${frenchDate(visit.moment.asOf)}.`,
    foot: ['Total', ...shown.map((figureName) => figure(visit, figureName, totals[figureName])), '', ''],
  })
}
