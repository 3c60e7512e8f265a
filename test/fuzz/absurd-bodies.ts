// Bodies that are no JSON, or JSON that is no object, or far too much of either.
import fc, { type Arbitrary } from 'fast-check'
import { SNIPPETS } from './odd.ts'
import type { Request } from './request.ts'

/** In the place of a valid body, or beside it. */
export function bodies({ body }: Request): Arbitrary<Buffer> {
  const text = body?.toString() || '{"name":"x"}'
  const texts = fc.oneof(
    { weight: 2, arbitrary: fc.nat(text.length - 1).map((length) => text.slice(0, length)) },
    { weight: 2, arbitrary: oneCharacterOff(text) },
    { weight: 1, arbitrary: fc.constantFrom(...around(text)) },
    { weight: 4, arbitrary: fc.constantFrom(...NO_OBJECTS, ...BROKEN, ...HUGE, ...OTHERS) },
  )
  return fc.oneof(
    { weight: 4, arbitrary: texts.map((given) => Buffer.from(given)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((given) => Buffer.from(given)) },
    { weight: 1, arbitrary: fc.constantFrom(...otherwiseEncoded(text)) },
  )
}

function oneCharacterOff(text: string): Arbitrary<string> {
  return fc
    .tuple(fc.nat(text.length - 1), fc.constantFrom(...'{}[]",:\\0nt\u0000é'))
    .map(([at, character]) => text.slice(0, at) + character + text.slice(at + 1))
}

const around = (text: string) => [`[${text}]`, `${text}${text}`, `\ufeff${text}`, `// x\n${text}`, `${text}\u0000`]

const otherwiseEncoded = (text: string) => [
  Buffer.from(text, 'utf16le'),
  Buffer.from(text.replace('"', '"\xff'), 'latin1'),
  // The first bytes of gzip.
  Buffer.from([0x1f, 0x8b, 8, 0]),
]

const NO_OBJECTS = ['', ' ', 'null', 'true', '0', '"x"', '[]', '[{}]', '{}', '{"":{"":{"":""}}}']
const BROKEN = ['{"a":1,}', "{'a':1}", '{a:1}', '{"a":01}', '{"a":NaN}', '{"a":"\t"}', '{"a":"\\x"}', '{"a":"\\ud800"}']

const nested = (open: string, close: string, times: number) => open.repeat(times) + close.repeat(times)
const HUGE = [
  nested('[', ']', 10_000),
  nested('{"a":', '1}', 5000),
  '['.repeat(60_000),
  `{"name":"${'x'.repeat(70_000)}"}`,
]

const OTHERS = [
  '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>',
  'name=x&role=admin',
  ...SNIPPETS,
]
