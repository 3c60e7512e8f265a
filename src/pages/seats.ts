import { label } from '../french/labels.ts'
import type { Visit } from '../http/page.ts'
import type { Holder, Seat } from '../seats/seat-schema.ts'
import { cooperativeLink, date, name, number, table } from './components.ts'
import { type Html, html } from './html.ts'

/** Who sits where, with how many votes, until when; and what is vacant. */
export function seatsTable(visit: Visit, seats: readonly Seat[], caption: string): Html {
  return table({
    caption,
    columns: [
      { header: 'Siège', cell: ({ title, organName }) => name(title ?? organName) },
      {
        header: 'Organe',
        cell: ({ organName, organKind }) => html`${name(organName)} (${label('organKind', organKind)})`,
      },
      {
        header: 'Coopérative',
        cell: (one) => cooperativeLink(visit, one.cooperativeId, one.cooperativeName),
      },
      { header: 'Voix', isFigure: true, cell: ({ votes }) => number(votes) },
      {
        header: 'État',
        cell: ({ state }) =>
          html`<span class="tag${state === 'held' ? '' : ' bad'}">${label('seatState', state)}</span>`,
      },
      { header: 'Titulaire', cell: ({ titular }) => holder(titular) },
      { header: 'Suppléant', cell: ({ alternate }) => holder(alternate) },
    ],
    rows: seats,
    empty: 'Aucun siège à cette date.',
  })
}

function holder(held: Holder | null): Html {
  if (!held) return html`<span class="missing">personne</span>`
  const until = held.to === null ? '' : html`, jusqu’au ${date(held.to)} exclu`
  return html`${held.personName === null ? html`<span class="missing">nom effacé</span>` : name(held.personName)}, depuis le ${date(held.from)}${until}`
}
