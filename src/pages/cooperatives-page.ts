// Coopératives: every one that is registered, holding or not.
import { z } from 'zod'
import { listCooperatives } from '../cooperatives/queries.ts'
import { label } from '../french/labels.ts'
import type { Page } from '../http/page.ts'
import { uuid } from '../http/wire.ts'
import { sameMoment } from './address.ts'
import { cooperativeLink, momentForm, name, nextPage, table } from './components.ts'
import { html } from './html.ts'
import { pageOf } from './layout.ts'
import { oneMore } from './rows.ts'

const SHOWN = 200
const query = z.object({ after: uuid.optional() })

export const cooperativesPage: Page<typeof query> = {
  path: '/cooperatives',
  needs: ['listCooperatives'],
  query,
  render: async (visit) => {
    const { tx, moment, query } = visit
    const { items, more } = await oneMore(SHOWN, (limit) => listCooperatives(tx, moment.seq, {}, query.after, limit))
    const main = html`${momentForm(visit, '/cooperatives')}
${table({
  caption: 'Coopératives enregistrées, dans l’ordre d’enregistrement',
  columns: [
    {
      header: 'Coopérative',
      cell: (one) => cooperativeLink(visit, one.id, one.name),
    },
    { header: 'Forme', cell: ({ legalForm }) => label('legalForm', legalForm) },
    { header: 'Activité', cell: ({ activity }) => (activity === null ? name(null) : label('activity', activity)) },
    { header: 'Commune', cell: ({ communeName }) => name(communeName) },
    { header: 'SIREN', cell: ({ siren }) => name(siren) },
  ],
  rows: items,
  empty: 'Aucune coopérative n’était enregistrée.',
})}
${more && nextPage(sameMoment(visit, '/cooperatives', { after: items.at(-1)?.id }))}`
    return pageOf(visit, { title: 'Coopératives', place: '/cooperatives', main })
  },
}
