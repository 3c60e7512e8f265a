// PostGraphile as its documentation has it in production, without what costs it time and is not asked for here: no Ruru, no
// websockets, no EXPLAIN, lists without cursors. With the plugin that its documentation names for filters. Runs in the folder
// that it was installed in.
import { createServer } from 'node:http'
import { grafserv } from 'grafserv/node'
import { postgraphile } from 'postgraphile'
import { makePgService } from 'postgraphile/adaptors/pg'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'
import { PostGraphileConnectionFilterPreset } from 'postgraphile-plugin-connection-filter'

const { DATABASE_URL, POOL, PORT, SCHEMA } = process.env

const instance = postgraphile({
  extends: [PostGraphileAmberPreset, PostGraphileConnectionFilterPreset],
  pgServices: [
    makePgService({
      connectionString: DATABASE_URL,
      schemas: [SCHEMA],
      pubsub: false,
      poolConfig: { max: Number(POOL) },
    }),
  ],
  grafserv: { graphiql: false, websockets: false, watch: false, graphqlOverGET: true },
  grafast: { explain: false },
  schema: { defaultBehavior: '+list' },
})
const server = createServer()
await instance.createServ(grafserv).addTo(server)
server.listen(Number(PORT), '127.0.0.1')
