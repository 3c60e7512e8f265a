import { test } from 'tap'
import { refusedStart, startService, temporaryFolder } from '../support/process.ts'
import { survivesKills, survivesKillsOfTheFirstStart } from './crash.ts'

test('kill -9 during writes, embedded', (t) => survivesKills(t, 'embedded', 1))

test('kill -9 during writes, PostgreSQL', (t) => survivesKills(t, 'postgres', 1))

test('kill -9 during the first start, embedded', (t) => survivesKillsOfTheFirstStart(t, [300]))

test('one folder, one process', async (t) => {
  const settings = { DATA_DIR: temporaryFolder(t) }
  const first = await startService(t, settings)
  for (const attempt of ['once', 'again']) {
    const { code, stdout, stderr } = await refusedStart(t, settings)
    t.match({ code, stdout }, { code: 1, stdout: '' }, `refused ${attempt}`)
    t.match(stderr, /^The folder \S+ is in use by another process: stop it, or choose another DATA_DIR\.\n$/)
  }
  t.equal((await fetch(`${first.address}/health/ready`)).status, 200, 'the first is not disturbed')
  first.kill('SIGKILL')
  await first.ended
  const next = await startService(t, settings)
  t.equal((await fetch(`${next.address}/health/ready`)).status, 200, 'after kill -9 of the first the folder is free')
  next.kill('SIGTERM')
  t.match(await next.ended, { code: 0, stderr: '' }, 'stopped gracefully')
})
