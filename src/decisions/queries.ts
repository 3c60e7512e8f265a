// Decisions as they are read: where each stands on a date, as known at a journal row. Four look-ups, however many there are.
import { type RawBuilder, sql } from 'kysely'
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { allowsAnything } from './authorisation.ts'
import { authorisationsOf } from './authorisation-queries.ts'
import type { Said } from './insert.ts'
import type { Decision, Document } from './schema.ts'
import { inOrder, possibleSteps, standingOf } from './step.ts'
import { countedOn, countsAt, type Happened, isAbout, stepsOf, votesOf } from './step-queries.ts'
import type { Votes } from './step-schema.ts'
import { SUBJECTS } from './subject.ts'
import { decisionNameAt } from './version-queries.ts'

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
    from (select distinct s.authority_id, s.decision_id as id from decision_step s where s.id = any(${stepIds}::uuid[])) d
    cross join lateral ${decisionNameAt(sql`d.authority_id`, sql`d.id`, seq)} v`.execute(tx)
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

const newest = (seq: number) => sql`(
  select v.*, array(
    select n.cooperative_id::text from decision_cooperative n
    where n.authority_id = v.authority_id and n.decision_id = v.decision_id and n.version = v.version
    order by n.cooperative_id) as named
  from decision_version v
  where v.authority_id = d.authority_id and v.decision_id = d.id and v.seq <= ${seq}
  order by v.seq desc limit 1)`

/** What the newest version of a decision says by itself, without what follows from steps and authorisations. */
export async function findSaid(tx: Tx, id: string, seq: number): Promise<Said | undefined> {
  const { rows } = await sql<VersionRow>`
    select v.* from decision d cross join lateral ${newest(seq)} v where d.id = ${id}`.execute(tx)
  return rows[0] && saidOf(rows[0])
}

function saidOf(row: VersionRow): Said {
  return {
    number: row.number,
    body: row.body,
    kind: row.kind,
    object: row.object,
    subjectCode: row.subject_code,
    votes: votesOf(row),
    cooperativeIds: row.named,
    version: row.version,
  }
}

async function select(tx: Tx, moment: Moment, where: RawBuilder<unknown>, limit: number): Promise<Decision[]> {
  const { rows } = await sql<VersionRow>`
    select v.* from decision d cross join lateral ${newest(moment.seq)} v
    where ${where} order by d.id limit ${limit}`.execute(tx)
  const ids = rows.map(({ decision_id }) => decision_id)
  const steps = Map.groupBy(await stepsOf(tx, ids, moment.seq), ({ decisionId }) => decisionId)
  const documents = await documentsOf(tx, ids, moment.seq)
  const known = new Map(ids.map((id) => [id, inOrder(countedOn(steps.get(id) ?? []))]))
  const standings = new Map([...known].map(([id, counted]) => [id, standingOf(counted)]))
  const authorisations = Map.groupBy(await authorisationsOf(tx, ids, moment, standings), ({ decisionId }) => decisionId)
  return rows.map((row) => {
    const id = row.decision_id
    const { version, ...said } = saidOf(row)
    const counted = known.get(id) ?? []
    const happened = counted.filter(({ on }) => on <= moment.asOf)
    const authorised = (authorisations.get(id) ?? []).map(({ authorisation }) => authorisation)
    const about = new Set([...said.cooperativeIds, ...authorised.filter(allowsAnything).map(cooperativeOf)])
    return {
      id,
      ...said,
      votes: voteOn(counted, said.votes, moment.asOf),
      cooperativeIds: [...about].sort(),
      subjectName: said.subjectCode === null ? null : (SUBJECTS[said.subjectCode] ?? null),
      ...standingOf(happened),
      possibleSteps: possibleSteps(standings.get(id)?.status ?? null),
      steps: happened.map(({ decisionId: _, ...step }) => step),
      authorisations: authorised,
      documents: documents.get(id) ?? [],
      version,
      recordedAt: row.recorded_at,
    }
  })
}

const cooperativeOf = ({ cooperativeId }: { cooperativeId: string }) => cooperativeId

/** The vote of the step that came of it, or the one that the decision states by itself; none before it was held. */
function voteOn(counted: readonly Happened[], stated: Votes | null, asOf: PlainDate): Votes | null {
  const vote = counted.find(({ kind }) => kind === 'adopted' || kind === 'rejected')
  return vote && vote.on > asOf ? null : (vote?.votes ?? stated)
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
