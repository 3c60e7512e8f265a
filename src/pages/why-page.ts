// Pourquoi ce montant ?: the movements that make a figure, each with what it adds. A figure is a sum of postings.
import { z } from 'zod'
import { activityName } from '../charts/portfolio-charts.ts'
import { findCooperative } from '../cooperatives/queries.ts'
import { activity as activitySlug } from '../cooperatives/schema.ts'
import { frenchDate, frenchFigure } from '../french/format.ts'
import { FIGURE_LABELS, FIGURE_MEANINGS, label } from '../french/labels.ts'
import type { Page } from '../http/page.ts'
import { plainDate, uuid } from '../http/wire.ts'
import { listParts, sumParts } from '../portfolio/explain.ts'
import { FIGURES } from '../portfolio/figures.ts'
import { findHolding } from '../portfolio/holdings.ts'
import { Failure } from '../values/failure.ts'
import { fixedMoment } from './address.ts'
import { cooperativeLink, date, momentForm, NONE, name, nextPage, table } from './components.ts'
import { html } from './html.ts'
import { pageOf } from './layout.ts'
import { oneMore, whole } from './rows.ts'

const SHOWN = 200

const query = z.object({
  figure: z.enum(FIGURES as [(typeof FIGURES)[number]], `must be one of ${FIGURES.join(', ')}`),
  cooperativeId: uuid.optional(),
  shareClassId: uuid.optional(),
  activity: z.union([z.literal(NONE), activitySlug]).optional(),
  afterOn: plainDate.optional(),
  afterSeq: whole.optional(),
})

export const whyPage: Page<typeof query> = {
  path: '/pourquoi',
  needs: ['listMovements', 'getPortfolioSummary'],
  query,
  render: async (visit) => {
    const { tx, moment, query } = visit
    const { figure, cooperativeId, shareClassId, activity, afterOn, afterSeq = 0 } = query
    const of = { figure, cooperativeId, shareClassId, activity: activity === NONE ? null : activity }
    const cooperative = cooperativeId === undefined ? undefined : await findCooperative(tx, cooperativeId, moment.seq)
    if (cooperativeId !== undefined && !cooperative) throw new Failure('not_found', { what: 'cooperative' })
    const holding = cooperative && shareClassId && (await findHolding(tx, cooperative.id, moment))
    const shareClass = holding ? holding.shareClasses.find((one) => one.shareClassId === shareClassId) : undefined
    if (shareClassId !== undefined && !shareClass) throw new Failure('not_found', { what: 'share class' })
    const after = afterOn === undefined ? undefined : { effectiveOn: afterOn, seq: afterSeq }
    const { movements, total } = await sumParts(tx, moment, of)
    const { items, more } = await oneMore(SHOWN, (limit) => listParts(tx, moment, of, after, limit))
    const text = frenchFigure(figure, total)
    const last = items.at(-1)
    const main = html`${momentForm(visit, '/pourquoi', { figure, cooperativeId, shareClassId, activity })}
<p>${FIGURE_MEANINGS[figure]}</p>
<p><strong data-total="${total}">${text}</strong> au ${frenchDate(moment.asOf)}, ${cooperative ? html`pour ${cooperativeLink(visit, cooperative.id, cooperative.name)}` : 'toutes coopératives'}${shareClass && html`, catégorie ${name(shareClass.name)}`}${of.activity !== undefined && html`, activité : ${activityName(of.activity)}`} : la somme de ${movements} mouvement${movements > 1 ? 's' : ''}.</p>
${table({
  caption: 'Mouvements, dans l’ordre de leur effet',
  columns: [
    {
      header: 'Mouvement',
      cell: (one) =>
        html`<a href="${fixedMoment(visit, `/mouvements/${one.movementId}`)}">${label('movementKind', one.kind)}</a>${one.reversedBy && html` <span class="tag bad">annulé depuis</span>`}`,
    },
    { header: 'Date d’effet', cell: ({ effectiveOn }) => date(effectiveOn) },
    {
      header: 'Coopérative',
      cell: (one) => cooperativeLink(visit, one.cooperativeId, one.cooperativeName),
    },
    {
      header: `Ajoute à : ${FIGURE_LABELS[figure]}`,
      isFigure: true,
      cell: ({ change }) => html`<span class="amount" data-part="${change}">${frenchFigure(figure, change)}</span>`,
    },
  ],
  rows: items,
  empty: 'Aucun mouvement : le montant est nul.',
  ...(items.length > 0 && !more && after === undefined && { foot: ['Total', '', '', text] }),
})}
${
  more &&
  last &&
  nextPage(
    fixedMoment(visit, '/pourquoi', {
      figure,
      cooperativeId,
      shareClassId,
      activity,
      afterOn: last.effectiveOn,
      afterSeq: String(last.seq),
    }),
  )
}`
    return pageOf(visit, { title: `Pourquoi ce montant ? ${FIGURE_LABELS[figure]}`, place: '/', main })
  },
}
