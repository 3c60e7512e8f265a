// npm run generate: writes what is made from a single source, openapi/openapi.json from the declared operations and
// src/postgres/tables.ts from the migrations. The tests make both again and compare.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Kysely } from 'kysely'
import { generate, PostgresDialect } from 'kysely-codegen'
import { buildApp } from '../../src/app.ts'
import { type Database, openEmbeddedDatabase } from '../../src/postgres/database.ts'
import { migrate } from '../../src/postgres/migrate.ts'

export const DOCUMENT_FILE = new URL('../../openapi/openapi.json', import.meta.url)
export const TABLES_FILE = new URL('../../src/postgres/tables.ts', import.meta.url)

/** The OpenAPI document as it is served. */
export async function makeDocument(database: Database): Promise<string> {
  const app = await buildApp({
    database,
    clock: () => new Date(),
    timeZone: 'Europe/Paris',
    rateLimitPerToken: 1,
    logLevel: 'silent',
  })
  await app.ready()
  const { body } = await app.inject('/openapi.json')
  await app.close()
  return `${body}\n`
}

/** The types of the tables, as they are in a migrated database. */
export function makeTables(database: Database): Promise<string> {
  return generate({
    db: database.kysely as Kysely<unknown>,
    dialect: new PostgresDialect({ domains: true }),
    typeMapping: { numeric: 'string', int8: 'number', timestamptz: 'string', date: 'string' },
    excludePattern: 'kysely_*',
    outFile: null,
    typeOnlyImports: true,
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = mkdtempSync(join(tmpdir(), 'quotepart-'))
  const database = await openEmbeddedDatabase(folder)
  await migrate(database, undefined, async () => {})
  writeFileSync(TABLES_FILE, await makeTables(database))
  writeFileSync(DOCUMENT_FILE, await makeDocument(database))
  await database.close()
  rmSync(folder, { recursive: true, force: true })
}
