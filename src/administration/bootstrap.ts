import { timingSafeEqual } from 'node:crypto'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { hashToken } from '../access/caller.ts'
import { asAuthority, type Database, INSTALLATION, type Tx } from '../postgres/database.ts'
import { makeFolder } from '../postgres/folder.ts'
import { newId } from '../values/id.ts'
import { instantOf } from '../values/instant.ts'
import { newSecret } from './mint.ts'
import { insertAuthority, insertToken } from './queries.ts'

/**
 * Lets the first administrator in: BOOTSTRAP_TOKEN, or one made once and written to `DATA_DIR/bootstrap-token` (0600).
 * Run under the migration lock. Does nothing once another administrator token has existed: the database then refuses
 * every bootstrap token for ever, and `npm run admin-token` recovers.
 */
export async function ensureFirstAdministrator(
  database: Database,
  dataDir: string,
  given: string | undefined,
  now: Date,
): Promise<void> {
  await asAuthority(database, INSTALLATION, async (tx) => {
    await ensureInstallation(tx)
    const administrators = await tx
      .selectFrom('token')
      .select(['hash', 'bootstrap'])
      .where('role', '=', 'admin')
      .execute()
    if (administrators.some(({ bootstrap }) => !bootstrap)) return
    if (given !== undefined) {
      const presented = hashToken(given)
      if (administrators.some(({ hash }) => timingSafeEqual(hash, presented))) return
      // Another one than before: it replaces it.
      await tx
        .updateTable('token')
        .set({ revoked_at: instantOf(now) })
        .where('bootstrap', '=', true)
        .where('revoked_at', 'is', null)
        .execute()
      await admit(tx, given, now)
      return
    }
    if (administrators.length > 0) return
    const secret = newSecret()
    await admit(tx, secret, now)
    makeFolder(dataDir)
    await writeSecret(join(dataDir, 'bootstrap-token'), secret)
  })
}

// Written before the commit: a start that dies in between leaves a file whose token is no good, and the next one writes
// another. The other way round, it would leave a token that nobody knows.
async function writeSecret(file: string, secret: string): Promise<void> {
  try {
    await writeFile(file, `${secret}\n`, { mode: 0o600, flush: true })
    await chmod(file, 0o600) // a file that was there keeps its mode
  } catch (cause) {
    throw new Error(`The file ${file} in DATA_DIR cannot be written (${(cause as NodeJS.ErrnoException).code}).`, {
      cause,
    })
  }
}

/** Makes the installation's own row once; its clock starts before anything that may be recorded. */
export async function ensureInstallation(tx: Tx): Promise<void> {
  const { rows } = await sql`select from authority where authority_id = ${INSTALLATION}`.execute(tx)
  if (rows.length > 0) return
  await insertAuthority(tx, {
    id: INSTALLATION,
    name: 'Installation',
    siren: null,
    createdAt: '1970-01-01T00:00:00.000000Z',
  })
}

async function admit(tx: Tx, secret: string, now: Date): Promise<void> {
  const token = {
    id: newId(),
    name: 'bootstrap',
    role: 'admin',
    authorityId: null,
    createdAt: instantOf(now),
    expiresAt: null,
    revokedAt: null,
  } as const
  await insertToken(tx, token, hashToken(secret), true)
}
