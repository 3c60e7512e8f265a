import { Failure } from '../values/failure.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { addPostings, isEmpty, NO_POSTINGS, type Postings, subtractPostings } from './account.ts'
import type { Movement } from './movement.ts'
import { post } from './posting.ts'
import { applyPostings, type State } from './state.ts'

/** A movement of the cooperative's fold, and what it has posted so far, adjustments included. */
export interface Posted {
  readonly movement: Movement
  readonly postings: Postings
  /** The fold skips it: a reversal undid it. */
  readonly reversed?: boolean
}

/** What is recorded now: a movement joins the fold, or one that was posted leaves it. */
export type Change = { readonly joins: Movement } | { readonly leaves: Posted }

/** Where one position stands at the end of a day, in the light of the change. */
export interface Version {
  readonly effectiveOn: PlainDate
  /** null: what is kept per cooperative. */
  readonly shareClassId: string | null
  readonly state: State
}

export interface Outcome {
  /** The new movement's postings, or the opposite of all that the leaving one had posted. */
  readonly postings: Postings
  /** What later movements must post, now, for the fold to stay true. */
  readonly adjustments: readonly Posted[]
  /** The end-of-day balances that the change makes different. */
  readonly versions: readonly Version[]
}

/** What a movement posts on the state before it. */
export type Poster = (movement: Movement, before: State) => Postings

/**
 * Replays a cooperative's fold from a change on. Pure.
 *
 * @param before the state before the first of `known`
 * @param known the movements from there on, in fold order (effective date, then recording), reversed ones too: without
 *   the one that joins, with the one that leaves. A movement that joins is the last of its day.
 * @param poster the ledger's rules; or, to see again what they came to, what was posted then
 * @throws Failure when the change itself breaks a limit, or `later_movement_impossible` naming the movement that it would break
 */
export function replay(before: State, known: readonly Posted[], change: Change, poster: Poster = post): Outcome {
  const days = byDay(known, change)
  let old = before
  let now = before
  let own: Postings | undefined
  const adjustments: Posted[] = []
  const versions: Version[] = []
  const written = new Map<string | null, State>()
  for (const { effectiveOn, fold } of days) {
    const touched = new Set<string | null>()
    for (const { movement, posted, role } of fold) {
      touched.add(null).add(movement.shareClassId)
      if (role === 'reversed') continue
      if (posted) old = applyPostings(old, movement, posted)
      if (role === 'leaves') continue
      const postings = role === 'joins' ? poster(movement, now) : postLater(poster, movement, now)
      now = applyPostings(now, movement, postings)
      if (role === 'joins') own = postings
      else if (posted) {
        const difference = subtractPostings(postings, posted)
        if (!isEmpty(difference)) adjustments.push({ movement, postings: difference })
      }
    }
    for (const shareClassId of touched) {
      // Where nothing changed, readers of this day may still fall back on an earlier row, which this change replaced.
      const fallback = written.get(shareClassId) ?? old
      if (!differs(old, now, shareClassId) && !differs(fallback, now, shareClassId)) continue
      versions.push({ effectiveOn, shareClassId, state: now })
      written.set(shareClassId, now)
    }
  }
  if ('leaves' in change) own = subtractPostings(NO_POSTINGS, change.leaves.postings)
  if (!own) throw new Error('a replay without its change')
  return { postings: own, adjustments, versions }
}

/** The state after some movements of a fold, each with what it has posted; reversed ones are skipped. */
export function applyFold(before: State, fold: readonly Posted[]): State {
  return fold.reduce(
    (state, { movement, postings, reversed }) => (reversed ? state : applyPostings(state, movement, postings)),
    before,
  )
}

/** Movements with what they have posted so far, adjustments included, once these are posted, too. */
export function joinPostings(known: Posted[], adjustments: readonly Posted[]): Posted[] {
  if (adjustments.length === 0) return known
  const more = new Map(adjustments.map(({ movement: { id }, postings }) => [id, postings]))
  return known.map((posted) => {
    const adjusted = more.get(posted.movement.id)
    return adjusted ? { ...posted, postings: addPostings(posted.postings, adjusted) } : posted
  })
}

interface Step {
  readonly movement: Movement
  readonly posted?: Postings
  readonly role: 'joins' | 'leaves' | 'stays' | 'reversed'
}

function byDay(known: readonly Posted[], change: Change): { effectiveOn: PlainDate; fold: Step[] }[] {
  const steps: Step[] = known.map(({ movement, postings, reversed }) => ({
    movement,
    posted: postings,
    role: reversed ? 'reversed' : 'leaves' in change && change.leaves.movement.id === movement.id ? 'leaves' : 'stays',
  }))
  if ('joins' in change) {
    const { joins: movement } = change
    const later = steps.findIndex((step) => step.movement.effectiveOn > movement.effectiveOn)
    steps.splice(later === -1 ? steps.length : later, 0, { movement, role: 'joins' })
  }
  const days: { effectiveOn: PlainDate; fold: Step[] }[] = []
  for (const step of steps) {
    const { effectiveOn } = step.movement
    const last = days.at(-1)
    if (last?.effectiveOn === effectiveOn) last.fold.push(step)
    else days.push({ effectiveOn, fold: [step] })
  }
  return days
}

function postLater(poster: Poster, movement: Movement, before: State): Postings {
  try {
    return poster(movement, before)
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause
    throw new Failure(
      'later_movement_impossible',
      { movement: { id: movement.id, kind: movement.kind, effectiveOn: movement.effectiveOn }, because: cause },
      { cause },
    )
  }
}

function differs(old: State, now: State, shareClassId: string | null): boolean {
  const left = shareClassId === null ? old.cooperative : old.classes.get(shareClassId)
  const right = shareClassId === null ? now.cooperative : now.classes.get(shareClassId)
  if (left === right || left === undefined || right === undefined) return left !== right
  return Object.entries(left).some(([name, value]) => !value.eq(right[name as keyof typeof right]))
}
