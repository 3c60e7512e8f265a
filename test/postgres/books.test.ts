// The check of the books, checked: each way of spoiling them is found, so that an empty answer means something.
import { sql } from 'kysely'
import { test } from 'tap'
import { openPostgres } from '../../src/postgres/database.ts'
import { Service } from '../support/api.ts'
import { booksBalanced } from '../support/books.ts'

const SPOILINGS: Record<string, string> = {
  'postings that do not sum to zero':
    'alter table entry drop constraint entry_balanced; update entry set treasury = treasury + 1 where treasury <> 0',
  'a journal row out of step':
    "update journal set recorded_at = recorded_at - interval '1 year' where seq = (select max(seq) from journal)",
  'an authority that is not at its last journal row': 'update authority set last_seq = last_seq + 1',
  'a movement without its own entry': 'delete from entry where shares < 0',
  'a movement without its journal row': "update journal set target_id = null where operation = 'recordMovement'",
  'a journal row without its movement': "delete from movement where kind = 'sale'",
  'an entry whose cause was not recorded with it': 'update entry set caused_by = authority_id where shares < 0',
  'a balance of a class that is not the sum of its postings': 'update class_balance set shares = shares + 1',
  'a balance of a cooperative that is not the sum of its postings': 'delete from cooperative_balance',
}

test('each way of spoiling the books is found', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  const position = await authority.position()
  await authority.move({ kind: 'subscription', ...position, effectiveOn: '2021-01-01', shares: '9', amount: '450.00' })
  await authority.move({ kind: 'payment', ...position, effectiveOn: '2021-02-01', amount: '450.00' })
  await authority.move({ kind: 'sale', ...position, effectiveOn: '2021-03-01', shares: '4', amount: '210.00' })
  await authority.move({ kind: 'share_interest', ...position, effectiveOn: '2021-04-01', amount: '5.00' })
  await authority.move({ kind: 'purchase', ...position, effectiveOn: '2021-01-15', shares: '3', amount: '99.00' })
  t.same(await booksBalanced(service.test.database, authority.id), [])

  const outside = openPostgres(service.test.url as string, { max: 1 })
  t.teardown(() => outside.close())
  for (const [what, spoiling] of Object.entries(SPOILINGS)) {
    const rollback = new Error('spoilt only for a moment')
    let wrong: string[] = []
    const spoilt = outside.kysely.transaction().execute(async (tx) => {
      // As a replica, PostgreSQL runs no trigger and checks no reference.
      await sql`set local session_replication_role = replica`.execute(tx)
      await sql.raw(spoiling).execute(tx)
      wrong = await booksBalanced({ kysely: tx }, authority.id)
      throw rollback
    })
    await t.rejects(spoilt, rollback)
    t.ok(
      wrong.some((line) => line.startsWith(`${what}:`)),
      what,
    )
  }
})
