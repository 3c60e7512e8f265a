import { sha256Hex } from '../values/canonical.ts'
import { type Alteration, BEGINNING, compareRows, digestOf, type Seal, skippedTo } from './chain.ts'
import type { Chained, Place, Reached } from './place.ts'

/** What became of a chain: what was altered, in order of places, and how far it is unbroken as it stands. */
export interface ChainVerdict {
  readonly alterations: readonly Alteration[]
  readonly rows: number
  readonly last: Reached
  /** Whether the chain goes through a digest that somebody kept; undefined: none was given. */
  readonly checkpoint: 'met' | 'rewritten' | 'cut' | undefined
}

/** Recomputes a chain from its rows, place by place; memory does not grow with its length. */
export async function checkChain(chained: Chained, kept: Reached | undefined): Promise<ChainVerdict> {
  const alterations: Alteration[] = []
  const digests = new Digests()
  let rows = 0
  let last: Reached = { seq: 0, digest: BEGINNING }
  let checkpoint: ChainVerdict['checkpoint'] = kept && (kept.seq === 0 ? 'met' : 'cut')
  for await (const place of chained.places) {
    const { seq, seal } = place
    rows += place.rows.length
    if (seal === undefined) {
      alterations.push(...unsealed(chained, place))
      continue
    }
    if (!stands(chained, seal, digests)) {
      alterations.push({ seq, table: 'seal', key: `${chained.chain}/${seq}`, what: 'altered' })
    }
    alterations.push(...compareRows(seal, place.rows))
    digests.keep(seal)
    last = { seq, digest: seal.digest }
    if (seq === kept?.seq) checkpoint = seal.digest === kept.digest ? 'met' : 'rewritten'
  }
  return { alterations, rows, last, checkpoint }
}

// Among the seals, one that is missing leaves a gap. Beyond them, the rows do not belong; or the last seal is gone.
function unsealed({ chain }: Chained, { seq, rows, stray }: Place): Alteration[] {
  if (!stray) return [{ seq, table: 'seal', key: `${chain}/${seq}`, what: 'missing' }]
  return rows.map(({ table, key }) => ({ seq, table, key, what: seq > 0 ? 'unsealed' : 'added' }))
}

// A seal that a missing one comes before cannot be checked; that one is named.
function stands(chained: Chained, { seq, leaves, digest }: Seal, digests: Digests): boolean {
  const before = digests.at(seq - 1)
  const skipped = digests.at(skippedTo(seq))
  if (before === undefined || skipped === undefined) return true
  return digest === digestOf(chained, { seq, before, skipped, leaves: sha256Hex(leaves) })
}

/** The digests that later seals may still refer to: of a place, and of those with ever more of its low bits cleared. */
class Digests {
  #kept = new Map([[0, BEGINNING]])

  at(seq: number): string | undefined {
    return this.#kept.get(seq)
  }

  keep({ seq, digest }: Seal): void {
    const next = new Map([[seq, digest]])
    for (let place = skippedTo(seq); ; place = skippedTo(place)) {
      const known = this.#kept.get(place)
      if (known !== undefined) next.set(place, known)
      if (place === 0) break
    }
    this.#kept = next
  }
}
