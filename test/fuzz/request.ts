// A request as it is sent, byte by byte; and how it is said again in a failure.
import type { Draft } from './draft.ts'
import { RAW } from './odd.ts'

export interface Request {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | undefined
  /** Who sends it, for a failure’s words: tokens are made anew in each run. */
  readonly by: string
  /** Over a socket as these bytes, since no client would send them. */
  readonly bytes?: Buffer
  /** It may be no HTTP, or no URL: then a refusal by the parser is right, whatever the document says. */
  readonly unreadable?: boolean
}

export function written({ method, path, query, headers, body, caller }: Draft): Request {
  const search = query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&')
  return {
    method,
    url: search === '' ? path : `${path}?${search}`,
    headers: { ...headers, ...(caller.token !== undefined && { authorization: `Bearer ${caller.token}` }) },
    body: body === undefined ? undefined : Buffer.from(isCsv(headers, body) ? body : json(body)),
    by: caller.name,
  }
}

function isCsv(headers: Draft['headers'], body: unknown): body is string {
  return typeof body === 'string' && headers['content-type'] === 'text/csv'
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}

/** JSON, with what RAW marks as it stands. */
function json(value: unknown): string {
  const raws: string[] = []
  const text = JSON.stringify(value, (_, inner) => {
    if (typeof inner !== 'object' || inner === null || !(RAW in inner)) return inner
    raws.push(inner[RAW])
    return `${RAW}${raws.length - 1}`
  })
  // Of a body that undefined took the place of, nothing is left.
  return (text ?? '').replaceAll(new RegExp(`"${RAW}(\\d+)"`, 'gu'), (_, index) => raws[index] ?? '')
}

/** All that is needed to send it again: as a call of curl, the token by its role. */
export function told({ method, url, headers, body, by, bytes }: Request): string {
  if (bytes) return `over a socket, by ${by}: ${bodyTold(bytes)}`
  const given = Object.entries(headers).filter(([name]) => name !== 'authorization')
  return [
    `${method} ${shortened(url)}`,
    `by ${by}`,
    ...given.map(([name, value]) => `${name}: ${JSON.stringify(shortened(value))}`),
    ...(body === undefined ? [] : [`body: ${bodyTold(body)}`]),
  ].join('\n')
}

function bodyTold(body: Buffer): string {
  const text = body.toString()
  return Buffer.from(text).equals(body)
    ? shortened(JSON.stringify(text))
    : `(base64) ${shortened(body.toString('base64'))}`
}

function shortened(text: string): string {
  return text.length > 4000 ? `${text.slice(0, 4000)}… (${text.length} characters)` : text
}
