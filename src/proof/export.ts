// An authority's chains with all their rows, as lines of JSON: what can be verified offline, without the database.
import type { Caller } from '../access/caller.ts'
import { CHAINS, type Chain } from '../journal/seal.ts'
import { asAuthority, type Database } from '../postgres/database.ts'
import type { Place } from './place.ts'
import { readAsSealed, readPlaces, START } from './queries.ts'

export const EXPORT_FORMAT = 'quotepart-register-1'

const BATCH_PLACES = 100

/** Runs a batch when it is the caller's turn. */
export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>

/** The lines of an export: a head, one line a place, and an end that says how many there must be. */
export async function* exportLines(
  database: Database,
  { authorityId }: Caller,
  last: Readonly<Record<Chain, number>>,
  inTurn: InTurn,
): AsyncGenerator<string> {
  yield line({ format: EXPORT_FORMAT, authorityId, last })
  for (const chain of CHAINS) {
    for (let after: string | undefined = START; after !== undefined && Number(after) < last[chain]; ) {
      const from: string = after
      // Each batch is its own short transaction: a slow reader holds no connection. What is sealed does not change.
      const { places, next } = await inTurn(() =>
        asAuthority(database, authorityId, async (tx) => {
          await readAsSealed(tx)
          return readPlaces(tx, chain, from, BATCH_PLACES)
        }),
      )
      const wanted = places.filter(({ seq }) => seq <= last[chain])
      if (wanted.length > 0) yield wanted.map((place) => placeLine(chain, place)).join('')
      after = next
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

// U+2028 and U+2029 may stand in JSON, and many a reader of lines takes them for their end.
function line(value: object): string {
  return `${JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}\n`
}
