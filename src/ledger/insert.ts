import type { Tx } from '../postgres/database.ts'
import type { Instant } from '../values/instant.ts'
import type { Postings } from './account.ts'
import type { Outcome, Version } from './replay.ts'
import { CLASS_COLUMNS, COOPERATIVE_COLUMNS } from './state.ts'

/** Whose rows these are, and under which journal row. */
export interface Place {
  readonly authorityId: string
  readonly seq: number
  readonly recordedAt: Instant
  readonly cooperativeId: string
}

// A statement takes 65 535 parameters at most; an entry has 29.
const ROWS_A_STATEMENT = 1000

/** Writes what a change recorded: the cause's own entry, the adjustments of later movements, the new balance rows. */
export async function insertOutcome(
  tx: Tx,
  place: Place,
  cause: { id: string; shareClassId: string | null; effectiveOn: string },
  { postings, adjustments, versions }: Outcome,
): Promise<void> {
  const entries = [
    entryRow(place, cause, cause.id, postings),
    ...adjustments.map(({ movement, postings }) => entryRow(place, movement, cause.id, postings)),
  ]
  for (const rows of chunks(entries)) await tx.insertInto('entry').values(rows).execute()
  for (const rows of chunks(versions.filter(({ shareClassId }) => shareClassId !== null))) {
    await tx
      .insertInto('class_balance')
      .values(rows.map((version) => classRow(place, version)))
      .execute()
  }
  for (const rows of chunks(versions.filter(({ shareClassId }) => shareClassId === null))) {
    await tx
      .insertInto('cooperative_balance')
      .values(rows.map((version) => cooperativeRow(place, version)))
      .execute()
  }
}

function entryRow(
  { authorityId, seq, recordedAt, cooperativeId }: Place,
  movement: { id: string; shareClassId: string | null; effectiveOn: string },
  causedBy: string,
  { shares, amounts }: Postings,
) {
  return {
    authority_id: authorityId,
    movement_id: movement.id,
    seq,
    recorded_at: recordedAt,
    caused_by: causedBy,
    cooperative_id: cooperativeId,
    share_class_id: movement.shareClassId,
    effective_on: movement.effectiveOn,
    shares: shares.toFixed(0),
    ...Object.fromEntries(Object.entries(amounts).map(([column, amount]) => [column, amount.toFixed(2)])),
  }
}

function classRow({ authorityId, seq, cooperativeId }: Place, { effectiveOn, shareClassId, state }: Version) {
  const balances = shareClassId === null ? undefined : state.classes.get(shareClassId)
  if (!balances || shareClassId === null) throw new Error('a version of no class')
  return {
    authority_id: authorityId,
    cooperative_id: cooperativeId,
    share_class_id: shareClassId,
    effective_on: effectiveOn,
    seq,
    nominal_value: balances.nominalValue.toFixed(),
    ...balanceColumns(balances, CLASS_COLUMNS),
  }
}

function cooperativeRow({ authorityId, seq, cooperativeId }: Place, { effectiveOn, state }: Version) {
  return {
    authority_id: authorityId,
    cooperative_id: cooperativeId,
    effective_on: effectiveOn,
    seq,
    ...balanceColumns(state.cooperative, COOPERATIVE_COLUMNS),
  }
}

function balanceColumns<Column extends string>(
  balances: Readonly<Record<Column, { toFixed(): string }>>,
  columns: readonly Column[],
): Record<Column, string> {
  return Object.fromEntries(columns.map((column) => [column, balances[column].toFixed()])) as Record<Column, string>
}

function chunks<Row>(rows: Row[]): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / ROWS_A_STATEMENT) }, (_, index) =>
    rows.slice(index * ROWS_A_STATEMENT, (index + 1) * ROWS_A_STATEMENT),
  )
}
