// The data can leave the embedded database: the sample, moved into a real PostgreSQL by the command, answers the same.
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { test } from 'tap'
import { ensureFirstAdministrator } from '../src/administration/bootstrap.ts'
import { loadSample } from '../src/commands/sample.ts'
import { proveSame } from '../src/move/prove.ts'
import { openEmbeddedDatabase, openPostgres } from '../src/postgres/database.ts'
import { migrate } from '../src/postgres/migrate.ts'
import { testServer } from './support/database.ts'

test('npm run move copies the register whole and proves it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'quotepart-move-'))
  const name = `move_${randomUUID().replaceAll('-', '')}`
  const { url: server } = testServer()
  const admin = new pg.Client({ connectionString: `${server}postgres` })
  await admin.connect()
  await admin.query(`create database ${name}`)
  t.teardown(async () => {
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
    rmSync(folder, { recursive: true, force: true })
  })
  const source = await openEmbeddedDatabase(folder)
  await migrate(source, undefined, () => ensureFirstAdministrator(source, folder, undefined, new Date()))
  await loadSample(source)
  await source.close()

  const move = () =>
    spawnSync(process.execPath, ['src/commands/move.ts', `${server}${name}`], {
      encoding: 'utf8',
      env: { ...process.env, DATA_DIR: folder },
    })
  const first = move()
  t.equal(first.status, 0, first.stderr)
  t.match(first.stderr, /movement: \d+ rows copied/)
  t.match(first.stderr, /Moved: \d+ rows and \d+ answers are the same in both/)

  const again = move()
  t.equal(again.status, 1)
  t.match(again.stderr, /already holds a register/)

  // The proof can fail: one cent more in one balance row is found.
  const moved = openPostgres(`${server}${name}`, { max: 1 })
  const kept = await openEmbeddedDatabase(folder)
  t.teardown(async () => {
    await moved.close()
    await kept.close()
  })
  await proveSame(kept, moved)
  const intruder = new pg.Client({ connectionString: `${server}${name}` })
  await intruder.connect()
  await intruder.query('alter table class_balance disable trigger user')
  await intruder.query(
    'update class_balance set share_cost = share_cost + 0.01 where ctid = (select min(ctid) from class_balance)',
  )
  await intruder.end()
  await t.rejects(proveSame(kept, moved), /The table class_balance .* differs/)
})

test('npm run move says in one sentence what it needs', async (t) => {
  const { status, stderr } = spawnSync(process.execPath, ['src/commands/move.ts', 'nowhere'], { encoding: 'utf8' })
  t.equal(status, 1)
  t.match(stderr, /^Give the address of an empty PostgreSQL database[^\n]*\n$/)
})
