import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../postgres/database.ts'
import { Failure } from '../values/failure.ts'
import type { Cooperative } from './schema.ts'

/** The version of each cooperative that was known at a journal row; further conditions narrow it. */
function known(tx: Tx, seq: number) {
  return tx
    .selectFrom('cooperative_version as v')
    .select([
      'v.cooperative_id',
      'v.version',
      'v.name',
      'v.legal_form',
      'v.activity',
      'v.siren',
      'v.nic',
      'v.commune_code',
      'v.commune_name',
      'v.recorded_at',
    ])
    .where('v.seq', '=', ({ selectFrom }) =>
      selectFrom('cooperative_version as n')
        .select(({ fn }) => fn.max('n.seq').as('seq'))
        .whereRef('n.authority_id', '=', 'v.authority_id')
        .whereRef('n.cooperative_id', '=', 'v.cooperative_id')
        .where('n.seq', '<=', seq),
    )
}

export async function findCooperative(tx: Tx, id: string, seq: number): Promise<Cooperative | undefined> {
  const row = await known(tx, seq).where('v.cooperative_id', '=', id).executeTakeFirst()
  return row && cooperativeOf(row)
}

/** A cooperative's version, its name among it, as known at a journal row: a subquery of one row. */
export function cooperativeVersionAt(
  authority: RawBuilder<unknown>,
  cooperative: RawBuilder<unknown>,
  seq: number | RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`(
    select v.* from cooperative_version v
    where v.authority_id = ${authority} and v.cooperative_id = ${cooperative} and v.seq <= ${seq}
    order by v.seq desc limit 1)`
}

export interface CooperativeFilter {
  readonly activity?: string | undefined
  readonly legalForm?: string | undefined
}

/** Cooperatives in order of registration. */
export async function listCooperatives(
  tx: Tx,
  seq: number,
  filter: CooperativeFilter,
  after: string | undefined,
  limit: number,
): Promise<Cooperative[]> {
  let query = known(tx, seq).orderBy('v.cooperative_id').limit(limit)
  if (filter.activity !== undefined) query = query.where('v.activity', '=', filter.activity)
  if (filter.legalForm !== undefined) query = query.where('v.legal_form', '=', filter.legalForm)
  if (after !== undefined) query = query.where('v.cooperative_id', '>', after)
  return (await query.execute()).map(cooperativeOf)
}

/** As it is now, whatever the caller's moment: what the path names, and what If-Match is held against. */
export function findCurrentCooperative(tx: Tx, id: string): Promise<Cooperative | undefined> {
  return findCooperative(tx, id, Number.MAX_SAFE_INTEGER)
}

/**
 * Holds that a cooperative which a body names is in the register.
 *
 * @param pointer where the body names it, when that is not `#/cooperativeId`
 * @throws Failure when it is unknown
 */
export async function checkCooperative(tx: Tx, cooperativeId: string, pointer?: string): Promise<void> {
  if (await findCurrentCooperative(tx, cooperativeId)) return
  throw new Failure('cooperative_unknown', { cooperativeId, ...(pointer !== undefined && { pointer }) })
}

export async function insertCooperative(tx: Tx, authorityId: string, id: string, seq: number): Promise<void> {
  await tx.insertInto('cooperative').values({ authority_id: authorityId, id, seq }).execute()
}

export async function insertCooperativeVersion(
  tx: Tx,
  authorityId: string,
  seq: number,
  cooperative: Cooperative,
): Promise<void> {
  await tx
    .insertInto('cooperative_version')
    .values({
      authority_id: authorityId,
      cooperative_id: cooperative.id,
      version: cooperative.version,
      seq,
      recorded_at: cooperative.recordedAt,
      name: cooperative.name,
      legal_form: cooperative.legalForm,
      activity: cooperative.activity,
      siren: cooperative.siren,
      nic: cooperative.nic,
      commune_code: cooperative.communeCode,
      commune_name: cooperative.communeName,
    })
    .execute()
}

function cooperativeOf(row: {
  cooperative_id: string
  version: number
  name: string
  legal_form: string
  activity: string | null
  siren: string | null
  nic: string | null
  commune_code: string | null
  commune_name: string | null
  recorded_at: string
}): Cooperative {
  return {
    id: row.cooperative_id,
    name: row.name,
    legalForm: row.legal_form as Cooperative['legalForm'],
    activity: row.activity,
    siren: row.siren,
    nic: row.nic,
    communeCode: row.commune_code,
    communeName: row.commune_name,
    version: row.version,
    recordedAt: row.recorded_at,
  }
}
