// The arithmetic of seals, once more and apart from the database that makes them (db/migrations/0006_seals.sql): who
// checks must not trust what is checked. Texts are digested as UTF-8; digests are hexadecimal.
import type { Chain } from '../journal/seal.ts'
import { sha256Hex } from '../values/canonical.ts'

/** A recorded row, as text: its table, its key within the authority, and its content without what is null. */
export interface SealedRow {
  readonly table: string
  readonly key: string
  readonly content: string
}

/** A seal: what stands at a place of a chain, and the digest over it and two earlier seals. */
export interface Seal {
  readonly seq: number
  /** A line for each row: table, key, SHA-256 of the content; in order of bytes. */
  readonly leaves: string
  readonly digest: string
}

/** Which chain of which authority: part of every digest, so that no seal can stand in another chain. */
export interface ChainOf {
  readonly authorityId: string
  readonly chain: Chain
}

/** What stands before the first seal. */
export const BEGINNING = '0'.repeat(64)

export function leafOf({ table, key, content }: SealedRow): string {
  return `${table} ${key} ${sha256Hex(content)}`
}

/** The place that a seal refers to beside the one before it: its own, less the lowest bit. */
export function skippedTo(seq: number): number {
  const place = BigInt(seq)
  return Number(place & (place - 1n))
}

/** What a seal's digest is made of. */
export interface Link {
  readonly seq: number
  /** Digest of the seal at seq − 1. */
  readonly before: string
  /** Digest of the seal at `skippedTo(seq)`. */
  readonly skipped: string
  /** SHA-256 of the leaves. */
  readonly leaves: string
}

export function digestOf({ authorityId, chain }: ChainOf, { seq, before, skipped, leaves }: Link): string {
  return sha256Hex(['quotepart-seal-1', authorityId, chain, seq, before, skipped, leaves].join('\n'))
}

/** What has become of a row since it was sealed. `seal` itself is one. */
export interface Alteration {
  readonly seq: number
  readonly table: string
  readonly key: string
  /** `unsealed`: after the last seal, so that either the row was added, or its seal removed.
   * `not_reproduced`: a published summary that the register no longer gives. */
  readonly what: 'altered' | 'missing' | 'added' | 'unsealed' | 'not_reproduced'
}

/** Holds the rows at one place against the leaves that were sealed there. */
export function compareRows(seal: Seal, rows: readonly SealedRow[]): Alteration[] {
  const sealed = new Map(
    seal.leaves.split('\n').map((leaf) => {
      const [table = '', key = '', digest = ''] = leaf.split(' ')
      return [`${table} ${key}`, digest]
    }),
  )
  const found: Alteration[] = []
  for (const { table, key, content } of rows) {
    const digest = sealed.get(`${table} ${key}`)
    if (digest === undefined) found.push({ seq: seal.seq, table, key, what: 'added' })
    else if (digest !== sha256Hex(content)) found.push({ seq: seal.seq, table, key, what: 'altered' })
    sealed.delete(`${table} ${key}`)
  }
  for (const name of sealed.keys()) {
    const [table = '', key = ''] = name.split(' ')
    found.push({ seq: seal.seq, table, key, what: 'missing' })
  }
  return found
}
