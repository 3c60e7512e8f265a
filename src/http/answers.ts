// Answers that cannot change any more, kept as they were sent: nothing recorded ever changes, so what was answered of one
// authority, at its last journal row, for the same question, is what would be answered again.
import { LRUCache } from 'lru-cache'
import type { Caller } from '../access/caller.ts'

/** An answer as it goes out. */
export interface KeptAnswer {
  readonly json: string
  readonly etag: string
}

const MOST_BYTES = 32 * 2 ** 20

export class Answers {
  readonly #kept: LRUCache<string, KeptAnswer>

  constructor(mostBytes = MOST_BYTES) {
    this.#kept = new LRUCache({
      maxSize: mostBytes,
      sizeCalculation: ({ json }, key) => 2 * (json.length + key.length),
    })
  }

  /**
   * The answer to a question: kept, or made now. Each request reads the authority's last journal row as it finds out who
   * calls, whatever instance wrote it: a write anywhere is another question here.
   *
   * @param question everything else that the answer depends on: the operation, and what it is asked, dates included
   */
  async get(
    { authorityId, role, lastSeq, lastRecordedAt }: Caller,
    question: string,
    make: () => Promise<KeptAnswer>,
  ): Promise<KeptAnswer> {
    // Its instant, too: a database that is restored may have another row at the same place.
    const key = `${authorityId} ${role} ${lastSeq} ${lastRecordedAt} ${question}`
    const kept = this.#kept.get(key)
    if (kept) return kept
    const made = await make()
    this.#kept.set(key, made)
    return made
  }
}
