// Other servers over the same tables: installed where the project is not, since it needs none of them, and asked for the
// same figures, each by what it does best.
import { spawnSync } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { URL } from 'node:url'
import type { Test } from 'tap'
import { SUMMARIES } from '../../src/portfolio/summary.ts'
import { execute } from '../postgres/servers.ts'
import type { Asked } from './caller.ts'
import type { Portfolios } from './portfolios.ts'
import { serveWith } from './serving.ts'

export interface Peer {
  /** Its name in figures, and as people write it, with the version that is taken. */
  readonly key: string
  readonly title: string
  readonly asked: Pick<Asked, 'path' | 'body'>
  /** The rows of an answer. */
  readonly rowsOf: (answer: unknown) => readonly Record<string, unknown>[]
}

const PACKAGES = { postgraphile: '5.1.5', '@platformatic/db': '3.67.0' }
/** As many connections to the database as the service has. */
const POOL = '10'

export const PEERS: readonly Peer[] = [
  {
    key: 'postgraphile',
    title: `PostGraphile ${PACKAGES.postgraphile}`,
    asked: {
      path: '/graphql',
      body: JSON.stringify({
        query: 'query Summary($authority: UUID!, $asOf: Date!) { summaryJson(authority: $authority, asOf: $asOf) }',
        variables: { authority: 'TOKEN', asOf: 'DAY' },
      }),
    },
    rowsOf: (answer) => (answer as { data: { summaryJson: Record<string, unknown>[] } }).data.summaryJson,
  },
  {
    key: 'platformatic',
    title: `Platformatic DB ${PACKAGES['@platformatic/db']}`,
    asked: { path: '/summary?authority=TOKEN&asOf=DAY' },
    rowsOf: (answer) => answer as Record<string, unknown>[],
  },
]

/** Installs them with npm, without their install scripts; what is there already stays. */
export function installPeers(folder: string): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: PACKAGES }))
  cpSync(new URL('./peers/', import.meta.url), folder, { recursive: true })
  const flags = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', folder]
  const { status, stderr } = spawnSync('npm', flags, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`npm install: ${stderr}`)
}

/** Starts one; its port. */
export function servePeer(t: Test, folder: string, { key }: Peer, { url }: Portfolios): Promise<number> {
  const settings = { DATABASE_URL: url, POOL, NODE_ENV: 'production', GRAPHILE_ENV: 'production' }
  const probe = { postgraphile: '/graphql?query={__typename}', platformatic: '/' }[key]
  return serveWith(t, [join(folder, `${key}.mjs`)], settings, String(probe))
}

/**
 * What they expose: the service's own statement as a function, spared what the service adds to it (the walls between
 * authorities, and the look-up of the last journal row), planned once for each connection, and with amounts as text. For
 * PostGraphile it is one value of JSON, which it answers half as fast again as the same rows one by one.
 */
export async function exposeSummary({ url, lastSeq }: Portfolios): Promise<void> {
  const { sql, parameters } = SUMMARIES.cooperative.compiled({ asOf: 'asOf', seq: -1 })
  const statement = sql
    .replace(/\$(\d+)/g, (_, number: string) =>
      parameters[Number(number) - 1] === 'asOf' ? '$2' : `${lastSeq}::bigint`,
    )
    .replace('where c.seq <=', 'where c.authority_id = $1 and c.seq <=')
  const texts = ['key', 'label', 'cost', 'nominal_held', 'total_capital']
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
