import { frenchShortDate } from '../french/format.ts'
import { label } from '../french/labels.ts'
import type { Holder, Seat } from '../seats/seat-schema.ts'
import type { Pen } from './pen.ts'
import { type Column, drawTable } from './table.ts'

/** Who sits where, with how many votes, until when; and what is vacant. */
export function drawSeats(pen: Pen, seats: readonly Seat[], withCooperative: boolean): void {
  const cooperative: Column<Seat> = { header: 'Coopérative', share: 20, cell: ({ cooperativeName }) => cooperativeName }
  drawTable<Seat>(pen, {
    caption: 'Sièges de la collectivité',
    columns: [
      ...(withCooperative ? [cooperative] : []),
      {
        header: 'Siège',
        share: 24,
        cell: ({ title, organName }) => (title === null ? organName : `${title}, ${organName}`),
      },
      { header: 'Voix', share: 8, isFigure: true, cell: ({ votes }) => String(votes) },
      { header: 'État', share: 22, cell: ({ state }) => label('seatState', state) },
      { header: 'Titulaire', share: 22, cell: ({ titular }) => holderText(titular) },
      { header: 'Suppléant', share: 22, cell: ({ alternate }) => holderText(alternate) },
    ],
    rows: seats,
    empty: 'Aucun siège à cette date.',
  })
}

function holderText(held: Holder | null): string {
  if (!held) return 'Personne'
  const until = held.to === null ? '' : `, jusqu’au ${frenchShortDate(held.to)} exclu`
  return `${held.personName ?? 'Nom effacé'}, depuis le ${frenchShortDate(held.from)}${until}`
}
