// Requests that no client would send by mistake: bodies that are none, addresses that lead nowhere, bytes that are no HTTP.
import fc, { type Arbitrary } from 'fast-check'
import { bodies } from './absurd-bodies.ts'
import type { Draft } from './draft.ts'
import { SNIPPETS } from './odd.ts'
import { type Request, written } from './request.ts'
import { asBytes, onTheWire } from './wire.ts'

/** Made from a valid draft, so that what comes before the absurd part (token, address, headers) lets it through. */
export function absurd(draft: Draft): Arbitrary<Request> {
  const valid = written(draft)
  // Over a socket: an injected request would have its dots and slashes tidied before it is sent.
  const addressed = (url: string) => {
    const request = { ...valid, url }
    return { ...request, bytes: asBytes(request), unreadable: true }
  }
  return fc.oneof(
    { weight: 3, arbitrary: bodies(valid).map((body) => ({ ...valid, body })) },
    { weight: 2, arbitrary: fc.constantFrom(...URLS).map(addressed) },
    { weight: 1, arbitrary: suffixed(valid).map(addressed) },
    { weight: 2, arbitrary: onTheWire(valid).map((bytes) => ({ ...valid, bytes, unreadable: true })) },
  )
}

const listed = (text: string) => text.trim().split(/\s+/)
const LONG = 'a'.repeat(8000)

const URLS: readonly string[] = [
  ...listed('/ // /v1 /v1/ /v2/cooperatives /V1/COOPERATIVES /v1//cooperatives /v1/cooperatives/ /v1/cooperatives;x=1'),
  ...listed(
    '/v1/cooperatives/../tokens /v1/../../../../etc/passwd /v1/%2e%2e/%2e%2e/etc/passwd /..%2f..%2fetc%2fpasswd',
  ),
  ...listed(
    '/docs/..%2f..%2fpackage.json /docs/%2e%2e/%2e%2e/package.json /docs/static/..%5c..%5cpackage.json /docs/no',
  ),
  ...listed('/% /%zz /v1/%c0%af /v1/cooperatives/% /v1/cooperatives/%ff /v1/cooperatives/%00 /v1/%E0%80%80 /v1/%F0%9F'),
  ...listed(
    '/v1/cooperatives/:id /v1/cooperatives/{id} /v1/* /* /v1/__proto__ /v1/constructor /graphql /admin /health',
  ),
  ...listed('/package.json /src/app.ts /.git/config /.env /node_modules/pg/package.json /metrics/ /wp-login.php'),
  ...[`/v1/${LONG}`, `/v1/cooperatives/${LONG}`, `/v1/cooperatives?activity=${LONG}`],
  ...SNIPPETS.map((snippet) => `/v1/cooperatives/${encodeURIComponent(snippet)}`),
]

const SUFFIXES: readonly string[] = [
  ...listed('/ // /.. /%2e%2e %00 % ?% ?%zz=%zz ?&&&& ?= ?__proto__[x]=1 ?constructor.prototype=1 ;x'),
  ...listed('?limit=1&limit=2 ?asOf[]=2024-01-01 ?asOf=2024-01-01&asOf=2025-01-01 ?limit=+1 ?limit=1%00'),
  `?${'limit=1&'.repeat(500)}`,
]

function suffixed({ url }: Request): Arbitrary<string> {
  return fc.constantFrom(...SUFFIXES).map((suffix) => url.split('?')[0] + suffix)
}
