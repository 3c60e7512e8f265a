import { ensureFirstAdministrator } from './administration/bootstrap.ts'
import type { Config } from './config.ts'
import { type Database, openEmbeddedDatabase, openPostgres, type PoolOptions } from './postgres/database.ts'
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
      return embedded
    } catch (error) {
      await embedded.close()
      throw error
    }
  }
  const owner = openPostgres(config.databaseOwnerUrl, { max: 1 })
  try {
    const servingUser = new URL(config.databaseUrl).username || undefined
    await migrate(owner, servingUser && decodeURIComponent(servingUser), firstAdministrator(owner))
  } catch (cause) {
    throw new Error(`The database cannot be prepared: ${reasonOf(cause)}`, { cause })
  } finally {
    await owner.close()
  }
  return openPostgres(config.databaseUrl, options)
}

function reasonOf(cause: unknown): string {
  const { code, message } = cause as { code?: string; message?: string }
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'ETIMEDOUT':
      return 'no PostgreSQL answers at the address in DATABASE_OWNER_URL (or DATABASE_URL).'
    case '28P01':
    case '28000':
      return 'PostgreSQL refuses the user or the password in DATABASE_OWNER_URL (or DATABASE_URL).'
    case '3D000':
      return 'the database named in DATABASE_OWNER_URL (or DATABASE_URL) does not exist.'
    case '42501':
      return 'the role in DATABASE_OWNER_URL may not create what is missing; give one that owns the database and may create roles.'
    default:
      return `${message ?? String(cause)}${message?.endsWith('.') ? '' : '.'}`
  }
}
