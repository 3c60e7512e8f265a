// What a mandate and a seat are on a date, from their dates alone. Source: domain, "Seats". Pure.
import { addDays, type PlainDate } from '../values/plain-date.ts'

export const MANDATE_ROLES = ['titular', 'alternate'] as const
export type MandateRole = (typeof MANDATE_ROLES)[number]

export const END_REASONS = [
  'term_over',
  'resignation',
  'loss_of_office',
  'replaced',
  'seat_closed',
  'death',
  'entered_in_error',
  'other',
] as const

/**
 * First days of new councils: a mandate that began before one and was not renewed has lapsed from it on (CGCT L.3121-22
 * and -23). The councils elected in March 2015 and June 2021 met on these days; the day of March 2028 is not fixed yet,
 * and its last stands for it.
 */
export const COUNCIL_RENEWALS: readonly PlainDate[] = ['2015-04-02', '2021-07-01', '2028-03-31']

/** How long before its end a mandate is told to be ending. */
export const ENDING_DAYS = 90

/** Half-open: `to` is the first day on which it no longer holds; null: no end is known. */
export interface Period {
  readonly from: PlainDate
  readonly to: PlainDate | null
}

export const MANDATE_STATES = ['future', 'running', 'ending', 'lapsed', 'ended'] as const
export type MandateState = (typeof MANDATE_STATES)[number]

/** The renewal of the council at which a mandate lapses unless it ends before; null: none is known. */
export function lapsesOn({ from, to }: Period): PlainDate | null {
  const renewal = COUNCIL_RENEWALS.find((day) => day > from)
  return renewal === undefined || (to !== null && to <= renewal) ? null : renewal
}

export function mandateState(period: Period, asOf: PlainDate): MandateState {
  const { from, to } = period
  if (to !== null && asOf >= to) return 'ended'
  if (asOf < from) return 'future'
  const lapse = lapsesOn(period)
  if (lapse !== null && asOf >= lapse) return 'lapsed'
  const end = lapse ?? to
  return end !== null && end <= addDays(asOf, ENDING_DAYS) ? 'ending' : 'running'
}

export const SEAT_STATES = ['held', 'ending', 'lapsed', 'vacant', 'not_valid'] as const
export type SeatState = (typeof SEAT_STATES)[number]

/** A seat is what its titular's mandate makes of it; an alternate alone leaves it vacant. */
export function seatState(validity: Period, titular: Period | null, asOf: PlainDate): SeatState {
  if (!holdsOn(validity, asOf)) return 'not_valid'
  if (titular === null) return 'vacant'
  const state = mandateState(titular, asOf)
  return state === 'ending' || state === 'lapsed' ? state : 'held'
}

export function holdsOn({ from, to }: Period, asOf: PlainDate): boolean {
  return from <= asOf && (to === null || asOf < to)
}

/** An end with its reason; null together: none is known. */
export interface End<Reason> {
  readonly to: PlainDate | null
  readonly endReason: Reason | null
}

/** A mandate ends on its own day, or with its seat where that is earlier. */
export function endWithin<Reason>(own: End<Reason>, seat: Period): End<Reason | 'seat_closed'> {
  if (seat.to === null || (own.to !== null && own.to <= seat.to)) return own
  return { to: seat.to, endReason: 'seat_closed' }
}

/** True where the inner period has no day outside the outer one. */
export function isWithin(inner: Period, outer: Period): boolean {
  return inner.from >= outer.from && (outer.to === null || (inner.to !== null && inner.to <= outer.to))
}
