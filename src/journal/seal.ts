import { sql } from 'kysely'
import type { Tx } from '../postgres/database.ts'
import { statement } from '../postgres/statement.ts'

/**
 * What is chained: the journal with all that each of its rows recorded, and the batches of audit events. One chain of
 * each kind an authority.
 */
export const CHAINS = ['journal', 'audit'] as const
export type Chain = (typeof CHAINS)[number]

const SEAL = statement<{ chain: Chain; seq: number }, object>(
  (parameter) => sql`select seal_row(${parameter('chain')}, ${parameter('seq')})`,
)

/** Seals what the transaction's authority has just recorded at a place of a chain: the last thing that a write does. */
export async function seal(tx: Tx, chain: Chain, seq: number): Promise<void> {
  await SEAL.run(tx, { chain, seq })
}

/** The same of several places, from the first to the last: each gets the seal that it would get alone. */
export async function sealAll(tx: Tx, chain: Chain, { first, last }: Places): Promise<void> {
  await sql`select seal_rows(${chain}, ${first}, ${last})`.execute(tx)
}

/** Places that are sealed by one statement. */
export interface Places {
  readonly first: number
  readonly last: number
}
