// Clients that send slowly, or nothing, or open more connections than anyone needs: each is ended in time, and honest
// requests are answered meanwhile.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { test } from 'tap'
import { MOST_CONNECTIONS, MOST_CONNECTIONS_PER_ADDRESS, REQUEST_LIMITS } from '../../src/http/connections.ts'
import { Service } from '../support/api.ts'
import { exchange } from '../support/bytes.ts'

test('slow clients', async (t) => {
  const service = await Service.start(t, 'postgres')
  const { token } = await service.authority()
  const address = await service.app.listen({ host: '127.0.0.1', port: 0 })
  const post = `POST /v1/cooperatives HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`

  // At once, since each takes as long as it may.
  const slowHeaders = exchange(service, 'GET /v1/cooperatives HTTP/1.1\r\nHost: x\r\n', 'X-Slow: x\r\n')
  const nothing = exchange(service, '')
  const slowBody = exchange(service, `${post}Content-Length: 60000\r\n\r\n{"name":"`, 'x')
  const honest = async () => {
    const start = performance.now()
    const response = await fetch(`${address}/v1/cooperatives`, { headers: { authorization: `Bearer ${token}` } })
    t.equal(response.status, 200)
    t.ok(performance.now() - start < 2000, 'an honest request is not held up')
  }

  await honest()
  for (const [what, slow, limitMs] of [
    ['headers that drip', slowHeaders, REQUEST_LIMITS.http.headersTimeout],
    ['nothing at all', nothing, REQUEST_LIMITS.http.headersTimeout],
    ['a body that drips', slowBody, REQUEST_LIMITS.requestTimeout],
  ] as const) {
    const { statusLine, body, tookMs } = await slow
    t.match(statusLine, /^HTTP\/1\.1 408 /, what)
    t.match(JSON.parse(body), { code: 'request_timeout', status: 408 })
    t.ok(tookMs > limitMs - 500 && tookMs < limitMs + 5000, `${what}: ended after ${Math.round(tookMs)} ms`)
    await honest()
  }
})

test('more connections than anyone needs', async (t) => {
  const service = await Service.start(t, 'postgres')
  const address = await service.app.listen({ host: '127.0.0.1', port: 0 })
  t.equal(service.app.server.maxConnections, MOST_CONNECTIONS, 'in all')
  const open: Socket[] = []
  t.teardown(() => open.forEach((socket) => void socket.destroy()))
  const port = Number(new URL(address).port)
  for (let count = 0; count < MOST_CONNECTIONS_PER_ADDRESS; count += 1) {
    const socket = connect({ host: '127.0.0.1', port }).on('error', () => undefined)
    open.push(socket)
    await once(socket, 'connect')
  }
  t.equal(
    (await exchange(service, 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n')).statusLine,
    '',
    'one more is closed',
  )
  open.pop()?.destroy()
  open.pop()?.destroy()
  const answered = async () => (await fetch(`${address}/health/live`, { headers: { connection: 'close' } })).status
  let status = await answered().catch(() => 0)
  for (let tries = 0; status !== 200 && tries < 50; tries += 1) status = await answered().catch(() => 0)
  t.equal(status, 200, 'and where one has gone, another may come')
})

test('the server runs with the limits it was given', async (t) => {
  const service = await Service.start(t, 'postgres')
  const { server } = service.app
  t.match(
    {
      headers: server.headersTimeout,
      request: server.requestTimeout,
      idle: server.timeout,
      keepAlive: server.keepAliveTimeout,
    },
    { headers: 10_000, request: 20_000, idle: 60_000, keepAlive: 72_000 },
    'the figures that the service runs with are those it was given',
  )
})
