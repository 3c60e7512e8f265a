import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { ensureInstallation } from '../../src/administration/bootstrap.ts'
import {
  asAuthority,
  type Database,
  INSTALLATION,
  openEmbeddedDatabase,
  openPostgres,
} from '../../src/postgres/database.ts'
import { migrate } from '../../src/postgres/migrate.ts'
import type { Server } from './postgres-server.ts'

export type Kind = Database['kind']

/** A migrated, empty database of a test's own, and how to drop it. */
export interface TestDatabase {
  readonly database: Database
  /** For a second instance, or a look from outside; undefined for the embedded one. */
  readonly url: string | undefined
  readonly drop: () => Promise<void>
}

export function testServer(): Server {
  return JSON.parse(readFileSync('.tap-postgres.json', 'utf8'))
}

export async function createDatabase(kind: Kind): Promise<TestDatabase> {
  const test = await (kind === 'postgres' ? clonePostgres() : createEmbedded())
  await asAuthority(test.database, INSTALLATION, ensureInstallation)
  return test
}

async function clonePostgres(): Promise<TestDatabase> {
  const server = testServer()
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await onServer(server, `create database ${name} template template_quotepart`)
  const url = `${server.url}${name}`
  const database = openPostgres(url)
  return {
    database,
    url,
    drop: async () => {
      await database.close()
      await onServer(server, `drop database ${name} with (force)`)
    },
  }
}

async function onServer(server: Server, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${server.url}postgres` })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function createEmbedded(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'quotepart-test-'))
  const database = await openEmbeddedDatabase(folder)
  await migrate(database, undefined, async () => {})
  return {
    database,
    url: undefined,
    drop: async () => {
      await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
