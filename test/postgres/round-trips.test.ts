// What a request costs between the service and PostgreSQL, counted on the wire: round trips, where a distance between the
// two makes each of them cost.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Test, test } from 'tap'
import { openPostgres } from '../../src/postgres/database.ts'
import { EXECUTORY, Service } from '../support/api.ts'
import { secondInstance } from '../support/browser-sign-in.ts'

/** What comes back is held that long: whatever was sent until then has waited for none of it. */
const DISTANCE_MS = 100

/** A way to a server that counts how often somebody sent after having waited for an answer. */
async function wayTo(t: Test, url: string) {
  const { hostname, port } = new URL(url)
  let flights = 0
  const sockets: Socket[] = []
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    sockets.push(near, far)
    let isAnswered = true
    near.on('data', (bytes) => {
      if (isAnswered) flights += 1
      isAnswered = false
      far.write(bytes)
    })
    far.on('data', async (bytes) => {
      await sleep(DISTANCE_MS)
      isAnswered = true
      near.write(bytes)
    })
    for (const socket of [near, far]) socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const way = new URL(url)
  way.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  /** How many round trips some work takes. */
  const counted = async (work: () => Promise<unknown>) => {
    const before = flights
    await work()
    return flights - before
  }
  return { url: String(way), counted }
}

const STATEMENT = { on: '2024-12-31', totalCapital: '1000.00' }

test('round trips to the database', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  const { cooperativeId, shareClassId } = await office.position()
  const way = await wayTo(t, String(service.test.url))
  const database = openPostgres(way.url, { max: 1 })
  // Its clock stands still: each minute that begins, the use of a token is noted again.
  const now = new Date()
  const { app } = await secondInstance(t, { test: { database } }, undefined, () => now)
  t.teardown(() => database.close())
  const ask = async (url: string) => {
    const { statusCode } = await app.inject({ url, headers: { authorization: `Bearer ${office.token}` } })
    if (statusCode !== 200) throw new Error(`${url} → ${statusCode}`)
  }
  await ask('/v1/cooperatives') // connects
  // The last use of a token is noted after an answer, and is no part of it.
  await sleep(10 * DISTANCE_MS)

  const each = async (url: string) => way.counted(() => ask(url))
  t.equal(await each('/v1/portfolio/summary?asOf=2024-12-31'), 2, 'a summary: who calls, and the figures')
  await ask('/v1/portfolio/summary?asOf=2024-12-31')
  t.equal(await each('/v1/portfolio/summary?asOf=2024-12-31'), 1, 'what was asked for before is kept: who calls')
  t.equal(await each('/v1/portfolio/timeline?from=2020-01-01&to=2024-12-31'), 2, 'a timeline')
  t.equal(await each('/v1/movements?limit=200'), 3, 'a page of movements, and their postings')
  t.equal(await each(`/v1/cooperatives/${cooperativeId}`), 4, 'what a path names is looked up, and then read')
  t.equal(await each('/v1/compliance/findings'), 2, 'all rules')
  const steps = { steps: EXECUTORY, authorisations: [{ cooperativeId, instrument: 'shares', ceiling: '1000.00' }] }
  const { id: decisionId } = await office.decision({ cooperativeIds: [cooperativeId], ...steps })
  const move = (kind: string, more: object) =>
    way.counted(async () => {
      const payload = { kind, cooperativeId, shareClassId, effectiveOn: '2024-01-01', ...more }
      const headers = { authorization: `Bearer ${office.token}` }
      const { statusCode, body } = await app.inject({ method: 'POST', url: '/v1/movements', headers, payload })
      if (statusCode !== 201) throw new Error(body)
    })
  // Who calls; the lock; what is looked up; what is written, with the journal, the seal and the commit.
  t.equal(
    await move('subscription', { shares: '1', amount: '50.00', decisionId }),
    4,
    'a subscription under a decision',
  )
  t.equal(await move('payment', { amount: '50.00' }), 4, 'a payment')
  for (let more = 0; more < 12; more += 1) {
    const { cooperativeId: id } = await office.position()
    await office.post(`/v1/cooperatives/${id}/capital-statements`, { ...STATEMENT, publicCapital: '600.00' })
  }
  t.equal(await each('/v1/compliance/findings'), 3, 'of thirteen cooperatives, and since when twelve are above the cap')
  t.equal(await each(`/v1/holdings?cooperativeId=${cooperativeId}`), 3, 'holdings, and their classes')
})
