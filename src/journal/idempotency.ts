import { sql } from 'kysely'
import type { Caller } from '../access/caller.ts'
import type { Tx } from '../postgres/database.ts'
import { together } from '../postgres/together.ts'
import { lockNumber } from '../values/canonical.ts'
import { Failure } from '../values/failure.ts'
import { instantOf } from '../values/instant.ts'

/** What a write answers. */
export interface WriteAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: object | null
}

/** A request that may be sent twice and must count once (draft-ietf-httpapi-idempotency-key-header). */
export interface IdempotencyRequest {
  readonly key: string
  /** Digest of method, path and query. */
  readonly asked: string
  /** Digest of the body. */
  readonly content: string
}

const KEPT_MS = 48 * 3_600_000 // the contract promises 24 h

/**
 * Takes the key for this transaction. The advisory lock is released with the transaction, also when the process dies.
 *
 * @throws Failure `idempotency_in_progress` when another request with the same key is still running
 */
export async function takeKey(tx: Tx, caller: Caller, { key }: IdempotencyRequest): Promise<void> {
  const lock = lockNumber(`${caller.authorityId}\n${caller.tokenId}\n${key}`)
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(${lock}) as taken`.execute(tx)
  if (!rows[0]?.taken) throw new Failure('idempotency_in_progress', {})
}

/**
 * The answer kept under this key, if any.
 *
 * @throws Failure `idempotency_key_reused` when the key was used for another request
 */
export async function replayAnswer(
  tx: Tx,
  caller: Caller,
  { key, asked, content }: IdempotencyRequest,
): Promise<WriteAnswer | undefined> {
  const kept = await tx
    .selectFrom('idempotency_key')
    .select(['fingerprint', 'status', 'headers', 'body'])
    .where('token_id', '=', caller.tokenId)
    .where('key', '=', key)
    .executeTakeFirst()
  if (!kept) return undefined
  const known = [fingerprint(asked, content), fingerprint(asked, FORGOTTEN)]
  if (!known.includes(kept.fingerprint)) throw new Failure('idempotency_key_reused', {})
  return {
    status: kept.status,
    headers: { ...JSON.parse(kept.headers), 'idempotency-replayed': 'true' },
    body: JSON.parse(kept.body),
  }
}

/** Keeps an answer for replay, and lets go of those whose time is over. */
export async function keepAnswer(
  tx: Tx,
  caller: Caller,
  { key, asked, content }: IdempotencyRequest,
  answer: WriteAnswer,
  targetId: string | null,
  now: Date,
): Promise<void> {
  const forget = tx.deleteFrom('idempotency_key').where('kept_until', '<', instantOf(now)).execute()
  const keep = tx
    .insertInto('idempotency_key')
    .values({
      authority_id: caller.authorityId,
      token_id: caller.tokenId as string,
      key,
      fingerprint: fingerprint(asked, content),
      target_id: targetId,
      status: answer.status,
      headers: JSON.stringify(answer.headers),
      body: JSON.stringify(answer.body),
      kept_until: instantOf(new Date(now.getTime() + KEPT_MS)),
    })
    .execute()
  await together(forget, keep)
}

function fingerprint(asked: string, content: string): string {
  return `${asked}.${content}`
}

// Of a body that is no longer to be told from others: the same request to the same address is answered as it was.
const FORGOTTEN = ''

/** Forgets what the bodies of requests about some resources said. The digest of a name goes with it. */
export async function forgetFingerprints(tx: Tx, targetIds: readonly string[]): Promise<void> {
  await sql`
    with forgotten as (delete from idempotency_key where target_id = any(${targetIds}::uuid[]) returning *)
    insert into idempotency_key (authority_id, token_id, key, target_id, fingerprint, status, headers, body, kept_until)
    select authority_id, token_id, key, target_id, split_part(fingerprint, '.', 1) || '.', status, headers, body, kept_until
    from forgotten`.execute(tx)
}
