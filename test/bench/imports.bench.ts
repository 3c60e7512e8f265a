// Ten thousand movements from one file: as many rows a second as psql copies of those same rows into those same tables.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { type Test, test } from 'tap'
import { POSTGRES_15 } from '../postgres/servers.ts'
import { type Authority, Service } from '../support/api.ts'
import { temporaryFolder } from '../support/process.ts'
import { keepFigure, median } from './figures.ts'
import { unguarded } from './unguarded.ts'

const BAR = '>=0.5'
const COOPERATIVES = 50
const ROUNDS = 5

/** All that an import fills, in the order in which rows may come; the journal is gapless, and sealed. */
const TABLES = ['journal', 'movement', 'entry', 'class_balance', 'cooperative_balance', 'seal'] as const

/** Ten movements of a position in ten months: kind, shares, amount, called, settles. */
const TEN = [
  'subscription,200,10000.00,2500.00,',
  'payment,,2500.00,,call',
  'call,,3000.00,,',
  'payment,,3000.00,,call',
  'purchase,10,450.00,,',
  'payment,,450.00,,purchase',
  'impairment,,120.00,,',
  'sale,7,400.00,,',
  'receipt,,400.00,,sale',
  'share_interest,,31.20,,',
]

test('a bulk import', { timeout: 1_200_000 }, async (t) => {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  const lines = await fileOf(authority)
  const url = String(service.test.url)
  const before = Number(psql(url, [`select last_seq from authority where authority_id = '${authority.id}'`]))
  const folder = temporaryFolder(t)
  const times: { imported: number[]; copied: number[] } = { imported: [], copied: [] }
  let written = 0
  // The first warms up.
  for (let round = -1; round < ROUNDS; round += 1) {
    const imported = await timed(() => send(authority, lines))
    written = await unload(t, url, authority, before, folder)
    await forget(url, authority, before)
    const copies = copiesFrom(url, folder)
    const copied = await timed(async () => psql(url, copies))
    await forget(url, authority, before)
    if (round < 0) continue
    times.imported.push(imported)
    times.copied.push(copied)
  }
  const [imported, copied] = [median(times.imported), median(times.copied)]
  const perSecond = (ms: number) => Math.round((written / ms) * 1000)
  t.comment(`${written} rows: imported ${perSecond(imported)} a second, copied ${perSecond(copied)}`)
  keepFigure(t, 'imports.rows_per_second_over_copy', {
    ratio: copied / imported,
    bar: BAR,
    what: 'rows a second of an import of 10 000 movements over HTTP (in process), all tables that it fills ÷ `psql \\copy` of those rows into those tables',
  })
})

async function fileOf(authority: Authority): Promise<string> {
  const positions = []
  for (let index = 0; index < COOPERATIVES; index += 1) positions.push(await authority.position())
  const lines = positions.flatMap(({ cooperativeId, shareClassId }) =>
    Array.from({ length: 20 * TEN.length }, (_, index) => {
      const on = new Date(Date.UTC(2000, index, 1)).toISOString().slice(0, 10)
      const [kind, shares, amount, called, settles] = (TEN[index % TEN.length] as string).split(',')
      const reason = /^(subscription|purchase|sale)$/.test(String(kind)) ? 'Reprise' : ''
      return [kind, cooperativeId, shareClassId, on, shares, amount, called, settles, reason, `L${index}`].join(',')
    }),
  )
  const header =
    'kind,cooperativeId,shareClassId,effectiveOn,shares,amount,called,settles,noDecisionReason,externalReference'
  return [header, ...lines, ''].join('\r\n')
}

async function send({ service, token }: Authority, payload: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'text/csv' }
  const answer = await service.app.inject({ method: 'POST', url: '/v1/movement-imports', headers, payload })
  if (answer.statusCode !== 201) throw new Error(answer.body.slice(0, 1000))
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Writes what was imported to a file a table; how many rows it is. */
async function unload(t: Test, url: string, { id }: Authority, before: number, folder: string): Promise<number> {
  const counts = TABLES.map((table) => {
    const what = `select ${columnsOf(url, table)} from ${table} where authority_id = '${id}' and seq > ${before} order by seq`
    return Number(/COPY (\d+)/.exec(psql(url, [`\\copy (${what}) to '${join(folder, table)}'`]))?.[1])
  })
  t.ok(
    counts.every((count) => count > 0),
    `${TABLES.map((table, index) => `${table} ${counts[index]}`).join(', ')}`,
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

/** In one transaction, as the import is. */
function copiesFrom(url: string, folder: string): string[] {
  const copies = TABLES.map((table) => `\\copy ${table} (${columnsOf(url, table)}) from '${join(folder, table)}'`)
  return ['begin', ...copies, 'commit']
}

/** All but what is generated. */
function columnsOf(url: string, table: string): string {
  return psql(url, [
    `select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
     where attrelid = '${table}'::regclass and attnum > 0 and attgenerated = '' and not attisdropped`,
  ]).trim()
}

function psql(url: string, commands: readonly string[]): string {
  const flags = ['-X', '-A', '-t', '-v', 'ON_ERROR_STOP=1', url, ...commands.flatMap((command) => ['-c', command])]
  const { stdout, stderr, status } = spawnSync(join(POSTGRES_15, 'psql'), flags, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`psql: ${stderr}`)
  return stdout
}

/** As it was before, so that both write into the same tables. */
function forget(url: string, { id }: Authority, before: number): Promise<void> {
  return unguarded(url, async (client) => {
    for (const table of TABLES)
      await client.query(`delete from ${table} where authority_id = $1 and seq > $2`, [id, before])
    await client.query(
      `update authority set (last_seq, last_recorded_at) =
         (select seq, recorded_at from journal where authority_id = $1 order by seq desc limit 1)
       where authority_id = $1`,
      [id],
    )
  })
}
