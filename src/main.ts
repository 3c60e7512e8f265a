// The process only: settings, listening, a graceful stop.
import closeWithGrace from 'close-with-grace'
import { buildApp } from './app.ts'
import { readConfig } from './config.ts'
import { openDatabase } from './postgres/open.ts'

try {
  const config = readConfig()
  const clock = () => new Date()
  const database = await openDatabase(config, clock)
  const app = await buildApp({ ...config, database, clock })
  closeWithGrace({ delay: 10_000, logger: app.log }, async ({ err }) => {
    if (err) app.log.fatal({ err }, 'stopping after an error')
    await app.close()
    await database.close()
  })
  await app.listen({ host: config.host, port: config.port })
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
}
