// Commands about seats, mandates and persons, from wishes and what is known by then.
import { endOf, isEmpty, type Mandate, type Seat, type Seating, seatingOf } from './auditor-seats.ts'
import type { Deeds } from './deeds-decisions.ts'
import {
  COOPERATIVES,
  type MandateChange,
  type MandateTaken,
  type Merge,
  ofKind,
  PERSONS,
  type SeatChange,
  type SeatOpened,
} from './statements.ts'
import { addDays, type Calendar, dayAt, dayOf, newest, type Wish } from './wishes.ts'

const ORGANS = Object.values(COOPERATIVES).flat()

export const seat: Deeds = (wish, calendar, _known, number) => {
  const from = dayAt(calendar, wish.days[0])
  const opened: SeatOpened = {
    number,
    kind: 'seat',
    organ: ORGANS[wish.other % ORGANS.length] as string,
    from,
    to: oneAfter(from, calendar, wish),
  }
  return [opened]
}

/** A day after another, or none. */
function oneAfter(from: string, days: readonly string[], { variant, other }: Wish): string | null {
  const later = days.filter((on) => on > from)
  return variant % 4 === 0 ? null : (later[other % (later.length || 1)] ?? null)
}

export const mandate: Deeds = (wish, calendar, known, number) => {
  const seating = seatingOf(known)
  // The first seats see the most, so that mandates meet.
  const on = [...seating.seats.values()][wish.which % seating.seats.size] as Seat
  const turning = turningDays(seating, on)
  const within = calendar.filter((day) => wish.beyond || (on.from <= day && day < endOf(on)))
  const from = dayOf(wish, within.length === 0 ? calendar : within, turning)
  const decision = wish.size === 'a part' ? newest(ofKind(known, 'decision'), wish.which) : undefined
  const taken: MandateTaken = {
    number,
    kind: 'mandate',
    seat: on.number,
    // One person sits more than others, so that they are met in two places.
    person: PERSONS[Math.max(0, wish.other - 6) % PERSONS.length] as string,
    role: wish.little % 4n === 0n ? 'alternate' : 'titular',
    from,
    to: oneAfter(from, [...calendar, ...turning].sort(), wish),
    decision: decision?.number ?? null,
  }
  return [taken]
}

/** The days on which a seat's validity or a mandate on it begins or ends. */
function turningDays({ mandates }: Seating, { number, from, to }: Seat): string[] {
  const held = [...mandates.values()].filter(({ seat }) => seat === number)
  return [...held.flatMap((one) => [one.to, one.from]), to, from].filter((on) => on !== null)
}

export const changeMandate: Deeds = (wish, calendar, known, number) => {
  const seating = seatingOf(known)
  const chosen = newest([...seating.mandates.values()], wish.which)
  if (!chosen) return mandate(wish, calendar, known, number)
  const decision = newest(ofKind(known, 'decision'), wish.other)
  const change: MandateChange = {
    number,
    kind: 'mandate_change',
    mandate: chosen.number,
    ...changes(wish, calendar, seating, chosen, decision?.number),
  }
  return [change]
}

function changes(
  wish: Wish,
  calendar: Calendar,
  seating: Seating,
  chosen: Mandate,
  decision: number | undefined,
): Pick<MandateChange, 'person' | 'from' | 'to' | 'reason' | 'decision'> {
  const on = dayOf(wish, calendar, turningDays(seating, seating.seats.get(chosen.seat) as Seat))
  switch (wish.variant % 8) {
    case 0:
      return { to: chosen.from, reason: 'entered_in_error' }
    case 1:
      return { to: null }
    case 2:
      return { from: on }
    case 3:
      return { person: PERSONS[wish.other % PERSONS.length] as string }
    case 4:
      return decision === undefined ? { from: on } : { decision }
    default:
      return { to: wish.beyond || on > chosen.from ? on : addDays(chosen.from, 1), reason: 'resignation' }
  }
}

export const changeSeat: Deeds = (wish, calendar, known, number) => {
  const seating = seatingOf(known)
  const sitting = [...seating.mandates.values()].map(({ seat }) => seating.seats.get(seat))
  const chosen = (newest(sitting, wish.which) ?? newest([...seating.seats.values()], wish.other)) as Seat
  const held = [...seating.mandates.values()].filter((one) => one.seat === chosen.number && !isEmpty(one))
  // A mandate's first day may not be the end of its seat; the day after may.
  const begun = held.flatMap(({ from }) => [from, addDays(from, 1)])
  const change: SeatChange = {
    number,
    kind: 'seat_change',
    seat: chosen.number,
    ...(wish.variant % 4 === 0
      ? { from: dayOf(wish, calendar, begun) }
      : {
          to:
            wish.variant % 4 === 1
              ? null
              : dayOf({ ...wish, edge: wish.edge ?? wish.other, before: false }, calendar, begun),
        }),
  }
  return [change]
}

export const merge: Deeds = ({ other, variant, beyond }, _calendar, _known, number) => {
  const [duplicate, into] = [other, beyond ? other : other + 1 + (variant % (PERSONS.length - 1))]
  const merged: Merge = {
    number,
    kind: 'merge',
    duplicate: PERSONS[duplicate % PERSONS.length] as string,
    into: PERSONS[into % PERSONS.length] as string,
  }
  return [merged]
}
