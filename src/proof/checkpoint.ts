import { z } from 'zod'
import { instantAnswer, pattern, uuid } from '../http/wire.ts'
import { CHAINS, type Chain } from '../journal/seal.ts'
import type { Tx } from '../postgres/database.ts'
import { BEGINNING } from './chain.ts'
import type { Reached } from './place.ts'
import { findSeals } from './queries.ts'

export const sha256Answer = pattern(/^[0-9a-f]{64}$/).meta({
  description: 'SHA-256, hexadecimal.',
  examples: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
})

export const reached = z.strictObject({
  seq: z.int().meta({ description: 'How far the chain had come; 0: nothing yet.', examples: [42] }),
  digest: sha256Answer,
})

export const Checkpoint = z
  .strictObject({ authorityId: uuid, knownAt: instantAnswer, journal: reached, audit: reached })
  .meta({
    id: 'Checkpoint',
    description:
      'Digests that stand for everything recorded so far, and for every audit event. Keep it elsewhere: `npm run verify -- --checkpoint FILE` tells years later whether the register still goes through it.',
  })
export type Checkpoint = z.infer<typeof Checkpoint>

/** How far both chains had come at a journal row; the audit chain as far as it is now. */
export async function reachedAt(tx: Tx, journalSeq: number, auditSeq: number): Promise<Record<Chain, Reached>> {
  const places: Record<Chain, number> = { journal: journalSeq, audit: auditSeq }
  const result: Partial<Record<Chain, Reached>> = {}
  for (const chain of CHAINS) {
    const seq = places[chain]
    const [seal] = seq === 0 ? [] : await findSeals(tx, chain, [seq])
    if (seq > 0 && seal === undefined) throw new Error(`the ${chain} chain has no seal at ${seq}`)
    result[chain] = { seq, digest: seal?.digest ?? BEGINNING }
  }
  return result as Record<Chain, Reached>
}
