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
