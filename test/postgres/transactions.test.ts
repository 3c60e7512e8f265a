// What a transaction leaves to its end, and what becomes of it when something fails: nothing is told as done that was not
// committed, the first cause is told, and the connection goes on.
import { sql } from 'kysely'
import { type Test, test } from 'tap'
import { openPostgres, type Tx } from '../../src/postgres/database.ts'
import { createDatabase, type Kind } from '../support/database.ts'

/** A table whose text must be there once when a transaction commits. */
async function withTable(t: Test, kind: Kind) {
  const { database, url, drop } = await createDatabase(kind)
  t.teardown(drop)
  await sql`create table note (text text, constraint note_once unique (text) deferrable initially deferred)`.execute(
    database.kysely,
  )
  const one = url === undefined ? database : openPostgres(url, { max: 1 })
  if (url !== undefined) t.teardown(() => one.close())
  const notes = async () => {
    const { rows } = await sql<{ text: string }>`select text from note order by text`.execute(one.kysely)
    return rows.map(({ text }) => text)
  }
  return { one, notes }
}

const note = (tx: Tx, text: string) => sql`insert into note values (${text})`.execute(tx)
const fail = (tx: Tx) => sql`select 1 / ${0}::int`.execute(tx)

for (const kind of ['postgres', 'embedded'] as const) {
  test(`what is left to the end, ${kind}`, async (t) => {
    const { one, notes } = await withTable(t, kind)
    await one.transact(async (tx, atEnd) => atEnd(note(tx, 'kept')))
    t.same(await notes(), ['kept'], 'is written')

    const failing = one.transact(async (tx, atEnd) => {
      atEnd(note(tx, 'lost'))
      atEnd(fail(tx))
    })
    await t.rejects(failing, { code: '22012' }, 'fails the transaction')
    const failingTwice = one.transact(async (tx, atEnd) => {
      atEnd(fail(tx))
      await note(tx, 'lost')
    })
    await t.rejects(failingTwice, { code: '22012' }, 'is the cause, not what fails for it')
    const refused = one.transact(async (tx, atEnd) => {
      atEnd(note(tx, 'lost'))
      throw new Error('refused')
    })
    await t.rejects(refused, { message: 'refused' })
    const twice = one.transact(async (tx, atEnd) => atEnd(note(tx, 'kept')))
    await t.rejects(twice, { code: '23505' }, 'what is held at the commit')
    t.same(await notes(), ['kept'], 'and nothing of these is there')
  })
}

test('nothing is told as done that was not committed', async (t) => {
  const { one, notes } = await withTable(t, 'postgres')
  const swallowing = one.transact(async (tx) => {
    await note(tx, 'lost')
    await fail(tx).catch(() => undefined)
  })
  await t.rejects(swallowing, { message: /rolled back/ }, 'whoever swallowed what failed')
  await note(one.kysely as unknown as Tx, 'kept')
  await t.rejects(note(one.kysely as unknown as Tx, 'kept'), { code: '23505' }, 'a single statement')
  const circular: Record<string, unknown> = {}
  circular.self = circular
  await t.rejects(
    one.transact((tx) => sql`select ${circular}::jsonb`.execute(tx)),
    { message: /circular/i },
    'what cannot be sent',
  )
  t.same(await notes(), ['kept'], 'and the connection goes on')
})

test('what nobody waited for is not sent over a connection that is another’s', async (t) => {
  const { one, notes } = await withTable(t, 'postgres')
  let later: Promise<unknown> = Promise.resolve()
  await one.transact(async (tx) => {
    later = new Promise((resolve) => setTimeout(resolve, 50)).then(() => note(tx, 'stray'))
    later.catch(() => undefined)
  })
  await t.rejects(later, { message: /is over/ })
  t.same(await notes(), [])
})
