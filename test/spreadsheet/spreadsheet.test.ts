// Sheets as a reader that is not ours finds them: cells of their kinds, text that stays text, totals that are true.
import { setImmediate as turn } from 'node:timers/promises'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { readOds, readXlsx, type Sheet } from 'hucre'
import { test } from 'tap'
import type { Column, Table } from '../../src/http/table.ts'
import { sheetRows } from '../../src/spreadsheet/rows.ts'
import { spreadsheetOf } from '../../src/spreadsheet/spreadsheet.ts'

const FORMATS = ['xlsx', 'ods'] as const
const HEAD = { title: 'Titre & <titre>', author: 'Département “du Test”', at: '2026-01-15T09:00:00.000000Z' }

interface Row {
  readonly text?: string
  readonly date?: string
  readonly euros?: string
  readonly shares?: string
  readonly ratio?: string
}

const COLUMNS: readonly Column<Row>[] = [
  { header: 'Texte', kind: 'text', value: ({ text }) => text },
  { header: 'Date', kind: 'date', value: ({ date }) => date },
  { header: 'Euros', kind: 'euros', value: ({ euros }) => euros, isSummed: true },
  { header: 'Parts', kind: 'shares', value: ({ shares }) => shares, isSummed: true },
  { header: 'Part du capital', kind: 'ratio', value: ({ ratio }) => ratio },
]

function tableOf(rows: Iterable<Row>, name = 'L’été d’ici'): Table<Row> {
  async function* each() {
    yield* rows
  }
  return { name, columns: COLUMNS, rows: each(), empty: 'Aucune ligne.' }
}

async function bytesOf(format: 'xlsx' | 'ods', table: Table<Row>): Promise<Uint8Array> {
  return Buffer.concat(await all(spreadsheetOf(format, HEAD, [table])))
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

async function sheetOf(format: 'xlsx' | 'ods', rows: Iterable<Row>): Promise<Sheet> {
  const bytes = await bytesOf(format, tableOf(rows))
  const book = await (format === 'xlsx' ? readXlsx(bytes) : readOds(withPlainHeaders(bytes)))
  return book.sheets[0] as Sheet
}

/** The reader passes over header rows that are marked as such. */
function withPlainHeaders(ods: Uint8Array): Uint8Array {
  const files = unzipSync(ods)
  const content = strFromU8(files['content.xml'] as Uint8Array)
  const plain = content.replace(/<\/?table:table-header-rows>/g, '')
  if (plain === content) throw new Error('no row is marked as header')
  return zipSync({ ...files, 'content.xml': strToU8(plain) })
}

test('cells are of their kinds, and totals are formulas', async (t) => {
  const rows = [
    { text: 'un', date: '2024-02-29', euros: '0.10', shares: '3', ratio: '0.256410' },
    { text: 'deux', date: '2024-03-01', euros: '0.20', shares: '-1' },
  ]
  for (const format of FORMATS) {
    const { rows: cells, cells: details } = await sheetOf(format, rows)
    t.same(cells[0], ['Texte', 'Date', 'Euros', 'Parts', 'Part du capital'], format)
    t.same(cells[1], ['un', new Date('2024-02-29T00:00:00Z'), 0.1, 3, 0.25641], format)
    t.same(cells[2]?.slice(0, 4), ['deux', new Date('2024-03-01T00:00:00Z'), 0.2, -1], format)
    t.same([cells[3]?.[0], cells[3]?.[2], cells[3]?.[3]], ['Total', 0.3, 2], format)
    const semicolon = format === 'ods' ? ';' : ','
    t.equal(details?.get('3,2')?.formula, `ROUND(SUM(C2:C3)${semicolon}2)`, format)
    t.equal(details?.get('3,3')?.formula, `ROUND(SUM(D2:D3)${semicolon}0)`, format)
  }
})

test('headers stay, and the filter leaves the totals where they are', async (t) => {
  const table = () => tableOf([{ text: 'un', euros: '1.00' }, { text: 'deux' }], 'L\'été & <"hiver">')
  const xlsx = await bytesOf('xlsx', table())
  const book = await readXlsx(xlsx)
  const [sheet] = book.sheets
  t.equal(sheet?.name, 'L\'été & <"hiver">')
  t.match(sheet?.freezePane, { rows: 1 })
  t.equal(sheet?.autoFilter?.range, 'A1:E3')
  t.match(book.properties, { title: HEAD.title, creator: HEAD.author })
  const names = strFromU8(unzipSync(xlsx)['xl/workbook.xml'] as Uint8Array)
  t.match(names, /_FilterDatabase" localSheetId="0" hidden="1">'L''été &#38; &#60;&#34;hiver&#34;&#62;'!\$A\$1:\$E\$3</)

  const files = unzipSync(await bytesOf('ods', table()))
  const content = strFromU8(files['content.xml'] as Uint8Array)
  t.match(content, /target-range-address="'L''été &#38; &#60;&#34;hiver&#34;&#62;'\.A1:[^"]*\.E3"/)
  const settings = strFromU8(files['settings.xml'] as Uint8Array)
  t.match(settings, 'xmlns:ooo="http://openoffice.org/2004/office"', 'else the settings of the view are not found')
  t.match(settings, /VerticalSplitMode" config:type="short">2</)
})

test('text stays text, and whole', async (t) => {
  const texts = [
    '=1+1',
    '@SUM(A1)',
    '-2',
    '0012',
    '_x0041_ _x000d_x0042_',
    'deux\nlignes',
    'une\ttabulation',
    '   trois espaces  dedans ',
    ' ',
    '\u200f\u202eשלום\u202c 😀',
    '</t></is></c><f>1+1</f>]]>&amp;"\'',
    'É’'.repeat(1000),
  ]
  for (const format of FORMATS) {
    const { rows, cells } = await sheetOf(
      format,
      texts.map((text) => ({ text })),
    )
    t.same(
      rows.slice(1, -1).map(([text]) => text),
      texts,
      format,
    )
    t.notOk(
      [...(cells ?? [])].some(([place, { formula }]) => formula && place.endsWith(',0')),
      `${format}: no formula`,
    )
    // What no XML document may hold is left out; what is half a letter is shown as none.
    const odd = await sheetOf(format, [{ text: 'a\u0000\u0007\u001bb\ufffe\uffff\ud800c' }, { text: 'a\r\nb\rc' }])
    t.equal(odd.rows[1]?.[0], 'ab\ufffdc', format)
    t.equal(odd.rows[2]?.[0], 'a\nb\nc', format)
  }
})

test('a total that no formula would keep is written out, and says so', async (t) => {
  const written = /^Total \(en texte/
  const cases: [string, Row[], string][] = [
    [
      'a sum of more than 15 digits',
      [{ euros: '9999999999999.99' }, { euros: '0.01' }, { euros: '0.01' }],
      '10000000000000.01',
    ],
    ['a number of more than 15 digits', [{ euros: '12345678901234.56' }, { euros: '-12345678901234.00' }], '0.56'],
    [
      'binary fractions that drift',
      [{ euros: '9999999999999.99' }, ...repeat('0.01', 1000), { euros: '-9999999999999.99' }],
      '10.00',
    ],
  ]
  for (const format of FORMATS) {
    for (const [what, rows, total] of cases) {
      const last = (await sheetOf(format, rows)).rows.at(-1)
      t.match(last?.[0], written, `${format}: ${what}`)
      t.equal(last?.[2], total, `${format}: ${what}`)
      t.equal(last?.[3], 0, 'and others are numbers')
    }
    const last = (await sheetOf(format, [{ euros: '9999999999999.99' }])).rows.at(-1)
    t.same([last?.[0], last?.[2]], ['Total', 9999999999999.99], `${format}: 15 digits`)
  }
})

function repeat(euros: string, times: number): Row[] {
  return Array.from({ length: times }, () => ({ euros }))
}

test('no row, and more rows than a sheet takes', async (t) => {
  for (const format of FORMATS) {
    const { rows } = await sheetOf(format, [])
    t.same(
      rows.map(([first]) => first),
      ['Texte', 'Aucune ligne.'],
      format,
    )
  }
  const limited = async (count: number) =>
    (await all(sheetRows(tableOf(repeat('1.00', count)), 4))).map((row) => row.is)
  t.same(await limited(2), ['header', 'data', 'data', 'total'], 'full')
  t.same(await limited(3), ['header', 'data', 'data', 'remark'], 'more: no total that is not one')
})

test('who stops reading stops the rows, and rows that fail stop the file', async (t) => {
  for (const format of FORMATS) {
    let read = 0
    let isEnded = false
    async function* endless() {
      try {
        for (;;) {
          read += 1
          if (read % 100 === 0) await turn()
          yield { text: `ligne ${read} ${Math.random()}` }
        }
      } finally {
        isEnded = true
      }
    }
    let isOtherRead = false
    async function* other() {
      isOtherRead = true
      yield {}
    }
    const tables = [
      { ...tableOf([]), rows: endless() },
      { ...tableOf([], 'Après'), rows: other() },
    ]
    let bytes = 0
    for await (const chunk of spreadsheetOf(format, HEAD, tables)) {
      bytes += chunk.length
      if (bytes > 50_000) break
    }
    while (!isEnded) await turn()
    const readThen = read
    for (let round = 0; round < 50; round += 1) await turn()
    t.equal(read, readThen, `${format}: no more rows are read`)
    t.notOk(isOtherRead, `${format}: nor another sheet begun`)

    async function* failing() {
      yield { text: 'une' }
      throw new Error('the database is gone')
    }
    await t.rejects(
      all(spreadsheetOf(format, HEAD, [{ ...tableOf([]), rows: failing() }])),
      /the database is gone/,
      format,
    )
  }
})
