import type { Selectable } from 'kysely'
import type { Grouping } from '../portfolio/schema.ts'
import type { Tx } from '../postgres/database.ts'
import type { PublishedSummary as Row } from '../postgres/tables.ts'
import type { Instant } from '../values/instant.ts'
import type { Publication } from './schema.ts'

/** A publication with its text, and what it was made from. */
export type PublishedText = Publication & {
  readonly knownSeq: number
  readonly format: number
  readonly content: string
}

const published = (tx: Tx) => tx.selectFrom('published_summary').selectAll()

/** Those known at a journal row, by id. */
export async function findPublication(tx: Tx, id: string, seq: number): Promise<PublishedText | undefined> {
  const row = await published(tx).where('id', '=', id).where('seq', '<=', seq).executeTakeFirst()
  return row && publicationOf(row)
}

/** In order of recording. */
export async function listPublications(
  tx: Tx,
  seq: number,
  after: Instant | undefined,
  limit: number,
): Promise<PublishedText[]> {
  const query = published(tx).where('seq', '<=', seq).orderBy('seq').limit(limit)
  return (await (after === undefined ? query : query.where('recorded_at', '>', after)).execute()).map(publicationOf)
}

function publicationOf(row: Selectable<Row>): PublishedText {
  return {
    id: row.id,
    title: row.title,
    asOf: row.as_of,
    knownAt: row.known_at,
    groupBy: row.group_by as Grouping,
    decisionId: row.decision_id,
    recordedAt: row.recorded_at,
    digest: row.digest,
    knownSeq: row.known_seq,
    format: row.format,
    content: row.content,
  }
}
