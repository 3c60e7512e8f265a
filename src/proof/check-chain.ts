import { sha256Hex } from '../values/canonical.ts'
import { type Alteration, BEGINNING, compareRows, digestOf, type Seal, skippedTo } from './chain.ts'
import type { Chained, Place, Reached } from './place.ts'

/** What became of a chain: what was altered, in order of places, and how far it is unbroken as it stands. */
export interface ChainVerdict {
  readonly alterations: readonly Alteration[]
  readonly rows: number
  readonly last: Reached
  /** Whether the chain goes through every digest that somebody kept; undefined: none was given. */
  readonly checkpoint: 'met' | 'rewritten' | 'cut' | undefined
}

/** Recomputes a chain from its rows, place by place; memory does not grow with its length. */
export async function checkChain(chained: Chained, kept: readonly Reached[]): Promise<ChainVerdict> {
  const alterations: Alteration[] = []
  const digests = new Digests()
  const unmet = new Map(kept.filter(({ seq }) => seq > 0).map(({ seq, digest }) => [seq, digest]))
  let rows = 0
  let last: Reached = { seq: 0, digest: BEGINNING }
  let expected = 1
  let broken = false
  for await (const place of chained.places) {
    const { seq, seal } = place
    rows += place.rows.length
    if (place.stray) {
      alterations.push(...strays(place))
      continue
    }
    const gap = gapBefore(chained, place, expected)
    alterations.push(...gap)
    broken ||= gap.length > 0
    expected = seq + 1
    if (seal === undefined) continue
    if (!stands(chained, seal, digests, broken)) alterations.push(sealAt(chained, seq, 'altered'))
    alterations.push(...compareRows(seal, place.rows))
    digests.keep(seal)
    last = { seq, digest: seal.digest }
    if (unmet.get(seq) === seal.digest) unmet.delete(seq)
  }
  return { alterations, rows, last, checkpoint: kept.length === 0 ? undefined : verdictOf(unmet, last) }
}

function verdictOf(unmet: ReadonlyMap<number, string>, last: Reached): 'met' | 'rewritten' | 'cut' {
  if (unmet.size === 0) return 'met'
  return [...unmet.keys()].some((seq) => seq <= last.seq) ? 'rewritten' : 'cut'
}

const sealAt = ({ chain }: Chained, seq: number, what: Alteration['what']): Alteration => ({
  seq,
  table: 'seal',
  key: `${chain}/${seq}`,
  what,
})

// One place without its seal: that was removed. More than one: the seal after them does not belong there either.
function gapBefore(chained: Chained, { seq, seal }: Place, expected: number): Alteration[] {
  const missing = sealAt(chained, expected, 'missing')
  if (seal === undefined) return seq === expected ? [missing] : [missing, sealAt(chained, seq, 'missing')]
  if (seq === expected) return []
  return seq === expected + 1 ? [missing] : [sealAt(chained, seq, 'added'), missing]
}

// Beyond the seals, the rows do not belong; or the last seal is gone.
function strays({ seq, rows }: Place): Alteration[] {
  return rows.map(({ table, key }) => ({ seq, table, key, what: seq > 0 ? 'unsealed' : 'added' }))
}

// After a gap, which is named, what it refers to may not be there to be compared.
function stands(chained: Chained, { seq, leaves, digest }: Seal, digests: Digests, broken: boolean): boolean {
  const before = digests.at(seq - 1)
  const skipped = digests.at(skippedTo(seq))
  if (before === undefined || skipped === undefined) return broken
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
