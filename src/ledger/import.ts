import { setImmediate as others } from 'node:timers/promises'
import { type JournalPlace, placeAfter, type Writing } from '../journal/command.ts'
import { type BulkRow, insertMany, learnTypes, planAnew } from '../postgres/bulk.ts'
import { together } from '../postgres/together.ts'
import { Decimal, euros } from '../values/amount.ts'
import { Failure, type LineFault } from '../values/failure.ts'
import { once } from '../values/once.ts'
import { type Books, openBooks } from './books.ts'
import { type ImportLines, LINES_A_TURN } from './import-lines.ts'
import type { MovementImport } from './import-schema.ts'
import type { MovementInput } from './input.ts'
import { adjustmentsOf, rowsOf } from './insert.ts'
import { movementOfRows, namesOf } from './listing.ts'
import { movementRow } from './record.ts'

/** Faults that a refusal tells; it says how many there are. */
const MOST_FAULTS_TOLD = 100

/** Movements whose rows are written together, while the next ones are judged: few at first, so that the database soon begins. */
const FIRST_BATCH = 250
const LARGEST_BATCH = 1000

/** Of an import: until then each batch is planned anew, since the tables may have been all but empty before it. */
const GROWN_MOVEMENTS = 2000

/** What a batch records, by table; and its journal rows. */
interface Batch {
  readonly rows: Readonly<Record<(typeof TABLES)[number], BulkRow[]>>
  readonly journal: (JournalPlace & { targetId: string; content: object })[]
}
const TABLES = ['movement', 'entry', 'class_balance', 'cooperative_balance'] as const

/**
 * Records movements as they would be one by one, in fold order: each has its own journal row, `recordedAt`, postings and
 * balances. All or none.
 *
 * @throws Failure `lines_refused` naming every line that cannot be recorded, each judged as if those before it that cannot
 *   were not there
 */
export async function importMovements(writing: Writing, lines: ImportLines): Promise<MovementImport> {
  const { seq, recordedAt } = writing
  const books = openBooks(writing)
  const namesAt = once((cooperativeId: string) => namesOf(writing.tx, cooperativeId, seq), String)
  const faults: LineFault[] = [...lines.faults]
  const totals = countingFrom(recordedAt)
  const inputs = lines.readable.map(({ input }) => input)
  const cooperatives = new Set(inputs.map(({ cooperativeId }) => cooperativeId))
  await together(books.lookUp(inputs), ...[...cooperatives].map((id) => namesAt(id)))
  let next: JournalPlace = { seq, recordedAt }
  const seqs = new Map<string, number>()
  // Written while the next are judged, which needs nothing of it.
  let written: Promise<unknown> = Promise.resolve()
  for (
    let start = 0, size = FIRST_BATCH;
    start < lines.readable.length;
    start += size, size = Math.min(2 * size, LARGEST_BATCH)
  ) {
    const batch = emptyBatch()
    for (const [index, { line, input }] of lines.readable.slice(start, start + size).entries()) {
      if (index % LINES_A_TURN === 0) await others()
      const joined = await judged(books, input, line, faults, written)
      // Once one is refused, all are, and the others only judged.
      if (!joined || faults.length > 0) continue
      const place = { ...next, authorityId: writing.caller.authorityId, cooperativeId: input.cooperativeId }
      const { movement: cause, outcome } = joined
      const rows = rowsOf(place, movementRow(input), cause, outcome)
      add(batch, rows)
      const content = {
        movement: movementOfRows(rows, await namesAt(input.cooperativeId)),
        adjustments: adjustmentsOf(outcome),
      }
      batch.journal.push({ ...next, targetId: cause.id, content })
      totals.count(input, outcome.adjustments.length, next)
      seqs.set(cause.id, next.seq)
      next = placeAfter(next)
    }
    // The database goes on with this one as soon as it has done the one before; no third one waits.
    const before = written
    if (faults.length === 0) written = together(before, write(writing, batch, start < GROWN_MOVEMENTS))
    written.catch(() => undefined)
    try {
      await before
    } catch (error) {
      // Nothing of this one may come behind the rollback.
      await Promise.allSettled([written])
      throw error
    }
  }
  await written
  if (faults.length > 0) refuse(lines.count, faults)
  await books.keepUsed((id) => seqs.get(id) ?? seq)
  return totals.told()
}

async function judged(
  books: Books,
  input: MovementInput,
  line: number,
  faults: LineFault[],
  written: Promise<unknown>,
) {
  try {
    return await books.join(input)
  } catch (because) {
    // Where the writing has failed, nothing can be asked any more, and that is not why.
    if (!(because instanceof Failure)) await written
    if (!(because instanceof Failure)) throw because
    faults.push({ line, because })
    return undefined
  }
}

function refuse(lines: number, faults: LineFault[]): never {
  const told = faults.toSorted((left, right) => left.line - right.line).slice(0, MOST_FAULTS_TOLD)
  throw new Failure('lines_refused', { lines, faulty: faults.length, faults: told })
}

function emptyBatch(): Batch {
  return { rows: { movement: [], entry: [], class_balance: [], cooperative_balance: [] }, journal: [] }
}

function add({ rows }: Batch, { movement, ...others }: ReturnType<typeof rowsOf>): void {
  rows.movement.push(movement as BulkRow)
  rows.entry.push(...(others.entry as BulkRow[]))
  rows.class_balance.push(...(others.class_balance as BulkRow[]))
  rows.cooperative_balance.push(...(others.cooperative_balance as BulkRow[]))
}

async function write({ tx, recordAll }: Writing, { rows, journal }: Batch, isGrowing: boolean): Promise<void> {
  const { movement, ...others } = rows
  for (const table of TABLES) await learnTypes(tx, table)
  await together(
    insertMany(tx, 'movement', movement),
    isGrowing ? planAnew(tx) : undefined,
    ...Object.entries(others).map(([table, some]) => insertMany(tx, table as keyof typeof rows, some)),
    recordAll(
      journal,
      Object.values(rows).reduce((sum, { length }) => sum + length, 0),
    ),
  )
}

/** Counts what is recorded, for the answer. */
function countingFrom(firstRecordedAt: string) {
  const kinds = new Map<MovementInput['kind'], { movements: number; amount: Decimal }>()
  const cooperatives = new Set<string>()
  const dates: string[] = []
  let adjusted = 0
  let recordedAt = firstRecordedAt
  return {
    count(input: MovementInput, adjustments: number, place: JournalPlace): void {
      const { movements, amount } = kinds.get(input.kind) ?? { movements: 0, amount: new Decimal(0) }
      const stated = 'amount' in input ? input.amount : 0
      kinds.set(input.kind, { movements: movements + 1, amount: amount.plus(stated) })
      cooperatives.add(input.cooperativeId)
      dates.push(input.effectiveOn)
      adjusted += adjustments
      recordedAt = place.recordedAt
    },
    told: (): MovementImport => ({
      movements: dates.length,
      cooperatives: cooperatives.size,
      adjustments: adjusted,
      effectiveFrom: dates[0] ?? '',
      effectiveTo: dates.at(-1) ?? '',
      firstRecordedAt,
      recordedAt,
      kinds: [...kinds].map(([kind, { movements, amount }]) => ({ kind, movements, amount: euros(amount) })),
    }),
  }
}
