import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { purgeSessions } from './access/session.ts'
import { ensureFirstAdministrator } from './administration/bootstrap.ts'
import type { Config } from './config.ts'
import {
  type Database,
  openEmbeddedDatabase,
  openPostgres,
  type PoolOptions,
  type Transacting,
} from './postgres/database.ts'
import { installationKey } from './postgres/installation-key.ts'
import { migrate } from './postgres/migrate.ts'

/**
 * Opens the database that the settings name, brought to this version's tables, with a first administrator.
 *
 * @throws Error in one sentence when it cannot be reached, migrated or taken alone
 */
export async function openDatabase(config: Config, clock: () => Date, options?: PoolOptions): Promise<Database> {
  const firstAdministrator = (database: Database) => () =>
    ensureFirstAdministrator(database, config.dataDir, config.bootstrapToken, clock())
  if (config.databaseUrl === undefined || config.databaseOwnerUrl === undefined) {
    const embedded = await openEmbeddedDatabase(config.dataDir)
    try {
      await migrate(embedded, undefined, firstAdministrator(embedded))
      await purgeSessions(embedded, clock())
      // There is no autovacuum here: what was erased must not stay in the file as a dead row.
      await sql`vacuum person_identity, origin, idempotency_key, session`.execute(embedded.kysely)
      return embedded
    } catch (error) {
      await embedded.close()
      throw error
    }
  }
  const serving = openPostgres(config.databaseUrl, {
    ...options,
    pooler: config.databasePooler,
    readUrl: config.databaseReadUrl,
  })
  const owner = openPostgres(config.databaseOwnerUrl, { max: 1, statementLimitMs: 0 })
  try {
    const servingUser = await saying('DATABASE_URL', () => currentUser(serving))
    const register = await saying(OWNER_SETTING, async () => {
      await migrate(owner, servingUser, firstAdministrator(owner))
      return identify(owner)
    })
    if ((await saying('DATABASE_URL', () => identify(serving))) !== register) throw new Error(DIFFERENT)
    if (serving.replica) await checkReplica(serving.replica, register, options?.onConnectionError)
    await purgeSessions(serving, clock())
    return serving
  } catch (error) {
    await serving.close()
    throw error
  } finally {
    await owner.close()
  }
}

/**
 * Opens the register that the settings name as the owner of its tables, as it is: nothing is migrated, and a folder without
 * a register stays without one.
 *
 * @throws Error in one sentence when there is none
 */
export async function openAsOwner({ databaseOwnerUrl, dataDir }: Config): Promise<Database> {
  if (databaseOwnerUrl !== undefined) return openPostgres(databaseOwnerUrl, { max: 1, statementLimitMs: 0 })
  if (existsSync(join(dataDir, 'pg'))) return openEmbeddedDatabase(dataDir)
  throw new Error(`There is no register in the folder ${dataDir}: say where with DATA_DIR, or DATABASE_OWNER_URL.`)
}

const OWNER_SETTING = 'DATABASE_OWNER_URL (or DATABASE_URL)'

/** What tells one register from another. */
async function identify(database: Transacting): Promise<string> {
  return (await installationKey(database)).toString('hex')
}

/**
 * One that is away does not keep the service from starting: each read from it finds out whether it has the caller's last row.
 *
 * @throws Error when it holds another register
 */
async function checkReplica(
  replica: Transacting,
  register: string,
  report: PoolOptions['onConnectionError'],
): Promise<void> {
  const found = await identify(replica).catch((error) => {
    report?.(error)
    return register
  })
  if (found !== register) throw new Error('DATABASE_READ_URL and DATABASE_URL name different registers.')
}

async function currentUser(database: Database): Promise<string> {
  const { rows } = await sql<{ name: string }>`select current_user as name`.execute(database.kysely)
  return rows[0]?.name ?? ''
}

const DIFFERENT = 'DATABASE_URL and DATABASE_OWNER_URL name different databases.'

async function saying<Result>(setting: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (cause) {
    throw new Error(`The database cannot be used: ${reasonOf(cause, setting)}`, { cause })
  }
}

function reasonOf(cause: unknown, setting: string): string {
  const { code, message } = cause as { code?: string; message?: string }
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'ETIMEDOUT':
      return `no PostgreSQL answers at the address in ${setting}.`
    case '28P01':
    case '28000':
      return `PostgreSQL refuses the user or the password in ${setting}.`
    case '3D000':
      return `the database named in ${setting} does not exist.`
    case '42P01':
    case '22023':
      return DIFFERENT
    case '42501':
      return `the role in ${setting} lacks a right (${message}): the owner must own the database and may create roles; where another database of the server has made quotepart_app already, it needs "grant quotepart_app to <owner> with admin option".`
    default:
      return `${setting}: ${message ?? String(cause)}.`
  }
}
