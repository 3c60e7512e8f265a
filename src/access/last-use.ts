import { sql } from 'kysely'
import { asAuthority, type Database } from '../postgres/database.ts'
import { instantOf } from '../values/instant.ts'
import type { Caller } from './caller.ts'

/** Keeps when each token was last used, to the minute. */
export interface TokenUse {
  /** Called after the answer has gone: no request waits for this, and none fails of it. */
  readonly note: (caller: Caller, now: Date) => void
  /** Resolves when nothing is being written any more. */
  readonly settled: () => Promise<void>
}

const MINUTE_MS = 60_000

/**
 * Writes at most once a minute for each token; so does each other instance, and the database keeps the later one.
 *
 * @param report told when a use could not be kept; the next minute tries again
 */
export function keepTokenUse(database: Database, report: (error: unknown) => void): TokenUse {
  const minutes = new Map<string, number>()
  const writing = new Set<Promise<void>>()
  return {
    note({ tokenId, subject, authorityId }, now) {
      const minute = Math.floor(now.getTime() / MINUTE_MS)
      // An issuer's access tokens are its own to keep account of.
      if (tokenId === null || subject !== null || minutes.get(tokenId) === minute) return
      // Before the write, not after it: a database in trouble is not asked again by every request.
      minutes.set(tokenId, minute)
      const written = keep(database, tokenId, authorityId, new Date(minute * MINUTE_MS))
        .catch(report)
        .finally(() => writing.delete(written))
      writing.add(written)
    },
    settled: async () => void (await Promise.all(writing)),
  }
}

function keep(database: Database, tokenId: string, authorityId: string, at: Date): Promise<void> {
  return asAuthority(database, authorityId, async (tx) => {
    await sql`
      insert into token_use as known (authority_id, token_id, last_used_at) values (${authorityId}, ${tokenId}, ${instantOf(at)})
      on conflict (authority_id, token_id) do update set last_used_at = excluded.last_used_at
      where known.last_used_at < excluded.last_used_at`.execute(tx)
  })
}
