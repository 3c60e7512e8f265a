// The process only: settings, listening, a graceful stop.

import { readConfig } from './config.ts'
import { openDatabase } from './open.ts'
import { run } from './run.ts'
import { serve } from './serve.ts'

await run(async () => {
  const config = readConfig()
  const clock = () => new Date()
  await serve(config, await openDatabase(config, clock), clock)
})
