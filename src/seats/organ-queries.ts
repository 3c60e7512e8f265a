// Organs as they are on a date, as known at a journal row, with the authority's votes on each.
import { type RawBuilder, sql } from 'kysely'
import { cooperativeVersionAt } from '../cooperatives/queries.ts'
import type { Writing } from '../journal/command.ts'
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { organVersion } from './known.ts'
import type { Organ } from './organ-schema.ts'
import { listSeats } from './seat-queries.ts'
import { votingShare } from './voting.ts'

export interface OrganFilter {
  readonly cooperativeId?: string | undefined
  readonly kind?: string | undefined
}

export async function findOrgan(tx: Tx, id: string, moment: Moment): Promise<Organ | undefined> {
  const [organ] = await select(tx, moment, sql`o.id = ${id}`, 1)
  return organ
}

/** The organs of the cooperatives, in order of registration. */
export function listOrgans(
  tx: Tx,
  moment: Moment,
  filter: OrganFilter,
  after: string | undefined,
  limit: number,
): Promise<Organ[]> {
  const where = conditions([
    filter.cooperativeId && sql`o.cooperative_id = ${filter.cooperativeId}`,
    filter.kind && sql`v.kind = ${filter.kind}`,
    after && sql`o.id > ${after}::uuid`,
  ])
  return select(tx, moment, where, limit)
}

interface Row {
  organ_id: string
  cooperative_id: string
  cooperative_name: string
  last_version: number
  effective_on: PlainDate
  recorded_at: string
  kind: Organ['kind']
  name: string
  total_votes: number | null
  colleges: string
}

// An organ has as many seats of one authority as there may be; a list of seats has its limit.
const ALL = 100_000

async function select(tx: Tx, moment: Moment, where: RawBuilder<unknown>, limit: number): Promise<Organ[]> {
  const { rows } = await sql<Row>`
    select v.*, o.cooperative_id, c.name as cooperative_name,
      (select max(n.version) from organ_version n
        where n.authority_id = o.authority_id and n.organ_id = o.id and n.seq <= ${moment.seq}) as last_version
    from organ o
    cross join lateral ${organVersion(moment)} v
    cross join lateral ${cooperativeVersionAt(sql`o.authority_id`, sql`o.cooperative_id`, moment.seq)} c
    where ${where} order by o.id limit ${limit}`.execute(tx)
  const organIds = rows.map(({ organ_id }) => organ_id)
  const seats = Map.groupBy(await listSeats(tx, moment, { organIds }, undefined, ALL), ({ organId }) => organId)
  return rows.map((row) => {
    const ours = seats.get(row.organ_id) ?? []
    const colleges: Organ['colleges'] = JSON.parse(row.colleges)
    return {
      id: row.organ_id,
      cooperativeId: row.cooperative_id,
      cooperativeName: row.cooperative_name,
      kind: row.kind,
      name: row.name,
      totalVotes: row.total_votes,
      colleges,
      effectiveOn: row.effective_on === ALWAYS ? null : row.effective_on,
      seats: ours.length,
      votes: ours.reduce((sum, { votes }) => sum + votes, 0),
      votesHeld: ours.reduce(
        (sum, { votes, state }) => sum + (state === 'vacant' || state === 'lapsed' ? 0 : votes),
        0,
      ),
      ...votingShare({ totalVotes: row.total_votes, colleges }, ours),
      version: row.last_version,
      recordedAt: row.recorded_at,
    }
  })
}

/** Before every date that there is: the first version of an organ holds since ever. */
const ALWAYS: PlainDate = '0001-01-01'

/** What a version of an organ says. */
export type OrganContent = Pick<Organ, 'kind' | 'name' | 'totalVotes' | 'colleges' | 'effectiveOn'>

export async function insertOrgan(writing: Writing, id: string, cooperativeId: string): Promise<void> {
  const { tx, seq, caller } = writing
  await tx
    .insertInto('organ')
    .values({ authority_id: caller.authorityId, id, cooperative_id: cooperativeId, seq })
    .execute()
}

export async function insertOrganVersion(
  { tx, seq, recordedAt, caller }: Writing,
  organId: string,
  version: number,
  { kind, name, totalVotes, colleges, effectiveOn }: OrganContent,
): Promise<void> {
  await tx
    .insertInto('organ_version')
    .values({
      authority_id: caller.authorityId,
      organ_id: organId,
      version,
      effective_on: effectiveOn ?? ALWAYS,
      seq,
      recorded_at: recordedAt,
      kind,
      name,
      total_votes: totalVotes,
      colleges: JSON.stringify(colleges),
    })
    .execute()
}

/** The versions of an organ in force from days after a given one, in the order of time. */
export async function organVersionsAfter(
  tx: Tx,
  id: string,
  effectiveOn: PlainDate | null,
  seq: number,
): Promise<OrganContent[]> {
  const { rows } = await sql<Row>`
    select distinct on (v.effective_on) v.* from organ_version v
    where v.organ_id = ${id} and v.effective_on > ${effectiveOn ?? ALWAYS} and v.seq <= ${seq}
    order by v.effective_on, v.seq desc`.execute(tx)
  return rows.map((row) => ({
    kind: row.kind,
    name: row.name,
    totalVotes: row.total_votes,
    colleges: JSON.parse(row.colleges),
    effectiveOn: row.effective_on,
  }))
}
