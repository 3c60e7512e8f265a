// What a verification found, in sentences for whoever reads it: an auditor, a court.
import { CHAINS, type Chain } from '../journal/seal.ts'
import type { Alteration } from './chain.ts'
import type { ChainVerdict } from './check-chain.ts'

/** What was found of one authority. */
export interface AuthorityVerdict {
  readonly authorityId: string
  readonly chains: Readonly<Record<Chain, ChainVerdict>>
  /** What is kept beside the chains: names, origins, the clock, tokens that were revoked. */
  readonly beside: readonly Alteration[]
}

export interface Report {
  /** What is wrong, the first in order of recording first; empty: nothing. */
  readonly faults: readonly string[]
  readonly conclusion: string
}

const SHOWN = 20

/**
 * @param verdicts one an authority
 * @param unknown authorities that somebody kept a checkpoint of, and that are not there
 * @param strays rows of authorities that do not exist
 */
export function report(
  verdicts: readonly AuthorityVerdict[],
  unknown: readonly string[],
  strays: readonly Alteration[],
): Report {
  const all = [
    ...unknown.map((id) => `The authority ${id} of the checkpoint is not in this register.`),
    ...verdicts.flatMap(faultsOf),
    // Last: where an authority is gone, the installation's chain names it first.
    ...strays.map((stray) => `No such authority: ${sentence(stray)}`),
  ]
  const more = all.length - SHOWN
  const faults = more > 0 ? [...all.slice(0, SHOWN), `And ${more} more.`] : all
  return { faults, conclusion: all.length > 0 ? 'The register was altered.' : conclude(verdicts) }
}

function faultsOf({ authorityId, chains, beside }: AuthorityVerdict): string[] {
  return [
    ...CHAINS.flatMap((chain) => [
      ...chains[chain].alterations.map((one) => `Authority ${authorityId}, ${chain} ${one.seq}: ${sentence(one)}`),
      ...checkpointFault(authorityId, chain, chains[chain]),
    ]),
    ...beside.map((one) => `Authority ${authorityId}: ${sentence(one)}`),
  ]
}

function sentence({ seq, table, key, what }: Alteration): string {
  switch (what) {
    case 'unsealed':
      return `the row ${table} ${key} is not sealed: it was added, or the row seal ${chainOf(table)}/${seq} was removed.`
    case 'not_reproduced':
      return `what the row ${table} ${key} published is not what the register gives today.`
    case 'altered':
      return `the row ${table} ${key} is not what was sealed.`
    case 'missing':
      return `the row ${table} ${key} is missing.`
    case 'added':
      return `the row ${table} ${key} was not sealed there.`
  }
}

const chainOf = (table: string): Chain => (table === 'audit_event' ? 'audit' : 'journal')

function checkpointFault(authorityId: string, chain: string, { checkpoint, last }: ChainVerdict): string[] {
  if (checkpoint === 'rewritten')
    return [`Authority ${authorityId}: the ${chain} does not go through the checkpoint: it was rewritten.`]
  if (checkpoint === 'cut') {
    return [`Authority ${authorityId}: the ${chain} ends at ${last.seq}, before the checkpoint: its end was cut off.`]
  }
  return []
}

function conclude(verdicts: readonly AuthorityVerdict[]): string {
  const chains = verdicts.flatMap((verdict) => CHAINS.map((chain) => verdict.chains[chain]))
  const rows = chains.reduce((sum, chain) => sum + chain.rows, 0)
  const places = chains.reduce((sum, chain) => sum + chain.last.seq, 0)
  const without = verdicts.filter(({ chains }) => chains.journal.checkpoint === undefined)
  const limit =
    without.length === 0
      ? 'Every chain goes through its checkpoint; what was recorded after that could still be rewritten or cut off.'
      : `Without a checkpoint (--checkpoint FILE) of ${without.length === verdicts.length ? 'any authority' : without.map(({ authorityId }) => authorityId).join(', ')}, it cannot be excluded that all was rewritten, or the end cut off.`
  return `${rows} rows at ${places} places of ${verdicts.length} authorities are as they were sealed. ${limit}`
}
