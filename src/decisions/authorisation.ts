// What a decision allows and what movements use of it. Source: domain, "Decisions". Pure: figures in, refusal out.
import { type Decimal, euros, wholeShares, ZERO } from '../values/amount.ts'
import { Failure, type Figures, type Unit } from '../values/failure.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { isVoid, type Standing } from './step.ts'

export const INSTRUMENTS = ['shares', 'advance', 'grant', 'disposal'] as const
export type Instrument = (typeof INSTRUMENTS)[number]

/** The kinds of movement that use up an authorisation, and the instrument of it. All other kinds use up nothing. */
export const INSTRUMENT_OF = {
  subscription: 'shares',
  contribution_in_kind: 'shares',
  purchase: 'shares',
  advance_conversion: 'shares',
  advance: 'advance',
  grant: 'grant',
  sale: 'disposal',
  withdrawal: 'disposal',
  write_off: 'disposal',
} as const satisfies Readonly<Record<string, Instrument>>

export type ConsumingKind = keyof typeof INSTRUMENT_OF

export function isConsuming(kind: string): kind is ConsumingKind {
  return Object.hasOwn(INSTRUMENT_OF, kind)
}

/** Instruments whose ceiling may also be a number of shares. */
export function countsShares(instrument: Instrument): boolean {
  return instrument === 'shares' || instrument === 'disposal'
}

/** What is allowed for one cooperative and instrument. Euros; shares whole; null: no such limit. */
export interface Authorisation {
  readonly ceiling: Decimal
  readonly ceilingShares: Decimal | null
  /** First day on which it no longer allows anything. */
  readonly to: PlainDate | null
}

/** What one movement uses, or several together: 0 euros for a write-off, 0 shares for an advance. */
export interface Use {
  readonly amount: Decimal
  readonly shares: Decimal
}

/** False for terms that were emptied: 0.00 euros, or no shares. A disposal for 0.00 still allows write-offs. */
export function allowsAnything(terms: {
  instrument: Instrument
  authorised: string
  authorisedShares: string | null
}): boolean {
  const { instrument, authorised, authorisedShares } = terms
  return (authorised !== '0.00' || instrument === 'disposal') && authorisedShares !== '0'
}

/** What an authorisation is worth on a day. */
export const AUTHORISATION_STATES = ['pending', 'open', 'ended', 'void'] as const
export type AuthorisationState = (typeof AUTHORISATION_STATES)[number]

/**
 * Whether it can be used: not before the decision is executory, not from its end on, and never under a decision that is
 * void, whatever the day.
 *
 * @param standing where the decision stands with all its known steps
 */
export function stateOf(
  { status, executoryOn }: Standing,
  { to }: Pick<Authorisation, 'to'>,
  asOf: PlainDate,
): AuthorisationState {
  if (isVoid(status)) return 'void'
  if (executoryOn === null || asOf < executoryOn) return 'pending'
  return to !== null && asOf >= to ? 'ended' : 'open'
}

/**
 * Holds the day of a movement against the decision that it cites, as all is known now.
 *
 * @param consumed what is used already, on all dates
 * @throws Failure `decision_void` whatever the day, `decision_not_executory` or `authorisation_ended` on that day
 */
export function checkDay(
  decisionId: string,
  standing: Standing,
  authorisation: Authorisation,
  consumed: Use,
  on: PlainDate,
): void {
  const { status, executoryOn } = standing
  const figures = figuresOf(authorisation.ceiling, consumed.amount, euros)
  switch (stateOf(standing, authorisation, on)) {
    case 'void':
      throw new Failure('decision_void', { decisionId, status: status ?? '', pointer: '#/decisionId', figures })
    case 'pending':
      throw new Failure('decision_not_executory', { decisionId, effectiveOn: on, executoryOn, status, figures })
    case 'ended':
      throw new Failure('authorisation_ended', { effectiveOn: on, to: authorisation.to ?? '', figures })
  }
}

/** Which ceiling uses are above together; undefined: they are within both. */
export function exceededBy({ ceiling, ceilingShares }: Authorisation, { amount, shares }: Use): Unit | undefined {
  if (amount.gt(ceiling)) return 'euros'
  return ceilingShares !== null && shares.gt(ceilingShares) ? 'shares' : undefined
}

function figuresOf(authorised: Decimal, consumed: Decimal, write: (value: Decimal) => string): Figures {
  return { authorised: write(authorised), consumed: write(consumed), left: write(authorised.minus(consumed)) }
}

function figuresIn(unit: Unit, { ceiling, ceilingShares }: Authorisation, { amount, shares }: Use): Figures {
  return unit === 'euros' ? figuresOf(ceiling, amount, euros) : figuresOf(ceilingShares ?? ZERO, shares, wholeShares)
}

/** A movement that uses an authorisation already. */
export interface Spent extends Use {
  readonly id: string
  readonly kind: string
  readonly effectiveOn: PlainDate
}

/**
 * Adds a movement to those that use an authorisation, in fold order: what is left must be enough for it, and stay enough
 * for each later one. A refusal tells what is left beside all of them, since so much fits.
 *
 * @throws Failure `authorisation_exceeded`, or `later_movement_impossible` naming the one that would break
 */
export function checkUse(
  authorisation: Authorisation,
  spent: readonly Spent[],
  next: Use & { effectiveOn: PlainDate },
): void {
  const all = sumOf(spent)
  const exceeded = (unit: Unit, { amount, shares }: Use) => {
    const asked = unit === 'euros' ? euros(amount) : wholeShares(shares)
    return new Failure('authorisation_exceeded', { unit, asked, figures: figuresIn(unit, authorisation, all) })
  }
  const before = spent.filter(({ effectiveOn }) => effectiveOn <= next.effectiveOn)
  let consumed = sumOf([...before, next])
  const own = exceededBy(authorisation, consumed)
  if (own) throw exceeded(own, next)
  for (const later of spent.slice(before.length)) {
    consumed = sumOf([consumed, later])
    const unit = exceededBy(authorisation, consumed)
    if (!unit) continue
    const { id, kind, effectiveOn } = later
    throw new Failure('later_movement_impossible', {
      movement: { id, kind, effectiveOn },
      because: exceeded(unit, later),
      spent: { unit, figures: figuresIn(unit, authorisation, all) },
    })
  }
}

/** What several movements use together. */
export function sumOf(uses: readonly Use[]): Use {
  return {
    amount: uses.reduce((sum, { amount }) => sum.plus(amount), ZERO),
    shares: uses.reduce((sum, { shares }) => sum.plus(shares), ZERO),
  }
}
