// Other servers over the same tables: installed where the project is not, since it needs none of them, and asked for the
// same figures. Each twice: with the service's own statement to pass on, by what it does best; and with the tables alone.
import { spawnSync } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { URL } from 'node:url'
import type { Test } from 'tap'
import { SUMMARIES } from '../../src/portfolio/summary.ts'
import { execute } from '../postgres/servers.ts'
import type { Asked } from './caller.ts'
import {
  PLATFORMATIC_QUERY,
  POSTGRAPHILE_QUERY,
  type Row,
  rowsOfPlatformatic,
  rowsOfPostgraphile,
} from './peer-tables.ts'
import type { Portfolios } from './portfolios.ts'
import { serveWith } from './serving.ts'

export interface Peer {
  /** Its name in figures, and as people write it, with the version that is taken. */
  readonly key: string
  readonly title: string
  /** What it exposes: the service's own statement, or the tables, of which it makes what it can by itself. */
  readonly schema: 'peers' | 'public'
  readonly server: keyof typeof PROBES
  readonly asked: Pick<Asked, 'path' | 'body'>
  /** The rows of an answer. */
  readonly rowsOf: (answer: unknown) => readonly Row[]
}

const PACKAGES = {
  postgraphile: '5.1.5',
  'postgraphile-plugin-connection-filter': '4.0.1',
  '@platformatic/db': '3.67.0',
}
/** What answers well once a server serves. */
const PROBES = { postgraphile: '/graphql?query={__typename}', platformatic: '/' }
/** As many connections to the database as the service has. */
const POOL = '10'

const POSTGRAPHILE = `PostGraphile ${PACKAGES.postgraphile}`
const PLATFORMATIC = `Platformatic DB ${PACKAGES['@platformatic/db']}`

export const PEERS: readonly Peer[] = [
  {
    key: 'postgraphile',
    title: POSTGRAPHILE,
    schema: 'peers',
    server: 'postgraphile',
    asked: graphql(
      'query Summary($authority: UUID!, $asOf: Date!) { summaryJson(authority: $authority, asOf: $asOf) }',
    ),
    rowsOf: (answer) => (answer as { data: { summaryJson: Row[] } }).data.summaryJson,
  },
  {
    key: 'platformatic',
    title: PLATFORMATIC,
    schema: 'peers',
    server: 'platformatic',
    asked: { path: '/summary?authority=TOKEN&asOf=DAY' },
    rowsOf: (answer) => answer as Row[],
  },
  {
    key: 'postgraphile.tables',
    title: POSTGRAPHILE,
    schema: 'public',
    server: 'postgraphile',
    asked: graphql(POSTGRAPHILE_QUERY),
    rowsOf: rowsOfPostgraphile,
  },
  {
    key: 'platformatic.tables',
    title: PLATFORMATIC,
    schema: 'public',
    server: 'platformatic',
    asked: graphql(PLATFORMATIC_QUERY),
    rowsOf: rowsOfPlatformatic,
  },
]

function graphql(query: string): Peer['asked'] {
  // One server has two types for days, by whether a column is part of a key.
  const variables = { authority: 'TOKEN', asOf: 'DAY', day: 'DAY' }
  return { path: '/graphql', body: JSON.stringify({ query, variables }) }
}

/** Installs them with npm, without their install scripts; what is there already stays. */
export function installPeers(folder: string): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: PACKAGES }))
  cpSync(new URL('./peers/', import.meta.url), folder, { recursive: true })
  const flags = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', folder]
  const { status, stderr } = spawnSync('npm', flags, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`npm install: ${stderr}`)
}

/** Starts one; its port. */
export function servePeer(t: Test, folder: string, { server, schema }: Peer, { url }: Portfolios): Promise<number> {
  const settings = { DATABASE_URL: url, POOL, SCHEMA: schema, NODE_ENV: 'production', GRAPHILE_ENV: 'production' }
  return serveWith(t, [join(folder, `${server}.mjs`)], settings, PROBES[server])
}

/**
 * What PostGraphile must not follow: where a row names one of its own table (what it reverses, what it supersedes), it gives
 * two fields the same name, and leaves out the table.
 */
const NOT_TO_ITSELF = `do $$ declare one record; begin
  for one in select conname, conrelid::regclass as target from pg_constraint where contype = 'f' and conrelid = confrelid loop
    execute format('comment on constraint %I on %s is %L', one.conname, one.target, '@behavior -*');
  end loop;
end $$;`

/**
 * What they expose beside the tables: the service's own statement as a function, spared what the service adds to it (the
 * walls between authorities, and the look-up of the last journal row), planned once for each connection, and with amounts as
 * text. For PostGraphile it is one value of JSON, which it answers half as fast again as the same rows one by one.
 */
export async function expose({ url, lastSeq }: Portfolios): Promise<void> {
  const { sql, parameters } = SUMMARIES.cooperative.compiled({ asOf: 'asOf', seq: -1 })
  const statement = sql
    .replace(/\$(\d+)/g, (_, number: string) =>
      parameters[Number(number) - 1] === 'asOf' ? '$2' : `${lastSeq}::bigint`,
    )
    .replace('where c.seq <=', 'where c.authority_id = $1 and c.seq <=')
  const texts = ['key', 'label', 'cost', 'nominal_held', 'total_capital']
  await execute(url, NOT_TO_ITSELF)
  await execute(
    url,
    `create schema peers;
     create type peers.figures as (is_total boolean, figures json, ${texts.map((name) => `${name} text`).join(', ')});
     create function peers.summary(authority uuid, as_of date) returns setof peers.figures
     language plpgsql stable set plan_cache_mode = force_generic_plan as $f$ begin
       return query select is_total, figures::json, ${texts.map((name) => `${name}::text`).join(', ')} from (${statement}) s;
     end $f$;
     create function peers.summary_json(authority uuid, as_of date) returns json language sql stable
       return (select json_agg(s) from peers.summary(authority, as_of) s);`,
  )
}
