// The charts of the portfolio, the same on a page and in a dossier.
import { frenchEuros } from '../french/format.ts'
import { label } from '../french/labels.ts'
import type { Summary, Timeline } from '../portfolio/schema.ts'
import { barChart } from './bar-chart.ts'
import type { Drawing } from './drawing.ts'
import { lineChart } from './line-chart.ts'

/** What an activity is called, or that none was said. */
export function activityName(activity: string | null): string {
  return activity === null ? 'Sans activité renseignée' : label('activity', activity)
}

/** What is held by activity, at cost; undefined where nothing is. */
export function activityBars({ groups }: Summary): Drawing | undefined {
  if (groups.length === 0) return undefined
  const bars = groups.map(({ key, figures: { cost } }) => ({
    label: activityName(key),
    value: cost,
    text: frenchEuros(cost),
  }))
  return barChart({ title: 'Coût d’acquisition des parts détenues, par activité', bars })
}

/** What was bound and what was paid, and what it is worth in the books. */
export function evolutionLines(points: Timeline['points']): [boundAndPaid: Drawing, netBookValue: Drawing] {
  const line = (name: string, figure: 'cost' | 'paidUp' | 'netBookValue') => ({
    name,
    points: points.map(({ asOf, totals }) => ({ at: asOf, value: totals[figure] })),
  })
  return [
    lineChart({ title: 'Engagé et libéré', series: [line('Engagé (coût)', 'cost'), line('Libéré', 'paidUp')] }),
    lineChart({ title: 'Valeur nette comptable', series: [line('Valeur nette comptable', 'netBookValue')] }),
  ]
}
