// A representative sits until the council is renewed, and no longer unless named again.
import { lapsesOn, mandateState } from '../seats/mandate.ts'
import { broken, holds, type Rule, unknown } from './rule.ts'
import { ofSeat, unknownFrom, validSeats } from './seat.ts'

export const seatLapsed: Rule = {
  id: 'seat_lapsed',
  severity: 'high',
  title: { en: 'Mandate lapsed with the council', fr: 'Mandat caduc depuis le renouvellement' },
  formula: 'the titular was named since the last renewal of the council',
  source: 'CGCT, art. L.3121-22 et L.3121-23',
  confirmed: true,
  parameters: [],
  judge: (facts) =>
    validSeats(facts).flatMap((seat) => {
      const { asOf } = facts
      const { titular } = seat
      if (titular === null) return []
      const subject = ofSeat(seat)
      const lapse = lapsesOn(titular)
      const figures = { from: titular.from, ...(lapse !== null && { lapsesOn: lapse }) }
      if (mandateState(titular, asOf) === 'lapsed') return [broken(lapse, figures, subject)]
      const from = unknownFrom(titular)
      if (from !== null && asOf >= from) return [unknown(['mandate.to'], { since: from, figures, subject })]
      return [holds(figures, subject)]
    }),
}
