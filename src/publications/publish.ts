import { checkNotVoid } from '../decisions/consumption.ts'
import type { Writing } from '../journal/command.ts'
import { newestKnown, resolveMoment } from '../journal/moment.ts'
import { justRecorded } from '../journal/recorded.ts'
import { summarise } from '../portfolio/summary.ts'
import type { Tx } from '../postgres/database.ts'
import { sha256Hex } from '../values/canonical.ts'
import { Failure } from '../values/failure.ts'
import { newId } from '../values/id.ts'
import { findPublication, type PublishedText } from './queries.ts'
import type { PublicationInput, PublishedSummary } from './schema.ts'
import { NEWEST_FORMAT, writtenOut } from './written.ts'

/**
 * Publishes a summary: keeps its text, its digest, and the moment that it can be made from again.
 *
 * @throws Failure when the decision is unknown or void, or nothing is known so late
 */
export async function publish(writing: Writing, input: PublicationInput): Promise<PublishedSummary> {
  const { tx, caller, seq, recordedAt } = writing
  const { title, asOf, groupBy, decisionId = null } = input
  if (decisionId !== null) await checkDecision(writing, decisionId)
  const moment =
    input.knownAt === undefined
      ? newestKnown(writing, asOf)
      : await resolveMoment(tx, caller, { asOf, knownAt: input.knownAt }, asOf, '#/knownAt')
  const content = writtenOut(await summarise(tx, moment, groupBy), NEWEST_FORMAT)
  const id = newId()
  await tx
    .insertInto('published_summary')
    .values({
      authority_id: caller.authorityId,
      id,
      seq,
      recorded_at: recordedAt,
      title,
      as_of: asOf,
      known_at: moment.knownAt,
      known_seq: moment.seq,
      group_by: groupBy,
      decision_id: decisionId,
      format: NEWEST_FORMAT,
      content,
      digest: sha256Hex(content),
    })
    .execute()
  return shown(tx, justRecorded(await findPublication(tx, id, seq), 'publication'))
}

async function checkDecision({ tx, seq }: Writing, decisionId: string): Promise<void> {
  const decision = await tx.selectFrom('decision').select('id').where('id', '=', decisionId).executeTakeFirst()
  if (!decision) throw new Failure('decision_unknown', { decisionId })
  await checkNotVoid(tx, decisionId, seq)
}

/** A publication with its text, held against what the register says today. */
export async function shown(tx: Tx, published: PublishedText): Promise<PublishedSummary> {
  const { knownSeq: _, format: __, content, ...publication } = published
  return { ...publication, reproduced: await isReproduced(tx, published), summary: JSON.parse(content) }
}

/** Whether the same question, asked again, has the same answer, bit for bit. */
export async function isReproduced(tx: Tx, published: PublishedText): Promise<boolean> {
  const { asOf, knownAt, knownSeq, groupBy, format, content } = published
  const summary = await summarise(tx, { asOf, knownAt, seq: knownSeq }, groupBy)
  return writtenOut(summary, format) === content
}
