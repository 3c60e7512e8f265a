import type { ChainOf, Seal, SealedRow } from './chain.ts'

/** A place of a chain, as it is found: its seal, where there is one, and the rows that say that they stand there. */
export interface Place {
  readonly seq: number
  readonly seal: Seal | undefined
  readonly rows: readonly SealedRow[]
  /** Before the first seal, or after the last. */
  readonly stray?: boolean
}

/** One chain to check, from the database or from an export. */
export interface Chained extends ChainOf {
  readonly places: AsyncIterable<Place>
}

/** How far a chain had come, and its digest there. */
export interface Reached {
  readonly seq: number
  readonly digest: string
}
