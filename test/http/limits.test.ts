// Who sends too much is refused, late and in time, before anything is looked up; and nobody else notices.
import { setTimeout as sleep } from 'node:timers/promises'
import type { LightMyRequestResponse } from 'fastify'
import { test } from 'tap'
import { Service } from '../support/api.ts'

const PER_TOKEN = 5
const PER_ADDRESS = 4 * PER_TOKEN

const times = (count: number) => Array.from({ length: count }, (_, index) => index)

function countByStatus(answers: readonly { readonly statusCode: number }[]): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const { statusCode } of answers) counts[statusCode] = (counts[statusCode] ?? 0) + 1
  return counts
}

/** Sends requests at once, at the beginning of a window, each from an address of its own unless told. */
async function flood(
  service: Service,
  count: number,
  request: (index: number) => { url: string; token?: string; address?: string; authorization?: string },
): Promise<LightMyRequestResponse[]> {
  await sleep(1010)
  return Promise.all(
    times(count).map((index) => {
      const { url, token, address, authorization = token && `Bearer ${token}` } = request(index)
      return service.app.inject({
        url,
        remoteAddress: address ?? `198.51.100.${index}`,
        headers: authorization === undefined ? {} : { authorization },
      })
    }),
  )
}

test('limits', async (t) => {
  // The office is set up by its own tokens: mints come from one, seldom enough.
  const service = await Service.start(t, 'postgres', { rateLimitPerToken: PER_TOKEN })
  const { token } = await service.authority()
  const other = await service.authority('Département voisin')

  await t.test('by token, whatever the address', async (t) => {
    const answers = await flood(service, 8, () => ({ url: '/v1/cooperatives', token }))
    t.same(countByStatus(answers), { 200: PER_TOKEN, 429: 3 })
    const refusals = answers.filter(({ statusCode }) => statusCode === 429)
    for (const { headers, json } of refusals) {
      t.match(headers, {
        'retry-after': '1',
        ratelimit: /^"address";r=19;t=1, "token";r=0;t=1$/,
        'ratelimit-policy': `"address";q=${PER_ADDRESS};w=1, "token";q=${PER_TOKEN};w=1`,
        'content-type': 'application/problem+json',
      })
      t.match(json(), { code: 'too_many_requests', status: 429 })
    }
    const again = await flood(service, 1, () => ({ url: '/v1/cooperatives', token }))
    t.equal(again[0]?.statusCode, 200, 'then it may go on')
  })

  await t.test('late, and while others are served', async (t) => {
    const start = performance.now()
    const flooding = flood(service, 8, () => ({ url: '/v1/cooperatives', token })).then(() => performance.now() - start)
    await sleep(1050)
    const served = await service.app.inject({
      url: '/v1/cooperatives',
      headers: { authorization: `Bearer ${other.token}` },
      remoteAddress: '203.0.113.1',
    })
    t.equal(served.statusCode, 200)
    t.match(served.headers, { ratelimit: '"address";r=19;t=1, "token";r=4;t=1' }, 'and told what is left')
    t.ok(performance.now() - start < 1900, 'at once')
    const tookMs = await flooding
    t.ok(tookMs > 1900 && tookMs < 4000, `the refused when their second is over (${Math.round(tookMs)} ms)`)
  })

  await t.test('tokens that are none are refused before they are looked up', async (t) => {
    const answers = await flood(service, 8, () => ({ url: '/v1/cooperatives', token: 'qp_none-of-ours-0123456789' }))
    t.same(countByStatus(answers), { 401: PER_TOKEN, 429: 3 })
  })

  await t.test('by address, whatever the token', async (t) => {
    const url = '/v1/cooperatives'
    const address = '192.0.2.7'
    const garbage = await flood(service, 15, (index) => ({ url, address, token: `qp_garbage-number-${index}-0123` }))
    t.same(countByStatus(garbage), { 401: PER_TOKEN, 429: 10 }, 'tokens that are none cost a look-up each')
    t.match(garbage.at(-1)?.headers, { ratelimit: /"stranger";r=0;t=1/, 'retry-after': '1' })
    const answers = await flood(service, 25, () => ({ url: '/nowhere', address }))
    t.same(countByStatus(answers), { 404: PER_ADDRESS, 429: 5 }, 'and what is no operation')
    t.match(answers.at(-1)?.headers, { ratelimit: '"address";r=0;t=1', 'retry-after': '1' })
  })

  await t.test('however a token is spelt, it is one', async (t) => {
    const { token } = await service.authority()
    const spelt = await flood(service, 8, (index) => ({
      url: '/v1/cooperatives',
      authorization: `${index % 2 ? 'bearer' : 'BEARER'}${' '.repeat(index + 1)}${token}`,
    }))
    t.same(countByStatus(spelt), { 200: PER_TOKEN, 429: 3 })
  })

  await t.test('an IPv6 subscriber is one address', async (t) => {
    const answers = await flood(service, 25, (index) => ({ url: '/nowhere', address: `2001:db8:1:2::${index}` }))
    t.same(countByStatus(answers), { 404: PER_ADDRESS, 429: 5 })
    const others = await flood(service, 25, (index) => ({ url: '/nowhere', address: `2001:db8:1:${index}::1` }))
    t.same(countByStatus(others), { 404: 25 })
  })

  await t.test('what is no operation, too, but no probe of health', async (t) => {
    for (const [number, url] of ['/docs/static/index.html', '/openapi.json', '/metrics', '/nowhere'].entries()) {
      const answers = await flood(service, 25, () => ({ url, address: `192.0.2.${10 + number}` }))
      t.equal(countByStatus(answers)[429], 5, url)
    }
    for (const url of ['/health/live', '/health/ready']) {
      const answers = await flood(service, 100, () => ({ url, address: '192.0.2.99' }))
      t.same(countByStatus(answers), { 200: 100 }, url)
    }
  })
})

test('fifty at once are not refused', async (t) => {
  const service = await Service.start(t, 'postgres', { rateLimitPerToken: 500, atOncePerToken: 2 })
  const { token } = await service.authority()
  const answers = await flood(service, 50, () => ({ url: '/v1/portfolio/summary', token, address: '192.0.2.1' }))
  t.same(countByStatus(answers), { 200: 50 })
})
