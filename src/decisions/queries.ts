// Decisions as they are read: where each stands on a date, as known at a journal row. Four look-ups, however many there are.
import { type RawBuilder, sql } from 'kysely'
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import { authorisationsOf } from './authorisation-queries.ts'
import type { Decision, Document } from './schema.ts'
import { possibleSteps, standingOf } from './step.ts'
import { countedOn, countsAt, isAbout, stepsOf, votesOf } from './step-queries.ts'
import { SUBJECTS } from './subject.ts'

export interface DecisionFilter {
  readonly cooperativeId?: string | undefined
  readonly number?: string | undefined
  readonly kind?: string | undefined
  readonly body?: string | undefined
}

export async function findDecision(tx: Tx, id: string, moment: Moment): Promise<Decision | undefined> {
  const [decision] = await select(tx, moment, sql`d.id = ${id}`, 1)
  return decision
}

/** Decisions in order of registration: those that something had happened to on asOf, and those that nothing has yet. */
export function listDecisions(
  tx: Tx,
  moment: Moment,
  filter: DecisionFilter,
  after: string | undefined,
  limit: number,
): Promise<Decision[]> {
  const { asOf, seq } = moment
  const step = sql`select from decision_step s where s.authority_id = d.authority_id and s.decision_id = d.id
    and ${countsAt(seq)}`
  const where = conditions([
    sql`(exists (${step} and s.happened_on <= ${asOf}) or not exists (${step}))`,
    filter.cooperativeId && isAbout(sql`d.authority_id`, sql`d.id`, filter.cooperativeId, seq),
    filter.number && sql`v.number = ${filter.number}`,
    filter.kind && sql`v.kind = ${filter.kind}`,
    filter.body && sql`v.body = ${filter.body}`,
    after && sql`d.id > ${after}::uuid`,
  ])
  return select(tx, moment, where, limit)
}

/** The decisions that some steps belong to, by what people call them. */
export async function findDecisionsOfSteps(
  tx: Tx,
  stepIds: readonly string[],
  seq: number,
): Promise<{ id: string; number: string; object: string }[]> {
  const { rows } = await sql<{ id: string; number: string; object: string }>`
    select d.id, v.number, v.object
    from (select distinct s.decision_id as id from decision_step s where s.id = any(${stepIds}::uuid[])) d
    cross join lateral (
      select v.number, v.object from decision_version v where v.decision_id = d.id and v.seq <= ${seq}
      order by v.seq desc limit 1
    ) v`.execute(tx)
  return rows
}

interface VersionRow {
  decision_id: string
  version: number
  recorded_at: string
  number: string
  body: Decision['body']
  kind: Decision['kind']
  object: string
  subject_code: string | null
  vote_present: number | null
  vote_for: number | null
  vote_against: number | null
  vote_abstaining: number | null
  named: string[]
}

async function select(tx: Tx, moment: Moment, where: RawBuilder<unknown>, limit: number): Promise<Decision[]> {
  const { asOf, seq } = moment
  const { rows } = await sql<VersionRow>`
    select v.*, array(
      select n.cooperative_id::text from decision_cooperative n
      where n.authority_id = v.authority_id and n.decision_id = v.decision_id and n.version = v.version) as named
    from decision d cross join lateral (
      select v.* from decision_version v
      where v.authority_id = d.authority_id and v.decision_id = d.id and v.seq <= ${seq}
      order by v.seq desc limit 1
    ) v
    where ${where} order by d.id limit ${limit}`.execute(tx)
  const ids = rows.map(({ decision_id }) => decision_id)
  const steps = Map.groupBy(await stepsOf(tx, ids, seq), ({ decisionId }) => decisionId)
  const documents = await documentsOf(tx, ids, seq)
  const standings = new Map(ids.map((id) => [id, standingOf(countedOn(steps.get(id) ?? [], asOf))]))
  const authorisations = Map.groupBy(await authorisationsOf(tx, ids, moment, standings), ({ decisionId }) => decisionId)
  return rows.map((row) => {
    const id = row.decision_id
    const happened = countedOn(steps.get(id) ?? [], asOf)
    const standing = standings.get(id) ?? standingOf([])
    const authorised = (authorisations.get(id) ?? []).map(({ authorisation }) => authorisation)
    const about = new Set([...row.named, ...authorised.map(({ cooperativeId }) => cooperativeId)])
    return {
      id,
      number: row.number,
      body: row.body,
      kind: row.kind,
      object: row.object,
      subjectCode: row.subject_code,
      votes: happened.findLast(({ votes }) => votes !== null)?.votes ?? votesOf(row),
      cooperativeIds: [...about].sort(),
      subjectName: row.subject_code === null ? null : (SUBJECTS[row.subject_code] ?? null),
      ...standing,
      possibleSteps: possibleSteps(standing.status),
      steps: happened.map(({ decisionId: _, ...step }) => step),
      authorisations: authorised,
      documents: documents.get(id) ?? [],
      version: row.version,
      recordedAt: row.recorded_at,
    }
  })
}

async function documentsOf(tx: Tx, decisionIds: readonly string[], seq: number): Promise<Map<string, Document[]>> {
  const rows = await tx
    .selectFrom('decision_document')
    .select(['decision_id', 'id', 'name', 'url', 'sha256', 'recorded_at as recordedAt'])
    .where('decision_id', 'in', [...decisionIds, NOTHING])
    .where('seq', '<=', seq)
    .orderBy('id')
    .execute()
  return new Map(
    [...Map.groupBy(rows, ({ decision_id }) => decision_id)].map(([id, documents]) => [
      id,
      documents.map(({ decision_id: _, ...document }) => document),
    ]),
  )
}

// An empty IN is no SQL.
const NOTHING = '00000000-0000-0000-0000-000000000000'
