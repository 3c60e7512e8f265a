// A test that must fail: its service is asked well, and then logs what it may not. `test/log-scan.test.ts` runs it.
import { test } from 'tap'
import { Service } from './api.ts'

test('a service that logs a name', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  await authority.person('Madame Indiscrète')
  if (process.env.LEAK) service.app.log.info({ person: 'Madame Indiscrète' }, 'created')
  t.pass('and whose own assertions all hold')
})
