import { readFile } from 'node:fs/promises'
import { createAuthority } from '../administration/authority.ts'
import { listAuthorities } from '../administration/queries.ts'
import { buildApp } from '../app.ts'
import { asService } from '../journal/as-service.ts'
import { asAuthority, type Database, INSTALLATION } from '../postgres/database.ts'
import { type Instant, instantOf } from '../values/instant.ts'
import { mintFromCommandLine } from './mint.ts'

interface Sample {
  readonly authority: { name: string; siren?: string }
  readonly records: readonly SampleRecord[]
}

/** One request of the finance office, on the day it was made. `{name}` stands for the id of an earlier record. */
interface SampleRecord {
  readonly recordedAt: string
  readonly as?: string
  readonly post?: string
  readonly patch?: string
  readonly body: object
}

const FILE = new URL('../../db/sample/portfolio.json', import.meta.url)
const ACTOR = 'npm run demo'
const LOADER = 'Service des finances (exemple fictif)'

/**
 * Loads the fictional portfolio through the API, with the clock of the day of each record, so that `knownAt` can be
 * asked of its past too. What an interrupted load left is taken up where it stopped: each record is one journal row.
 *
 * @returns the id of its authority
 * @throws Error in one sentence when the database holds a register that is not the sample
 */
export async function loadSample(database: Database): Promise<string> {
  const sample: Sample = JSON.parse(await readFile(FILE, 'utf8'))
  const authorityId = (await findSample(database)) ?? (await createSample(database, sample))
  const loaded = await loadedRows(database, authorityId)
  // What an earlier version of the sample left is a whole sample of its own: it is served as it is.
  if (loaded.some(({ recordedAt }, index) => !isOf(sample.records[index], recordedAt))) return authorityId
  const ids = new Map<string, string>()
  for (const [index, { targetId }] of loaded.entries()) {
    const name = sample.records[index]?.as
    if (name !== undefined) ids.set(name, targetId)
  }
  await sendRecords(database, authorityId, sample.records.slice(loaded.length), ids)
  return authorityId
}

/** The sample's authority, told from a real one by who created it. */
async function findSample(database: Database): Promise<string | undefined> {
  return asAuthority(database, INSTALLATION, async (tx) => {
    const authorities = await listAuthorities(tx, undefined, 2)
    const created = await tx
      .selectFrom('journal')
      .select('target_id')
      .where('operation', '=', 'createAuthority')
      .where('actor_name', '=', ACTOR)
      .executeTakeFirst()
    const [first] = authorities
    if (!first) return undefined
    if (authorities.length === 1 && first.id === created?.target_id) return first.id
    throw new Error('This database holds a register that is not the sample: choose another DATA_DIR for the demo.')
  })
}

async function createSample(database: Database, { authority, records }: Sample): Promise<string> {
  // Its clock starts with its first record, years before this installation's.
  const start = new Date(records[0]?.recordedAt ?? 0)
  return asService(
    database,
    () => start,
    ACTOR,
    'createAuthority',
    async (writing) => {
      const created = await createAuthority(writing, authority, instantOf(start))
      return { targetId: created.id, content: created, result: created.id }
    },
  )
}

/** What the loader has recorded so far, in order. */
async function loadedRows(
  database: Database,
  authorityId: string,
): Promise<{ targetId: string; recordedAt: Instant }[]> {
  const rows = await asAuthority(database, authorityId, (tx) =>
    tx
      .selectFrom('journal')
      .select(['target_id', 'recorded_at'])
      .where('actor_name', '=', LOADER)
      .orderBy('seq')
      .execute(),
  )
  return rows.map(({ target_id, recorded_at }) => ({ targetId: target_id ?? '', recordedAt: recorded_at }))
}

function isOf(record: SampleRecord | undefined, recordedAt: Instant): boolean {
  return record !== undefined && recordedAt.startsWith(record.recordedAt.slice(0, 19))
}

async function sendRecords(
  database: Database,
  authorityId: string,
  records: readonly SampleRecord[],
  ids: Map<string, string>,
): Promise<void> {
  const [first] = records
  if (!first) return
  let now = new Date(first.recordedAt)
  const clock = () => now
  const token = await mintFromCommandLine(database, clock, ACTOR, { name: LOADER, role: 'finance', authorityId })
  const app = await buildApp({
    database,
    clock,
    timeZone: 'Europe/Paris',
    rateLimitPerToken: 1_000_000,
    logLevel: 'silent',
  })
  const named = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => ids.get(name) ?? name)
  for (const record of records) {
    now = new Date(record.recordedAt)
    const response = await app.inject({
      method: record.post ? 'POST' : 'PATCH',
      url: named(record.post ?? record.patch ?? ''),
      headers: { authorization: `Bearer ${token}`, ...(record.patch && { 'if-match': '*' }) },
      payload: JSON.parse(named(JSON.stringify(record.body))),
    })
    if (response.statusCode >= 300) throw new Error(`The sample was refused at ${record.recordedAt}: ${response.body}`)
    if (record.as) ids.set(record.as, response.json().id)
  }
  await app.close()
}
