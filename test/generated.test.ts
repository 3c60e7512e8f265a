// What is generated is committed as it would be generated now, and the document passes an independent linter.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'tap'
import { README_FILE, withFigures } from './bench/report.ts'
import { createDatabase } from './support/database.ts'
import { DOCUMENT_FILE, makeDocument, makeTables, TABLES_FILE } from './support/generate.ts'

test('the document and the types of the tables are those of their sources', async (t) => {
  const { database, drop } = await createDatabase('postgres')
  t.teardown(drop)
  t.equal(await makeDocument(database), readFileSync(DOCUMENT_FILE, 'utf8'), 'openapi/openapi.json: npm run generate')
  t.equal(await makeTables(database), readFileSync(TABLES_FILE, 'utf8'), 'src/postgres/tables.ts: npm run generate')
})

test('the README says what the bench measured last', async (t) => {
  const readme = readFileSync(README_FILE, 'utf8')
  t.equal(withFigures(readme), readme, 'README.md: node test/bench/report.ts')
})

test('the document passes the recommended rules of redocly', async (t) => {
  const lint = spawnSync('node_modules/.bin/redocly', ['lint', '--format', 'json', 'openapi/openapi.json'], {
    encoding: 'utf8',
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', NO_UPDATE_NOTIFIER: '1', CI: 'true' },
  })
  const { totals } = JSON.parse(lint.stdout)
  t.equal(totals.errors, 0, lint.stdout)
  t.equal(totals.warnings, 0, lint.stdout)
})

test('every operation says what it is, what it takes and what it refuses', async (t) => {
  const { paths } = JSON.parse(readFileSync(DOCUMENT_FILE, 'utf8'))
  for (const [path, operations] of Object.entries<Record<string, Operation>>(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      if (!path.startsWith('/v1/')) continue
      const statuses = Object.keys(operation.responses)
      t.ok(operation.summary && operation.operationId, `${method} ${path} has a name and a summary`)
      t.ok(
        ['400', '401', '403', '429', '503'].every((status) => statuses.includes(status)),
        `${method} ${path} documents its refusals: ${statuses}`,
      )
    }
  }
})

interface Operation {
  readonly operationId?: string
  readonly summary?: string
  readonly responses: object
}
