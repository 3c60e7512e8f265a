// A mandate that is about to end is to be renewed, or its seat to be filled.
import { ENDING_DAYS, lapsesOn, mandateState } from '../seats/mandate.ts'
import { addDays, type PlainDate } from '../values/plain-date.ts'
import { broken, holds, type Rule, unknown } from './rule.ts'
import { ofSeat, unknownFrom, validSeats } from './seat.ts'

export const seatEnding: Rule = {
  id: 'seat_ending',
  severity: 'info',
  title: { en: 'Mandate about to end', fr: 'Mandat proche de sa fin' },
  formula: `the end of the titular’s mandate, or the council’s renewal, is more than ${ENDING_DAYS} days away`,
  source: 'CGCT, art. L.3121-22 et L.3121-23',
  confirmed: true,
  parameters: [],
  judge: (facts) =>
    validSeats(facts).flatMap((seat) => {
      const { asOf } = facts
      const { titular } = seat
      if (titular === null) return []
      const subject = ofSeat(seat)
      const end = lapsesOn(titular) ?? titular.to
      const shortlyBefore = (day: PlainDate) => {
        const first = addDays(day, -ENDING_DAYS)
        return first > titular.from ? first : titular.from
      }
      if (mandateState(titular, asOf) === 'ending' && end !== null) {
        return [broken(shortlyBefore(end), { endsOn: end }, subject)]
      }
      const unknownOn = unknownFrom(titular)
      const from = unknownOn === null ? null : shortlyBefore(unknownOn)
      if (from !== null && asOf >= from) return [unknown(['mandate.to'], { since: from, subject })]
      return [holds({ ...(end !== null && { endsOn: end }) }, subject)]
    }),
}
