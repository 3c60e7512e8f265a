import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Database } from '../postgres/database.ts'

/** `/health/live`: the process answers. `/health/ready`: the database answers, too. No token needed. */
export function healthRoutes(app: FastifyInstance, database: Database): void {
  const quiet = { logLevel: 'warn' as const }
  app.get('/health/live', quiet, async () => ({ status: 'ok' }))
  // Not limited, as no probe must be refused: but however many ask, the database is asked once at a time.
  let asking: Promise<unknown> | undefined
  const ask = () =>
    sql`select 1`.execute(database.kysely).finally(() => {
      asking = undefined
    })
  app.get('/health/ready', quiet, async () => {
    asking ??= ask()
    await asking
    return { status: 'ok', database: database.kind }
  })
}
