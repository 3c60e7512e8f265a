// What fast-check draws: wishes, such as "use all that is left, on the day before the authorisation ends". What is left,
// and which day that is, only the auditor's reading of what is known by then can say: deeds make commands of wishes.
import fc from 'fast-check'
import type { Instrument } from './statements.ts'

export type Deed =
  | 'decide'
  | 'step'
  | 'cancel'
  | 'authorise'
  | 'use'
  | 'cite'
  | 'do_without'
  | 'reverse'
  | 'seat'
  | 'change_seat'
  | 'mandate'
  | 'change_mandate'
  | 'merge'

/** How much of what is left. */
export type Size = 'all' | 'one more' | 'all of that day' | 'a part' | 'a little'

export interface TermsWish {
  readonly cooperative: string
  readonly instrument: Instrument
  readonly ceiling: bigint
  readonly ceilingShares: bigint | null
  /** Place of a day in the calendar, from its end. */
  readonly to: number | null
}

export interface Wish {
  readonly deed: Deed
  /** Beyond what is possible. */
  readonly beyond: boolean
  /** Which of those that there are, from the newest. */
  readonly which: number
  readonly other: number
  readonly variant: number
  /** Places in the calendar. */
  readonly days: readonly number[]
  /** The same for the steps that a decision is entered with: mostly the first day, so that there are days left. */
  readonly life: readonly number[]
  /** Rather a day on which something turns, such as an end; which of them. */
  readonly edge: number | null
  readonly before: boolean
  readonly size: Size
  readonly shares: Size
  readonly little: bigint
  /** How many steps a decision is entered with. */
  readonly steps: number
  readonly swapped: boolean
  readonly terms: readonly TermsWish[]
}

/** Days in order; the history happens on some of them, and on the days before. */
export type Calendar = readonly string[]

// Few, so that they meet; pairs of neighbours, so that an end lies between them. The council is renewed on 1 July, and
// two months after the last days of December is the end of February.
const DAYS = [
  '2021-04-01',
  '2021-06-29',
  '2021-06-30',
  '2021-07-01',
  '2021-07-02',
  '2021-12-30',
  '2021-12-31',
  '2022-01-01',
  '2022-02-28',
  '2022-03-01',
]

export const calendars: fc.Arbitrary<Calendar> = fc.subarray(DAYS, { minLength: 4, maxLength: 5 })

/** Days on which to look at seats, beside those of the history: 90 days before an end, and around renewals. */
export const LOOKS = [
  '2021-04-01',
  '2021-04-02',
  '2021-07-01',
  '2021-10-02',
  '2021-10-03',
  '2021-11-29',
  '2021-11-30',
  '2027-12-31',
  '2028-01-01',
  '2028-03-30',
  '2028-03-31',
]

const weighted: readonly (readonly [number, Deed])[] = [
  [3, 'decide'],
  [2, 'step'],
  [4, 'cancel'],
  [4, 'authorise'],
  [13, 'use'],
  [1, 'cite'],
  [1, 'do_without'],
  [4, 'reverse'],
  [1, 'seat'],
  [2, 'change_seat'],
  [6, 'mandate'],
  [3, 'change_mandate'],
  [1, 'merge'],
]

const sizes = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Size[]>('a little', 'a part') },
  { weight: 2, arbitrary: fc.constantFrom<Size[]>('all', 'all of that day') },
  { weight: 1, arbitrary: fc.constant<Size>('one more') },
)

const terms: fc.Arbitrary<TermsWish> = fc.record({
  cooperative: fc.constantFrom('C1', 'C1', 'C2'),
  instrument: fc.constantFrom<Instrument[]>('shares', 'disposal', 'shares', 'advance', 'grant'),
  ceiling: fc.constantFrom(100_000n, 30_000n, 1_001n, 7n),
  ceilingShares: fc.constantFrom(null, 2n, 10n, 40n),
  to: fc.oneof(fc.constant(null), fc.nat(2)),
})

const wish: fc.Arbitrary<Wish> = fc.record({
  deed: fc.oneof(...weighted.map(([weight, deed]) => ({ weight, arbitrary: fc.constant(deed) }))),
  beyond: fc.nat(7).map((drawn) => drawn === 7),
  which: fc.oneof(fc.constant(0), fc.nat(7)),
  other: fc.nat(11),
  variant: fc.nat(11),
  days: fc.array(fc.nat(4), { minLength: 2, maxLength: 2 }),
  life: fc.array(fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(4) }), {
    minLength: 6,
    maxLength: 6,
  }),
  edge: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 2, arbitrary: fc.nat(5) }),
  before: fc.boolean(),
  size: sizes,
  shares: sizes,
  little: fc.bigInt(1n, 20n),
  steps: fc.oneof({ weight: 4, arbitrary: fc.constant(5) }, { weight: 1, arbitrary: fc.nat(6) }),
  swapped: fc.boolean(),
  terms: fc.array(terms, { minLength: 1, maxLength: 2 }),
})

/** Up to so many, and rather many than few: a third of what is drawn would be more, and is cut off. */
export function wishes(most: number): fc.Arbitrary<Wish[]> {
  const drawn = fc.noBias(fc.array(wish, { minLength: 1, maxLength: Math.floor(most * 1.5), size: 'max' }))
  return drawn.map((wished) => wished.slice(0, most))
}

/** One of some, counted from the newest. */
export function newest<Item>(items: readonly Item[], which: number): Item | undefined {
  return items[items.length - 1 - (which % (items.length || 1))]
}

/** The day at a place of the calendar. */
export function dayAt(calendar: Calendar, place = 0): string {
  return calendar[place % calendar.length] as string
}

/** One of the days on which something turns, or the day before it, where that is wished for; else the calendar's. */
export function dayOf({ edge, before, days }: Wish, calendar: Calendar, edges: readonly (string | null)[]): string {
  const known = edges.filter((on) => on !== null)
  const on = edge === null ? undefined : known[edge % (known.length || 1)]
  if (on === undefined) return dayAt(calendar, days[0])
  return before ? addDays(on, -1) : on
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)
}
