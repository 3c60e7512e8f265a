import { sql } from 'kysely'
import { CHAINS, type Chain } from '../journal/seal.ts'
import { enter, INSTALLATION, type Tx } from '../postgres/database.ts'
import { checkBeside } from './check-beside.ts'
import { type ChainVerdict, checkChain } from './check-chain.ts'
import { checkPublications } from './check-publications.ts'
import type { Checkpoint } from './checkpoint.ts'
import { readExport, readHead } from './export-file.ts'
import type { Chained, Place } from './place.ts'
import { lastPlaces, readAsSealed, readOrphans, readPlaces, readStraySeals, readStrays } from './queries.ts'
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
  const checkpoint = kept.find((one) => one.authorityId === authorityId)
  const chains = await checkChains(checkpoint, (chain) => ({ authorityId, chain, places: readExport(file, chain) }))
  const verdicts = [{ authorityId, chains, beside: [] }]
  return report(verdicts, unknownOf(kept, verdicts), [])
}

async function checkAuthority(tx: Tx, authorityId: string, kept: readonly Checkpoint[]): Promise<AuthorityVerdict> {
  await enter(tx, authorityId)
  const checkpoint = kept.find((one) => one.authorityId === authorityId)
  const last = await lastPlaces(tx)
  const chains = await checkChains(checkpoint, (chain) => ({
    authorityId,
    chain,
    places: walk(tx, chain, last[chain]),
  }))
  const beside = [
    ...(await readStraySeals(tx)),
    ...(await checkBeside(tx, authorityId, last.journal)),
    ...(await checkPublications(tx, last.journal)),
  ]
  return { authorityId, chains, beside }
}

async function checkChains(
  checkpoint: Checkpoint | undefined,
  chained: (chain: Chain) => Chained,
): Promise<Record<Chain, ChainVerdict>> {
  const verdicts: Partial<Record<Chain, ChainVerdict>> = {}
  for (const chain of CHAINS) verdicts[chain] = await checkChain(chained(chain), checkpoint?.[chain])
  return verdicts as Record<Chain, ChainVerdict>
}

async function* walk(tx: Tx, chain: Chain, last: number): AsyncGenerator<Place> {
  for (let after = 0; after < last; after += BATCH_PLACES) {
    yield* await readPlaces(tx, chain, after, Math.min(last, after + BATCH_PLACES))
  }
  yield* await readStrays(tx, chain, last)
}

function unknownOf(kept: readonly Checkpoint[], verdicts: readonly AuthorityVerdict[]): string[] {
  const known = new Set(verdicts.map(({ authorityId }) => authorityId))
  return kept.map(({ authorityId }) => authorityId).filter((id) => !known.has(id))
}
