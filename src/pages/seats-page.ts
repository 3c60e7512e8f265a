// Sièges: who sits for the collectivité, where, until when, and what is vacant.
import { z } from 'zod'
import { label } from '../french/labels.ts'
import type { Page } from '../http/page.ts'
import { SEAT_STATES } from '../seats/mandate.ts'
import { listSeats } from '../seats/seat-queries.ts'
import type { Seat } from '../seats/seat-schema.ts'
import { everything } from '../values/batches.ts'
import { momentForm } from './components.ts'
import { html } from './html.ts'
import { pageOf } from './layout.ts'
import { seatsTable } from './seats.ts'

const LISTED = SEAT_STATES.filter((state) => state !== 'not_valid')
const query = z.object({ state: z.enum(LISTED, `must be one of ${LISTED.join(', ')}`).optional() })

export const seatsPage: Page<typeof query> = {
  path: '/sieges',
  needs: ['listSeats'],
  query,
  render: async (visit) => {
    const { tx, moment, query } = visit
    const all = await everything<Seat>((after, limit) => listSeats(tx, moment, {}, after?.id, limit))
    const seats = all.filter(({ state }) => query.state === undefined || state === query.state)
    const counted = LISTED.map((state) => ({ state, seats: all.filter((seat) => seat.state === state).length }))
    const main = html`${momentForm(visit, '/sieges', query)}
<ul>${counted.map(({ state, seats: count }) => html`<li>${label('seatState', state)} : ${count}</li>`)}</ul>
${seatsTable(visit, seats, query.state === undefined ? 'Tous les sièges' : `Sièges : ${label('seatState', query.state)}`)}`
    return pageOf(visit, { title: 'Sièges', place: '/sieges', main })
  },
}
