// The auditor's second reading of the domain's chapter "Seats": who sits where, from all that is known, read again from
// the first statement on. It shares no code with src.
import { concerns, isVoid, lifeOf } from './auditor-decisions.ts'
import {
  cooperativeOf,
  LAST_DAY,
  type MandateChange,
  type MandateTaken,
  type Merge,
  type Role,
  type SeatChange,
  type Stated,
} from './statements.ts'

/** Half-open; null: no end. */
interface Period {
  readonly from: string
  readonly to: string | null
}

export interface Seat extends Period {
  readonly number: number
  readonly organ: string
}

export interface Mandate extends Period {
  readonly number: number
  readonly seat: number
  readonly organ: string
  readonly person: string
  readonly role: Role
  readonly reason: string | null
  /** Its own end, which that of its seat may come before. */
  readonly own: End
}

interface End {
  readonly to: string | null
  readonly reason: string | null
}

export interface Seating {
  readonly seats: Map<number, Seat>
  readonly mandates: Map<number, Mandate>
  /** Who stands for whom. */
  readonly mergedInto: Map<string, string>
}

export function seatingOf(known: readonly Stated[]): Seating {
  const seating: Seating = { seats: new Map(), mandates: new Map(), mergedInto: new Map() }
  for (const stated of known) enter(seating, stated)
  return seating
}

function enter(seating: Seating, stated: Stated): void {
  const { seats, mandates, mergedInto } = seating
  if (stated.kind === 'seat') seats.set(stated.number, stated)
  if (stated.kind === 'mandate') {
    const mandate = begun(seating, stated)
    if (mandate) mandates.set(stated.number, mandate)
  }
  if (stated.kind === 'mandate_change') {
    const mandate = changed(seating, stated)
    if (mandate) mandates.set(stated.mandate, mandate)
  }
  if (stated.kind === 'seat_change') {
    const seat = reshaped(seating, stated)
    if (!seat) return
    seats.set(seat.number, seat)
    for (const mandate of mandates.values()) {
      if (mandate.seat === seat.number && !isEmpty(mandate)) mandates.set(mandate.number, ending(mandate, seat))
    }
  }
  if (stated.kind === 'merge') {
    for (const mandate of mandates.values()) {
      if (mandate.person === stated.duplicate) mandates.set(mandate.number, { ...mandate, person: stated.into })
    }
    mergedInto.set(stated.duplicate, stated.into)
  }
}

function begun({ seats }: Seating, { number, seat, person, role, from, to }: MandateTaken): Mandate | undefined {
  const on = seats.get(seat)
  const own = { to, reason: to === null ? null : 'term_over' }
  return on && ending({ number, seat, organ: on.organ, person, role, from, ...own, own }, on)
}

/** A mandate ends on its own day, or with its seat where that is earlier. */
function ending(mandate: Mandate, seat: Seat): Mandate {
  const withSeat = seat.to !== null && endOf(seat) < endOf(mandate.own)
  return { ...mandate, ...(withSeat ? { to: seat.to, reason: 'seat_closed' } : mandate.own) }
}

function changed({ mandates, seats }: Seating, stated: MandateChange): Mandate | undefined {
  const { person, from, to, reason } = stated
  const before = mandates.get(stated.mandate)
  const seat = before && seats.get(before.seat)
  if (!before || !seat) return undefined
  const own = to === undefined ? before.own : { to, reason: reason ?? null }
  return ending({ ...before, ...(person !== undefined && { person }), ...(from !== undefined && { from }), own }, seat)
}

function reshaped({ seats }: Seating, { seat, from, to }: SeatChange): Seat | undefined {
  const before = seats.get(seat)
  return before && { ...before, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
}

export function isEmpty({ from, to }: Period): boolean {
  return from === to
}

export function endOf({ to }: { to: string | null }): string {
  return to ?? LAST_DAY
}

/** Whether two periods have a day in common. */
export function meet(left: Period, right: Period): boolean {
  if (isEmpty(left) || isEmpty(right)) return false
  return left.from < endOf(right) && right.from < endOf(left)
}

function lasts({ from, to }: Period, asOf: string): boolean {
  return from <= asOf && (to === null || asOf < to)
}

// Each verdict is every code that is right to refuse with; none: it must be accepted.

export function refusedMandate(known: readonly Stated[], stated: MandateTaken): string[] {
  const seating = seatingOf(known)
  const mandate = begun(seating, stated)
  if (!mandate) return ['seat_unknown']
  return [
    ...appointed(known, mandate, stated.decision),
    ...namesLiving(seating, stated),
    ...misplaced(seating, mandate, stated.to),
  ]
}

export function refusedMandateChange(known: readonly Stated[], stated: MandateChange): string[] {
  const seating = seatingOf(known)
  const before = seating.mandates.get(stated.mandate)
  const mandate = changed(seating, stated)
  if (!before || !mandate) return ['not_found']
  // What the request leaves of the mandate, before its seat is looked at.
  const to = stated.to === undefined ? before.to : stated.to
  const reason = stated.to === undefined ? before.reason : (stated.reason ?? null)
  const nonsense = to !== null && (to < mandate.from || (to === mandate.from) !== (reason === 'entered_in_error'))
  return [
    ...(nonsense ? ['invalid_input'] : []),
    ...appointed(known, mandate, stated.decision ?? null),
    ...namesLiving(seating, stated),
    // What ends before it begins has no day to be held against others'.
    ...(nonsense ? [] : misplaced(seating, mandate, stated.to ?? null)),
  ]
}

/** An appointment concerns the cooperative and is not known to be void; whether it was executory is a finding. */
function appointed(known: readonly Stated[], { organ }: Mandate, decision: number | null): string[] {
  if (decision === null) return []
  return [
    ...(concerns(known, decision, cooperativeOf(organ)) ? [] : ['decision_of_other_cooperative']),
    ...(isVoid(lifeOf(known, decision)) ? ['decision_void'] : []),
  ]
}

function namesLiving({ mergedInto }: Seating, { person }: { person?: string }): string[] {
  return person !== undefined && mergedInto.has(person) ? ['person_merged'] : []
}

/** @param asked the end that was asked for: later than the seat's, it is refused and not cut */
function misplaced({ seats, mandates }: Seating, mandate: Mandate, asked: string | null): string[] {
  const seat = seats.get(mandate.seat)
  const begins = seat && seat.from <= mandate.from && mandate.from < endOf(seat)
  const within = begins && (asked === null || asked <= endOf(seat))
  const others = [...mandates.values()].filter(({ number }) => number !== mandate.number)
  const inTheWay = others.filter((other) => meet(other, mandate))
  return [
    ...(within ? [] : ['mandate_outside_seat']),
    ...(inTheWay.some(({ seat, role }) => seat === mandate.seat && role === mandate.role) ? ['seat_taken'] : []),
    ...(inTheWay.some(({ organ, person }) => organ === mandate.organ && person === mandate.person)
      ? ['person_already_sits']
      : []),
  ]
}

export function refusedSeatChange(known: readonly Stated[], stated: SeatChange): string[] {
  const seating = seatingOf(known)
  const seat = reshaped(seating, stated)
  if (!seat) return ['not_found']
  const all = [...seating.mandates.values()]
  const held = all.filter((mandate) => mandate.seat === seat.number && !isEmpty(mandate))
  const moved = held.map((mandate) => ending(mandate, seat)).filter((mandate) => mandate.from < endOf(mandate))
  const elsewhere = moved.some((mandate) =>
    all.some(
      (other) =>
        other.seat !== mandate.seat &&
        other.organ === mandate.organ &&
        other.person === mandate.person &&
        meet(other, mandate),
    ),
  )
  return [
    ...(seat.to !== null && seat.to <= seat.from ? ['invalid_input'] : []),
    ...(held.some(({ from }) => from < seat.from || from >= endOf(seat)) ? ['seat_still_held'] : []),
    ...(elsewhere ? ['person_already_sits'] : []),
  ]
}

export function refusedMerge(known: readonly Stated[], { duplicate, into }: Merge): string[] {
  const { mandates, mergedInto } = seatingOf(known)
  const sits = (who: string) => [...mandates.values()].filter(({ person }) => person === who)
  const both = sits(duplicate).some((one) => sits(into).some((other) => other.organ === one.organ && meet(one, other)))
  return [
    ...(duplicate === into ? ['invalid_input'] : []),
    ...(mergedInto.has(duplicate) || mergedInto.has(into) ? ['person_merged'] : []),
    ...(both && duplicate !== into ? ['person_already_sits'] : []),
  ]
}

// The first days of new councils, and how long before its end a mandate is told to be ending: the product's settings.
const RENEWALS = ['2015-04-02', '2021-07-01', '2028-03-31']
const ENDING_DAYS = 90
const DAY = 86_400_000

export type HeldState = 'future' | 'running' | 'ending' | 'lapsed' | 'ended'

/** A mandate lapses at the first renewal after it began, unless it ends before that or on that day. */
export function mandateStateOn({ from, to }: Period, asOf: string): HeldState {
  const renewal = RENEWALS.find((day) => from < day && day < (to ?? LAST_DAY))
  if (to !== null && to <= asOf) return 'ended'
  if (from > asOf) return 'future'
  if (renewal !== undefined && renewal <= asOf) return 'lapsed'
  const end = renewal ?? to
  return end !== null && Date.parse(end) - Date.parse(asOf) <= ENDING_DAYS * DAY ? 'ending' : 'running'
}

export interface SeatOn {
  readonly seat: Seat
  readonly state: 'held' | 'ending' | 'lapsed' | 'vacant'
  readonly titular: Mandate | undefined
  readonly alternate: Mandate | undefined
}

/** The seats that are valid on a day, and who holds each. */
export function seatsOn(known: readonly Stated[], asOf: string): SeatOn[] {
  const { seats, mandates } = seatingOf(known)
  return [...seats.values()]
    .filter((seat) => lasts(seat, asOf))
    .map((seat) => {
      const held = [...mandates.values()].filter((mandate) => mandate.seat === seat.number && lasts(mandate, asOf))
      const titular = held.find(({ role }) => role === 'titular')
      const state = titular && mandateStateOn(titular, asOf)
      return {
        seat,
        state: !state ? 'vacant' : state === 'ending' || state === 'lapsed' ? state : 'held',
        titular,
        alternate: held.find(({ role }) => role === 'alternate'),
      }
    })
}
