import { readFile } from 'node:fs/promises'
import { createAuthority } from '../administration/authority.ts'
import { listAuthorities } from '../administration/queries.ts'
import { buildApp } from '../app.ts'
import { asAuthority, type Database, INSTALLATION } from '../postgres/database.ts'
import { asService } from './as-service.ts'
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
const NAME = 'npm run demo'

/** The first authority there is: the sample is loaded into an empty installation only. */
export async function sampleAuthority(database: Database): Promise<string | undefined> {
  const [authority] = await asAuthority(database, INSTALLATION, (tx) => listAuthorities(tx, undefined, 1))
  return authority?.id
}

/**
 * Loads the fictional portfolio through the API, with the clock of the day of each record, so that `knownAt` can be
 * asked of its past too.
 *
 * @returns the id of its authority
 */
export async function loadSample(database: Database): Promise<string> {
  const sample: Sample = JSON.parse(await readFile(FILE, 'utf8'))
  let now = new Date(sample.records[0]?.recordedAt ?? 0)
  const clock = () => now
  const { id: authorityId } = await asService(database, clock, NAME, 'createAuthority', async (writing) => {
    const authority = await createAuthority(writing, sample.authority)
    return { targetId: authority.id, content: authority, result: authority }
  })
  const token = await mintFromCommandLine(database, clock, NAME, {
    name: 'Service des finances',
    role: 'finance',
    authorityId,
  })
  const app = await buildApp({
    database,
    clock,
    timeZone: 'Europe/Paris',
    rateLimitPerToken: 1_000_000,
    logLevel: 'silent',
  })
  const ids = new Map<string, string>()
  const named = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => ids.get(name) ?? name)
  for (const record of sample.records) {
    now = new Date(record.recordedAt)
    const url = named(record.post ?? record.patch ?? '')
    const headers: Record<string, string> = { authorization: `Bearer ${token}` }
    if (record.patch) headers['if-match'] = '*'
    const response = await app.inject({
      method: record.post ? 'POST' : 'PATCH',
      url,
      headers,
      payload: JSON.parse(named(JSON.stringify(record.body))),
    })
    if (response.statusCode >= 300)
      throw new Error(`The sample was refused at ${record.recordedAt}, ${url}: ${response.body}`)
    if (record.as) ids.set(record.as, response.json().id)
  }
  await app.close()
  return authorityId
}
