// The steps of decisions, and what is derived from them, as known at a journal row.
import { type RawBuilder, sql } from 'kysely'
import type { Moment, Seq } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { statement } from '../postgres/statement.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { type Standing, type StepKind, standingOf } from './step.ts'
import type { Step, Votes } from './step-schema.ts'

/** True for a step `s` that counts as known at a journal row: neither a cancellation nor cancelled. */
export function countsAt(seq: Seq): RawBuilder<boolean> {
  return sql`s.kind <> 'cancellation' and s.seq <= ${seq} and not exists (
    select from decision_step c
    where c.authority_id = s.authority_id and c.cancels = s.id and c.cancels is not null and c.seq <= ${seq})`
}

/** True for terms `a` that were not emptied, as `allowsAnything` in `authorisation.ts` tells it of an answer. */
export const allowsAnything: RawBuilder<boolean> = sql`(
  (a.ceiling > 0 or a.instrument = 'disposal') and a.ceiling_shares is distinct from 0)`

/** True where a decision names a cooperative, or allows anything for it, as known at a journal row. */
export function isAbout(
  authority: RawBuilder<unknown>,
  decision: RawBuilder<unknown>,
  cooperative: RawBuilder<unknown> | string,
  seq: Seq,
): RawBuilder<boolean> {
  // One row each, by key: an EXISTS here would be turned into a look through all of them.
  return sql`coalesce(
    (select true from authorisation_version a where a.authority_id = ${authority} and a.decision_id = ${decision}
      and a.cooperative_id = ${cooperative} and a.seq = (
        select max(n.seq) from authorisation_version n
        where n.authority_id = a.authority_id and n.decision_id = a.decision_id and n.cooperative_id = a.cooperative_id
          and n.instrument = a.instrument and n.seq <= ${seq})
      and ${allowsAnything} limit 1),
    (select true from decision_cooperative a where a.authority_id = ${authority} and a.decision_id = ${decision}
      and a.cooperative_id = ${cooperative} and a.version = (
        select v.version from decision_version v
        where v.authority_id = a.authority_id and v.decision_id = a.decision_id and v.seq <= ${seq}
        order by v.seq desc limit 1) limit 1),
    false)`
}

/** A step that counts, as the state machine takes it. */
export type Happened = StepOfDecision & { readonly kind: StepKind; readonly on: PlainDate }

/** The steps that happened on or before a date; without a date, all that count. */
export function countedOn(steps: readonly StepOfDecision[], asOf?: PlainDate): Happened[] {
  return steps.filter(
    (step): step is Happened =>
      step.kind !== 'cancellation' &&
      step.cancelledBy === null &&
      step.on !== null &&
      (asOf === undefined || step.on <= asOf),
  )
}

export type StepOfDecision = Step & { readonly decisionId: string }

interface StepRow {
  id: string
  decision_id: string
  kind: Step['kind']
  happened_on: string | null
  receipt_number: string | null
  vote_present: number | null
  vote_for: number | null
  vote_against: number | null
  vote_abstaining: number | null
  note: string | null
  cancels: string | null
  reason: string | null
  cancelled_by: string | null
  recorded_at: string
}

const STEPS = statement<{ decisionIds: readonly string[]; seq: number }, StepRow>(
  (parameter) => sql`
    select s.*, c.id as cancelled_by from decision_step s
    left join decision_step c on c.authority_id = s.authority_id and c.cancels = s.id and c.seq <= ${parameter('seq')}
    where s.decision_id = any(${parameter('decisionIds')}::uuid[]) and s.seq <= ${parameter('seq')} order by s.seq, s.id`,
)

/** Every step of some decisions known at a journal row, cancelled ones too, in the order of recording. */
export async function stepsOf(tx: Tx, decisionIds: readonly string[], seq: number): Promise<StepOfDecision[]> {
  const rows = await STEPS.run(tx, { decisionIds, seq })
  return rows.map((row) => ({
    decisionId: row.decision_id,
    id: row.id,
    kind: row.kind,
    on: row.happened_on,
    receiptNumber: row.receipt_number,
    votes: votesOf(row),
    note: row.note,
    cancels: row.cancels,
    reason: row.reason,
    cancelledBy: row.cancelled_by,
    recordedAt: row.recorded_at,
  }))
}

/** Where each of some decisions stands on a date, as known at a journal row. */
export async function standingsOf(
  tx: Tx,
  decisionIds: readonly string[],
  { asOf, seq }: { asOf?: PlainDate; seq: number },
): Promise<Map<string, Standing>> {
  const steps = Map.groupBy(await stepsOf(tx, decisionIds, seq), ({ decisionId }) => decisionId)
  return new Map(decisionIds.map((id) => [id, standingOf(countedOn(steps.get(id) ?? [], asOf))]))
}

export function votesOf(row: {
  vote_present: number | null
  vote_for: number | null
  vote_against: number | null
  vote_abstaining: number | null
}): Votes | null {
  const { vote_present, vote_for, vote_against, vote_abstaining } = row
  if (vote_present === null) return null
  return { present: vote_present, for: vote_for ?? 0, against: vote_against ?? 0, abstaining: vote_abstaining ?? 0 }
}

/** The steps of one decision that happened on or before asOf, as they were recorded, and the cancellations among them. */
export async function stepsUntil(tx: Tx, decisionId: string, { asOf, seq }: Moment): Promise<Step[]> {
  const steps = await stepsOf(tx, [decisionId], seq)
  const dates = new Map(steps.map(({ id, on }) => [id, on]))
  return steps
    .filter(({ on, cancels }) => ((cancels === null ? on : dates.get(cancels)) ?? '') <= asOf)
    .map(({ decisionId: _, ...step }) => step)
}
