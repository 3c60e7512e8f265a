import { type AuthorisationFilter, listAuthorisations } from '../decisions/authorisation-queries.ts'
import type { ListedAuthorisation } from '../decisions/schema.ts'
import { label } from '../french/labels.ts'
import type { Visit } from '../http/page.ts'
import { everything } from '../values/batches.ts'
import { sameMoment } from './address.ts'
import { cooperativeLink, date, euros, name, number, table } from './components.ts'
import { type Html, html } from './html.ts'

/** What decisions allow, what was used of it, and what is left. */
export async function authorisationsLeft(visit: Visit, filter: AuthorisationFilter): Promise<Html> {
  const rows = await everything<ListedAuthorisation>((after, limit) =>
    listAuthorisations(
      visit.tx,
      visit.moment,
      filter,
      after && [after.decisionId, after.cooperativeId, after.instrument],
      limit,
    ),
  )
  return table({
    caption: 'Autorisé, consommé, restant',
    columns: [
      {
        header: 'Décision',
        cell: (one) => html`<a href="${sameMoment(visit, `/decisions/${one.decisionId}`)}">${name(one.number)}</a>`,
      },
      {
        header: 'Coopérative',
        cell: (one) => cooperativeLink(visit, one.cooperativeId, one.cooperativeName),
      },
      { header: 'Pour', cell: ({ instrument }) => label('instrument', instrument) },
      { header: 'État', cell: ({ state }) => html`<span class="tag">${label('authorisationState', state)}</span>` },
      { header: 'Jusqu’au (exclu)', cell: ({ to }) => (to === null ? 'sans terme' : date(to)) },
      { header: 'Autorisé', isFigure: true, cell: ({ authorised }) => euros(authorised) },
      { header: 'Consommé', isFigure: true, cell: ({ consumed }) => euros(consumed) },
      { header: 'Restant', isFigure: true, cell: ({ left }) => euros(left) },
      {
        header: 'Parts restantes',
        isFigure: true,
        cell: ({ leftShares }) => (leftShares === null ? 'sans limite' : number(leftShares)),
      },
    ],
    rows,
    empty: 'Aucune autorisation à cette date.',
  })
}
