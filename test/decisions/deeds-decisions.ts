// Commands about decisions and movements, from wishes and what is known by then.
import {
  authorisationsOf,
  isPossible,
  isVoid,
  type Life,
  lifeOf,
  standing,
  standingOn,
  stepsOf,
  sumOf,
  usesOf,
} from './auditor-decisions.ts'
import {
  type Authorising,
  type Cancellation,
  type Decision,
  FIRST_DAY,
  type Instrument,
  LAST_DAY,
  type Movement,
  type MovementKind,
  ofKind,
  type Reversal,
  STEP_KINDS,
  type Stated,
  type StepKind,
  type StepTaken,
  type Terms,
} from './statements.ts'
import { addDays, type Calendar, dayAt, dayOf, newest, type Size, type TermsWish, type Wish } from './wishes.ts'

/** Several commands, where one needs another before it; `number` is the first one's. */
export type Deeds = (wish: Wish, calendar: Calendar, known: readonly Stated[], number: number) => Stated[]

export const decide: Deeds = (wish, calendar, _known, number) => {
  const { life, steps, swapped, variant, which, beyond } = wish
  const kinds: StepKind[] = ['drafted', 'tabled', 'adopted']
  if (steps === 3 && variant % 2 === 0) kinds[2] = 'rejected'
  kinds.push(...(swapped ? (['published', 'transmitted'] as const) : (['transmitted', 'published'] as const)))
  kinds.push(variant % 2 === 0 ? 'annulled' : 'withdrawn')
  const inTime = life.map((place) => dayAt(calendar, place)).sort()
  if (beyond) inTime.reverse()
  const dated = kinds.slice(0, steps).map((kind, index) => ({ kind, on: inTime[index] as string }))
  const terms = wish.terms.map((one) => termsOf(one, calendar))
  const once = terms.filter((one, index) => terms.findIndex((other) => samePlace(one, other)) === index)
  const decision: Decision = {
    number,
    kind: 'decision',
    about: which % 4 === 3 ? ['C2'] : [],
    // Steps may be given in any order.
    steps: which % 2 === 0 ? dated : dated.reverse(),
    authorisations: variant === 11 ? [] : once,
  }
  return [decision]
}

function termsOf({ to, instrument, ceilingShares, ...wished }: TermsWish, calendar: Calendar): Terms {
  return {
    ...wished,
    instrument,
    ceilingShares: countsShares(instrument) ? ceilingShares : null,
    to: to === null ? null : (newest(calendar, to) ?? null),
  }
}

function countsShares(instrument: Instrument): boolean {
  return instrument === 'shares' || instrument === 'disposal'
}

function samePlace(one: Terms, other: Terms): boolean {
  return one.cooperative === other.cooperative && one.instrument === other.instrument
}

export const step: Deeds = (wish, calendar, known, number) => {
  const decision = newest(ofKind(known, 'decision'), wish.which)
  if (!decision) return decide(wish, calendar, known, number)
  const life = lifeOf(known, decision.number)
  const possible = STEP_KINDS.filter((kind) => life[kind] === undefined && isPossible({ ...life, [kind]: LAST_DAY }))
  const kinds = wish.beyond || possible.length === 0 ? STEP_KINDS : possible
  const kind = kinds[wish.variant % kinds.length] as StepKind
  const on = wish.beyond ? dayOf(wish, calendar, Object.values(life)) : dayFor(wish, calendar, life, kind)
  const taken: StepTaken = { number, kind: 'step', decision: decision.number, step: { kind, on } }
  return [taken]
}

/** The wished day, or the first on which the step is possible. */
function dayFor(wish: Wish, calendar: Calendar, life: Life, kind: StepKind): string {
  const wished = dayOf(wish, calendar, Object.values(life))
  const later = [wished, ...calendar].find((on) => isPossible({ ...life, [kind]: on }))
  return later ?? wished
}

export const cancel: Deeds = (wish, calendar, known, number) => {
  const again = wish.variant % 3 === 2 ? newest(ofKind(known, 'cancellation'), wish.which) : undefined
  if (again) {
    // What is cancelled already, or the cancellation itself.
    const itself = { command: again.number, step: 'cancellation' } as const
    return [{ ...again, number, cancels: wish.other % 2 === 0 ? again.cancels : itself }]
  }
  const decision = newest(ofKind(known, 'decision'), wish.which)
  const counted = decision ? stepsOf(known, decision.number) : []
  const voiding = counted.find(({ kind }) => kind === 'annulled' || kind === 'withdrawn' || kind === 'rejected')
  const chosen = voiding ?? newest(counted, wish.variant % 3 === 1 ? wish.other : 0)
  if (!decision || !chosen) return step(wish, calendar, known, number)
  const cancellation: Cancellation = { number, kind: 'cancellation', decision: decision.number, cancels: chosen.name }
  return [cancellation]
}

export const authorise: Deeds = (wish, calendar, known, number) => {
  const decision = newest(ofKind(known, 'decision'), wish.which)
  if (!decision) return decide(wish, calendar, known, number)
  const all = permitted(known)
  const used = all.filter(({ decision, terms }) => usesOf(known, decision, terms).length > 0)
  const before = wish.beyond ? undefined : newest(used.length > 0 ? used : all, wish.which)
  const anew = { decision: decision.number, terms: termsOf(wish.terms[0] as TermsWish, calendar) }
  const authorising: Authorising = {
    number,
    kind: 'authorisation',
    ...(before ? { ...before, terms: changed(wish, calendar, known, before) } : anew),
  }
  return [authorising]
}

interface Permitted {
  readonly decision: number
  readonly terms: Terms
}

function permitted(known: readonly Stated[]): Permitted[] {
  return ofKind(known, 'decision').flatMap(({ number: decision }) =>
    authorisationsOf(known, decision).map((terms) => ({ decision, terms })),
  )
}

/** New terms around what is used already: exactly so much, one less, or more; until the last use, or the day after. */
function changed(
  { variant, other, days }: Wish,
  calendar: Calendar,
  known: readonly Stated[],
  { decision, terms: before }: Permitted,
): Terms {
  const uses = usesOf(known, decision, before)
  const used = sumOf(uses)
  const last = uses.at(-1)?.on
  const ceiling = [used.amount, least(used.amount - 1n, 0n), before.ceiling * 2n, before.ceiling][variant % 4]
  const shares = [before.ceilingShares, least(used.shares, 1n), least(used.shares - 1n, 1n), null][other % 4]
  const day = dayAt(calendar, days[0])
  const ends = last === undefined ? [before.to, null, day] : [before.to, last, null, addDays(last, 1), last, day]
  return {
    ...before,
    ceiling: ceiling ?? before.ceiling,
    ceilingShares: countsShares(before.instrument) ? (shares ?? null) : null,
    to: ends[(variant + other) % ends.length] ?? null,
  }
}

function least(number: bigint, floor: bigint): bigint {
  return number < floor ? floor : number
}

const DEEDS: Readonly<Record<Instrument, readonly MovementKind[]>> = {
  shares: ['subscription', 'purchase', 'contribution_in_kind', 'advance_conversion'],
  advance: ['advance'],
  grant: ['grant'],
  disposal: ['sale', 'withdrawal', 'write_off'],
}
const ALL_DEEDS = Object.values(DEEDS).flat()

export const use: Deeds = (wish, calendar, known, number) => {
  const all = permitted(known).map((one) => ({ ...one, life: lifeOf(known, one.decision) }))
  const usable = all.filter(({ life }) => !isVoid(life) && standingOn(life, LAST_DAY).executoryOn !== null)
  const chosen = newest(usable.length > 0 && wish.other > 0 ? usable : all, wish.which)
  if (!chosen) return decide(wish, calendar, known, number)
  const { decision, terms, life } = chosen
  const own = DEEDS[terms.instrument]
  const elsewhere = wish.beyond && wish.variant % 3 === 0
  const deeds = elsewhere ? ALL_DEEDS : own
  const deed = deeds[wish.variant % deeds.length] as MovementKind
  const cooperative = wish.beyond && wish.variant % 3 === 1 ? 'C2' : terms.cooperative
  const on = dayOfUse(wish, calendar, standingOn(life, LAST_DAY).executoryOn, terms.to)
  const uses = usesOf(known, decision, terms)
  const [used, usedThen] = [sumOf(uses), sumOf(uses, on)]
  const amount = part(wish.size, terms.ceiling - used.amount, terms.ceiling - usedThen.amount, wish.little)
  const { ceilingShares } = terms
  const shares =
    ceilingShares === null
      ? wish.little
      : part(wish.shares, ceilingShares - used.shares, ceilingShares - usedThen.shares, wish.little)
  return moved(known, number, { deed, cooperative, on, decision, amount, shares })
}

function part(size: Size, left: bigint, leftThen: bigint, little: bigint): bigint {
  switch (size) {
    case 'all':
      return left
    case 'one more':
      return left + 1n
    case 'all of that day':
      return leftThen
    case 'a part':
      return left / 3n
    case 'a little':
      return little
  }
}

/** The first or the last day of the authorisation, seldom the one before or after, or one of the calendar's between. */
function dayOfUse({ edge, ...wish }: Wish, calendar: Calendar, executoryOn: string | null, to: string | null): string {
  const [first, after] = [executoryOn ?? dayAt(calendar), to ?? LAST_CHOICE]
  const last = addDays(after, -1)
  if (edge !== null) return [first, last, first, last, addDays(first, -1), after][edge] as string
  const within = calendar.filter((on) => wish.beyond || (first <= on && on < after))
  return within.length === 0 ? first : dayAt(within, wish.days[0])
}

export const doWithout: Deeds = ({ variant, little, ...wish }, calendar, known, number) => {
  const deed = ALL_DEEDS[variant % ALL_DEEDS.length] as MovementKind
  const on = dayAt(calendar, wish.days[0])
  return moved(known, number, { deed, cooperative: 'C1', on, decision: null, amount: little, shares: little })
}

/** A kind that uses nothing may cite a decision all the same. */
export const cite: Deeds = (wish, calendar, known, number) => {
  const decision = newest(ofKind(known, 'decision'), wish.which)
  if (!decision) return decide(wish, calendar, known, number)
  const cooperative = wish.variant % 2 === 0 ? 'C1' : 'C2'
  const on = dayAt(calendar, wish.days[0])
  const { number: cited } = decision
  return moved(known, number, { deed: 'share_interest', cooperative, on, decision: cited, amount: 100n, shares: 1n })
}

interface Sized extends Pick<Movement, 'deed' | 'cooperative' | 'on' | 'decision'> {
  readonly amount: bigint
  readonly shares: bigint
}

const DISPOSAL = /^(sale|withdrawal|write_off)$/
const AT_NOMINAL = /^(subscription|contribution_in_kind|advance_conversion)$/
const WITHOUT_SHARES = /^(advance|grant|share_interest)$/

/** The movement, within the ledger's own limits; before the first that needs them, ample shares or an ample advance. */
function moved(known: readonly Stated[], number: number, { amount, shares, ...movement }: Sized): Movement[] {
  const { deed, cooperative } = movement
  const disposal = DISPOSAL.test(deed)
  const whole = least(shares, 1n)
  // A share of class A is worth a cent, so that any amount and any number go together, up to a share a cent.
  const price = AT_NOMINAL.test(deed) ? least(amount, whole) : least(amount, deed === 'purchase' || disposal ? 0n : 1n)
  const sized: Omit<Movement, 'number'> = {
    ...movement,
    kind: 'movement',
    shareClass: disposal ? 'B' : WITHOUT_SHARES.test(deed) ? null : 'A',
    ...(deed !== 'write_off' && { amount: price }),
    ...(!WITHOUT_SHARES.test(deed) && { shares: whole }),
  }
  const plenty = disposal || deed === 'advance_conversion' ? provision(known, cooperative, disposal) : undefined
  return plenty
    ? [
        { number, ...plenty },
        { number: number + 1, ...sized },
      ]
    : [{ number, ...sized }]
}

// After every day of the calendar.
const LAST_CHOICE = '2022-03-02'

const MUCH = 100_000_000n

/** What disposals and conversions draw on, unless it is there already. */
function provision(
  known: readonly Stated[],
  cooperative: string,
  disposal: boolean,
): Omit<Movement, 'number'> | undefined {
  const bought = { deed: 'purchase', shareClass: 'B', amount: MUCH, shares: 1_000_000n } as const
  const plenty = disposal ? bought : ({ deed: 'advance', shareClass: null, amount: MUCH } as const)
  const there = ofKind(known, 'movement').some(
    (one) => isProvision(one) && one.cooperative === cooperative && one.deed === plenty.deed,
  )
  return there ? undefined : { kind: 'movement', cooperative, on: FIRST_DAY, decision: null, ...plenty }
}

/** Later movements may need it: it is not reversed. */
function isProvision({ on, amount }: Movement): boolean {
  return on === FIRST_DAY && amount === MUCH
}

export const reverse: Deeds = (wish, calendar, known, number) => {
  const open = standing(known).filter((movement) => !isProvision(movement))
  const reversals = ofKind(known, 'reversal')
  const gone = reversals.flatMap((one) => [one.number, one.reverses])
  const twice = wish.variant % 2 === 1 ? newest(gone, wish.other) : undefined
  const reverses = twice ?? newest(open, wish.which)?.number
  if (reverses === undefined) return use(wish, calendar, known, number)
  const reversal: Reversal = { number, kind: 'reversal', reverses }
  return [reversal]
}
