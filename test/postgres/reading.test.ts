// What a read asks for at once is one transaction of PostgreSQL's own, with one Sync: what becomes of the others when one
// statement of it fails, and of the connection.
import { sql } from 'kysely'
import { type Test, test } from 'tap'
import { openPostgres, readAs, type Tx } from '../../src/postgres/database.ts'
import { statement } from '../../src/postgres/statement.ts'
import { together } from '../../src/postgres/together.ts'
import { Service } from '../support/api.ts'

const last = statement<{ of: string }, { last_seq: number }>(
  (parameter) => sql`select last_seq from authority where authority_id = ${parameter('of')}`,
)
const parsed = statement<{ text: string }, { value: number }>(
  (parameter) => sql`select ${parameter('text')}::text::bigint as value`,
)

/** Reads as an authority, over the one connection that there is. */
async function reader(t: Test) {
  const service = await Service.start(t, 'postgres')
  const { id: authorityId } = await service.authority()
  const database = openPostgres(String(service.test.url), { max: 1 })
  t.teardown(() => database.close())
  const read = <Result>(work: (tx: Tx) => Promise<Result>) =>
    readAs(database, { authorityId, lastSeq: 1, lastRecordedAt: '' }, work)
  return { authorityId, read }
}

test('one fails: all do, and the connection goes on', async (t) => {
  const { authorityId, read } = await reader(t)
  const both = (text: string) =>
    read((tx) => together(parsed.run(tx, { text }), last.run(tx, { of: authorityId }), parsed.run(tx, { text: '2' })))
  // Neither statement is known to the connection: the second is not parsed, since the first fails.
  await t.rejects(both('none'), { code: '22P02' })
  const known = await both('1')
  t.same(known[0], [{ value: 1 }])
  t.equal(known[1]?.length, 1, 'as the authority')
  t.same(known[2], [{ value: 2 }], 'the same statement again')
  await t.rejects(both('none'), { code: '22P02' }, 'when both are known, too')
  t.same(await both('1'), known, 'and columns are told once a connection')
})

test('a value that cannot be told exactly', async (t) => {
  const { read } = await reader(t)
  const of = (text: string) => read((tx) => parsed.run(tx, { text }))
  await t.rejects(of('9007199254740993'), { message: /out of the safe range/ })
  t.same(await of('9007199254740991'), [{ value: Number.MAX_SAFE_INTEGER }])
})

test('what only reads cannot write', async (t) => {
  const { authorityId, read } = await reader(t)
  const write = (tx: Tx) => sql`update authority set last_seq = last_seq + 1`.execute(tx)
  await t.rejects(read(write), { code: '25006' })
  const [row] = await read((tx) => last.run(tx, { of: authorityId }))
  t.ok(row)
  await t.rejects(
    read((tx) => sql`select set_config('transaction_read_only', 'off', true)`.execute(tx)),
    { code: '25001' },
    'nor make itself one that can',
  )
})
