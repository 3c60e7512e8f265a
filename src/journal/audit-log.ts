// What was refused and what was exported. A refusal has rolled its transaction back, so that it is written in one of its
// own, afterwards; those that arrive while a batch is being written make up the next one.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Caller } from '../access/caller.ts'
import type { OperationId } from '../access/permissions.ts'
import { asAuthority, type Database, type Tx } from '../postgres/database.ts'
import { canonicalJson } from '../values/canonical.ts'
import { type Instant, instantOf } from '../values/instant.ts'
import { Budget } from './budget.ts'
import { insertOrigins, type Origin } from './origin.ts'
import { seal } from './seal.ts'

/** An entry of the trail that is no journal row. */
export interface AuditEvent {
  readonly outcome: 'refused' | 'exported'
  readonly caller: Caller
  readonly operation: OperationId
  readonly targetId: string | null
  readonly status: number
  /** Of the refusal; null for an export. */
  readonly code: string | null
  readonly requestId: string
  readonly origin: Origin
  /** What was asked, as JSON: never a body, which may hold a name. */
  readonly content: object
}

interface Waiting {
  readonly event: AuditEvent
  readonly recordedAt: Instant
  occurrences: number
  readonly settled: PromiseWithResolvers<void>
}

const BATCH_EVENTS = 200
// A refusal costs a row each until an authority's budget is spent; then one a second for each kind of them.
const REFUSALS_A_SECOND = 50
const REFUSALS_AT_ONCE = 500
const SUMMED_FOR_MS = 1000

/** Writes the events of every authority, each in its own chain of batches. */
export class AuditLog {
  readonly #database: Database
  readonly #clock: () => Date
  readonly #report: (error: unknown) => void
  readonly #trails = new Map<string, Trail>()

  /** @param report told what kept a sum of refusals from being written, when nobody waits for it */
  constructor(database: Database, clock: () => Date, report: (error: unknown) => void) {
    this.#database = database
    this.#clock = clock
    this.#report = report
  }

  /**
   * Records an event; settles once its batch is committed, or as soon as a refusal beyond the budget is counted.
   *
   * @throws Error when the database does not take it
   */
  async record(event: AuditEvent): Promise<void> {
    const trail = this.#trailOf(event.caller.authorityId)
    if (event.outcome === 'exported' || trail.budget.spend()) return this.#enqueue(trail, event, 1)
    trail.sum(event, () => this.#writeSums(trail))
  }

  /** Writes what is only counted yet, and waits for all that is under way. */
  async close(): Promise<void> {
    for (const trail of this.#trails.values()) await this.#writeSums(trail)
  }

  #trailOf(authorityId: string): Trail {
    const known = this.#trails.get(authorityId) ?? new Trail()
    this.#trails.set(authorityId, known)
    return known
  }

  #enqueue(trail: Trail, event: AuditEvent, occurrences: number): Promise<void> {
    const waiting = { event, occurrences, recordedAt: instantOf(this.#clock()), settled: Promise.withResolvers<void>() }
    trail.waiting.push(waiting)
    if (!trail.writing) void this.#write(trail)
    return waiting.settled.promise
  }

  async #write(trail: Trail): Promise<void> {
    trail.writing = true
    for (;;) {
      const batch = trail.waiting.splice(0, BATCH_EVENTS)
      if (batch.length === 0) break
      try {
        await insertBatch(this.#database, batch)
        for (const { settled } of batch) settled.resolve()
      } catch (error) {
        for (const { settled } of batch) settled.reject(error)
      }
    }
    trail.writing = false
  }

  async #writeSums(trail: Trail): Promise<void> {
    try {
      await Promise.all(trail.takeSums().map(({ event, occurrences }) => this.#enqueue(trail, event, occurrences)))
    } catch (error) {
      this.#report(error)
    }
  }
}

/** One authority's events that are not written yet. */
class Trail {
  readonly waiting: Waiting[] = []
  readonly budget = new Budget(REFUSALS_A_SECOND, REFUSALS_AT_ONCE)
  writing = false
  #sums = new Map<string, { event: AuditEvent; occurrences: number }>()

  /** Counts a refusal with others of the same caller, operation and code; the last of them stands for all. */
  sum(event: AuditEvent, due: () => void): void {
    if (this.#sums.size === 0) setTimeout(due, SUMMED_FOR_MS).unref()
    const kind = [event.caller.tokenId, event.operation, event.code].join(' ')
    this.#sums.set(kind, { event, occurrences: (this.#sums.get(kind)?.occurrences ?? 0) + 1 })
  }

  takeSums(): { event: AuditEvent; occurrences: number }[] {
    const sums = [...this.#sums.values()]
    this.#sums = new Map()
    return sums
  }
}

function insertBatch(database: Database, batch: readonly Waiting[]): Promise<void> {
  const [first] = batch as [Waiting, ...Waiting[]]
  const { authorityId } = first.event.caller
  return asAuthority(database, authorityId, async (tx) => {
    const seq = await takePlace(tx, authorityId)
    const digests = await insertOrigins(
      tx,
      authorityId,
      batch.map(({ event: { requestId, origin } }) => ({ requestId, ...origin })),
    )
    await tx
      .insertInto('audit_event')
      .values(
        batch.map(({ event, occurrences, recordedAt }, place) => ({
          authority_id: authorityId,
          seq,
          place,
          recorded_at: recordedAt,
          outcome: event.outcome,
          operation: event.operation,
          target_id: event.targetId,
          status: event.status,
          code: event.code,
          occurrences,
          actor_token_id: event.caller.tokenId,
          actor_name: event.caller.name,
          actor_role: event.caller.role,
          request_id: event.requestId,
          origin_digest: digests.get(event.requestId) ?? null,
          content: canonicalJson(event.content),
        })),
      )
      .execute()
    await seal(tx, 'audit', seq)
  })
}

// An advisory lock and not the authority's row: refusals must never wait for writes, nor writes for refusals.
async function takePlace(tx: Tx, authorityId: string): Promise<number> {
  const lock = createHash('sha256').update(`audit\n${authorityId}`).digest().readBigInt64BE()
  await sql`select pg_advisory_xact_lock(${lock})`.execute(tx)
  const last = await tx
    .selectFrom('seal')
    .select('seq')
    .where('chain', '=', 'audit')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (last?.seq ?? 0) + 1
}
