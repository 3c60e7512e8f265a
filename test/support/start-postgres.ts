// tap runs this before all tests: one PostgreSQL, with a migrated template that each test file clones.
import { writeFileSync } from 'node:fs'
import pg from 'pg'
import { openPostgres } from '../../src/postgres/database.ts'
import { migrate } from '../../src/postgres/migrate.ts'
import { startServer } from './postgres-server.ts'

const server = await startServer()
const admin = new pg.Client({ connectionString: `${server.url}postgres` })
await admin.connect()
await admin.query('create database template_quotepart')
await admin.end()
const template = openPostgres(`${server.url}template_quotepart`, { max: 1 })
await migrate(template, undefined, async () => {})
await template.close()
writeFileSync('.tap-postgres.json', JSON.stringify(server))
