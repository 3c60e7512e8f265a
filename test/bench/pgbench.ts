// pgbench on the SQL that the service sends: what the database could do for a client that costs nothing.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { POSTGRES_15 } from '../postgres/servers.ts'
import { temporaryFolder } from '../support/process.ts'

export const PGBENCH = join(POSTGRES_15, 'pgbench')

/**
 * Transactions a second.
 *
 * @param script as pgbench reads it
 */
export function pgbench(t: Test, url: string, script: string, connections: number, seconds: number): number {
  const file = join(temporaryFolder(t), 'script.sql')
  writeFileSync(file, script)
  const flags = ['-n', '-M', 'prepared', '-c', `${connections}`, '-j', '2', '-T', `${seconds}`, '-f', file, url]
  const { stdout, stderr, status } = spawnSync(PGBENCH, flags, {
    encoding: 'utf8',
    env: { ...process.env, PGOPTIONS: '-c plan_cache_mode=force_generic_plan' },
  })
  const [, perSecond] = /^tps = ([\d.]+)/m.exec(stdout) ?? []
  if (status !== 0 || perSecond === undefined) throw new Error(`pgbench: ${stderr || stdout}`)
  return Number(perSecond)
}
