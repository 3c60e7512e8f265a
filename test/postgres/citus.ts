// What Citus cannot hold of a schema, by its documentation, since no Citus can run in the tests.
import type pg from 'pg'

interface Placed {
  readonly table: string
  readonly as: 'distributed' | 'reference' | 'local'
}

/**
 * Everything that keeps the tables of a database from being placed as a script says, in words; empty: nothing does.
 *
 * @param script calls of `create_distributed_table` (by authority_id) and `create_reference_table`, a line each, and lines
 *   `-- Local: table (why)`
 */
export async function obstaclesToDistribution(client: pg.Client, script: string): Promise<string[]> {
  const placed = [...script.matchAll(LINE)].map(toPlaced)
  const rest = script.replace(LINE, '').split('\n')
  const unknown = rest.filter((line) => line !== '' && !line.startsWith('-- ') && line !== '--')
  const { rows } = await client.query<{ obstacle: string }>(OBSTACLES, [
    placed.map(({ table }) => table),
    placed.map(({ as }) => as),
  ])
  return [...unknown.map((line) => `not understood: ${line}`), ...rows.map(({ obstacle }) => obstacle)]
}

const LINE =
  /^(?:select create_(distributed|reference)_table\('(\w+)'(?:, 'authority_id'(?:, colocate_with => 'journal')?)?\);|-- Local: (\w+) \(.+\))$/gm

function toPlaced([, as, table, local]: RegExpExecArray): Placed {
  return local === undefined
    ? { table: String(table), as: as === 'reference' ? 'reference' : 'distributed' }
    : { table: local, as: 'local' }
}

// A distributed table's rows are found by authority_id: what is to be unique must hold it, compared for equality. That it
// leads is ours: the same indexes then answer what is asked of one authority.
const OBSTACLES = `
  with placed as (
    select p.name, p.kind, p.place, to_regclass('public.' || p.name)::oid as id
    from unnest($1::text[], $2::text[]) with ordinality p (name, kind, place)
  ),
  own as (
    select c.oid as id, c.relname, c.relkind from pg_class c
    where c.relnamespace = 'public'::regnamespace
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  ),
  key as (
    select a.attrelid as id, a.attnum, a.attnotnull and a.atttypid = 'uuid'::regtype as is_sound
    from pg_attribute a where a.attname = 'authority_id'
  ),
  obstacle (text) as (
    select 'there is no table ' || name from placed where id is null
    union all
    select format('%s is named %s times', o.relname, count(p.id)) from own o left join placed p using (id)
    where o.relkind in ('r', 'p') group by o.relname having count(p.id) <> 1
    union all
    select format('%s: authority_id may be null', p.name) from placed p left join key l using (id)
    where p.kind = 'distributed' and p.id is not null and l.is_sound is not true
    union all
    select i.indexrelid::regclass || ' is not led by authority_id'
    from pg_index i join placed p on p.id = i.indrelid and p.kind = 'distributed'
    left join key l on l.id = i.indrelid
    left join pg_constraint x on x.conindid = i.indexrelid and x.contype = 'x'
    left join pg_operator e on e.oid = x.conexclop[1]
    where (i.indisunique or i.indisexclusion)
      and (i.indkey[0] is distinct from l.attnum or coalesce(e.oprname, '=') <> '=')
    union all
    select f.conname || ' is not led by authority_id on both sides'
    from pg_constraint f join placed p on p.id = f.conrelid and p.kind = 'distributed'
    join placed q on q.id = f.confrelid and q.kind = 'distributed'
    left join key l on l.id = f.conrelid left join key m on m.id = f.confrelid
    where f.contype = 'f' and (f.conkey[1], f.confkey[1]) is distinct from (l.attnum, m.attnum)
    union all
    select format('%s leads from %s, which is no distributed table, to %s, which is one', f.conname, p.name, q.name)
    from pg_constraint f join placed p on p.id = f.conrelid and p.kind <> 'distributed'
    join placed q on q.id = f.confrelid and q.kind = 'distributed'
    where f.contype = 'f'
    union all
    select distinct format('%s stands before %s, which it refers to', p.name, q.name)
    from pg_constraint f join placed p on p.id = f.conrelid join placed q on q.id = f.confrelid
    where f.contype = 'f' and p.place < q.place
    union all
    select f.conname || ' changes rows by itself' from pg_constraint f join placed p on p.id = f.conrelid
    where f.contype = 'f' and (f.confdeltype, f.confupdtype) <> ('a', 'a')
    union all
    select relname || ' is a sequence' from own where relkind = 'S'
  )
  select text as obstacle from obstacle order by 1`
