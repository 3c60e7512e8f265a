import { timingSafeEqual } from 'node:crypto'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { hashToken } from '../access/caller.ts'
import type { OperationId } from '../access/permissions.ts'
import { asService } from '../journal/as-service.ts'
import type { JournalEntry, Writing } from '../journal/command.ts'
import { asAuthority, type Database, INSTALLATION, type Tx } from '../postgres/database.ts'
import { makeFolder } from '../postgres/folder.ts'
import { newId } from '../values/id.ts'
import { endToken, newSecret } from './mint.ts'
import { insertAuthority, insertToken } from './queries.ts'
import type { RecordedToken } from './schema.ts'

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
  const administrators = await asAuthority(database, INSTALLATION, async (tx) => {
    await ensureInstallation(tx)
    return tx
      .selectFrom('token')
      .select(['id', 'hash', 'bootstrap', 'revoked_at'])
      .where('role', '=', 'admin')
      .execute()
  })
  if (administrators.some(({ bootstrap }) => !bootstrap)) return
  const asStart = <Result>(operation: OperationId, verb: Parameters<typeof asService<Result>>[4]) =>
    asService(database, () => now, 'the first start', operation, verb)
  if (given === undefined) {
    if (administrators.length > 0) return
    const secret = newSecret()
    return asStart('createToken', async (writing) => {
      const admitted = await admit(writing, secret)
      makeFolder(dataDir)
      await writeSecret(join(dataDir, 'bootstrap-token'), secret)
      return admitted
    })
  }
  const hash = hashToken(given)
  if (administrators.some((known) => timingSafeEqual(known.hash, hash))) return
  // Another one than before: it replaces it.
  for (const { id } of administrators.filter(({ revoked_at }) => revoked_at === null)) {
    await asStart('revokeToken', async (writing) => {
      const content = await endToken(writing, id)
      return { targetId: id, content, result: undefined }
    })
  }
  await asStart('createToken', (writing) => admit(writing, given))
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
  await insertAuthority(
    tx,
    {
      id: INSTALLATION,
      name: 'Installation',
      siren: null,
      createdAt: '1970-01-01T00:00:00.000000Z',
    },
    null,
  )
}

async function admit(writing: Writing, secret: string): Promise<JournalEntry & { result: undefined }> {
  const token: RecordedToken = {
    id: newId(),
    name: 'bootstrap',
    role: 'admin',
    authorityId: null,
    createdAt: writing.recordedAt,
    expiresAt: null,
    revokedAt: null,
  }
  await insertToken(writing, token, hashToken(secret), true)
  return { targetId: token.id, content: token, result: undefined }
}
