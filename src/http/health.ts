import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Database } from '../postgres/database.ts'

/** `/health/live`: the process answers. `/health/ready`: the database answers, too. No token needed. */
export function healthRoutes(app: FastifyInstance, database: Database): void {
  const quiet = { logLevel: 'warn' as const }
  app.get('/health/live', quiet, async () => ({ status: 'ok' }))
  app.get('/health/ready', quiet, async () => {
    await sql`select 1`.execute(database.kysely)
    return { status: 'ok', database: database.kind }
  })
}
