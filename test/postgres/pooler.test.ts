// Behind PgBouncer in transaction mode, whose connections are another's from one transaction to the next: two instances
// share two of them, and each authority sees its own.
import { spawn } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Test, test } from 'tap'
import { freePort, UNPRIVILEGED, untilReady } from '../support/postgres-server.ts'
import {
  movementOf,
  must,
  openRegister,
  type Register,
  send,
  startService,
  temporaryFolder,
} from '../support/process.ts'
import { needs } from '../support/program.ts'
import { emptyDatabase } from './servers.ts'

const TOKEN = 'test-administrator-token-0123456789abcdef'

/** A PgBouncer with two connections to a database; gives the address through it. */
async function pooled(t: Test, url: string): Promise<string> {
  const { hostname, port, pathname, username } = new URL(url)
  const listenPort = await freePort()
  const folder = temporaryFolder(t)
  chmodSync(folder, 0o755)
  const file = join(folder, 'pgbouncer.ini')
  writeFileSync(
    file,
    `[databases]
pooled = host=${hostname} port=${port} dbname=${pathname.slice(1)} user=${username} pool_size=2
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listenPort}
auth_type = any
pool_mode = transaction
unix_socket_dir =
`,
  )
  const child = spawn('pgbouncer', ['-q', file], { ...UNPRIVILEGED, stdio: 'ignore' })
  t.teardown(() => child.kill('SIGKILL'))
  const through = `postgres://${username}@127.0.0.1:${listenPort}/pooled`
  await untilReady(through)
  return through
}

test('two instances behind a pooler', needs('pgbouncer'), async (t) => {
  const DATABASE_OWNER_URL = await emptyDatabase(t)
  const settings = {
    DATABASE_OWNER_URL,
    DATABASE_URL: await pooled(t, DATABASE_OWNER_URL),
    DATABASE_POOLER: 'transaction',
    BOOTSTRAP_TOKEN: TOKEN,
    DATA_DIR: temporaryFolder(t),
  }
  const [here, there] = [await startService(t, settings), await startService(t, settings)]
  const registers: Register[] = []
  for (const { address } of [here, there, here, there]) registers.push(await openRegister(address, TOKEN))

  // Each authority holds as many shares as its place says, written through the one instance and read through the other.
  await Promise.all(
    registers.map((register, index) =>
      must(here.address, 'POST', '/v1/movements', {
        token: register.token,
        body: movementOf(register, {
          kind: 'subscription',
          effectiveOn: '2024-01-01',
          shares: `${index + 1}`,
          amount: `${50 * (index + 1)}.00`,
        }),
      }),
    ),
  )
  const asked = Array.from({ length: 60 }, (_, round) => ({
    index: round % registers.length,
    path: `/v1/portfolio/summary?asOf=2024-${String((round % 12) + 1).padStart(2, '0')}-15`,
    address: round % 3 === 0 ? here.address : there.address,
  }))
  const answers = await Promise.all(
    asked.map(({ index, path, address }) => send(address, 'GET', path, { token: registers[index]?.token as string })),
  )
  for (const [round, { status, body }] of answers.entries()) {
    const { index } = asked[round] as (typeof asked)[number]
    t.same([status, body.totals.shares], [200, `${index + 1}`])
  }
  const { items } = await must(there.address, 'GET', '/v1/movements', { token: registers[0]?.token as string })
  t.equal(items.length, 1)
})
