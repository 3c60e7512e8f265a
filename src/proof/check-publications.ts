import type { Tx } from '../postgres/database.ts'
import { isReproduced } from '../publications/publish.ts'
import { listPublications } from '../publications/queries.ts'
import type { Alteration } from './chain.ts'

const EVERY = Number.MAX_SAFE_INTEGER

/** Makes every published summary again from what is recorded, and names those that come out otherwise. */
export async function checkPublications(tx: Tx, _authorityId: string, lastSeq: number): Promise<Alteration[]> {
  const found: Alteration[] = []
  for (const published of await listPublications(tx, lastSeq, undefined, EVERY)) {
    if (await isReproduced(tx, published)) continue
    found.push({ seq: 0, table: 'published_summary', key: published.id, what: 'not_reproduced' })
  }
  return found
}
