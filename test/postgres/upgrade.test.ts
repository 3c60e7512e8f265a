// A newer version migrates while this one still serves: its connections know statements whose tables have changed.
import { test } from 'tap'
import { Service } from '../support/api.ts'
import { execute } from './servers.ts'

test('a column more, under statements that are known by name', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  const { cooperativeId } = await office.position()
  const until = { rule: 'identifiers', cooperativeId, reason: 'Vu', until: '2100-01-01' }
  await office.post('/v1/compliance/acknowledgements', until)
  const ask = () => Promise.all(Array.from({ length: 20 }, () => office.get('/v1/compliance/findings')))
  const before = await ask()
  await execute(String(service.test.url), 'alter table acknowledgement add column later text')
  t.same(await ask(), before, 'every connection goes on')
  await office.move({ kind: 'grant', cooperativeId, effectiveOn: '2024-01-01', amount: '1.00' })
})

test('a column more, under writes that are known by name', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  const { cooperativeId } = await office.position()
  const grant = { kind: 'grant', cooperativeId, effectiveOn: '2024-01-01', amount: '1.00' }
  // On every connection at once; what comes a second time is named.
  const write = () => Promise.all(Array.from({ length: 20 }, () => office.move(grant)))
  for (let times = 0; times < 3; times += 1) await write()
  const { rows } = await execute(String(service.test.url), 'select count(*)::int as known from movement')
  t.equal(rows[0].known, 60)
  await execute(String(service.test.url), 'alter table entry add column later text')
  const moved = await write()
  t.equal(new Set(moved.map(({ id }) => id)).size, 20, 'every connection goes on')
  t.equal((await office.totals('?asOf=2024-01-01')).grants, '80.00', 'and each is written once')
})
