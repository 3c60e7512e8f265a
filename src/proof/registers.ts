import { sql } from 'kysely'
import { CHAINS, type Chain } from '../journal/seal.ts'
import { enter, INSTALLATION, type Tx } from '../postgres/database.ts'
import { checkBeside } from './check-beside.ts'
import { type ChainVerdict, checkChain } from './check-chain.ts'
import type { Checkpoint } from './checkpoint.ts'
import { readExport, readHead } from './export-file.ts'
import type { Chained, Place } from './place.ts'
import { readAsSealed, readOrphans, readPlaces, readStrays, START } from './queries.ts'
import { type AuthorityVerdict, type Report, report } from './report.ts'

const BATCH_PLACES = 200

/**
 * Checks every authority of a database, in one snapshot of it.
 *
 * @param kept digests that somebody kept: of any of the authorities
 */
export async function checkRegister(tx: Tx, kept: readonly Checkpoint[]): Promise<Report> {
  await readAsSealed(tx)
  // Before the role is dropped: whoever sees all rows sees those of no authority, too.
  await sql`select set_config('app.authority', ${INSTALLATION}, true)`.execute(tx)
  const orphans = await readOrphans(tx)
  await enter(tx, INSTALLATION)
  const { rows } = await sql<{ id: string }>`select authority_id as id from authority order by authority_id`.execute(tx)
  const verdicts: AuthorityVerdict[] = []
  for (const { id } of rows) verdicts.push(await checkAuthority(tx, id, kept))
  return report(verdicts, unknownOf(kept, verdicts), orphans)
}

/** Checks an export of one authority, offline. Names and origins are not in it. */
export async function checkExport(file: string, kept: readonly Checkpoint[]): Promise<Report> {
  const { authorityId } = await readHead(file)
  const chains = await checkChains(of(kept, authorityId), (chain) => ({
    authorityId,
    chain,
    places: readExport(file, chain),
  }))
  // Others' checkpoints may stand in the same file: they are not asked about here.
  return report([{ authorityId, chains, beside: [] }], [], [])
}

async function checkAuthority(tx: Tx, authorityId: string, kept: readonly Checkpoint[]): Promise<AuthorityVerdict> {
  await enter(tx, authorityId)
  const chains = await checkChains(of(kept, authorityId), (chain) => ({ authorityId, chain, places: walk(tx, chain) }))
  const lastSeq = Math.min(chains.journal.last.seq, Number.MAX_SAFE_INTEGER)
  const broken = CHAINS.some((chain) => chains[chain].alterations.length > 0)
  return { authorityId, chains, beside: await checkBeside(tx, authorityId, lastSeq, broken) }
}

const of = (kept: readonly Checkpoint[], authorityId: string) => kept.filter((one) => one.authorityId === authorityId)

async function checkChains(
  kept: readonly Checkpoint[],
  chained: (chain: Chain) => Chained,
): Promise<Record<Chain, ChainVerdict>> {
  const verdicts: Partial<Record<Chain, ChainVerdict>> = {}
  for (const chain of CHAINS) {
    verdicts[chain] = await checkChain(
      chained(chain),
      kept.map((checkpoint) => checkpoint[chain]),
    )
  }
  return verdicts as Record<Chain, ChainVerdict>
}

async function* walk(tx: Tx, chain: Chain): AsyncGenerator<Place> {
  let last = START
  for (;;) {
    const { places, next } = await readPlaces(tx, chain, last, BATCH_PLACES)
    if (next === undefined) break
    yield* places
    last = next
  }
  yield* await readStrays(tx, chain, last)
}

function unknownOf(kept: readonly Checkpoint[], verdicts: readonly AuthorityVerdict[]): string[] {
  const known = new Set(verdicts.map(({ authorityId }) => authorityId))
  return kept.map(({ authorityId }) => authorityId).filter((id) => !known.has(id))
}
