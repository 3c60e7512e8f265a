import type { Writing } from '../journal/command.ts'
import { together } from '../postgres/together.ts'
import { openBooks } from './books.ts'
import type { MovementInput } from './input.ts'
import { insertChange, type MovementRow, type RecordedMovement } from './insert.ts'
import { namesOf } from './listing.ts'

/**
 * Records a movement: its postings from the state before it, and what it changes for later movements.
 *
 * @throws Failure when a reference is unknown, a limit or an authorisation is broken, or a later movement would become
 *   impossible
 */
export async function recordMovement(writing: Writing, input: MovementInput): Promise<RecordedMovement> {
  const { tx, caller, seq, recordedAt } = writing
  const { cooperativeId } = input
  const books = openBooks(writing)
  const [{ movement, outcome }, names] = await together(books.join(input), namesOf(tx, cooperativeId, seq))
  const place = { authorityId: caller.authorityId, seq, recordedAt, cooperativeId }
  writing.alongside(books.keepUsed(() => seq))
  return insertChange(writing, place, movementRow(input), movement, outcome, names)
}

/** The columns of a movement's own, as it was asked for. */
export function movementRow(input: MovementInput): MovementRow {
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
