// Mouvement: one business event, and what it posts.
import { z } from 'zod'
import { frenchEuros, frenchNumber } from '../french/format.ts'
import { label } from '../french/labels.ts'
import type { Page, Visit } from '../http/page.ts'
import { ACCOUNTS } from '../ledger/account.ts'
import { findMovement } from '../ledger/listing.ts'
import type { Movement } from '../ledger/schema.ts'
import { Failure } from '../values/failure.ts'
import { sameMoment } from './address.ts'
import { cooperativeLink, date, euros, facts, instant, momentForm, name, table } from './components.ts'
import { type Html, html } from './html.ts'
import { pageOf } from './layout.ts'

export const movementPage: Page = {
  path: '/mouvements/:id',
  needs: ['getMovement'],
  query: z.object({}),
  render: async (visit) => {
    const { tx, moment, id } = visit
    const movement = await findMovement(tx, id, moment.seq)
    if (!movement) throw new Failure('not_found', { what: 'movement' })
    const main = html`${momentForm(visit, `/mouvements/${id}`)}
${movement.reversedBy && html`<p class="problem">Ce mouvement est annulé : <a href="${sameMoment(visit, `/mouvements/${movement.reversedBy}`)}">voir l’annulation</a>.</p>`}
${details(visit, movement)}
<h2>Écritures</h2>
${postings(visit, movement)}`
    return pageOf(visit, { title: label('movementKind', movement.kind), place: '/', main })
  },
}

function details(visit: Visit, movement: Movement): Html {
  const pairs: [string, Html | string | null | false][] = [
    ['Coopérative', cooperativeLink(visit, movement.cooperativeId, movement.cooperativeName)],
    ['Date d’effet', date(movement.effectiveOn)],
    ['Enregistré le', instant(visit, movement.recordedAt)],
    ['Catégorie de parts', movement.shareClassName && name(movement.shareClassName)],
    ['Parts', movement.shares && frenchNumber(movement.shares)],
    ['Montant', movement.amount && frenchEuros(movement.amount)],
    ['Appelé', movement.called && frenchEuros(movement.called)],
    ['Solde', movement.settles && label('settles', movement.settles)],
    ['Division', movement.splitFrom !== null && `${movement.splitFrom} pour ${movement.splitTo}`],
    ['Échéance', (movement.dueOn ?? movement.repayableOn) && date(movement.dueOn ?? movement.repayableOn)],
    ['Convention', movement.conventionReference && name(movement.conventionReference)],
    [
      'Décision',
      movement.decisionId &&
        html`<a href="${sameMoment(visit, `/decisions/${movement.decisionId}`)}">voir la décision</a>`,
    ],
    ['Sans décision, parce que', movement.noDecisionReason && name(movement.noDecisionReason)],
    ['Référence', movement.externalReference && name(movement.externalReference)],
    ['Note', movement.note && name(movement.note)],
    ['Motif', movement.reason && name(movement.reason)],
    [
      'Annule',
      movement.reverses &&
        html`<a href="${sameMoment(visit, `/mouvements/${movement.reverses}`)}">voir le mouvement annulé</a>`,
    ],
  ]
  return facts(pairs.filter((pair): pair is [string, Html | string] => Boolean(pair[1])))
}

function postings(visit: Visit, movement: Movement): Html {
  return table({
    caption: 'Débits positifs, crédits négatifs ; leur somme est nulle',
    columns: [
      { header: 'Compte', cell: ({ account }) => `${ACCOUNTS[account]} ${label('account', account)}` },
      { header: 'Montant', isFigure: true, cell: ({ amount }) => euros(amount) },
      {
        header: 'Cause',
        cell: ({ causedBy }) =>
          causedBy === movement.id
            ? 'ce mouvement'
            : html`ajusté par <a href="${sameMoment(visit, `/mouvements/${causedBy}`)}">un autre mouvement</a>`,
      },
      { header: 'Enregistrée le', cell: ({ recordedAt }) => instant(visit, recordedAt) },
    ],
    rows: movement.postings,
    empty: 'Aucune écriture en euros.',
  })
}
