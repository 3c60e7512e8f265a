// Servers and databases of a test's own, for what cannot be tried in the clones that all tests share: roles belong to
// the whole server.
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import pg from 'pg'
import type { Test } from 'tap'
import { testServer } from '../support/database.ts'
import { type Server, startServer, stopServer } from '../support/postgres-server.ts'

/** Where Debian puts the oldest version that the service supports. */
export const POSTGRES_15 = '/usr/lib/postgresql/15/bin'

/** Options for a test that needs it. */
export const ON_POSTGRES_15 = {
  skip: !existsSync(POSTGRES_15) && `there is no PostgreSQL 15 in ${POSTGRES_15} (apt-get install postgresql-15)`,
}

/** A fresh server, of the version that comes as npm packages or of a folder of binaries. */
export async function freshServer(t: Test, binaries?: string, settings?: readonly string[]): Promise<Server> {
  const server = await startServer(binaries, settings)
  t.teardown(() => stopServer(server))
  return server
}

/** Runs one statement, or several without parameters, on a connection of its own. */
export async function execute(url: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await client.query(statement)
  } finally {
    await client.end()
  }
}

/** An empty database, not even migrated, on the server that all tests share, or another. */
export async function emptyDatabase(t: Test, server: Pick<Server, 'url'> = testServer()): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await execute(`${server.url}postgres`, `create database ${name}`)
  t.teardown(() => execute(`${server.url}postgres`, `drop database if exists ${name} with (force)`))
  return `${server.url}${name}`
}

/** Another database with all that one holds, which nobody may be connected to meanwhile. */
export async function copyOf(t: Test, url: string): Promise<string> {
  const server = String(new URL('/', url))
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await execute(`${server}postgres`, `create database ${name} template ${new URL(url).pathname.slice(1)}`)
  t.teardown(() => execute(`${server}postgres`, `drop database if exists ${name} with (force)`))
  return `${server}${name}`
}
