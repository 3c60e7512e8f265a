// Values that a field of the contract must refuse, by the type of the field; and what a write is tried with.

/** A body that is accepted, and the bad values that each of its fields is tried with. */
export interface Write {
  readonly name: string
  readonly url: string
  readonly method?: 'PATCH'
  readonly token: string
  readonly valid: Readonly<Record<string, unknown>>
  /** Fields of the valid body that may be left out: all of a PATCH, and these of a POST. */
  readonly optional?: readonly string[]
  readonly fields: Readonly<Record<string, readonly unknown[]>>
}

const NOT_TEXT = [5, 1.5, 0, -1, true, false, null, [], ['x'], {}, { a: 1 }]

const NOT_DECIMALS = [
  ...['', ' ', 'abc', 'NaN', 'nan', 'Infinity', '-Infinity', 'inf', '-1.00', '+1.00', '-0.00', '0x10', '0b1', '1e3'],
  ...['1E3', '1.00e0', '1_000.00', '1 000.00', '1\u00a0000.00', '1\u202f000.00', '1,000.00', '1,00', '1.567', '01.00'],
  ...['00.10', '.50', '1.', ' 1.00', '1.00 ', '1.00\n', '\t1.00', '1.00\u0000', '1.00€', '€1.00', '１.００', '١.٠٠'],
  ...['1..00', '1.00.00', '--1.00', "1'; drop table movement; --", `${'9'.repeat(400)}.00`],
]

const NOT_EUROS = [...NOT_TEXT, ...NOT_DECIMALS, '1', '1.5', '1.000', '1000000000000.00']

const NOT_DATES = [
  ...['', ' ', 'abc', 'today', 'now', 'epoch', 'infinity', '-infinity', '2023-02-29', '1900-02-29', '2023-13-01'],
  ...['2023-00-10', '2023-01-00', '2023-04-31', '2023-12-32', '0000-01-01', '2023-1-1', '20230101', '2023/01/01'],
  ...['01/01/2023', '2023-01-01T00:00:00Z', '2023-01-01 00:00', ' 2023-01-01', '2023-01-01 ', '2023-01-01\n', '2023'],
  ...[
    '2023-01',
    '2023-W01-1',
    '2023-001',
    '-2023-01-01',
    '+002023-01-01',
    '10000-01-01',
    '２０２３-01-01',
    '2023-01-01\u0000',
  ],
]

const NOT_INSTANTS = [
  ...['', ' ', 'now', '2025-01-01', '2025-01-01T00:00:00', '2025-01-01T00:00:00+01:00', '2025-01-01 00:00:00Z'],
  ...['2025-02-29T00:00:00Z', '2025-01-01T24:00:00Z', '2025-01-01T00:60:00Z', '2025-01-01T00:00:61Z', '1735689600'],
  ...['2025-01-01T00:00:00.0000001Z', '2025-01-01T00:00:00.Z', '2025-01-01t00:00:00z ', '0000-01-01T00:00:00Z'],
]

const NOT_UUIDS = [
  ...['', ' ', 'x', '1', '019a3f4c', '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e6', '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e611'],
  ...['019a3f4c7d207c118a550f3c2b9d4e61', '{019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61}', "' or 1=1 --"],
  ...['019a3f4c-7d20-7c11-8a55-0f3c2b9d4e6g', '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61\n', 'urn:uuid:019a3f4c-7d20-7c11'],
]

/** Control characters, U+0000 to U+009F, and halves of characters. */
const NOT_CHARACTERS = [
  'a\u0000b',
  '\u0000',
  'a\u0007',
  'a\u001b[31m',
  'a\u007f',
  'a\u0085',
  'a\ud800',
  '\udc00b',
  '\udfff\ud800',
]
const BLANK = ['', ' ', '   ', '\t', '\n', '\u00a0', '\u2003', '\u3000', '\ufeff']

/** A line of text has none of these; several lines have. */
const BROKEN_LINES = ['a\tb', 'a\nb', 'a\rb', 'a\r\nb', 'a\n', '\ta']

const notLine = (limit: number) => [...notText(limit), ...BROKEN_LINES]
const notText = (limit: number) => [...NOT_TEXT, ...NOT_CHARACTERS, ...BLANK, 'x'.repeat(limit + 1), 'x'.repeat(50_000)]
const notWhole = (least: number, most: number) => [
  ...['1', '', null, true, [], {}, 1.5, 0.1, -1, 1e21, -1e21, 1e-7, Number.MAX_SAFE_INTEGER, least - 1, most + 1],
]

/** A vote that is one: present = for + against + abstaining. */
export const VOTES = { present: 78, for: 60, against: 10, abstaining: 8 }
const NO_VOTES = [
  ...NOT_TEXT,
  '78',
  [VOTES],
  ...Object.keys(VOTES).map((name) => ({ ...VOTES, [name]: undefined })),
  ...Object.keys(VOTES).flatMap((name) => notWhole(0, 99_999).map((value) => ({ ...VOTES, [name]: value }))),
  { ...VOTES, total: 78 },
  { ...VOTES, present: 77 },
  { ...VOTES, present: 79 },
  { ...VOTES, abstaining: 0 },
  { present: 0, for: 1, against: 0, abstaining: 0 },
  // Each of them is possible, their sum is not.
  { present: 99_999, for: 99_999, against: 99_999, abstaining: 99_999 },
]

const NOT_ADDRESSES = [
  ...NOT_TEXT,
  ...['', ' ', 'x', 'www.example.fr', 'example.fr/actes.pdf', '//example.fr/x', '/actes/45.pdf', '?x', '#x'],
  ...['ftp://example.fr/x', 'file:///etc/passwd', 'javascript:alert(1)', 'data:text/html,x', 'mailto:a@example.fr'],
  ...['http:', 'http:/', 'http://', 'https://', 'http:example.fr', 'http:/example.fr', 'https://?x', 'https://#x'],
  ...[
    'https://example.fr:99999/',
    'https://example.fr:x/',
    'https://[::1',
    'https://exa mple.fr/',
    'https://exa<mple.fr',
  ],
  ...[
    'https://example.fr/a b',
    'https://example.fr/"',
    'https://example.fr/<x>',
    'https://example.fr/é',
    'https://é.fr/',
  ],
  ...['https://example.fr/\\x', 'https://example.fr/x\n', ' https://example.fr/', 'https://example.fr/ ', '\u0000'],
  ...[
    'https://example.fr/\u0000',
    `https://example.fr/${'x'.repeat(2000)}`,
    `https://example.fr/${'x'.repeat(50_000)}`,
  ],
]

/** Bad values of a field in a body. */
export const BAD = {
  euros: NOT_EUROS,
  positiveEuros: [...NOT_EUROS, '0.00'],
  signedEuros: NOT_EUROS.filter((value) => value !== '-1.00'),
  shares: [...NOT_TEXT, ...NOT_DECIMALS, '0', '-1', '1.5', '1.0', '1.00', '0.5', '01', '+1', '１', '1000000000000'],
  nominal: [
    ...[...NOT_TEXT, ...NOT_DECIMALS].filter((value) => value !== '1.567'),
    ...['0', '0.00', '0.0000', '-1', '1.00005', '1000000000', '01', '1.'],
  ],
  fraction: [...NOT_TEXT, ...NOT_DECIMALS, '1.000001', '2', '0.1234567', '-0.1', '30', '30%'],
  jobs: [...NOT_TEXT, ...NOT_DECIMALS, '10000000', '1.234', '-1'],
  date: [...NOT_TEXT, ...NOT_DATES, '1899-12-31', '2200-01-01', '9999-12-31'],
  instant: [...NOT_TEXT, ...NOT_INSTANTS],
  uuid: [...NOT_TEXT, ...NOT_UUIDS],
  name: notLine(300),
  shortName: notLine(100),
  reason: notText(1000),
  note: notText(2000),
  siren: [
    ...NOT_TEXT,
    '',
    '12345678',
    '1234567890',
    '12345678a',
    ' 356000000',
    '356 000 000',
    '３５６０００００0',
    '356000000\n',
  ],
  slug: [
    ...NOT_TEXT,
    ...[
      '',
      ' ',
      'Grocery',
      'third place',
      'third-place',
      '_x',
      'x_',
      'a__b',
      'épicerie',
      'a\u0000',
      'x\n',
      'x'.repeat(61),
    ],
  ],
  communeCode: [...NOT_TEXT, '', '6204', '620411', '2C004', '2a004', 'Lille', '62041\n', ' 62041'],
  choice: [...NOT_TEXT, '', ' ', 'nonsense', 'toString', '__proto__', 'constructor', 'x'.repeat(10_000)],
  month: notWhole(0, 120),
  monthOf60: notWhole(0, 60),
  members: notWhole(0, 9_999_999),
  totalVotes: notWhole(1, 9_999_999),
  votes: NO_VOTES,
  year: notWhole(1900, 2199),
  splitPart: notWhole(1, 1_000_000),
  subjectCode: [
    ...NOT_TEXT,
    ...[
      '',
      ' ',
      '7',
      '7.',
      '7.11',
      '7.90',
      '7.09',
      '07.9',
      '7,9',
      ' 7.9',
      '7.9 ',
      '7.9\n',
      '0.1',
      '10.1',
      '9.5',
      '７.９',
    ],
    ...['toString', '__proto__', 'constructor', 'x'.repeat(10_000)],
  ],
  url: NOT_ADDRESSES,
  sha256: [
    ...NOT_TEXT,
    ...[
      '',
      ' ',
      'a'.repeat(63),
      'a'.repeat(65),
      'A'.repeat(64),
      'g'.repeat(64),
      `${'a'.repeat(64)}\n`,
      ` ${'a'.repeat(63)}`,
    ],
    ...[`0x${'a'.repeat(62)}`, `sha256:${'a'.repeat(57)}`, 'ａ'.repeat(64)],
  ],
  uuids: [
    ...['x', 5, true, null, {}, { length: 1 }, [5], [null], [[]], [{}], [true]],
    ...NOT_UUIDS.map((value) => [value]),
    ['019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61', 'x'],
    Array.from({ length: 201 }, () => '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'),
  ],
  list: ['x', 5, true, null, {}, { length: 1 }, [5], ['x'], [null], [[]], [{}], [{ nonsense: 1 }]],
  object: ['x', 5, true, null, [], [1], { nonsense: 1 }, { constructor: 1 }],
} as const satisfies Record<string, readonly unknown[]>

export type FieldType = keyof typeof BAD

/** The same for null where a field may be emptied. */
export function badOrNull(type: FieldType): unknown[] {
  return BAD[type].filter((value) => value !== null)
}

/** A few of each type, for a field whose type is already tried in full elsewhere. */
export function fewBad(type: FieldType): unknown[] {
  return BAD[type].filter((_, index) => index % 7 === 0)
}

/** Bad values of a query parameter: always text. */
export const BAD_QUERY = {
  limit: ['0', '201', '-1', 'abc', '1e1', '1.5', '01', '', ' 5', '５', '999999999999', 'NaN', '0x10', '+5', '5\u0000'],
  cursor: ['', 'x', 'x.y', '.', '..', 'e30.e30', 'bnVsbA.', 'x'.repeat(2001), '\u0000', 'é.é', 'W10.AAAA'],
  asOf: NOT_DATES,
  from: NOT_DATES,
  to: NOT_DATES,
  knownAt: [...NOT_INSTANTS, '9999-12-31T23:59:59.999999Z', '2999-01-01T00:00:00Z'],
  instant: NOT_INSTANTS,
  uuid: NOT_UUIDS,
  number: ['', ' ', 'a\u0000', 'a\nb', 'x'.repeat(101)],
  choice: [
    '',
    ' ',
    'nonsense',
    'toString',
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'activity,commune',
    'a\u0000',
  ],
  slug: ['', ' ', 'Grocery', 'third place', 'a\u0000', 'a\n', "'; select 1 --", 'x'.repeat(61)],
  flag: ['', '1', '0', 'yes', 'TRUE', 'True', 'null', 'true\u0000', 'true '],
} as const

/** The same for a field within an item of a list. */
export function inItem(item: object, field: string, values: readonly unknown[]): unknown[] {
  return values.map((value) => [{ ...item, [field]: value }])
}
