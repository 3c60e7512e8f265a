// Pages of other origins: none by default, the named ones when an operator names them, and no credentials ever.
import { test } from 'tap'
import { Service } from '../support/api.ts'

const ORIGIN = 'https://budget.example.org'

const preflight = (service: Service, origin: string, url = '/v1/movements') =>
  service.app.inject({
    method: 'OPTIONS',
    url,
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
  })

const corsHeaders = (headers: object) => Object.keys(headers).filter((name) => name.startsWith('access-control-'))

test('off by default: no header at all', async (t) => {
  const service = await Service.start(t, 'postgres')
  const { token } = await service.authority()
  const read = await service.call('GET', '/v1/cooperatives', { token, headers: { origin: ORIGIN } })
  t.equal(read.status, 200)
  for (const { headers } of [read, await preflight(service, ORIGIN)]) {
    t.same(corsHeaders(headers), [])
    t.notMatch(String(headers.vary), /origin/i)
  }
  t.equal((await preflight(service, ORIGIN)).statusCode, 405, 'and no preflight request is answered')
})

test('on for the named origins', async (t) => {
  const service = await Service.start(t, 'postgres', { corsOrigins: [ORIGIN, 'http://localhost:8080'] })
  const { token } = await service.authority()

  await t.test('preflight is answered without a token', async (t) => {
    for (const origin of [ORIGIN, 'http://localhost:8080']) {
      const { statusCode, headers, body } = await preflight(service, origin)
      t.equal(statusCode, 204)
      t.equal(body, '')
      t.match(headers, {
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'GET, HEAD, POST, PATCH, DELETE',
        'access-control-allow-headers': /Authorization.*Idempotency-Key.*If-Match/,
        'access-control-max-age': '7200',
        vary: /Origin/i,
      })
    }
  })

  await t.test('answers and refusals can be read, with their headers', async (t) => {
    for (const [status, call] of Object.entries({ 200: { token }, 401: {} })) {
      const { status: was, headers } = await service.call('GET', '/v1/cooperatives', {
        ...call,
        headers: { origin: ORIGIN },
      })
      t.equal(was, Number(status))
      t.equal(headers['access-control-allow-origin'], ORIGIN)
      const exposed = String(headers['access-control-expose-headers']).toLowerCase().split(', ')
      for (const name of ['etag', 'link', 'location', 'retry-after', 'ratelimit', 'ratelimit-policy', 'x-request-id'])
        t.ok(exposed.includes(name), name)
      for (const name of ['idempotency-replayed', 'as-of', 'known-at', 'content-disposition'])
        t.ok(exposed.includes(name), name)
      t.match(String(headers.vary), /^Origin, Authorization, Accept, Accept-Language$/)
      t.notOk('access-control-allow-credentials' in headers, 'no credentials')
    }
    const { headers } = await service.call('GET', '/nowhere', { headers: { origin: ORIGIN } })
    t.equal(headers['access-control-allow-origin'], ORIGIN, 'a 404')
  })

  await t.test('others are told nothing', async (t) => {
    for (const origin of ['https://evil.example', 'null', `${ORIGIN}.evil.example`, 'http://budget.example.org', '*']) {
      const asked = await preflight(service, origin)
      const read = await service.call('GET', '/v1/cooperatives', { token, headers: { origin } })
      for (const { headers } of [asked, read]) t.notOk('access-control-allow-origin' in headers, origin)
    }
  })

  await t.test('what is not there is still 404 or 405', async (t) => {
    t.equal((await service.call('GET', '/nowhere')).status, 404)
    t.equal((await service.call('DELETE', '/v1/movements', { token })).status, 405)
  })
})
