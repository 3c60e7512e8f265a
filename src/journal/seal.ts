import { sql } from 'kysely'
import type { Tx } from '../postgres/database.ts'
import { together } from '../postgres/together.ts'

/**
 * What is chained: the journal with all that each of its rows recorded, and the batches of audit events. One chain of
 * each kind an authority.
 */
export const CHAINS = ['journal', 'audit'] as const
export type Chain = (typeof CHAINS)[number]

/** Seals what the transaction's authority has just recorded at a place of a chain: the last thing that a write does. */
export async function seal(tx: Tx, chain: Chain, seq: number): Promise<void> {
  await sql`select seal_row(${chain}, ${seq})`.execute(tx)
}

// What one statement may take is limited, and a place may have recorded many rows: a backdated movement adjusts later ones.
const PLACES_A_STATEMENT = 1000

/** The same of several places, from the first to the last: each gets the seal that it would get alone. */
export async function sealAll(tx: Tx, chain: Chain, first: number, last: number): Promise<void> {
  const sealed: Promise<unknown>[] = []
  for (let from = first; from <= last; from += PLACES_A_STATEMENT) {
    const to = Math.min(last, from + PLACES_A_STATEMENT - 1)
    sealed.push(sql`select seal_rows(${chain}, ${from}, ${to})`.execute(tx))
  }
  await together(...sealed)
}
