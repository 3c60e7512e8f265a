import { readdir, readFile } from 'node:fs/promises'
import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Database } from './database.ts'
import type { DB } from './tables.ts'

const FOLDER = new URL('../../db/migrations/', import.meta.url)
const LOCK = 7_217_062_110_337_421 // any number: "quotepart migrates"

/**
 * Brings a database to this version's tables, alone: several instances that start at once wait for each other.
 *
 * @param owner a database opened with one connection, by a role that may create tables and roles
 * @param servingUser the role that the service connects as, when it is not the owner: it is let into the application role
 * @param whileLocked what else must happen once, such as making the first administrator's token
 */
export async function migrate(
  owner: Database,
  servingUser: string | undefined,
  whileLocked: () => Promise<void>,
): Promise<void> {
  await sql`select pg_advisory_lock(${LOCK})`.execute(owner.kysely)
  try {
    const { error } = await new Migrator({
      db: owner.kysely,
      provider: { getMigrations: readMigrations },
    }).migrateToLatest()
    if (error) throw error
    await letIn(owner.kysely, undefined)
    if (servingUser !== undefined) await letIn(owner.kysely, servingUser)
    await whileLocked()
  } finally {
    await sql`select pg_advisory_unlock(${LOCK})`.execute(owner.kysely)
  }
}

async function readMigrations(): Promise<Record<string, Migration>> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.sql')).sort()
  return Object.fromEntries(
    files.map((file) => [
      file.slice(0, -'.sql'.length),
      { up: async (db) => void (await sql.raw(await readFile(new URL(file, FOLDER), 'utf8')).execute(db)) },
    ]),
  )
}

// SET LOCAL ROLE needs membership; a superuser has it of every role.
async function letIn(db: Kysely<DB>, user: string | undefined): Promise<void> {
  const name = user === undefined ? sql`current_user` : sql`${user}::name`
  const { rows } = await sql<{ member: boolean }>`select pg_has_role(${name}, 'quotepart_app', 'set') as member`
    .execute(db)
    .catch(() => sql<{ member: boolean }>`select pg_has_role(${name}, 'quotepart_app', 'member') as member`.execute(db)) // before PostgreSQL 16
  if (rows[0]?.member) return
  await sql`grant quotepart_app to ${user === undefined ? sql`current_user` : sql.id(user)}`.execute(db)
}
