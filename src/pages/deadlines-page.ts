// Échéances: what is to be paid, to come in, to be renewed, and when; and the calendar that one may subscribe to.
import { z } from 'zod'
import { endOf } from '../calendar/feed-key.ts'
import { listFeedKeys } from '../calendar/queries.ts'
import type { FeedKey } from '../calendar/schema.ts'
import { listDeadlines } from '../deadlines/queries.ts'
import { DEADLINE_KINDS, type Deadline } from '../deadlines/schema.ts'
import { frenchDate } from '../french/format.ts'
import { label } from '../french/labels.ts'
import type { Page, Visit } from '../http/page.ts'
import { plainDate } from '../http/wire.ts'
import { everything } from '../values/batches.ts'
import { sameMoment } from './address.ts'
import { cooperativeLink, date, euros, instant, momentForm, name, table } from './components.ts'
import { type Html, html } from './html.ts'
import { pageOf } from './layout.ts'

const query = z.object({
  from: plainDate.optional(),
  to: plainDate.optional(),
  kind: z.enum(DEADLINE_KINDS, `must be one of ${DEADLINE_KINDS.join(', ')}`).optional(),
})

export const deadlinesPage: Page<typeof query> = {
  path: '/echeances',
  needs: ['listDeadlines'],
  query,
  render: async (visit) => {
    const { tx, moment, query } = visit
    const due = await listDeadlines(tx, moment, query)
    const main = html`${momentForm(visit, '/echeances', query)}
<h2>En retard</h2>
${deadlines(
  visit,
  due.filter(({ overdue }) => overdue),
  'Échu et encore ouvert',
  'Rien n’est en retard.',
)}
<h2>À venir</h2>
${deadlines(
  visit,
  due.filter(({ overdue }) => !overdue),
  `À partir du ${frenchDate(query.from ?? moment.asOf)}`,
  query.to === undefined ? 'Rien n’est attendu sur un an.' : `Rien n’est attendu avant le ${frenchDate(query.to)}.`,
)}
${visit.may('createFeedKey') && (await subscriptions(visit))}`
    return pageOf(visit, { title: 'Échéances', place: '/echeances', main })
  },
}

function deadlines(visit: Visit, rows: readonly Deadline[], caption: string, empty: string): Html {
  return table({
    caption,
    columns: [
      { header: 'Échéance', cell: ({ dueOn }) => date(dueOn) },
      { header: 'Nature', cell: (one) => whereToRead(visit, one) },
      {
        header: 'Coopérative',
        cell: ({ cooperativeId, cooperativeName }) =>
          cooperativeId === null ? '' : cooperativeLink(visit, cooperativeId, cooperativeName),
      },
      { header: 'Précision', cell: ({ subject }) => (subject === null ? '' : name(subject)) },
      { header: 'Montant', isFigure: true, cell: ({ amount }) => (amount === null ? '' : euros(amount)) },
      { header: 'D’où vient la date', cell: ({ basis }) => label('deadlineBasis', basis) },
    ],
    rows,
    empty,
  })
}

const PLACES: Readonly<Record<string, (due: Deadline) => string>> = {
  movements: ({ resourceId }) => `/mouvements/${resourceId}`,
  decisions: ({ resourceId }) => `/decisions/${resourceId}`,
  cooperatives: ({ resourceId }) => `/cooperatives/${resourceId}`,
  compliance: () => '/constats',
}

/** What is due, leading to the page of what it comes from, where there is one. */
function whereToRead(visit: Visit, due: Deadline): Html {
  const place = PLACES[due.link.split('/')[2] ?? '']?.(due) ?? '/sieges'
  return html`<a href="${sameMoment(visit, place)}">${label('deadlineKind', due.kind)}</a>`
}

/** The keys of calendars that work, and a new one. */
async function subscriptions(visit: Visit): Promise<Html> {
  const keys = await everything<FeedKey>((after, limit) =>
    listFeedKeys(visit.tx, visit.caller.lastSeq, after?.createdAt, limit),
  )
  const csrf = html`<input type="hidden" name="csrf" value="${visit.csrf}">`
  return html`<section class="actions"><h2>Agenda</h2>
<p>Un agenda (iCalendar) peut s’abonner à ces échéances. Son adresse contient une clé, qui ne lit qu’elles, sans aucun nom de personne ; la révoquer la ferme aussitôt.</p>
${table({
  caption: 'Clés en service',
  columns: [
    { header: 'Nom', cell: (key) => name(key.name) },
    { header: 'Créée le', cell: ({ createdAt }) => instant(visit, createdAt) },
    { header: 'Jusqu’au', cell: ({ expiresAt }) => (expiresAt === null ? 'sans fin' : instant(visit, expiresAt)) },
    {
      header: 'Révoquer',
      cell: ({ id, name: called }) =>
        html`<form method="post" action="/echeances/agenda/${id}/revocation">${csrf}<button class="quiet" type="submit">Révoquer<span class="hidden"> ${called}</span></button></form>`,
    },
  ],
  rows: keys.filter((key) => endOf(key, visit.now) === undefined),
  empty: 'Aucune clé n’est en service.',
})}
<form class="stacked" method="post" action="/echeances/agenda">${csrf}
<p><label for="feed-name">Nom de la nouvelle clé</label> <input type="text" id="feed-name" name="name" required maxlength="300" placeholder="Agenda du service"></p>
<p><button type="submit">Créer une clé</button></p></form></section>`
}
