import { existsSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { hashToken } from '../access/caller.ts'
import { asAuthority, type Database, INSTALLATION, type Tx } from '../postgres/database.ts'
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
      if (!administrators.some(({ hash }) => hash.equals(hashToken(given)))) await admit(tx, given, now)
      return
    }
    if (administrators.length > 0) return
    const file = join(dataDir, 'bootstrap-token')
    // A file without its row is left from a start that died in between: its token was never any good, until now.
    const secret = existsSync(file) ? readFileSync(file, 'utf8').trim() : newSecret()
    await admit(tx, secret, now)
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    await writeFile(file, `${secret}\n`, { mode: 0o600, flush: true })
  })
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
