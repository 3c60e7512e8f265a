// A seat that is valid has a titular; an alternate alone leaves it vacant.
import { ZERO } from '../values/amount.ts'
import type { PlainDate } from '../values/plain-date.ts'
import type { Facts } from './facts.ts'
import { broken, holds, lastOn, lookingBack, type Rule, unknown } from './rule.ts'
import { ofSeat, validSeats } from './seat.ts'

export const seatVacant: Rule = {
  id: 'seat_vacant',
  severity: 'medium',
  title: { en: 'Vacant seat', fr: 'Siège vacant' },
  formula: 'every valid seat has a titular; shares that are held give a seat at least in the assembly',
  source: 'CGCT, art. L.3121-22 et L.3121-23',
  confirmed: true,
  parameters: [],
  judge: (facts) => {
    const seats = validSeats(facts)
    const heldFrom = heldSince(facts)
    const lastEnd = facts.seats
      .flatMap(({ period }) => period.to ?? [])
      .sort()
      .at(-1)
    if (seats.length === 0 && heldFrom === null) return []
    if (seats.length === 0) {
      const since =
        [heldFrom, lastEnd]
          .flatMap((day) => day ?? [])
          .sort()
          .at(-1) ?? null
      return [lookingBack(unknown(['seats'], { since }))]
    }
    return seats.map((seat) => {
      const { period, titular, lastEndedOn } = seat
      if (titular !== null) return holds({ from: titular.from }, ofSeat(seat))
      const vacantFrom = lastEndedOn !== null && lastEndedOn > period.from ? lastEndedOn : period.from
      return broken(vacantFrom, { vacantFrom }, ofSeat(seat))
    })
  },
}

/** First day since which shares have been held without a break; null: none are. */
function heldSince({ holdings, asOf }: Facts): PlainDate | null {
  if (!lastOn(holdings, asOf)?.nominal.gt(ZERO)) return null
  const lastEmpty = holdings.findLastIndex(({ nominal }) => nominal.isZero())
  return holdings[lastEmpty + 1]?.on ?? null
}
