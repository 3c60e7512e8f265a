// Platformatic DB over the same tables: as GraphQL; or with one route of its own, as its documentation has it for what tables do
// not answer. Runs in the folder that it was installed in.
import { create } from '@platformatic/db'

const { DATABASE_URL, POOL, PORT, SCHEMA } = process.env
const isTables = SCHEMA === 'public'

const application = await create(
  import.meta.dirname,
  {
    server: { hostname: '127.0.0.1', port: Number(PORT), logger: { level: 'error' } },
    db: {
      connectionString: DATABASE_URL,
      schema: [SCHEMA],
      poolSize: Number(POOL),
      graphql: isTables,
      openapi: false,
      limit: { default: 10_000, max: 10_000 },
    },
    ...(!isTables && { plugins: { paths: [{ path: './platformatic-route.mjs', encapsulate: false }] } }),
  },
  { isProduction: true },
)
await application.start({ listen: true })
