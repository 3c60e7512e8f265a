// Proof that a movement is in the register that a checkpoint stands for: from its seal up to the checkpoint's, in few steps.

import { sha256Hex } from '../values/canonical.ts'
import { type ChainOf, compareRows, digestOf, type Link, type SealedRow, skippedTo } from './chain.ts'
import type { Reached } from './place.ts'

/** What can be checked by anyone, offline, with SHA-256 alone. */
export interface Inclusion extends ChainOf {
  readonly movementId: string
  /** The movement's own rows, as they were sealed. */
  readonly rows: readonly SealedRow[]
  /** The leaves of the place where it was recorded, which hold those rows' digests among others. */
  readonly leaves: string
  /** From that place up to the checkpoint's: each refers to the one before it in this list. */
  readonly path: readonly Link[]
  readonly checkpoint: Reached
}

/** The places between one and a later one, both included, each referring to the one before: by one step, or by a long one. */
export function wayUp(from: number, to: number): number[] {
  const places = [to]
  for (let place = to; place > from; ) {
    place = skippedTo(place) >= from ? skippedTo(place) : place - 1
    places.unshift(place)
  }
  return places
}

/** What is wrong with a proof, in words; undefined: nothing, and the rows are in what the checkpoint stands for. */
export function faultOf(proof: Inclusion): string | undefined {
  const { movementId, rows, leaves, path, checkpoint } = proof
  const [first] = path
  if (first === undefined || !rows.some(({ table, key }) => table === 'movement' && key === movementId)) {
    return 'The proof does not hold the movement.'
  }
  const own = leaves.split('\n').filter((leaf) => leaf.startsWith(`entry ${movementId}/`))
  const shown = new Set(rows.map(({ table, key }) => `${table} ${key}`))
  if (own.some((leaf) => !shown.has(leaf.slice(0, leaf.lastIndexOf(' '))))) {
    return 'The proof does not hold the postings of the movement.'
  }
  const altered = compareRows({ seq: first.seq, leaves, digest: '' }, rows).find(({ what }) => what !== 'missing')
  if (altered) return `The row ${altered.table} ${altered.key} is not the one that was sealed.`
  if (sha256Hex(leaves) !== first.leaves) return 'The leaves are not those that were sealed.'
  let reached: Reached | undefined
  for (const link of path) {
    if (reached && !refersTo(link, reached)) return `The seal at ${link.seq} does not refer to the one before it.`
    reached = { seq: link.seq, digest: digestOf(proof, link) }
  }
  if (reached?.seq !== checkpoint.seq || reached.digest !== checkpoint.digest) {
    return 'The path does not lead to the checkpoint.'
  }
  return undefined
}

function refersTo({ seq, before, skipped }: Link, { seq: at, digest }: Reached): boolean {
  return (at === seq - 1 && digest === before) || (at === skippedTo(seq) && digest === skipped)
}
