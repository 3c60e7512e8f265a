import { unguarded } from './unguarded.ts'

/**
 * Gives other authorities the same register: each row that one has, again, but who may sign in.
 *
 * @param url the database, as its superuser
 */
export function makeNeighbours(url: string, authorityId: string, count: number): Promise<void> {
  return unguarded(url, async (client) => {
    const { rows: tables } = await client.query(OF_AUTHORITIES)
    await client.query(
      'create temporary table neighbour on commit drop as select gen_random_uuid() as neighbour_id from generate_series(1, $1::int)',
      [count],
    )
    for (const { name, columns } of tables) {
      await client.query(
        `insert into ${name} (authority_id, ${columns}) select neighbour_id, ${columns} from ${name} cross join neighbour where authority_id = $1`,
        [authorityId],
      )
    }
  })
}

const OF_AUTHORITIES = `
  select c.oid::regclass::text as name, string_agg(quote_ident(a.attname), ', ') as columns
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and a.attgenerated = '' and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'token'
    and exists (select from pg_attribute k where k.attrelid = c.oid and k.attname = 'authority_id')
    and a.attname not in ('authority_id', 'siren')
  group by c.oid`
