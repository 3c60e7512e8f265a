import closeWithGrace from 'close-with-grace'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import type { DemoTokens } from './pages/sign-in-page.ts'
import type { Database } from './postgres/database.ts'

const CLOSE_DELAY_MS = 10_000

/**
 * Listens, and stops gracefully on a signal: no new connections, requests under way are answered, then the database closes.
 *
 * @param demo tokens that one click signs in with at the pages, by role
 * @returns the address it listens on
 */
export async function serve(
  config: Config,
  database: Database,
  clock: () => Date,
  demo: DemoTokens = {},
): Promise<string> {
  const app = await buildApp({ ...config, database, clock, demo })
  closeWithGrace({ delay: CLOSE_DELAY_MS, logger: app.log }, async ({ err }) => {
    if (err) app.log.fatal({ err }, 'stopping after an error')
    await app.close()
    await database.close()
  })
  try {
    return await app.listen({ host: config.host, port: config.port })
  } catch (error) {
    await app.close()
    await database.close()
    throw error
  }
}
