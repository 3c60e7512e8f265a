// An authority's chains with all their rows, as lines of JSON: what can be verified offline, without the database.
import type { Caller } from '../access/caller.ts'
import { CHAINS, type Chain } from '../journal/seal.ts'
import { asAuthority, type Database } from '../postgres/database.ts'
import type { Place } from './place.ts'
import { readAsSealed, readPlaces } from './queries.ts'

export const EXPORT_FORMAT = 'quotepart-register-1'

const BATCH_PLACES = 100

/** The lines of an export: a head, one line a place, and an end that says how many there must be. */
export async function* exportLines(
  database: Database,
  { authorityId }: Caller,
  last: Readonly<Record<Chain, number>>,
): AsyncGenerator<string> {
  yield line({ format: EXPORT_FORMAT, authorityId, last })
  for (const chain of CHAINS) {
    for (let after = 0; after < last[chain]; after += BATCH_PLACES) {
      // Each batch is its own short transaction: a slow reader holds no connection. What is sealed does not change.
      const places = await asAuthority(database, authorityId, async (tx) => {
        await readAsSealed(tx)
        return readPlaces(tx, chain, after, Math.min(last[chain], after + BATCH_PLACES))
      })
      yield places.map((place) => placeLine(chain, place)).join('')
    }
  }
  yield line({ end: last })
}

function placeLine(chain: Chain, { seq, seal, rows }: Place): string {
  return line({
    chain,
    seq,
    seal: seal ? { seq, leaves: seal.leaves, digest: seal.digest } : null,
    rows: rows.map(({ table, key, content }) => ({ table, key, content })),
  })
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`
}
