// Every kind of answer says to browsers what they may do with it: those that succeed, those that refuse, and those that
// come before there is a request.
import { type Test, test } from 'tap'
import { execute } from '../postgres/servers.ts'
import { Service } from '../support/api.ts'
import { exchange } from '../support/bytes.ts'

const CSP = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** What each answer must bear, in words of this test's own. */
const STRICT: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'x-dns-prefetch-control': 'off',
  'x-permitted-cross-domain-policies': 'none',
}
const TELLING = ['server', 'x-powered-by', 'access-control-allow-origin', 'strict-transport-security', 'set-cookie']

function isStrict(t: Test, headers: Readonly<Record<string, unknown>>, what: string, csp: string | RegExp = CSP): void {
  t.match(headers, { ...STRICT, 'content-security-policy': csp, 'permissions-policy': /geolocation=\(\)/ }, what)
  for (const name of TELLING) t.notOk(name in headers, `${what}: no ${name}`)
}

test('answers of the API', async (t) => {
  const service = await Service.start(t, 'postgres')
  const { token } = await service.authority()
  const ok = { token }
  const body = { name: 'L’Épicerie du Test', legalForm: 'scic_sas', activity: 'grocery' }
  const created = await service.call('POST', '/v1/cooperatives', { ...ok, body })
  const { id } = created.body
  const { etag } = (await service.call('GET', `/v1/cooperatives/${id}`, ok)).headers
  const one = `/v1/cooperatives/${id}`
  const calls: [status: number, method: string, url: string, call: Parameters<Service['call']>[2]][] = [
    [200, 'GET', one, ok],
    [200, 'GET', '/v1/cooperatives', ok],
    [200, 'GET', '/v1/cooperatives', { ...ok, headers: { accept: 'text/csv' } }],
    [200, 'GET', '/openapi.json', {}],
    [200, 'GET', '/metrics', {}],
    [200, 'GET', '/health/live', {}],
    [200, 'GET', '/health/ready', {}],
    [201, 'POST', '/v1/persons', { ...ok, body: { name: 'Camille Exemple' } }],
    [304, 'GET', one, { ...ok, headers: { 'if-none-match': String(etag) } }],
    [400, 'GET', '/v1/cooperatives?limit=0', ok],
    [400, 'POST', '/v1/cooperatives', { ...ok, body: {} }],
    [401, 'GET', one, {}],
    [403, 'GET', '/v1/tokens', ok],
    [404, 'GET', '/v1/cooperatives/019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61', ok],
    [404, 'GET', '/nowhere', {}],
    [405, 'PUT', one, ok],
    [412, 'PATCH', one, { ...ok, body: {}, headers: { 'if-match': '"stale"' } }],
    [413, 'POST', '/v1/cooperatives', { ...ok, body: { name: 'x'.repeat(70_000) } }],
    [415, 'POST', '/v1/cooperatives', { ...ok, body: 'x', headers: { 'content-type': 'text/plain' } }],
    [428, 'PATCH', one, { ...ok, body: {} }],
  ]
  isStrict(t, created.headers, '201 POST')
  for (const [status, method, url, call] of calls) {
    const answer = await service.call(method, url, call)
    t.equal(answer.status, status, `${method} ${url}`)
    isStrict(t, answer.headers, `${status} ${method} ${url}`)
    t.match(answer.headers['x-request-id'], /^[\da-f-]{36}$/, 'and names the request')
    if (status >= 400) t.match(answer.headers['cache-control'], /no-cache|no-store/, 'a refusal is not kept')
  }
})

test('a failure of ours', async (t) => {
  const service = await Service.start(t, 'postgres')
  const { token } = await service.authority()
  await execute(String(service.test.url), 'alter function authenticate(bytea) rename to gone')
  const answer = await service.app.inject({ url: '/v1/cooperatives', headers: { authorization: `Bearer ${token}` } })
  t.equal(answer.statusCode, 500)
  isStrict(t, answer.headers, 'a database that is not as it must be')
})

test('the documentation page', async (t) => {
  const service = await Service.start(t, 'postgres')
  const own = /^default-src 'none'; script-src 'self'; .*base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/
  for (const url of ['/docs', '/docs/static/index.html', '/docs/static/swagger-ui.css', '/docs/static/nothing.js']) {
    isStrict(t, (await service.app.inject(url)).headers, url, url === '/docs' ? /./ : own)
  }
})

test('what is refused before it is a request', async (t) => {
  const service = await Service.start(t, 'postgres')
  await service.app.listen({ host: '127.0.0.1', port: 0 })
  const sent: Readonly<Record<string, [status: number, bytes: string]>> = {
    'no HTTP': [400, 'hello\r\n\r\n'],
    'a URL that cannot be decoded': [400, 'GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    'headers that are too large': [431, `GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(17_000)}\r\n\r\n`],
    'a URL that is too large': [431, `GET /${'x'.repeat(17_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
    'many headers': [431, `GET / HTTP/1.1\r\nHost: x\r\n${'X-Many: x\r\n'.repeat(3000)}\r\n`],
  }
  for (const [what, [status, bytes]] of Object.entries(sent)) {
    const { statusLine, headers, body } = await exchange(service, bytes)
    t.match(statusLine, new RegExp(`^HTTP/1.1 ${status} `), what)
    isStrict(t, headers, what)
    t.match(headers, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' }, what)
    t.equal(JSON.parse(body).status, status)
  }
})
