// What no answer may be or tell, whatever was asked.
import { readdirSync, readFileSync } from 'node:fs'
import { type Answer, assertDocumented } from '../support/api.ts'
import { SNIPPETS } from './odd.ts'
import type { Request } from './request.ts'

const MIGRATIONS = new URL('../../db/migrations/', import.meta.url)

/** The names of the database’s own constraints: no client has a use for them. */
const CONSTRAINTS = readdirSync(MIGRATIONS)
  .flatMap((file) => [...readFileSync(new URL(file, MIGRATIONS), 'utf8').matchAll(/\bconstraint (\w+)/g)])
  .map(([, name = '']) => name)

const LEAKS: Readonly<Record<string, RegExp>> = {
  'a stack': /(\n|\\n)\s+at |\.[cm]?[jt]s:\d+/,
  'a file': /node_modules|node:internal|file:\/\/|[^\w.]\/(home|root|usr|var|tmp|opt|srv|etc|proc|work)\//,
  SQL: /\bselect\b.+\bfrom\b|\binsert into\b|\bupdate \w+ set\b|\bdelete from\b|\$\d+ (and|or)\b/is,
  'the database’s words':
    /violates|duplicate key|syntax error at|invalid byte sequence|invalid input syntax|\w+_(pkey|fkey|fk)\b/,
  'a constraint': new RegExp(`\\b(${CONSTRAINTS.join('|')})\\b`),
  'a library': /kysely|\bFST_|\bERR_[A-Z]|\bzod\b|TypeError|RangeError|\bundefined\b/i,
}

/** ETags and cursors, in base64url: by chance, one ends in `_fk`. Names of the database have no capitals. */
const DIGEST = /(?<![\w-])(?=[\w-]*[A-Z])[\w-]{40,}(?![\w-])/g

const SECRET = /\bqpf?_[\w-]{20,}/

/** Everything wrong with an answer, in words; empty when there is nothing. */
export function faultsOf(request: Request, answer: Answer, secrets: readonly string[]): string[] {
  const { status } = answer
  return [
    ...(status >= 500 ? [`it failed: ${status}`] : []),
    ...(undocumented(request, answer) ?? []),
    ...elsewhere(answer),
    ...leaksIn(answer),
    ...secretsIn(request, answer, secrets),
  ]
}

function undocumented(request: Request, answer: Answer): string[] | undefined {
  const { status, headers, text } = answer
  // The connection may just end, where what came was no request.
  if (request.bytes && status === 0 && text === '') return undefined
  if (
    status >= 400 &&
    request.method !== 'HEAD' &&
    !/^application\/problem\+json\b/.test(String(headers['content-type']))
  ) {
    return [`a refusal that is no problem: ${status} ${headers['content-type']}`]
  }
  if (request.unreadable && [400, 404, 405, 414, 417, 431].includes(status)) return undefined
  try {
    assertDocumented(request.method, request.url, answer)
    return undefined
  } catch (error) {
    return [`outside the document: ${(error as Error).message}`]
  }
}

/** Where an answer sends its client is within this service, whatever host was asked for. */
function elsewhere({ headers: { link, location } }: Answer): string[] {
  const addresses = [location, /^<([^>]*)>/.exec(String(link ?? ''))?.[1]].filter((address) => address !== undefined)
  return addresses.filter((address) => !/^\/[^/]/.test(address)).map((address) => `it sends its client to ${address}`)
}

function leaksIn({ headers, body, text }: Answer): string[] {
  // The document speaks of SQL and of nothing secret: it is public.
  if (body && typeof body === 'object' && 'openapi' in body) return []
  const told = withoutSnippets(`${JSON.stringify(headers)}\n${text}`).replaceAll(DIGEST, '')
  return Object.entries(LEAKS).flatMap(([what, pattern]) => {
    const [found] = pattern.exec(told) ?? []
    return found === undefined ? [] : [`it tells of its inside, ${what}: ${found.slice(0, 200)}`]
  })
}

// As they are sent: some in capitals, where a body is made nearly valid.
const SENT = SNIPPETS.flatMap((snippet) => [snippet, snippet.toUpperCase()])

function withoutSnippets(text: string): string {
  return SENT.reduce((left, snippet) => left.replaceAll(snippet, '').replaceAll(encodeURIComponent(snippet), ''), text)
}

/** Nobody’s token is ever told again; a new one only where it is minted. */
function secretsIn({ method, url }: Request, { status, text }: Answer, secrets: readonly string[]): string[] {
  if (secrets.some((secret) => text.includes(secret))) return ['it tells a token']
  const mints = method === 'POST' && /^\/v1\/(tokens|feed-keys)/.test(url) && status === 201
  return SECRET.test(text) && !mints ? ['it tells a secret'] : []
}
