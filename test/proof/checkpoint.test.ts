// What only a digest that somebody kept can tell: that all was rewritten, or the end cut off.
import { sql } from 'kysely'
import { test } from 'tap'
import { enter, type Tx } from '../../src/postgres/database.ts'
import { attackedTables, shapeOf } from './attacks.ts'
import { attacked, filledRegister } from './register.ts'

const PERHAPS = /cannot be excluded that all was rewritten, or the end cut off/

test('a checkpoint that was kept', async (t) => {
  const register = await filledRegister(t)
  const { service, authority } = register
  const auditor = await service.mint('auditor', authority.id)
  const checkpoint = await service.ok('GET', '/v1/checkpoint', { token: auditor })
  t.match(checkpoint, { authorityId: authority.id, journal: { digest: /^[0-9a-f]{64}$/ }, audit: { seq: Number } })
  const anyone = await service.mint('board', authority.id)
  t.match(
    await service.ok('GET', `/v1/checkpoint?knownAt=${checkpoint.knownAt}`, { token: anyone }),
    checkpoint,
    'anyone can ask for the same again',
  )
  const place = await authority.position()
  await authority.move({ kind: 'purchase', ...place, effectiveOn: '2025-03-01', shares: '1', amount: '50.00' })

  await t.test('the register goes on: it still goes through it', async (t) => {
    const { faults } = await attacked(register, async () => undefined, [checkpoint])
    t.same(faults, [])
  })

  await t.test('all was rewritten', async (t) => {
    const rewrite = async (tx: Tx) => {
      await sql`update movement set note = 'x' where authority_id = ${authority.id} and seq =
        (select min(seq) from movement where authority_id = ${authority.id})`.execute(tx)
      await resealed(tx, authority.id)
    }
    const unaware = await attacked(register, rewrite)
    t.same(unaware.faults, [], 'nothing shows it')
    t.match(unaware.conclusion, PERHAPS, 'which is said')
    const { faults } = await attacked(register, rewrite, [checkpoint])
    t.match(faults, [/the journal does not go through the checkpoint: it was rewritten/])
  })

  await t.test('the end was cut off', async (t) => {
    const cut = (tx: Tx) => cutAfter(tx, authority.id, checkpoint.journal.seq - 3)
    const unaware = await attacked(register, cut)
    t.same(unaware.faults, [], 'nothing shows it')
    t.match(unaware.conclusion, PERHAPS, 'which is said')
    const { faults } = await attacked(register, cut, [checkpoint])
    t.match(faults, [/the journal ends at \d+, before the checkpoint: its end was cut off/])
  })

  await t.test('the authority is gone', async (t) => {
    const remove = async (tx: Tx) => {
      await cutAfter(tx, authority.id, 0)
      await sql`delete from authority where authority_id = ${authority.id}`.execute(tx)
    }
    const { faults } = await attacked(register, remove, [checkpoint])
    t.match(faults[0], `The authority ${authority.id} of the checkpoint is not in this register.`)
  })
})

async function resealed(tx: Tx, authorityId: string): Promise<void> {
  await sql`delete from seal where authority_id = ${authorityId} and chain = 'journal'`.execute(tx)
  await sql`set local role none`.execute(tx)
  await enter(tx, authorityId)
  await sql`select seal_row('journal', n) from authority a, generate_series(1, a.last_seq) n
    where authority_id = ${authorityId}`.execute(tx)
}

/** Removes whatever was recorded after a journal row, with its seals, and sets the clock back. */
async function cutAfter(tx: Tx, authorityId: string, seq: number): Promise<void> {
  const origins = sql`select request_id from journal where authority_id = ${authorityId} and seq > ${seq}`
  await sql`delete from origin where authority_id = ${authorityId} and request_id in (${origins})`.execute(tx)
  await sql`delete from person_identity i using person_version v where i.authority_id = ${authorityId} and v.seq > ${seq}
    and (v.authority_id, v.person_id, v.version) = (i.authority_id, i.person_id, i.version)`.execute(tx)
  for (const table of await attackedTables(tx)) {
    const { columns } = await shapeOf(tx, table)
    if (!columns.some(({ name }) => name === 'seq') || ['token', 'authority', 'audit_event'].includes(table)) continue
    const chain = table === 'seal' ? sql`and chain = 'journal'` : sql``
    await sql`delete from ${sql.table(table)} where authority_id = ${authorityId} and seq > ${seq} ${chain}`.execute(tx)
  }
  await sql`update authority set last_seq = ${seq}, last_recorded_at = coalesce(
    (select recorded_at from journal where authority_id = ${authorityId} and seq = ${seq}), created_at)
    where authority_id = ${authorityId}`.execute(tx)
}
