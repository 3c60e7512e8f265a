// Persons as they are known. Names live in `person_identity` alone: what is erased there is gone at every knownAt.
import { randomBytes } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Writing } from '../journal/command.ts'
import { forgetFingerprints } from '../journal/idempotency.ts'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import { saltedDigest } from '../values/canonical.ts'
import type { Person } from './schema.ts'

export async function findPerson(tx: Tx, id: string, seq: number): Promise<Person | undefined> {
  const [person] = await select(tx, seq, sql`p.id = ${id}`, 1)
  return person
}

/** As it is now, whatever the caller's moment: what the path names, and what If-Match is held against. */
export function findCurrentPerson(tx: Tx, id: string): Promise<Person | undefined> {
  return findPerson(tx, id, Number.MAX_SAFE_INTEGER)
}

/** Persons in order of registration, merged and erased ones too. */
export function listPersons(tx: Tx, seq: number, after: string | undefined, limit: number): Promise<Person[]> {
  return select(tx, seq, conditions([after && sql`p.id > ${after}::uuid`]), limit)
}

interface Row {
  person_id: string
  version: number
  recorded_at: string
  merged_into: string | null
  name: string | null
  contact: string | null
}

async function select(tx: Tx, seq: number, where: RawBuilder<unknown>, limit: number): Promise<Person[]> {
  const { rows } = await sql<Row>`
    select v.person_id, v.version, v.recorded_at, m.merged_into, i.name, i.contact
    from person p
    cross join lateral (
      select v.* from person_version v
      where v.authority_id = p.authority_id and v.person_id = p.id and v.seq <= ${seq} order by v.seq desc limit 1
    ) v
    left join lateral (
      select m.merged_into from person_version m
      where m.authority_id = p.authority_id and m.person_id = p.id and m.event = 'merged' and m.seq <= ${seq}
      order by m.seq desc limit 1
    ) m on true
    left join lateral ${identityAt(sql`p.authority_id`, sql`p.id`, sql`v.version`)} i on true
    where ${where} order by p.id limit ${limit}`.execute(tx)
  return rows.map((row) => ({
    id: row.person_id,
    name: row.name,
    contact: row.contact,
    erased: row.name === null,
    mergedInto: row.merged_into,
    version: row.version,
    recordedAt: row.recorded_at,
  }))
}

function identityAt(
  authority: RawBuilder<unknown>,
  person: RawBuilder<unknown>,
  version: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`(
    select i.name, i.contact from person_identity i
    where i.authority_id = ${authority} and i.person_id = ${person} and i.version <= ${version}
    order by i.version desc limit 1)`
}

/** The name of a person as known at a journal row; no row once it is erased. */
export function nameKnownAt(
  authority: RawBuilder<unknown>,
  person: RawBuilder<unknown>,
  seq: RawBuilder<unknown> | number,
): RawBuilder<unknown> {
  return sql`(
    select i.name from person_identity i
    join person_version v on v.authority_id = i.authority_id and v.person_id = i.person_id and v.version = i.version
    where i.authority_id = ${authority} and i.person_id = ${person} and v.seq <= ${seq}
    order by i.version desc limit 1)`
}

/** The name and contact of a version of a person; undefined once erased. */
export async function identityOf(
  tx: Tx,
  personId: string,
  version: number,
): Promise<{ name: string; contact: string | null } | undefined> {
  return tx
    .selectFrom('person_identity')
    .select(['name', 'contact'])
    .where('person_id', '=', personId)
    .where('version', '<=', version)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function insertPerson({ tx, caller, seq }: Writing, id: string): Promise<void> {
  await tx.insertInto('person').values({ authority_id: caller.authorityId, id, seq }).execute()
}

export type PersonEvent =
  | { readonly event: 'identified'; readonly digest: string }
  | { readonly event: 'merged'; readonly merged_into: string }
  | { readonly event: 'erased'; readonly reason: string }

export async function insertPersonVersion(
  { tx, caller, seq, recordedAt }: Writing,
  personId: string,
  version: number,
  event: PersonEvent,
): Promise<void> {
  await tx
    .insertInto('person_version')
    .values({
      authority_id: caller.authorityId,
      person_id: personId,
      version,
      seq,
      recorded_at: recordedAt,
      ...event,
    })
    .execute()
}

/**
 * Adds a version with a name and a contact. Only their digest, salted with 32 random bytes that go when they go, stands
 * anywhere else.
 *
 * @returns the digest, for the journal
 */
export async function insertIdentity(
  writing: Writing,
  personId: string,
  version: number,
  identity: { name: string; contact: string | null },
): Promise<string> {
  const salt = randomBytes(32)
  const digest = digestIdentity(identity, salt)
  await insertPersonVersion(writing, personId, version, { event: 'identified', digest })
  await writing.tx
    .insertInto('person_identity')
    .values({ authority_id: writing.caller.authorityId, person_id: personId, version, ...identity, salt })
    .execute()
  return digest
}

/** What stands for a name and a contact wherever they may not. */
export function digestIdentity(
  { name, contact }: { name: string | null; contact: string | null },
  salt: Buffer,
): string {
  return saltedDigest(salt, [name, contact])
}

/** The ids of those that were merged into a person, as known now. */
export async function mergedInto(tx: Tx, personId: string): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`
    select v.person_id from person_version v
    where v.merged_into = ${personId} and not exists (
      select from person_version n where n.authority_id = v.authority_id and n.person_id = v.person_id
        and n.event = 'merged' and n.seq > v.seq)`.execute(tx)
  return rows.map(({ person_id }) => person_id)
}

/** Removes every name, contact and salt of some persons, and what could tell a request that held them from others. */
export async function deleteIdentities(tx: Tx, personIds: readonly string[]): Promise<void> {
  await sql`delete from person_identity where person_id = any(${personIds}::uuid[])`.execute(tx)
  await forgetFingerprints(tx, personIds)
}
