import type { Insertable } from 'kysely'
import type { Writing } from '../journal/command.ts'
import type { Tx } from '../postgres/database.ts'
import { insertRow } from '../postgres/statement.ts'
import type { DB as Tables } from '../postgres/tables.ts'
import { together } from '../postgres/together.ts'
import type { Instant } from '../values/instant.ts'
import { ACCOUNT_COLUMNS, type AccountColumn, type Amounts, type Postings } from './account.ts'
import { movementOfRows, type Names } from './listing.ts'
import type { Outcome, Version } from './replay.ts'
import type { Movement } from './schema.ts'
import { CLASS_COLUMNS, COOPERATIVE_COLUMNS } from './state.ts'

/** Whose rows these are, and under which journal row. */
export interface Place {
  readonly authorityId: string
  readonly seq: number
  readonly recordedAt: Instant
  readonly cooperativeId: string
}

// A statement takes 65 535 parameters at most; an entry has 30.
const ROWS_A_STATEMENT = 1000

/** The columns that only some kinds of movement have, and its kind. */
export type MovementRow = Omit<
  Insertable<Tables['movement']>,
  'authority_id' | 'id' | 'seq' | 'recorded_at' | 'cooperative_id' | 'share_class_id' | 'effective_on'
>

/** A movement as it was recorded, and what it made later ones post. */
export interface RecordedMovement {
  readonly movement: Movement
  readonly adjustments: readonly { movementId: string; shares: string; amounts: Record<string, string> }[]
}

/** Writes what a change recorded: the movement and its entry, the adjustments of later ones, the new balance rows. */
export function insertChange(
  { tx, alongside }: Writing,
  place: Place,
  row: MovementRow,
  cause: Cause,
  outcome: Outcome,
  names: Names,
): RecordedMovement {
  const rows = rowsOf(place, row, cause, outcome)
  alongside(
    together(
      insertRow(tx, 'movement', rows.movement),
      ...inserts(tx, 'entry', rows.entry),
      ...inserts(tx, 'class_balance', rows.class_balance),
      ...inserts(tx, 'cooperative_balance', rows.cooperative_balance),
    ),
  )
  return { movement: movementOfRows(rows, names), adjustments: adjustmentsOf(outcome) }
}

/** The rows that a change records, by table; those of one table all have the same columns. */
export function rowsOf(place: Place, row: MovementRow, cause: Cause, { postings, adjustments, versions }: Outcome) {
  return {
    movement: { ...row, ...placed(place, cause), id: cause.id },
    // Its own postings first.
    entry: [
      entryRow(place, cause, cause.id, postings),
      ...adjustments.map(({ movement, postings }) => entryRow(place, movement, cause.id, postings)),
    ],
    ...balanceRowsOf(place, versions),
  }
}

/** The running balances that a change records, by table. */
export function balanceRowsOf(place: Omit<Place, 'recordedAt'>, versions: readonly Version[]) {
  const ofClasses = versions.filter(({ shareClassId }) => shareClassId !== null)
  const ofCooperative = versions.filter(({ shareClassId }) => shareClassId === null)
  return {
    class_balance: ofClasses.map((version) => classRow(place, version)),
    cooperative_balance: ofCooperative.map((version) => cooperativeRow(place, version)),
  }
}

/** What a change made later movements post, as the journal keeps it. */
export function adjustmentsOf({ adjustments }: Outcome): RecordedMovement['adjustments'] {
  return adjustments.map(({ movement: { id }, postings: { shares, amounts } }) => ({
    movementId: id,
    shares: shares.toFixed(0),
    amounts: amountColumns(amounts),
  }))
}

interface Cause {
  readonly id: string
  readonly shareClassId: string | null
  readonly effectiveOn: string
}

function placed({ authorityId, seq, recordedAt, cooperativeId }: Place, { shareClassId, effectiveOn }: Cause) {
  return {
    authority_id: authorityId,
    seq,
    recorded_at: recordedAt,
    cooperative_id: cooperativeId,
    share_class_id: shareClassId,
    effective_on: effectiveOn,
  }
}

function entryRow(place: Place, movement: Cause, causedBy: string, { shares, amounts }: Postings) {
  return {
    ...placed(place, movement),
    movement_id: movement.id,
    caused_by: causedBy,
    shares: shares.toFixed(0),
    ...ZEROS,
    ...amountColumns(amounts),
  }
}

const ZEROS = Object.fromEntries(ACCOUNT_COLUMNS.map((column) => [column, '0'])) as Record<AccountColumn, string>

function amountColumns(amounts: Amounts): Record<string, string> {
  return Object.fromEntries(Object.entries(amounts).map(([column, amount]) => [column, amount.toFixed(2)]))
}

function classRow(
  { authorityId, seq, cooperativeId }: Omit<Place, 'recordedAt'>,
  { effectiveOn, shareClassId, state }: Version,
) {
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

function cooperativeRow(
  { authorityId, seq, cooperativeId }: Omit<Place, 'recordedAt'>,
  { effectiveOn, state }: Version,
) {
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

/** Writes rows, in as few statements as they fit in. */
function inserts<Table extends 'entry' | 'class_balance' | 'cooperative_balance'>(
  tx: Tx,
  table: Table,
  rows: readonly Insertable<Tables[Table]>[],
): Promise<unknown>[] {
  const [row, ...more] = rows
  if (row && more.length === 0) return [insertRow(tx, table, row)]
  return Array.from({ length: Math.ceil(rows.length / ROWS_A_STATEMENT) }, (_, index) => {
    const some = rows.slice(index * ROWS_A_STATEMENT, (index + 1) * ROWS_A_STATEMENT)
    return tx.insertInto(table).values(some).execute()
  })
}
