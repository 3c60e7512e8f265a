import { sql } from 'kysely'
import type { Writing } from '../journal/command.ts'
import { newId } from '../values/id.ts'
import type { PlainDate } from '../values/plain-date.ts'
import type { Decision, DocumentInput } from './schema.ts'
import type { CancellationInput, StepInput, Votes } from './step-schema.ts'

/** What a version of a decision says. */
export type Said = Pick<
  Decision,
  'number' | 'body' | 'kind' | 'object' | 'subjectCode' | 'votes' | 'cooperativeIds' | 'version'
>

/** Adds a version, and makes it the one that holds. */
export async function insertVersion(writing: Writing, decisionId: string, said: Said): Promise<void> {
  const { tx, seq, recordedAt } = writing
  const { authorityId } = writing.caller
  const { version, number, body, kind, object, subjectCode, votes, cooperativeIds } = said
  await tx
    .insertInto('decision_version')
    .values({
      authority_id: authorityId,
      decision_id: decisionId,
      version,
      seq,
      recorded_at: recordedAt,
      number,
      body,
      kind,
      object,
      subject_code: subjectCode,
      ...voteColumns(votes),
    })
    .execute()
  await tx
    .insertInto('decision')
    .values({ authority_id: authorityId, id: decisionId, seq, body, number })
    .onConflict((conflict) => conflict.columns(['authority_id', 'id']).doUpdateSet({ seq, body, number }))
    .execute()
  if (cooperativeIds.length === 0) return
  await tx
    .insertInto('decision_cooperative')
    .values(
      cooperativeIds.map((id) => ({
        authority_id: authorityId,
        decision_id: decisionId,
        version,
        seq,
        cooperative_id: id,
      })),
    )
    .execute()
}

/** Adds a step; its id. */
export async function insertStep(
  { tx, caller, seq, recordedAt }: Writing,
  decisionId: string,
  step: StepInput | CancellationInput,
): Promise<string> {
  const id = newId()
  const own =
    step.kind === 'cancellation'
      ? { cancels: step.cancels, reason: step.reason }
      : {
          happened_on: step.on,
          receipt_number: step.receiptNumber ?? null,
          note: step.note ?? null,
          ...voteColumns(step.votes ?? null),
        }
  await tx
    .insertInto('decision_step')
    .values({
      authority_id: caller.authorityId,
      id,
      decision_id: decisionId,
      seq,
      recorded_at: recordedAt,
      kind: step.kind,
      ...own,
    })
    .execute()
  return id
}

/**
 * Enters the decision's steps in the histories of the cooperatives that it is about, where they are not there yet:
 * called after each change of either.
 */
export async function insertCooperativeSteps({ tx, seq }: Writing, decisionId: string): Promise<void> {
  await sql`
    insert into cooperative_step (authority_id, cooperative_id, happened_on, seq, step_id, decision_id)
    select s.authority_id, c.cooperative_id, s.happened_on, ${seq}, s.id, s.decision_id
    from decision_step s
    cross join (
      select a.cooperative_id from authorisation_version a where a.decision_id = ${decisionId}
      union
      select n.cooperative_id from decision_cooperative n where n.decision_id = ${decisionId}
    ) c
    where s.decision_id = ${decisionId} and s.kind <> 'cancellation'
      and not exists (
        select from cooperative_step o
        where o.authority_id = s.authority_id and o.cooperative_id = c.cooperative_id and o.step_id = s.id)
    order by s.id`.execute(tx)
}

/** Adds a document; its id. */
export async function insertDocument(
  { tx, caller, seq, recordedAt }: Writing,
  decisionId: string,
  { name, url, sha256 }: DocumentInput,
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('decision_document')
    .values({
      authority_id: caller.authorityId,
      id,
      decision_id: decisionId,
      seq,
      recorded_at: recordedAt,
      name,
      url,
      sha256: sha256 ?? null,
    })
    .execute()
  return id
}

/** What is authorised, as SQL takes it. */
export interface Terms {
  readonly decisionId: string
  readonly cooperativeId: string
  readonly instrument: string
  readonly ceiling: string
  readonly ceilingShares: string | null
  readonly to: PlainDate | null
}

/** Adds a version of an authorisation, and makes it the one that holds; what is consumed stays. */
export async function insertAuthorisation({ tx, caller, seq, recordedAt }: Writing, terms: Terms): Promise<void> {
  const key = {
    authority_id: caller.authorityId,
    decision_id: terms.decisionId,
    cooperative_id: terms.cooperativeId,
    instrument: terms.instrument,
  }
  const limits = { ceiling: terms.ceiling, ceiling_shares: terms.ceilingShares, ends_on: terms.to }
  await tx
    .insertInto('authorisation_version')
    .values({ ...key, seq, recorded_at: recordedAt, ...limits })
    .execute()
  const current = { seq, version_seq: seq, ...limits }
  await tx
    .insertInto('authorisation')
    .values({ ...key, ...current, consumed: '0', consumed_shares: '0' })
    .onConflict((conflict) =>
      conflict.columns(['authority_id', 'decision_id', 'cooperative_id', 'instrument']).doUpdateSet(current),
    )
    .execute()
}

function voteColumns(votes: Votes | null) {
  return {
    vote_present: votes?.present ?? null,
    vote_for: votes?.for ?? null,
    vote_against: votes?.against ?? null,
    vote_abstaining: votes?.abstaining ?? null,
  }
}
