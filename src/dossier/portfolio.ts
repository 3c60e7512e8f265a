import { activityBars, activityName, evolutionLines } from '../charts/portfolio-charts.ts'
import {
  frenchChange,
  frenchDate,
  frenchEuros,
  frenchFigure,
  frenchNumber,
  frenchPercent,
  frenchShortDate,
} from '../french/format.ts'
import { FIGURE_LABELS } from '../french/labels.ts'
import type { DossierFacts } from './facts.ts'
import type { Pen } from './pen.ts'
import { drawTable } from './table.ts'

const TOTAL = 'Total'

/** Key figures with their changes, what is held by activity and by cooperative, and how it came to that. */
export function drawPortfolio(pen: Pen, facts: DossierFacts): void {
  const { asOf, before, changes, byCooperative, byActivity, cooperativesBefore } = facts
  const { cooperatives } = byCooperative.totals
  pen.heading(1, 'Chiffres clés')
  pen.paragraph(
    `${cooperatives} coopérative${cooperatives > 1 ? 's' : ''} au ${frenchDate(asOf)}, ${cooperativesBefore} un an avant.`,
  )
  drawTable(pen, {
    caption: `Situation au ${frenchDate(asOf)}, et variation depuis le ${frenchDate(before)}`,
    columns: [
      { header: 'Montant', share: 34, cell: ({ figure }) => FIGURE_LABELS[figure] ?? figure },
      {
        header: `Au ${frenchShortDate(asOf)}`,
        share: 22,
        isFigure: true,
        cell: ({ figure, is }) => frenchFigure(figure, is),
      },
      {
        header: `Au ${frenchShortDate(before)}`,
        share: 22,
        isFigure: true,
        cell: ({ figure, was }) => frenchFigure(figure, was),
      },
      {
        header: 'Variation',
        share: 22,
        isFigure: true,
        cell: ({ figure, change }) => frenchChange(change, (value) => frenchFigure(figure, value)),
      },
    ],
    rows: changes,
    empty: '',
  })

  pen.heading(2, 'Ce que nous détenons, par activité')
  const nothing = `Aucune participation, avance ou subvention au ${frenchDate(asOf)}.`
  const bars = activityBars(byActivity)
  if (bars) pen.figure(bars)
  drawTable(pen, {
    caption: 'Par activité',
    columns: [
      { header: 'Activité', share: 30, cell: ({ key }) => activityName(key) },
      { header: 'Coopératives', share: 16, isFigure: true, cell: ({ figures }) => String(figures.cooperatives) },
      { header: 'Coût d’acquisition', share: 20, isFigure: true, cell: ({ figures }) => frenchEuros(figures.cost) },
      {
        header: 'Valeur nette comptable',
        share: 20,
        isFigure: true,
        cell: ({ figures }) => frenchEuros(figures.netBookValue),
      },
      { header: 'Poids dans le coût', share: 16, isFigure: true, cell: ({ weight }) => percentText(weight) },
    ],
    rows: byActivity.groups,
    empty: nothing,
  })

  drawEvolution(pen, facts)
  pen.heading(2, 'Par coopérative')
  const rows = [
    ...byCooperative.groups.map((group) => ({ name: group.label ?? '', ...group })),
    { name: TOTAL, figures: byCooperative.totals, capitalShare: null },
  ]
  drawTable(pen, {
    caption: 'Participations, par coopérative',
    columns: [
      { header: 'Coopérative', share: 26, cell: ({ name }) => name },
      { header: 'Parts', share: 10, isFigure: true, cell: ({ figures }) => frenchNumber(figures.shares) },
      { header: 'Coût d’acquisition', share: 17, isFigure: true, cell: ({ figures }) => frenchEuros(figures.cost) },
      { header: 'Libéré', share: 17, isFigure: true, cell: ({ figures }) => frenchEuros(figures.paidUp) },
      {
        header: 'Valeur nette comptable',
        share: 17,
        isFigure: true,
        cell: ({ figures }) => frenchEuros(figures.netBookValue),
      },
      {
        header: 'Part du capital',
        share: 13,
        isFigure: true,
        cell: ({ capitalShare }) => percentText(capitalShare ?? null),
      },
    ],
    rows: byCooperative.groups.length > 0 ? rows : [],
    empty: nothing,
    hasTotal: true,
  })
}

function drawEvolution(pen: Pen, { points }: DossierFacts): void {
  pen.heading(2, 'Évolution')
  for (const lines of evolutionLines(points)) pen.figure(lines)
  drawTable(pen, {
    caption: 'À la fin de chaque année, et à la date du dossier',
    columns: [
      { header: 'Date', share: 16, cell: ({ asOf }) => frenchShortDate(asOf) },
      { header: 'Engagé (coût)', share: 21, isFigure: true, cell: ({ totals }) => frenchEuros(totals.cost) },
      { header: 'Libéré', share: 21, isFigure: true, cell: ({ totals }) => frenchEuros(totals.paidUp) },
      { header: 'Non appelé', share: 21, isFigure: true, cell: ({ totals }) => frenchEuros(totals.uncalled) },
      {
        header: 'Valeur nette comptable',
        share: 21,
        isFigure: true,
        cell: ({ totals }) => frenchEuros(totals.netBookValue),
      },
    ],
    rows: points,
    empty: '',
  })
}

function percentText(ratio: string | null): string | null {
  return ratio === null ? null : frenchPercent(ratio)
}
