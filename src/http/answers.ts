// Answers that cannot change any more, kept as they were sent: nothing recorded ever changes, so what was answered of one
// authority, at its last journal row, for the same question, is what would be answered again.
import { LRUCache } from 'lru-cache'
import type { Caller } from '../access/caller.ts'

/** An answer as it goes out. */
export interface KeptAnswer {
  readonly json: Buffer
  readonly etag: string
}

const MOST_BYTES = 32 * 2 ** 20
const MOST_QUESTIONS = 10_000

export class Answers {
  readonly #kept: LRUCache<string, KeptAnswer>
  // What is asked for once shall not drive out what is asked for again, nor cost what it takes to keep it.
  readonly #askedOnce = new LRUCache<string, true>({ max: MOST_QUESTIONS })

  constructor(mostBytes = MOST_BYTES) {
    this.#kept = new LRUCache({
      maxSize: mostBytes,
      sizeCalculation: ({ json }, key) => json.length + 2 * key.length,
    })
  }

  /**
   * The answer to a question: kept, or made now, and kept when it is made a second time. Each request reads the authority's
   * last journal row as it finds out who calls, whatever instance wrote it: a write anywhere is another question here.
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
    if (this.#askedOnce.delete(key)) this.#kept.set(key, { ...made, json: copyOf(made.json) })
    else this.#askedOnce.set(key, true)
    return made
  }
}

/** Bytes of its own: those of a small answer are part of a larger piece, which they would keep. */
function copyOf(bytes: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length)
  bytes.copy(copy)
  return copy
}
