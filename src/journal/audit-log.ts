// What was refused and what was exported. A refusal has rolled its transaction back, so that it is written in one of its
// own, afterwards; those that arrive while a batch is being written make up the next one.
import type { Database } from '../postgres/database.ts'
import { instantOf } from '../values/instant.ts'
import { type AuditEvent, type BatchedEvent, insertBatch } from './audit-batch.ts'
import { Budget } from './budget.ts'

interface Waiting extends BatchedEvent {
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
