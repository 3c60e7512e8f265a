// What only a socket can send: bytes that go to the parser of HTTP as they are.
import fc, { type Arbitrary } from 'fast-check'
import { ODD_HEADERS } from './odd.ts'
import type { Request } from './request.ts'

type Header = readonly [name: string, value: string]

/** A valid request with something wrong about its first line or its headers, or no request at all. */
export function onTheWire(valid: Request): Arbitrary<Buffer> {
  const first = `${valid.method} ${valid.url} HTTP/1.1`
  return fc.oneof(
    fc.constantFrom(...firstLines(valid)).map((line) => bytesOf(valid, line)),
    fc.constantFrom(...WRONG_HEADERS).map((header) => bytesOf(valid, first, [header])),
    fc.constantFrom(...ODD_HEADERS).map((value) =>
      bytesOf(valid, first, [
        ['x-odd', value],
        ['authorization', value],
      ]),
    ),
    fc.constant(Buffer.from(`${first}\r\nconnection: close\r\n\r\n`)),
    fc.uint8Array({ minLength: 1, maxLength: 300 }).map((random) => Buffer.concat([random, Buffer.from('\r\n\r\n')])),
  )
}

/** A request as any client would send it. */
export function asBytes(request: Request): Buffer {
  return bytesOf(request, `${request.method} ${request.url} HTTP/1.1`)
}

function bytesOf({ headers, body = Buffer.alloc(0) }: Request, first: string, more: readonly Header[] = []): Buffer {
  const given = { host: 'localhost', connection: 'close', ...headers, 'content-length': String(body.length) }
  const lines = [...Object.entries(given), ...more].map(([name, value]) => `${name}: ${value}`)
  return Buffer.concat([Buffer.from(`${[first, ...lines].join('\r\n')}\r\n\r\n`, 'latin1'), body])
}

function firstLines({ method, url }: Request): string[] {
  const methods = ['FOO', method.toLowerCase(), 'TRACE', 'CONNECT', 'PROPFIND', method]
  const urls = [`http://other.example${url}`, '*', '\\', `${url}\u0000`, `${url}é`, `${url}#x`]
  return [
    ...methods.map((other) => `${other} ${url} HTTP/1.1`),
    ...urls.map((other) => `${method} ${other} HTTP/1.1`),
    `${method} ${url} HTTP/9.9`,
    `${method} ${url}`,
  ]
}

const WRONG_HEADERS: readonly Header[] = [
  ['content-length', '-1'],
  ['content-length', '0'],
  ['transfer-encoding', 'chunked'],
  ['transfer-encoding', 'x'],
  ['a b', 'x'],
  ['', 'x'],
  ['x', 'a\u0000b'],
  ['x', 'a\u0001b'],
  ['x', 'y'.repeat(10_000)],
  ['x', 'y'.repeat(20_000)],
  ['expect', '200-maybe'],
  ['expect', '100-continue'],
  ['upgrade', 'h2c'],
  ['host', 'other.example'],
]
