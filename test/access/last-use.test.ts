// When a token was last used; and that its end holds at once, on every instance.

import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { type Test, test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { openPostgres } from '../../src/postgres/database.ts'
import { execute } from '../postgres/servers.ts'
import { ADMIN_TOKEN, type Body, Service } from '../support/api.ts'
import { scannedLog } from '../support/log-scan.ts'

/** Another instance on the same database. */
async function secondInstance(t: Test, service: Service, clock = () => new Date()): Promise<FastifyInstance> {
  const log = scannedLog(t)
  const database = openPostgres(String(service.test.url))
  const dependencies = { database, clock, timeZone: 'Europe/Paris', rateLimitPerToken: 1_000_000, ...log }
  const app = await buildApp(dependencies)
  t.teardown(async () => {
    await app.close()
    await database.close()
  })
  return app
}

async function mint(service: Service, more: object = {}): Promise<{ id: string; token: string }> {
  const { id: authorityId } = await service.authority()
  const body = { name: 'Essai', role: 'finance', authorityId, ...more }
  return service.ok('POST', '/v1/tokens', { token: ADMIN_TOKEN, body })
}

const use = (service: Service, token: string) => service.call('GET', '/v1/cooperatives', { token })

const read = (service: Service, id: string): Promise<Body> =>
  service.ok('GET', `/v1/tokens/${id}`, { token: ADMIN_TOKEN })

/** Last use is written after the answer: it is there soon. */
async function eventually(t: Test, service: Service, id: string, expected: string, what: string): Promise<void> {
  let { lastUsedAt } = await read(service, id)
  for (let tries = 0; lastUsedAt !== expected && tries < 100; tries += 1) {
    await sleep(20)
    lastUsedAt = (await read(service, id)).lastUsedAt
  }
  t.equal(lastUsedAt, expected, what)
}

test('the last use of a token', async (t) => {
  const service = await Service.start(t, 'postgres')
  service.now = new Date('2026-11-25T08:59:50Z')
  const { id, token } = await mint(service)

  await t.test('is null before any', async (t) => {
    const minted = await service.ok('POST', '/v1/tokens', {
      token: ADMIN_TOKEN,
      body: { name: 'x', role: 'auditor', authorityId: (await service.authority()).id },
    })
    t.equal(minted.lastUsedAt, null, 'in the answer that mints it')
    t.equal((await read(service, minted.id)).lastUsedAt, null)
  })

  await t.test('is known to the minute, in all that shows tokens', async (t) => {
    service.now = new Date('2026-11-25T09:00:17.5Z')
    await use(service, token)
    const minute = '2026-11-25T09:00:00.000000Z'
    await eventually(t, service, id, minute, 'read')
    const { items } = await service.ok('GET', '/v1/tokens?limit=200', { token: ADMIN_TOKEN })
    t.equal(items.find((item: Body) => item.id === id).lastUsedAt, minute, 'list')
    const csv = await service.call('GET', '/v1/tokens', { token: ADMIN_TOKEN, headers: { accept: 'text/csv' } })
    const [header = '', ...lines] = csv.text.split('\r\n')
    t.match(header, /,lastUsedAt$/)
    t.ok(
      lines.some((line) => line.startsWith(id) && line.endsWith(minute)),
      'CSV',
    )
  })

  await t.test('is written once a minute, and a refusal is a use, too', async (t) => {
    service.now = new Date('2026-11-25T09:01:00Z')
    await use(service, token)
    await eventually(t, service, id, '2026-11-25T09:01:00.000000Z', 'the next minute')
    const version = async () =>
      (await execute(String(service.test.url), `select xmin from token_use where token_id = '${id}'`)).rows[0].xmin
    const before = await version()
    service.now = new Date('2026-11-25T09:01:59.999Z')
    for (let times = 0; times < 20; times += 1) await use(service, token)
    await sleep(100)
    t.equal(await version(), before, 'the same minute')
    service.now = new Date('2026-11-25T09:02:00Z')
    t.equal((await service.call('GET', '/v1/tokens', { token })).status, 403)
    await eventually(t, service, id, '2026-11-25T09:02:00.000000Z', 'a request that was refused')
  })

  await t.test('only goes forward, whatever other instances believe', async (t) => {
    const late = await secondInstance(t, service, () => new Date('2026-11-25T07:00:00Z'))
    await late.inject({ url: '/v1/cooperatives', headers: { authorization: `Bearer ${token}` } })
    await late.close() // waits for what it writes
    t.equal((await read(service, id)).lastUsedAt, '2026-11-25T09:02:00.000000Z')
  })

  await t.test('is not recorded: the journal does not move', async (t) => {
    const entries = async () =>
      (await service.ok('GET', '/v1/audit-entries?limit=1', { token: ADMIN_TOKEN })).items[0].seq
    const before = await entries()
    service.now = new Date('2026-11-25T09:03:00Z')
    await use(service, token)
    await eventually(t, service, id, '2026-11-25T09:03:00.000000Z', 'used')
    t.equal(await entries(), before)
    const { rows } = await execute(
      String(service.test.url),
      "select content from journal where content like '%lastUsedAt%'",
    )
    t.same(rows, [])
  })

  await t.test('never fails or delays a request', async (t) => {
    const url = String(service.test.url)
    await execute(url, 'alter table token_use rename to gone')
    service.now = new Date('2026-11-25T09:04:00Z')
    t.equal((await use(service, token)).status, 200, 'when it cannot be written')
    await execute(url, 'alter table gone rename to token_use')
    service.now = new Date('2026-11-25T09:05:00Z')
    await use(service, token)
    await eventually(t, service, id, '2026-11-25T09:05:00.000000Z', 'and the next minute it is')
  })
})

test('the end of a token holds on every instance, within a second', async (t) => {
  const service = await Service.start(t, 'postgres')
  const other = await secondInstance(t, service)
  const status = async (token: string) => {
    const { statusCode } = await other.inject({
      url: '/v1/cooperatives',
      headers: { authorization: `Bearer ${token}` },
    })
    return statusCode
  }

  const revoked = await mint(service)
  t.equal(await status(revoked.token), 200, 'it works there')
  await service.call('DELETE', `/v1/tokens/${revoked.id}`, { token: ADMIN_TOKEN })
  const start = performance.now()
  t.equal(await status(revoked.token), 401, 'revoked here, the very next request there is refused')
  t.ok(performance.now() - start < 1000)

  const endsAt = Date.now() + 1500
  const expiring = await mint(service, { expiresAt: new Date(endsAt).toISOString() })
  t.equal(await status(expiring.token), 200, 'one that expires soon works')
  await sleep(endsAt - Date.now() + 1)
  t.equal(await status(expiring.token), 401, 'and not a moment longer')
  t.ok(Date.now() - endsAt < 1000)
})
