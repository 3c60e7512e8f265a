// Décisions: what the collectivité decided, where each act stands, and what is left of what it allows.
import { z } from 'zod'
import { listDecisions } from '../decisions/queries.ts'
import { DECISION_KINDS } from '../decisions/subject.ts'
import { label } from '../french/labels.ts'
import type { Page } from '../http/page.ts'
import { uuid } from '../http/wire.ts'
import { sameMoment } from './address.ts'
import { authorisationsLeft } from './authorisations.ts'
import { date, momentForm, name, nextPage, table } from './components.ts'
import { html } from './html.ts'
import { pageOf } from './layout.ts'
import { oneMore } from './rows.ts'

const SHOWN = 100
const query = z.object({
  kind: z.enum(DECISION_KINDS, `must be one of ${DECISION_KINDS.join(', ')}`).optional(),
  after: uuid.optional(),
})

export const decisionsPage: Page<typeof query> = {
  path: '/decisions',
  needs: ['listDecisions', 'listAuthorisations'],
  query,
  render: async (visit) => {
    const { tx, moment, query } = visit
    const { kind, after } = query
    const { items, more } = await oneMore(SHOWN, (limit) => listDecisions(tx, moment, { kind }, after, limit))
    const main = html`${momentForm(visit, '/decisions', { kind })}
<h2>Actes</h2>
${table({
  caption:
    kind === undefined ? 'Décisions, dans l’ordre d’enregistrement' : `Décisions : ${label('decisionKind', kind)}`,
  columns: [
    {
      header: 'Numéro',
      cell: (one) => html`<a href="${sameMoment(visit, `/decisions/${one.id}`)}">${name(one.number)}</a>`,
    },
    { header: 'Objet', cell: ({ object }) => name(object) },
    { header: 'Nature', cell: (one) => label('decisionKind', one.kind) },
    { header: 'Organe délibérant', cell: ({ body }) => label('body', body) },
    {
      header: 'État',
      cell: ({ status }) => html`<span class="tag">${status === null ? 'Sans étape' : label('status', status)}</span>`,
    },
    { header: 'Exécutoire le', cell: ({ executoryOn }) => (executoryOn === null ? 'pas encore' : date(executoryOn)) },
    {
      header: 'Recours jusqu’au',
      cell: ({ challengeUntil }) => (challengeUntil === null ? '' : date(challengeUntil)),
    },
  ],
  rows: items,
  empty: 'Aucune décision à cette date.',
})}
${more && nextPage(sameMoment(visit, '/decisions', { kind, after: items.at(-1)?.id }))}
<h2>Autorisations</h2>
${await authorisationsLeft(visit, {})}`
    return pageOf(visit, { title: 'Décisions', place: '/decisions', main })
  },
}
