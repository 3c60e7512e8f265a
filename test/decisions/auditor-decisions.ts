// The auditor: a second reading of the domain's chapter "Decisions", written from that page alone. It shares no code and
// no arithmetic with src: amounts are whole cents, BigInt, and it has no state machine. Slow and plain on purpose: it
// always reads again all that is known.
import {
  type Authorising,
  type Cancellation,
  type Decision,
  type Instrument,
  LAST_DAY,
  type Movement,
  type MovementKind,
  ofKind,
  type Reversal,
  type Stated,
  type StepKind,
  type StepName,
  type StepTaken,
  type Terms,
} from './statements.ts'

/** When each thing happened to a decision. Nothing happens to it twice. */
export type Life = Readonly<Partial<Record<StepKind, string>>>

interface Happening {
  readonly name: StepName
  readonly on: string
}

/** The steps of a decision that were not cancelled. */
export function stepsOf(known: readonly Stated[], decision: number): (Happening & { readonly kind: StepKind })[] {
  const cancelled = new Set(ofKind(known, 'cancellation').map(({ cancels }) => keyOf(cancels)))
  const entered = ofKind(known, 'decision').filter(({ number }) => number === decision)
  const taken = ofKind(known, 'step').filter((stated) => stated.decision === decision)
  return [
    ...entered.flatMap(({ number, steps }) => steps.map((step) => ({ ...step, command: number }))),
    ...taken.map(({ number, step }) => ({ ...step, command: number })),
  ]
    .map(({ kind, on, command }) => ({ kind, on, name: { command, step: kind } }))
    .filter(({ name }) => !cancelled.has(keyOf(name)))
}

export function lifeOf(known: readonly Stated[], decision: number): Life {
  return Object.fromEntries(stepsOf(known, decision).map(({ kind, on }) => [kind, on]))
}

function keyOf({ command, step }: StepName): string {
  return `${command} ${step}`
}

/**
 * drafted → tabled → adopted | rejected; adopted → transmitted and published, in either order; withdrawn or annulled after
 * all the rest. What happened on one day may have happened one after the other.
 */
export function isPossible(life: Life): boolean {
  const { drafted, tabled, adopted, rejected, transmitted, published, withdrawn, annulled } = life
  if ((adopted && rejected) || (withdrawn && annulled)) return false
  const undone = withdrawn ?? annulled
  return (
    follows(tabled, drafted) &&
    follows(adopted ?? rejected, tabled) &&
    follows(transmitted, adopted) &&
    follows(published, adopted) &&
    follows(undone, adopted) &&
    (!undone || [transmitted, published].every((on) => !on || on <= undone))
  )
}

function follows(later: string | undefined, earlier: string | undefined): boolean {
  return !later || (earlier !== undefined && earlier <= later)
}

export interface Standing {
  readonly status: string | null
  readonly executoryOn: string | null
  readonly challengeUntil: string | null
}

/** Where a decision stands on a day: what had happened by then, the last word first. */
export function standingOn(life: Life, asOf: string): Standing {
  const by = (kind: StepKind) => {
    const on = life[kind]
    return on !== undefined && on <= asOf ? on : null
  }
  const [transmitted, published] = [by('transmitted'), by('published')]
  const executory = transmitted !== null && published !== null
  const ends = (['annulled', 'withdrawn', 'rejected'] as const).find((kind) => by(kind) !== null)
  const last = (['transmitted', 'published', 'adopted', 'tabled', 'drafted'] as const).find((kind) => by(kind) !== null)
  return {
    status: ends ?? (executory ? 'executory' : (last ?? null)),
    executoryOn: executory ? later(transmitted, published) : null,
    challengeUntil: published === null ? null : twoMonthsAfter(published),
  }
}

function later(left: string, right: string): string {
  return left > right ? left : right
}

/** The same day of the month, or the last where that month is shorter. */
function twoMonthsAfter(date: string): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const same = new Date(Date.UTC(year, month + 1, day))
  const end = same.getUTCDate() === day ? same : new Date(Date.UTC(year, month + 2, 0))
  return end.toISOString().slice(0, 10)
}

/** Known to be rejected, withdrawn or annulled, on whatever day. */
export function isVoid({ rejected, withdrawn, annulled }: Life): boolean {
  return (rejected ?? withdrawn ?? annulled) !== undefined
}

const INSTRUMENTS: Readonly<Record<MovementKind, Instrument | null>> = {
  subscription: 'shares',
  contribution_in_kind: 'shares',
  purchase: 'shares',
  advance_conversion: 'shares',
  advance: 'advance',
  grant: 'grant',
  sale: 'disposal',
  withdrawal: 'disposal',
  write_off: 'disposal',
  share_interest: null,
}

/** What a decision allows: the last terms stated for each cooperative and instrument. */
export function authorisationsOf(known: readonly Stated[], decision: number): Terms[] {
  const stated = known.flatMap((one) => {
    if (one.kind === 'decision' && one.number === decision) return one.authorisations
    return one.kind === 'authorisation' && one.decision === decision ? [one.terms] : []
  })
  return [...new Map(stated.map((terms) => [`${terms.cooperative} ${terms.instrument}`, terms])).values()]
}

/** The movements that are not reversed. */
export function standing(known: readonly Stated[]): Movement[] {
  const reversed = new Set(ofKind(known, 'reversal').map(({ reverses }) => reverses))
  return ofKind(known, 'movement').filter(({ number }) => !reversed.has(number))
}

/** The movements that use an authorisation, by date, then by recording. */
export function usesOf(
  known: readonly Stated[],
  decision: number,
  { cooperative, instrument }: Pick<Terms, 'cooperative' | 'instrument'>,
): Movement[] {
  return standing(known)
    .filter((movement) => movement.decision === decision && movement.cooperative === cooperative)
    .filter(({ deed }) => INSTRUMENTS[deed] === instrument)
    .sort((left, right) => (left.on < right.on ? -1 : Number(left.on > right.on)))
}

export interface Used {
  readonly amount: bigint
  readonly shares: bigint
}

/** What movements use together; a write-off no euros, an advance and a grant no shares. */
export function sumOf(uses: readonly Movement[], asOf = LAST_DAY): Used {
  const counted = uses.filter(({ on }) => on <= asOf)
  return {
    amount: counted.reduce((sum, { amount = 0n }) => sum + amount, 0n),
    shares: counted.reduce((sum, { shares = 0n }) => sum + shares, 0n),
  }
}

/** The cooperatives that a decision names or allows anything for. */
export function aboutOf(known: readonly Stated[], decision: number): Set<string> {
  const named = ofKind(known, 'decision').find(({ number }) => number === decision)?.about ?? []
  const allowed = authorisationsOf(known, decision).filter(allowsAnything)
  return new Set([...named, ...allowed.map(({ cooperative }) => cooperative)])
}

/** Terms of 0.00 euros were emptied; a disposal for 0.00 still allows write-offs, unless of no share. */
function allowsAnything({ instrument, ceiling, ceilingShares }: Terms): boolean {
  return (ceiling > 0n || instrument === 'disposal') && ceilingShares !== 0n
}

/** A decision about no cooperative in particular may be cited for any. */
export function concerns(known: readonly Stated[], decision: number, cooperative: string): boolean {
  const about = aboutOf(known, decision)
  return about.size === 0 || about.has(cooperative)
}

// Each verdict is every code that is right to refuse with; none: it must be accepted.

export function refusedDecision({ steps }: Decision): string[] {
  const once = new Set(steps.map(({ kind }) => kind)).size === steps.length
  const life = Object.fromEntries(steps.map(({ kind, on }) => [kind, on]))
  return once && isPossible(life) ? [] : ['step_not_possible']
}

export function refusedStep(known: readonly Stated[], { decision, step }: StepTaken): string[] {
  const life = lifeOf(known, decision)
  const possible = life[step.kind] === undefined && isPossible({ ...life, [step.kind]: step.on })
  return possible ? [] : ['step_not_possible']
}

export function refusedCancellation(known: readonly Stated[], { decision, cancels }: Cancellation): string[] {
  const cancelled = stepsOf(known, decision).find(({ name }) => keyOf(name) === keyOf(cancels))
  if (!cancelled) return ['step_already_cancelled']
  const { [cancelled.kind]: _, ...rest } = lifeOf(known, decision)
  return isPossible(rest) ? [] : ['step_still_needed']
}

export function refusedAuthorisation(known: readonly Stated[], { decision, terms }: Authorising): string[] {
  const uses = usesOf(known, decision, terms)
  const { amount, shares } = sumOf(uses)
  const { ceiling, ceilingShares, to } = terms
  return [
    ...(amount > ceiling || (ceilingShares !== null && shares > ceilingShares) ? ['ceiling_below_consumed'] : []),
    ...(to !== null && uses.some(({ on }) => on >= to) ? ['end_before_use'] : []),
  ]
}

export function refusedMovement(known: readonly Stated[], movement: Movement): string[] {
  const { decision, deed, cooperative, on } = movement
  if (decision === null) return []
  const instrument = INSTRUMENTS[deed]
  if (instrument === null) return concerns(known, decision, cooperative) ? [] : ['decision_of_other_cooperative']
  const life = lifeOf(known, decision)
  const { executoryOn } = standingOn(life, LAST_DAY)
  const terms = authorisationsOf(known, decision).find(
    (one) => one.cooperative === cooperative && one.instrument === instrument,
  )
  return [
    ...(isVoid(life) ? ['decision_void'] : []),
    ...(executoryOn === null || on < executoryOn ? ['decision_not_executory'] : []),
    ...(terms ? [] : ['authorisation_missing']),
    ...(terms && terms.to !== null && on >= terms.to ? ['authorisation_ended'] : []),
    ...(terms ? exceeded(usesOf(known, decision, terms), movement, terms) : []),
  ]
}

/** Whether the ceiling is exceeded on any date from the movement's on, and by which movement first. */
function exceeded(uses: readonly Movement[], next: Movement, { ceiling, ceilingShares }: Terms): string[] {
  const inOrder = [...uses.filter(({ on }) => on <= next.on), next, ...uses.filter(({ on }) => on > next.on)]
  const over = inOrder.find((_, index) => {
    const { amount, shares } = sumOf(inOrder.slice(0, index + 1))
    return amount > ceiling || (ceilingShares !== null && shares > ceilingShares)
  })
  if (!over) return []
  return [over === next ? 'authorisation_exceeded' : `authorisation_exceeded by #${over.number}`]
}

export function refusedReversal(known: readonly Stated[], { reverses }: Reversal): string[] {
  const target = known.find(({ number }) => number === reverses)
  if (target?.kind === 'reversal') return ['reversal_not_reversible']
  return standing(known).some(({ number }) => number === reverses) ? [] : ['already_reversed']
}
