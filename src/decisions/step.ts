// The life of a decision as a pure function of its dated steps. Source: domain, "Decisions"; CGCT L.3131-1 for what makes
// an act executory, CJA R.421-1 for the window in which it can be challenged.
import { Failure } from '../values/failure.ts'
import { addMonths, LAST_DAY, type PlainDate } from '../values/plain-date.ts'

/** What may happen to a decision, in the order in which steps of one day count. */
export const STEP_KINDS = [
  'drafted',
  'tabled',
  'adopted',
  'rejected',
  'transmitted',
  'published',
  'withdrawn',
  'annulled',
] as const
export type StepKind = (typeof STEP_KINDS)[number]

/** A step that was not cancelled. */
export interface Step {
  readonly kind: StepKind
  readonly on: PlainDate
}

export const STATUSES = [
  'drafted',
  'tabled',
  'adopted',
  'transmitted',
  'published',
  'executory',
  'rejected',
  'withdrawn',
  'annulled',
] as const
export type Status = (typeof STATUSES)[number]

/** Where each step leads from each status; what is not here is not possible. null: before the first step. */
const TRANSITIONS: Readonly<Record<Status | 'null', Partial<Readonly<Record<StepKind, Status>>>>> = {
  null: { drafted: 'drafted' },
  drafted: { tabled: 'tabled' },
  tabled: { adopted: 'adopted', rejected: 'rejected' },
  adopted: { transmitted: 'transmitted', published: 'published', withdrawn: 'withdrawn', annulled: 'annulled' },
  transmitted: { published: 'executory', withdrawn: 'withdrawn', annulled: 'annulled' },
  published: { transmitted: 'executory', withdrawn: 'withdrawn', annulled: 'annulled' },
  executory: { withdrawn: 'withdrawn', annulled: 'annulled' },
  rejected: {},
  withdrawn: {},
  annulled: {},
}

/** The status after a step; undefined: the step is not possible then. */
export function statusAfter(status: Status | null, kind: StepKind): Status | undefined {
  return TRANSITIONS[status ?? 'null'][kind]
}

/** The steps that are possible from a status. */
export function possibleSteps(status: Status | null): StepKind[] {
  return STEP_KINDS.filter((kind) => statusAfter(status, kind) !== undefined)
}

/** Where a decision stands. Dates are null until they are known. */
export interface Standing {
  /** null: nothing has happened yet. */
  readonly status: Status | null
  /** The later of transmission and publication. */
  readonly executoryOn: PlainDate | null
  /** Two months from publication. */
  readonly challengeUntil: PlainDate | null
}

const CHALLENGE_MONTHS = 2

/** Where a decision stands after these steps, whatever their order. */
export function standingOf(steps: readonly Step[]): Standing {
  let status: Status | null = null
  for (const { kind } of inOrder(steps)) status = statusAfter(status, kind) ?? status
  const on = (kind: StepKind) => steps.find((step) => step.kind === kind)?.on
  const [transmitted, published] = [on('transmitted'), on('published')]
  return {
    status,
    executoryOn: transmitted && published ? (transmitted > published ? transmitted : published) : null,
    challengeUntil: published ? addMonths(published, CHALLENGE_MONTHS) : null,
  }
}

/** True where what was decided no longer counts, whatever the date that is asked about. */
export function isVoid(status: Status | null): boolean {
  return status === 'rejected' || status === 'withdrawn' || status === 'annulled'
}

/**
 * Holds a new step against those before and after it.
 *
 * @param at where the step stands in the body, for the refusal
 * @throws Failure `step_not_possible`, with the steps that are possible now and, where only the date is wrong, the first
 *   date on which it is possible and the last, if there is one
 */
export function checkStep(steps: readonly Step[], step: Step, at = '#'): void {
  const broken = firstImpossible([...steps, step])
  if (!broken) return
  // It becomes possible or impossible on the dates of other steps only; after all of them nothing changes any more.
  const dates = [...steps.map(({ on }) => on).sort(), LAST_DAY]
  const possibleOn = dates.filter((on) => !firstImpossible([...steps, { ...step, on }]))
  const latest = possibleOn.at(-1) ?? null
  const { status } = standingOf(steps.filter(({ on }) => on <= step.on))
  throw new Failure('step_not_possible', {
    at,
    kind: step.kind,
    on: step.on,
    status,
    possible: possibleSteps(standingOf(steps).status),
    earliest: possibleOn[0] ?? null,
    latest: latest === LAST_DAY ? null : latest,
    breaks: broken === step ? null : { kind: broken.kind, on: broken.on },
  })
}

/**
 * Holds the cancellation of a step against the others.
 *
 * @throws Failure `step_still_needed`, naming the step that would be left without it
 */
export function checkCancellation(steps: readonly Step[], cancelled: Step): void {
  const broken = firstImpossible(steps.filter((step) => step !== cancelled))
  if (!broken) return
  const { kind, on } = broken
  throw new Failure('step_still_needed', { kind: cancelled.kind, on: cancelled.on, by: { kind, on } })
}

/** The first step, in the order of time, that is not possible where it stands. */
export function firstImpossible<Some extends Step>(steps: readonly Some[]): Some | undefined {
  let status: Status | null = null
  for (const step of inOrder(steps)) {
    const next = statusAfter(status, step.kind)
    if (next === undefined) return step
    status = next
  }
  return undefined
}

/** In the order of time; on one day in the order of `STEP_KINDS`. */
export function inOrder<Some extends Step>(steps: readonly Some[]): Some[] {
  return [...steps].sort((left, right) =>
    left.on === right.on ? STEP_KINDS.indexOf(left.kind) - STEP_KINDS.indexOf(right.kind) : left.on < right.on ? -1 : 1,
  )
}

/**
 * Holds a vote against what is said to have come of it: a decision is adopted by more for than against, or by as many, the
 * president's vote counting twice in a tie (CGCT L.3121-14); abstentions count for neither.
 *
 * @throws Failure `votes_contradict`
 */
export function checkVotes(kind: StepKind, votes: { for: number; against: number } | null, pointer = '#/votes'): void {
  if (votes === null) return
  const carried = votes.for >= votes.against && votes.for > 0
  const lost = votes.for <= votes.against
  if ((kind === 'adopted' && !carried) || (kind === 'rejected' && !lost)) {
    throw new Failure('votes_contradict', { pointer, kind, for: votes.for, against: votes.against })
  }
}
