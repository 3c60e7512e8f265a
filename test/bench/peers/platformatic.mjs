// Platformatic DB over the same tables, with one route of its own, as its documentation has it for what tables do not answer.
// Runs in the folder that it was installed in.
import { create } from '@platformatic/db'

const { DATABASE_URL, POOL, PORT } = process.env

const application = await create(
  import.meta.dirname,
  {
    server: { hostname: '127.0.0.1', port: Number(PORT), logger: { level: 'error' } },
    db: { connectionString: DATABASE_URL, schema: ['peers'], poolSize: Number(POOL), graphql: false, openapi: false },
    plugins: { paths: [{ path: './platformatic-route.mjs', encapsulate: false }] },
  },
  { isProduction: true },
)
await application.start({ listen: true })
