// What movements are judged by before anything of them is written: where their cooperatives stand, which years are closed,
// what their decisions allow. Each is looked up once, and moves on in memory with each movement that joins.
import { refuseClosed, yearOf } from '../closings/close.ts'
import { closingOfYear } from '../closings/queries.ts'
import { INSTRUMENT_OF, isConsuming } from '../decisions/authorisation.ts'
import { type Allowance, checkCited, keepUsed, loadAllowance, spend } from '../decisions/consumption.ts'
import type { Writing } from '../journal/command.ts'
import { together } from '../postgres/together.ts'
import { Decimal } from '../values/amount.ts'
import { Failure } from '../values/failure.ts'
import { newId } from '../values/id.ts'
import { once } from '../values/once.ts'
import type { MovementInput } from './input.ts'
import type { Movement } from './movement.ts'
import { loadFold, loadState, shareClassExists } from './queries.ts'
import { applyFold, joinPostings, type Outcome, type Posted, replay } from './replay.ts'
import { applyPostings, type State } from './state.ts'

/** A movement that joined: as the fold has it, and what it posts and changes. */
export interface Joined {
  readonly movement: Movement
  readonly outcome: Outcome
}

export interface Books {
  /** Looks up, at once, all that these movements will be judged by: for many, so that none waits for what is being written. */
  readonly lookUp: (inputs: readonly MovementInput[]) => Promise<void>
  /**
   * Judges a movement in the light of the register and of all that joined before it. Movements come in fold order.
   *
   * @throws Failure when a reference is unknown, a limit or an authorisation is broken, or a later movement would become
   *   impossible; the books then stand as before
   */
  readonly join: (input: MovementInput) => Promise<Joined>
  /**
   * Writes what those that joined use of authorisations, once all are judged.
   *
   * @param seqOf the journal row of a movement that joined
   */
  readonly keepUsed: (seqOf: (movementId: string) => number) => Promise<void>
}

/** Where a cooperative stands after all that joined, and its movements after that day. */
interface Fold {
  state: State
  later: Posted[]
}

export function openBooks(writing: Writing): Books {
  const { tx, seq } = writing
  const allowances: Allowance[] = []
  const foldOf = once(
    (cooperativeId: string, on: string) => loadAt(tx, cooperativeId, on),
    (id) => id,
  )
  const closingOf = once((year: number) => closingOfYear(tx, year, seq), String)
  const cited = once(
    (decisionId: string, kind: string, cooperativeId: string) =>
      checkCited(tx, { decisionId, kind, cooperativeId }, seq),
    (...all) => all.join(),
  )
  const allowanceOf = once(
    async (...[decisionId, kind, cooperativeId]: [string, keyof typeof INSTRUMENT_OF, string]) => {
      const allowance = await loadAllowance(writing, { decisionId, kind, cooperativeId })
      allowances.push(allowance)
      return allowance
    },
    (decisionId, kind, cooperativeId) => [decisionId, INSTRUMENT_OF[kind], cooperativeId].join(),
  )

  /** All that a movement is judged by. */
  const ask = ({ cooperativeId, effectiveOn, decisionId, kind }: MovementInput) =>
    [
      foldOf(cooperativeId, effectiveOn),
      closingOf(yearOf(effectiveOn)),
      decisionId === undefined ? undefined : cited(decisionId, kind, cooperativeId),
      decisionId === undefined || !isConsuming(kind) ? undefined : allowanceOf(decisionId, kind, cooperativeId),
    ] as const

  return {
    lookUp: async (inputs) => {
      // What is refused is refused to the movement that asks for it, when it is its turn.
      await Promise.allSettled(new Set<Promise<unknown> | undefined>(inputs.flatMap(ask)))
    },
    join: async (input) => {
      const { effectiveOn, decisionId } = input
      const [folds, closings, citing, allowances] = ask(input)
      // In the order in which they are refused: none of it waits for the other.
      const [fold, , , allowance] = await together(
        folds.then((found) => checkPosition(tx, input, found)),
        closings.then((closing) => refuseClosed(closing, effectiveOn, '#/effectiveOn')),
        citing,
        allowances,
      )
      moveTo(fold, effectiveOn)
      const movement = foldMovement(newId(), input)
      const outcome = replay(fold.state, fold.later, { joins: movement })
      if (decisionId !== undefined && allowance) {
        const { shares = null, amount = null } = movement as { shares?: Decimal; amount?: Decimal }
        const citing = { ...input, decisionId, id: movement.id, shares, amount }
        await spend(writing, allowance, citing)
      }
      fold.state = applyPostings(fold.state, movement, outcome.postings)
      fold.later = joinPostings(fold.later, outcome.adjustments)
      return { movement, outcome }
    },
    keepUsed: async (seqOf) => {
      await together(...allowances.map((allowance) => keepUsed(tx, seqOf, allowance)))
    },
  }
}

async function loadAt(tx: Writing['tx'], cooperativeId: string, on: string): Promise<Fold | undefined> {
  const boundary = { on, at: 'end' } as const
  const [state, later] = await together(loadState(tx, cooperativeId, boundary), loadFold(tx, cooperativeId, boundary))
  return state && { state, later }
}

/** Moves a fold on to the end of a day. */
function moveTo(fold: Fold, on: string): void {
  const ahead = fold.later.findIndex(({ movement }) => movement.effectiveOn > on)
  const passed = ahead === -1 ? fold.later.length : ahead
  fold.state = applyFold(fold.state, fold.later.slice(0, passed))
  if (passed > 0) fold.later = fold.later.slice(passed)
}

/** @throws Failure when there is no such cooperative, or no such class of it */
async function checkPosition(
  tx: Writing['tx'],
  { cooperativeId, shareClassId = null }: { cooperativeId: string; shareClassId?: string | null | undefined },
  fold: Fold | undefined,
): Promise<Fold> {
  if (!fold) throw new Failure('cooperative_unknown', { cooperativeId })
  const isThere = shareClassId === null || fold.state.classes.has(shareClassId)
  if (!isThere) await refuseShareClass(tx, shareClassId, cooperativeId)
  return fold
}

async function refuseShareClass(tx: Writing['tx'], shareClassId: string, cooperativeId: string): Promise<never> {
  if (await shareClassExists(tx, shareClassId)) {
    throw new Failure('share_class_of_other_cooperative', { shareClassId, cooperativeId })
  }
  throw new Failure('share_class_unknown', { shareClassId })
}

function foldMovement(id: string, input: MovementInput): Movement {
  const { kind, effectiveOn, shareClassId = null } = input
  return {
    id,
    kind,
    effectiveOn,
    shareClassId,
    ...('shares' in input && { shares: new Decimal(input.shares) }),
    ...('amount' in input && { amount: new Decimal(input.amount) }),
    ...(kind === 'subscription' && { called: new Decimal(input.called ?? input.amount) }),
    ...('settles' in input && { settles: input.settles }),
    ...(kind === 'share_split' && { splitFrom: input.splitFrom, splitTo: input.splitTo }),
  } as Movement
}
