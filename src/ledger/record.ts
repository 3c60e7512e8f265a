import { checkYearOpen } from '../closings/close.ts'
import { checkCited, consume, loadAllowed } from '../decisions/consumption.ts'
import type { Writing } from '../journal/command.ts'
import { together } from '../postgres/together.ts'
import { Decimal } from '../values/amount.ts'
import { Failure } from '../values/failure.ts'
import { newId } from '../values/id.ts'
import type { MovementInput } from './input.ts'
import { insertChange, type MovementRow, type RecordedMovement } from './insert.ts'
import type { Movement as FoldMovement } from './movement.ts'
import { type Boundary, loadFold, loadState, shareClassExists } from './queries.ts'
import { replay } from './replay.ts'
import type { State } from './state.ts'

/**
 * Records a movement: its postings from the state before it, and what it changes for later movements.
 *
 * @throws Failure when a reference is unknown, a limit or an authorisation is broken, or a later movement would become
 *   impossible
 */
export async function recordMovement(writing: Writing, input: MovementInput): Promise<RecordedMovement> {
  const { tx, caller, seq, recordedAt } = writing
  const { decisionId } = input
  const boundary = { on: input.effectiveOn, at: 'end' } as const
  const shareClassId = input.shareClassId ?? null
  const movement = foldMovement(newId(), input)
  const { shares = null, amount = null } = movement as { shares?: Decimal; amount?: Decimal }
  const citing = decisionId === undefined ? undefined : { ...input, decisionId, shares, amount }
  // All that is looked up, in the order in which it is refused: none of it waits for the other.
  const [before, , , fold, allowed] = await together(
    loadPosition(tx, input.cooperativeId, shareClassId, boundary),
    checkYearOpen(writing, input.effectiveOn, '#/effectiveOn'),
    citing && checkCited(tx, citing, seq),
    loadFold(tx, input.cooperativeId, boundary),
    citing && loadAllowed(writing, citing),
  )
  const outcome = replay(before, fold, { joins: movement })
  const use = citing && allowed ? await consume(writing, citing, allowed) : undefined
  const place = { authorityId: caller.authorityId, seq, recordedAt, cooperativeId: input.cooperativeId }
  const [, recorded] = await together(use?.(), insertChange(tx, place, movementRow(input), movement, outcome))
  return recorded
}

/** @throws Failure when there is no such cooperative, or no such class of it */
async function loadPosition(
  tx: Writing['tx'],
  cooperativeId: string,
  shareClassId: string | null,
  boundary: Boundary,
): Promise<State> {
  const state = await loadState(tx, cooperativeId, boundary)
  if (!state) throw new Failure('cooperative_unknown', { cooperativeId })
  if (shareClassId !== null && !state.classes.has(shareClassId)) await refuseShareClass(tx, shareClassId, cooperativeId)
  return state
}

async function refuseShareClass(tx: Writing['tx'], shareClassId: string, cooperativeId: string): Promise<never> {
  if (await shareClassExists(tx, shareClassId)) {
    throw new Failure('share_class_of_other_cooperative', { shareClassId, cooperativeId })
  }
  throw new Failure('share_class_unknown', { shareClassId })
}

function foldMovement(id: string, input: MovementInput): FoldMovement {
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
  } as FoldMovement
}

function movementRow(input: MovementInput): MovementRow {
  const given = input as Partial<Record<string, string>> & { splitFrom?: number; splitTo?: number }
  return {
    kind: input.kind,
    shares: given.shares ?? null,
    amount: given.amount ?? null,
    called: input.kind === 'subscription' ? (input.called ?? input.amount) : null,
    settles: given.settles ?? null,
    split_from: given.splitFrom ?? null,
    split_to: given.splitTo ?? null,
    due_on: given.dueOn ?? null,
    convention_reference: given.conventionReference ?? null,
    repayable_on: given.repayableOn ?? null,
    budget_section: given.budgetSection ?? null,
    decision_id: input.decisionId ?? null,
    no_decision_reason: input.noDecisionReason ?? null,
    external_reference: input.externalReference ?? null,
    note: input.note ?? null,
  }
}
