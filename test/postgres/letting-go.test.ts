// What was answered is let go of as soon as nobody has it any more. What the engine keeps beyond that, it cleans up at length,
// which takes a part of each request: an object that points to a function which points back to it is kept, where the function
// was put in place of something else.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'tap'
import { Service } from '../support/api.ts'
import { START_FLAGS } from '../support/process.ts'

/** Each answer is some ten thousand. */
const MOST_KEPT_BYTES = 1500

test('answers of the database', async (t) => {
  const service = await Service.start(t, 'postgres')
  const { id } = await service.authority()
  const script = join(import.meta.dirname, 'letting-go.ts')
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [...START_FLAGS, '--expose-gc', script, String(service.test.url), id],
    { encoding: 'utf8', env: { PATH: process.env.PATH } },
  )
  const kept: Record<string, number> = JSON.parse(stdout || JSON.stringify({ stderr }))
  t.same(Object.keys(kept), ['single', 'read', 'transaction'])
  for (const [what, bytes] of Object.entries(kept)) t.ok(bytes < MOST_KEPT_BYTES, `${what}: ${bytes} bytes`)
})
