const SCHEMA = {
  querystring: {
    type: 'object',
    required: ['authority', 'asOf'],
    properties: { authority: { type: 'string', format: 'uuid' }, asOf: { type: 'string', format: 'date' } },
  },
}

export default async function summaryRoute(app) {
  const { db, sql } = app.platformatic
  app.get('/summary', { schema: SCHEMA }, ({ query: { authority, asOf } }) =>
    db.query(sql`select * from peers.summary(${authority}::uuid, ${asOf}::date)`),
  )
}
