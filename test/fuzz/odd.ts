// Values that nobody should send, and what the fuzzer itself puts into texts.

/** Stands in a body for JSON that JSON.stringify cannot write: `{ [RAW]: '1e400' }` is written as 1e400. */
export const RAW = '\u{1f41b}raw'

/**
 * What others inject. Where an answer repeats one of these, it repeats its client and tells nothing of its inside: the
 * search for leaks takes them out first. So they have no character that JSON or CSV would write otherwise.
 */
export const SNIPPETS: readonly string[] = [
  "' or 1=1 --",
  "'; drop table movement; --",
  "' union select token from token where 'a'='a",
  'insert into journal values (1)',
  '{{7*7}}<%= 7*7 %>#{7*7}',
  '../../../../etc/passwd',
  '/proc/self/environ',
  'file:///etc/passwd',
  '<script>alert(1)</script>',
  '$(id)`id`|id;id',
  '%s%n%x%d',
  '=cmd|calc!A1',
]

/** Names of fields that mean something to JavaScript, or to nobody. */
export const ODD_NAMES: readonly string[] = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'toJSON', 'then', 'length', 'id', ''],
  ...[
    'authorityId',
    'recordedAt',
    'a'.repeat(300),
    'é',
    '🐛',
    'a/b~c',
    'nom\u0000',
    '$ref',
    '*',
    ...SNIPPETS.slice(0, 2),
  ],
]

const raw = (json: string) => ({ [RAW]: json })

/** In the place of any value. */
export const ODD_VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, [], {}, [[]], [null], { a: 1 }, { __proto__: null, constructor: 1 }],
  ...['', ' ', '\t', '\n', 'null', 'true', '0', '-0.00', '1e3', '0x10', 'NaN', 'Infinity', '١.٠٠', '１.００', '1.00\n'],
  ...[raw('1e400'), raw('-1e400'), raw('9007199254740993'), raw('0.1e-400'), raw('-0'), raw('123456789'.repeat(40))],
  ...[raw('{"__proto__":{"isAdmin":true}}'), raw('{"constructor":{"prototype":{"x":1}}}'), raw('"\\ud800"')],
  ...[
    raw('"\\udc00\\ud800"'),
    raw('"\\u0000"'),
    raw('"a\\u0000b"'),
    raw('"\\u202e\\u2066"'),
    raw('[[[[[[[[[[]]]]]]]]]]'),
  ],
  ...['2023-02-29', '2024-02-30', '2023-13-01', '0000-00-00', '9999-12-31', '10000-01-01', '1582-10-10', 'infinity'],
  ...['2025-01-01T24:00:00Z', '2025-01-01T00:00:60Z', '2025-06-31T00:00:00Z', '0001-01-01T00:00:00Z', '2025-01-01'],
  ...[
    '019A3F4C-7D20-7C11-8A55-0F3C2B9D4E61',
    '00000000-0000-0000-0000-000000000000',
    '019a3f4c7d207c118a550f3c2b9d4e61',
  ],
  ...['999999999999.99', '999999999999', '1000000000000.00', '0.00', '0.01', '0', '1', `${'9'.repeat(500)}.00`],
  ...['é'.repeat(400), 'x'.repeat(5000), '🐛'.repeat(301), '\ufeff', '\u202eabc', 'a\u0007b', 'e\u0301', 'ﬀ', 'İ'],
  ...SNIPPETS,
]

/** Header values within what HTTP can carry. */
export const ODD_HEADERS: readonly string[] = [
  ...[
    '',
    ' ',
    '*',
    '""',
    '"',
    'W/"x"',
    '"a", "b"',
    'null',
    'undefined',
    '-1',
    '1e9',
    ',,,',
    ';q=1',
    'q=NaN',
    '\t',
    'é',
  ],
  ...[
    'x'.repeat(256),
    'x'.repeat(10_000),
    'text/html',
    'application/*',
    '*/json;q=2',
    'application/json;charset=utf-16',
  ],
  ...['multipart/form-data; boundary=x', 'application/xml', 'gzip', 'application/json, text/plain', ...SNIPPETS],
]

/** Headers that a service may listen to without having meant it. */
export const ODD_HEADER_NAMES: readonly string[] = [
  ...['x-http-method-override', 'x-forwarded-for', 'x-forwarded-host', 'forwarded', 'x-original-url', 'x-request-id'],
  ...['cookie', 'range', 'if-modified-since', 'if-none-match', 'if-match', 'idempotency-key', 'accept', 'origin'],
  ...[
    'accept-language',
    'accept-encoding',
    'accept-charset',
    'content-encoding',
    'prefer',
    'traceparent',
    'te',
    'referer',
  ],
  ...[
    'accept-version',
    'x-user-id',
    'x-role',
    'access-control-request-method',
    'priority',
    'user-agent',
    'content-type',
  ],
]
