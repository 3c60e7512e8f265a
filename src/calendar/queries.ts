import { type RawBuilder, sql } from 'kysely'
import type { Writing } from '../journal/command.ts'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import type { Instant } from '../values/instant.ts'
import type { FeedKey } from './schema.ts'

/** A key as known at a journal row. */
export async function findFeedKey(tx: Tx, id: string, seq: number): Promise<FeedKey | undefined> {
  const [key] = await select(tx, seq, sql`k.id = ${id}`, 1)
  return key
}

/** The key of this digest, as all is known now. */
export async function findFeedKeyByHash(tx: Tx, hash: Buffer): Promise<FeedKey | undefined> {
  const [key] = await select(tx, Number.MAX_SAFE_INTEGER, sql`k.hash = ${hash}`, 1)
  return key
}

/** In order of recording, revoked ones too. */
export function listFeedKeys(tx: Tx, seq: number, after: Instant | undefined, limit: number): Promise<FeedKey[]> {
  return select(tx, seq, conditions([after && sql`k.recorded_at > ${after}`]), limit)
}

interface Row {
  id: string
  name: string
  recorded_at: Instant
  expires_at: Instant | null
  revoked_at: Instant | null
}

async function select(tx: Tx, seq: number, where: RawBuilder<unknown>, limit: number): Promise<FeedKey[]> {
  const { rows } = await sql<Row>`
    select k.id, k.name, k.recorded_at, k.expires_at, r.recorded_at as revoked_at
    from feed_key k
    left join feed_key_revocation r on r.authority_id = k.authority_id and r.feed_key_id = k.id and r.seq <= ${seq}
    where k.seq <= ${seq} and ${where} order by k.seq limit ${limit}`.execute(tx)
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    createdAt: row.recorded_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
  }))
}

export async function insertFeedKey({ tx, caller, seq }: Writing, key: FeedKey, hash: Buffer): Promise<void> {
  await tx
    .insertInto('feed_key')
    .values({
      authority_id: caller.authorityId,
      id: key.id,
      seq,
      recorded_at: key.createdAt,
      name: key.name,
      hash,
      expires_at: key.expiresAt,
    })
    .execute()
}

export async function insertFeedKeyRevocation({ tx, caller, seq, recordedAt }: Writing, id: string): Promise<void> {
  await tx
    .insertInto('feed_key_revocation')
    .values({ authority_id: caller.authorityId, feed_key_id: id, seq, recorded_at: recordedAt })
    .execute()
}
