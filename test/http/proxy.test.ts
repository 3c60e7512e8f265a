// What a proxy says about a client is believed only of a proxy that the operator named.
import { test } from 'tap'
import { readConfig } from '../../src/config.ts'
import { Service } from '../support/api.ts'

// An address may send four a second.
const RATE = { rateLimitPerToken: 1 }
const PROXIES = ['10.0.0.0/8', '192.0.2.1', '2001:db8::/32']

/** How many of six requests at once were refused: two, when they came from one client. */
async function refused(service: Service, remoteAddress: string, forwardedFor: (index: number) => string) {
  const answers = await Promise.all(
    [0, 1, 2, 3, 4, 5].map((index) =>
      service.app.inject({ url: '/nowhere', remoteAddress, headers: { 'x-forwarded-for': forwardedFor(index) } }),
    ),
  )
  return answers.filter(({ statusCode }) => statusCode === 429).length
}

test('without the setting, nobody is believed', async (t) => {
  const service = await Service.start(t, 'postgres', RATE)
  for (const address of ['127.0.0.1', '10.1.2.3', '::1'])
    t.equal(await refused(service, address, (index) => `203.0.113.${index}`), 2, `a forged header from ${address}`)
  const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'elsewhere.example' }
  const answer = await service.app.inject({ url: '/health/live', headers })
  t.notMatch(answer.headers, { 'strict-transport-security': /./ }, 'nor is https')
  t.notMatch(JSON.stringify(answer.headers), /elsewhere/)
})

test('with it, the named proxies are', async (t) => {
  const service = await Service.start(t, 'postgres', { ...RATE, trustedProxies: PROXIES })
  for (const proxy of ['10.1.2.3', '192.0.2.1', '2001:db8:7::1', '::ffff:10.9.9.9']) {
    t.equal(await refused(service, proxy, (index) => `203.0.113.${index}`), 0, `clients behind ${proxy}`)
    t.equal(await refused(service, proxy, () => `198.51.100.${proxy.length}`), 2, `one client behind ${proxy}`)
  }
  t.equal(await refused(service, '192.0.2.2', (index) => `203.0.113.${50 + index}`), 2, 'nobody else')
  t.equal(
    await refused(service, '10.1.2.3', (index) => `198.51.100.${index}, 203.0.113.77`),
    2,
    'nor what a client wrote before the proxy added its address',
  )
  t.equal(
    await refused(service, '10.1.2.3', (index) => `203.0.113.${100 + index}, 10.4.5.6`),
    0,
    'but a proxy behind a proxy',
  )
  const proto = async (remoteAddress: string) => {
    const answer = await service.app.inject({
      url: '/health/live',
      remoteAddress,
      headers: { 'x-forwarded-proto': 'https' },
    })
    return answer.headers['strict-transport-security']
  }
  t.match(await proto('10.1.2.3'), /^max-age=31536000; includeSubDomains$/, 'that the client came by https, too')
  t.equal(await proto('192.0.2.2'), undefined, 'from the named ones only')
})

test('wrong lists stop the start, with the setting’s name and the fix', async (t) => {
  const wrong: Record<string, string[]> = {
    TRUST_PROXY: [
      'true',
      '*',
      '1',
      'loopback',
      'proxy.example.org',
      '10.0.0.0/33',
      '0.0.0.0/0',
      '::/0',
      '10.0.0.1/',
      '10.0.0.1,',
      '2001:db8::/129',
      '10.0.0.1;10.0.0.2',
      'fe80::1%eth0',
      '10.0.0.0/8/8',
      '010.0.0.1',
    ],
    CORS_ORIGINS: [
      '*',
      'null',
      'example.org',
      'https://example.org/',
      'https://example.org/path',
      'https://*.example.org',
      'HTTPS://example.org',
      'https://example.org:443',
      'ftp://example.org',
      'https://a.example,',
      'https://user@example.org',
    ],
  }
  for (const [setting, values] of Object.entries(wrong)) {
    for (const value of values) {
      t.throws(
        () => readConfig({ [setting]: value }),
        { message: new RegExp(`^The setting ${setting} must list .* such as `) },
        `${setting}=${value}`,
      )
    }
  }
  t.match(readConfig({}), { trustedProxies: [], corsOrigins: [] }, 'none by default')
  t.match(
    readConfig({
      TRUST_PROXY: '10.0.0.7, 192.168.1.0/24,::1',
      CORS_ORIGINS: 'https://a.example, http://localhost:8080',
    }),
    {
      trustedProxies: ['10.0.0.7', '192.168.1.0/24', '::1'],
      corsOrigins: ['https://a.example', 'http://localhost:8080'],
    },
  )
})
