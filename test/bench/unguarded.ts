import pg from 'pg'

/**
 * Writes rows as the service would have, in one transaction, but not in the order in which the guards want to see them.
 *
 * @param url the database, as its superuser
 */
export async function unguarded<Result>(url: string, write: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('set local session_replication_role = replica')
    const result = await write(client)
    await client.query('commit')
    await client.query('vacuum analyze')
    return result
  } finally {
    await client.end()
  }
}
