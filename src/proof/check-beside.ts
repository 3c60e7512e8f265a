// What is kept beside the chains, since it moves on or can be erased, and is still held by them: by digests, and by what
// the journal says was done.
import { sql } from 'kysely'
import { z } from 'zod'
import { digestOrigin, type Origin } from '../journal/origin.ts'
import { digestIdentity } from '../persons/queries.ts'
import { INSTALLATION, type Tx } from '../postgres/database.ts'
import { inBatches } from '../postgres/sql.ts'
import type { Instant } from '../values/instant.ts'
import type { Alteration } from './chain.ts'
import { checkCurrent } from './check-current.ts'
import { checkPublications } from './check-publications.ts'
import { readStraySeals } from './queries.ts'

/**
 * Checks, of the authority that the transaction has entered, names, origins, the clock, what holds now beside its versions,
 * published summaries, and revoked tokens.
 *
 * @param broken a chain was altered: what no longer can be read may come of that, and is not told once more
 */
export async function checkBeside(
  tx: Tx,
  authorityId: string,
  lastSeq: number,
  broken: boolean,
): Promise<Alteration[]> {
  const found: Alteration[] = []
  for (const check of [readStraySeals, checkClock, checkIdentities, checkOrigins, checkCurrent, checkPublications]) {
    try {
      found.push(...(await check(tx, authorityId, lastSeq)))
    } catch (error) {
      // A database that fails is another matter.
      if (!broken || typeof (error as { code?: unknown }).code === 'string') throw error
    }
  }
  if (authorityId === INSTALLATION) found.push(...(await checkInstallation(tx)), ...(await checkRevocations(tx)))
  return found
}

/** The authority's clock stands where its last journal row does. */
async function checkClock(tx: Tx, authorityId: string, lastSeq: number): Promise<Alteration[]> {
  const { rows } = await sql`
    select from authority a left join journal j on j.authority_id = a.authority_id and j.seq = a.last_seq
    where a.authority_id = ${authorityId} and a.last_seq = ${lastSeq} and (a.last_seq = 0 or a.last_recorded_at = j.recorded_at)
    `.execute(tx)
  return rows.length > 0 ? [] : [{ seq: lastSeq, table: 'authority', key: authorityId, what: 'altered' }]
}

interface IdentityRow {
  readonly person_id: string
  readonly version: number
  readonly seq: number
  readonly digest: string | null
  readonly name: string | null
  readonly contact: string | null
  readonly salt: Buffer | null
  readonly erased: boolean
}

/** Each version of a person has its name and contact, the same as were digested; or none, once the person is erased. */
async function checkIdentities(tx: Tx): Promise<Alteration[]> {
  const { rows } = await sql<IdentityRow>`
    select coalesce(v.person_id, i.person_id) as person_id, coalesce(v.version, i.version) as version, coalesce(v.seq, 0) as seq,
      v.digest, i.name, i.contact, i.salt,
      exists (select from person_version e where e.authority_id = v.authority_id and e.person_id = v.person_id
        and e.event = 'erased') as erased
    from (select * from person_version where event = 'identified') v
    full join person_identity i on (i.authority_id, i.person_id, i.version) = (v.authority_id, v.person_id, v.version)
    order by 1, 2`.execute(tx)
  return rows.flatMap((row) => {
    const what = whatBecameOf(row)
    return what ? [{ seq: row.seq, table: 'person_identity', key: `${row.person_id}/${row.version}`, what }] : []
  })
}

function whatBecameOf({ digest, name, contact, salt, erased }: IdentityRow): Alteration['what'] | undefined {
  if (salt === null) return erased ? undefined : 'missing'
  if (digest === null || erased) return 'added'
  return digestIdentity({ name, contact }, salt) === digest ? undefined : 'altered'
}

interface OriginEntry extends Origin {
  readonly request_id: string
  readonly seq: number
  readonly recorded_at: Instant | null
  readonly actor_token_id: string | null
  readonly origin_digest: string | null
  readonly salt: Buffer | null
}

/** Each entry with a digest has its origin, the same as was digested; or none, once an erasure covers it. */
async function checkOrigins(tx: Tx, authorityId: string): Promise<Alteration[]> {
  const erasures = await tx
    .selectFrom('journal')
    .select(['content', 'recorded_at'])
    .where('operation', '=', 'eraseOrigins')
    .execute()
  // The installation's journal has those that were asked for in the trails of others, too.
  const covered = erasures
    .flatMap(({ content }) => erasureOf(content))
    .filter((erasure) => (erasure.authorityId ?? INSTALLATION) === authorityId)
  const found: Alteration[] = []
  const entries = sql<OriginEntry>`
    select coalesce(e.request_id, o.request_id) as request_id, coalesce(e.seq, 0) as seq, e.recorded_at, e.actor_token_id,
      e.origin_digest, o.address, o.user_agent as "userAgent", o.subject, o.salt
    from (
      select request_id, seq, recorded_at, actor_token_id, origin_digest from journal where origin_digest is not null
      union all
      select request_id, seq, recorded_at, actor_token_id, origin_digest from audit_event where origin_digest is not null
    ) e full join origin o on o.request_id = e.request_id
    order by e.seq, 1`
  for await (const rows of inBatches(tx, entries, BATCH_ROWS)) {
    for (const row of rows) {
      const isErased = covered.some(
        ({ actorTokenId, before }) =>
          (actorTokenId === null || actorTokenId === row.actor_token_id) && (row.recorded_at ?? '') < before,
      )
      const what = row.salt === null ? (isErased ? undefined : 'missing') : originNow(row, row.salt)
      if (what) found.push({ seq: row.seq, table: 'origin', key: row.request_id, what })
    }
  }
  return found
}

const Erasure = z.object({
  authorityId: z.string().nullable(),
  actorTokenId: z.string().nullable(),
  before: z.string(),
})

// What an attacker made unreadable covers nothing; its row is named as altered by the chain.
function erasureOf(content: string): z.infer<typeof Erasure>[] {
  try {
    const { success, data } = Erasure.safeParse(JSON.parse(content))
    return success ? [data] : []
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
}

const BATCH_ROWS = 1000

function originNow(row: OriginEntry, salt: Buffer): Alteration['what'] | undefined {
  if (row.origin_digest === null) return 'added'
  return digestOrigin(row, salt) === row.origin_digest ? undefined : 'altered'
}

/** A token is revoked when the journal says so, and only then. */
async function checkRevocations(tx: Tx): Promise<Alteration[]> {
  const { rows } = await sql<{ id: string; seq: number }>`
    select t.id, t.seq from token t left join lateral (
      select j.recorded_at from journal j where j.authority_id = installation() and j.operation = 'revokeToken'
        and j.target_id = t.id order by j.seq limit 1
    ) r on true where t.revoked_at is distinct from r.recorded_at`.execute(tx)
  return rows.map(({ id, seq }) => ({ seq, table: 'token', key: id, what: 'altered' as const }))
}

/** The installation's own row is recorded by nobody: it is as it was made, and no other is unrecorded. */
async function checkInstallation(tx: Tx): Promise<Alteration[]> {
  const { rows } = await sql<{ id: string; own: boolean }>`
    select a.authority_id as id, a.authority_id = installation() as own from authority a where a.seq is null
      and (a.authority_id <> installation() or a.name <> 'Installation' or a.siren is not null
        or a.created_at <> '1970-01-01T00:00:00Z')`.execute(tx)
  return rows.map(({ id, own }) => ({ seq: 0, table: 'authority', key: id, what: own ? 'altered' : 'added' }))
}
