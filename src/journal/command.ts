// The one door for writes. Every change of the register passes through `command`: nothing else opens a writing
// transaction, so that no feature can forget the lock, the journal, the replay or the retry.
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Caller, checkStillGood } from '../access/caller.ts'
import type { OperationId } from '../access/permissions.ts'
import { insertMany, learnTypes } from '../postgres/bulk.ts'
import { asAuthority, type Database, enter, type Tx } from '../postgres/database.ts'
import { statement } from '../postgres/statement.ts'
import { IN_FAILED_TRANSACTION, type Leave, together } from '../postgres/together.ts'
import { canonicalJson } from '../values/canonical.ts'
import { type Instant, instantOf, laterOf, nextMicrosecond } from '../values/instant.ts'
import { type IdempotencyRequest, keepAnswer, replayAnswer, takeKey, type WriteAnswer } from './idempotency.ts'
import { digestOfKept, insertOrigin, insertOrigins, type KeptOrigin, type Origin } from './origin.ts'
import { seal, sealAll } from './seal.ts'

/** What a write is asked with, apart from its content. */
export interface CommandContext {
  readonly database: Database
  readonly clock: () => Date
  readonly caller: Caller
  readonly requestId: string
  /** Where the request came from; null: from the service itself. */
  readonly origin: Origin | null
}

export interface CommandRequest {
  readonly operation: OperationId
  readonly dryRun?: boolean
  readonly idempotency?: IdempotencyRequest | undefined
  /** Adds to a body what may not be kept, from where it is kept: for the first answer, and for each replay. */
  readonly reveal?: ((tx: Tx, body: object) => Promise<object>) | undefined
}

/** What a verb works with: the transaction, and the journal row that its work will bear. */
export interface Writing {
  readonly tx: Tx
  readonly caller: Caller
  readonly seq: number
  readonly recordedAt: Instant
  /** Takes writes of the verb whose answers it does not need: they go with the journal row, and the commit. */
  readonly alongside: Leave
  /** Does and records its part of the operation in another authority too, under that authority's lock. Installation only. */
  readonly alsoIn: (authorityId: string, part: (place: JournalPlace) => Promise<JournalEntry>) => Promise<void>
  /**
   * For a command that records many facts, each at a place of its own: writes their journal rows, once what they record is
   * written. The first is at this `seq` and `recordedAt`, each next one as `placeAfter` says; all are sealed at the end.
   *
   * @param rows how many rows these entries have recorded
   */
  readonly recordAll: (entries: readonly (JournalPlace & JournalEntry)[], rows: number) => Promise<void>
}

export interface JournalPlace {
  readonly seq: number
  readonly recordedAt: Instant
}

export interface JournalEntry {
  readonly targetId: string | null
  /** Everything that was recorded, as JSON; never a secret. */
  readonly content: object
}

/** The place of the journal row after another, of the same command. */
export function placeAfter({ seq, recordedAt }: JournalPlace): JournalPlace {
  return { seq: seq + 1, recordedAt: nextMicrosecond(recordedAt) }
}

/**
 * What a verb gives back: the answer, its journal row (content null: the rows are written already, by `recordAll`), and the
 * answer to keep where it differs (without a secret).
 */
export interface Written {
  readonly targetId: string | null
  readonly content: object | null
  readonly answer: WriteAnswer
  readonly kept?: WriteAnswer
}

/**
 * Runs a verb in one transaction under the authority's write lock and records it in the journal.
 *
 * @returns the verb's answer, or the first answer again (with `Idempotency-Replayed`) when its key was used before
 * @throws Failure whatever the verb refuses; then nothing is written
 */
export async function command(
  context: CommandContext,
  request: CommandRequest,
  verb: (writing: Writing) => Promise<Written>,
): Promise<WriteAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptCommand(context, request, verb)
    } catch (error) {
      if (error instanceof RolledBack) return error.answer
      if (attempt === MAX_ATTEMPTS || !isTransient(error)) throw error
      await sleep(attempt * 10 + Math.random() * 20)
    }
  }
}

const MAX_ATTEMPTS = 5

function attemptCommand(
  context: CommandContext,
  request: CommandRequest,
  verb: (writing: Writing) => Promise<Written>,
): Promise<WriteAnswer> {
  const { caller } = context
  return asAuthority(context.database, caller.authorityId, async (tx, atEnd) => {
    const { idempotency, dryRun = false, reveal } = request
    const revealed = async (answer: WriteAnswer): Promise<WriteAnswer> =>
      reveal && answer.body ? { ...answer, body: await reveal(tx, answer.body) } : answer
    if (idempotency && !dryRun) {
      await takeKey(tx, caller, idempotency)
      const replayed = await replayAnswer(tx, caller, idempotency)
      if (replayed) return revealed(replayed)
    }
    // The second is answered under the lock that the first waits for.
    const [place] = await together(
      takeWriteLock(tx, caller.authorityId, context.clock),
      checkStillGood(tx, caller, context.clock()),
    )
    const many = journalOfMany(tx, caller.authorityId, context, request)
    const written = await verb({
      tx,
      caller,
      ...place,
      alongside: atEnd,
      recordAll: many.record,
      alsoIn: async (authorityId, part) => {
        await enter(tx, authorityId)
        const elsewhere = await takeWriteLock(tx, authorityId, context.clock)
        await writeJournal(tx, authorityId, elsewhere, context, request, await part(elsewhere))
        await enter(tx, caller.authorityId)
      },
    })
    const { targetId, content } = written
    if (content !== null && many.hasRecorded()) throw new Error(`${request.operation} has recorded its journal already`)
    atEnd(
      content === null
        ? many.close()
        : writeJournal(tx, caller.authorityId, place, context, request, { targetId, content }),
    )
    // No header leads to what will not be there, and a secret that will never work is not shown.
    if (dryRun) {
      const { body } = await revealed(written.kept ?? written.answer)
      throw new RolledBack({ status: 200, headers: {}, body })
    }
    if (idempotency) {
      const kept = written.kept ?? written.answer
      atEnd(keepAnswer(tx, caller, idempotency, kept, written.targetId, context.clock()))
    }
    return revealed(written.answer)
  })
}

const LOCK = statement<{ authorityId: string }, { last_seq: number; last_recorded_at: Instant }>(
  (parameter) => sql`
    select last_seq, last_recorded_at from authority where authority_id = ${parameter('authorityId')} for update`,
)

// The row lock orders all writes of the authority; the instant is read once it is held, never before.
async function takeWriteLock(tx: Tx, authorityId: string, clock: () => Date): Promise<JournalPlace> {
  const [last] = await LOCK.run(tx, { authorityId })
  if (!last) throw new Error(`no authority ${authorityId}`)
  const { last_seq, last_recorded_at } = last
  const next = nextMicrosecond(last_recorded_at)
  const now = instantOf(clock())
  return { seq: last_seq + 1, recordedAt: laterOf(now, next) }
}

async function writeJournal(
  tx: Tx,
  authorityId: string,
  place: JournalPlace,
  context: CommandContext,
  request: CommandRequest,
  entry: JournalEntry,
): Promise<void> {
  const { requestId, origin } = context
  const kept = origin && insertOrigin(tx, authorityId, { requestId, ...origin })
  const row = journalRow(authorityId, context, request, { ...place, ...entry })
  await together(
    kept?.written,
    INSERT_JOURNAL.run(tx, { ...row, digest: kept?.digest ?? null, salt: kept?.salt ?? null }),
    moveOn(tx, authorityId, place),
    seal(tx, 'journal', place.seq),
  )
}

const INSERT_JOURNAL = statement<ReturnType<typeof journalRow> & KeptOrigin, never>((parameter) => {
  const columns = [
    ...(['authority_id', 'seq', 'recorded_at', 'operation', 'target_id'] as const),
    ...(['actor_token_id', 'actor_name', 'actor_role', 'request_id', 'content'] as const),
  ]
  return sql`
    insert into journal (${sql.join(columns.map((column) => sql.ref(column)))}, origin_digest)
    values (${sql.join(columns.map((column) => parameter(column)))}, ${digestOfKept(parameter)})`
})

/** The journal of a command that records many facts: its rows as they come; then the clock and the seals, once. */
function journalOfMany(tx: Tx, authorityId: string, context: CommandContext, request: CommandRequest) {
  let row: ReturnType<typeof manyRows> | undefined
  let last: JournalPlace | undefined
  const sealed: { first: number; last: number; rows: number }[] = []
  const note = (entries: readonly JournalPlace[], rows: number) => {
    const [first, end] = [entries[0], entries.at(-1)]
    if (!first || !end) return
    last = end
    const open = sealed.at(-1)
    if (open && open.rows + rows <= ROWS_A_SEALING) Object.assign(open, { last: end.seq, rows: open.rows + rows })
    else sealed.push({ first: first.seq, last: end.seq, rows })
  }
  return {
    async record(entries: readonly (JournalPlace & JournalEntry)[], rows: number): Promise<void> {
      note(entries, rows)
      // Once a command: where it came from is kept once.
      row ??= manyRows(tx, authorityId, context, request)
      const [rowOf] = await together(row, learnTypes(tx, 'journal'))
      await insertMany(tx, 'journal', entries.map(rowOf))
    },
    hasRecorded: () => last !== undefined,
    async close(): Promise<void> {
      if (!last) throw new Error(`${request.operation} has recorded nothing`)
      await together(moveOn(tx, authorityId, last), ...sealed.map((places) => sealAll(tx, 'journal', places)))
    },
  }
}

// Each statement is planned for itself; and what one may take is limited, while a backdated movement adjusts many others.
const ROWS_A_SEALING = 20_000

/** Makes the journal rows of a command that has many; where it came from is kept once. */
async function manyRows(tx: Tx, authorityId: string, context: CommandContext, request: CommandRequest) {
  const { requestId, origin } = context
  const digests = origin && (await insertOrigins(tx, authorityId, [{ requestId, ...origin }]))
  const origin_digest = digests?.get(requestId) ?? null
  return (entry: JournalPlace & JournalEntry) => ({
    ...journalRow(authorityId, context, request, entry),
    origin_digest,
  })
}

/** A journal row, but for where it came from. */
function journalRow(
  authorityId: string,
  { caller, requestId }: CommandContext,
  { operation }: CommandRequest,
  { seq, recordedAt, targetId, content }: JournalPlace & JournalEntry,
) {
  return {
    authority_id: authorityId,
    seq,
    recorded_at: recordedAt,
    operation,
    target_id: targetId,
    actor_token_id: caller.tokenId,
    actor_name: caller.name,
    actor_role: caller.role,
    request_id: requestId,
    content: canonicalJson(content),
  }
}

async function moveOn(tx: Tx, authorityId: string, { seq, recordedAt }: JournalPlace): Promise<void> {
  await MOVE_ON.run(tx, { authorityId, seq, recordedAt })
}

const MOVE_ON = statement<JournalPlace & { authorityId: string }, never>(
  (parameter) => sql`
    update authority set last_seq = ${parameter('seq')}, last_recorded_at = ${parameter('recordedAt')}
    where authority_id = ${parameter('authorityId')}`,
)

/** Thrown to roll a dry run back; carries what it would have answered. */
class RolledBack extends Error {
  readonly answer: WriteAnswer

  constructor(answer: WriteAnswer) {
    super('dry run')
    this.answer = answer
  }
}

const SERIALIZATION_FAILURE = '40001'
const DEADLOCK_DETECTED = '40P01'

function isTransient(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return code === SERIALIZATION_FAILURE || code === DEADLOCK_DETECTED || code === IN_FAILED_TRANSACTION
}
