// OpenDocument 1.3 spreadsheets (ISO/IEC 26300), sheet by sheet, row by row.
import { frenchNumber, frenchPercent, frenchShortDate } from '../french/format.ts'
import { type Cell, columnName, PLACES, xmlText } from './cell.ts'
import { type Part, type WorkbookHead, widthOf } from './part.ts'
import { type AnyTable, Extent, sheetRows } from './rows.ts'

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
const URN = 'urn:oasis:names:tc:opendocument:xmlns'
const NAMES = [
  `xmlns:office="${URN}:office:1.0"`,
  `xmlns:table="${URN}:table:1.0"`,
  `xmlns:text="${URN}:text:1.0"`,
  `xmlns:style="${URN}:style:1.0"`,
  `xmlns:number="${URN}:datastyle:1.0"`,
  `xmlns:fo="${URN}:xsl-fo-compatible:1.0"`,
  `xmlns:meta="${URN}:meta:1.0"`,
  `xmlns:config="${URN}:config:1.0"`,
  'xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"',
  // The prefix that `ooo:view-settings` begins with is looked up, though it stands in a value.
  'xmlns:ooo="http://openoffice.org/2004/office"',
  'xmlns:dc="http://purl.org/dc/elements/1.1/"',
  'office:version="1.3"',
].join(' ')
const MEDIA = 'application/vnd.oasis.opendocument.spreadsheet'

/** The files of a spreadsheet; the first says what it is, uncompressed (part 2, §3.3). */
export function* odsParts(head: WorkbookHead, tables: readonly AnyTable[]): Generator<Part> {
  yield { path: 'mimetype', content: MEDIA, isStored: true }
  yield {
    path: 'META-INF/manifest.xml',
    content: `${HEAD}<manifest:manifest xmlns:manifest="${URN}:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="${MEDIA}"/>${['content', 'meta', 'settings', 'styles'].map((name) => `<manifest:file-entry manifest:full-path="${name}.xml" manifest:media-type="text/xml"/>`).join('')}</manifest:manifest>`,
  }
  yield {
    path: 'meta.xml',
    content: `${HEAD}<office:document-meta ${NAMES}><office:meta><dc:title>${xmlText(head.title)}</dc:title><meta:initial-creator>${xmlText(head.author)}</meta:initial-creator><dc:language>fr-FR</dc:language><meta:creation-date>${head.at.slice(0, 19)}</meta:creation-date></office:meta></office:document-meta>`,
  }
  yield {
    path: 'styles.xml',
    content: `${HEAD}<office:document-styles ${NAMES}><office:styles><style:default-style style:family="table-cell"><style:text-properties fo:language="fr" fo:country="FR"/></style:default-style></office:styles></office:document-styles>`,
  }
  yield { path: 'settings.xml', content: settings(tables) }
  yield { path: 'content.xml', content: content(tables) }
}

/** The first row of each sheet stays in sight. */
function settings(tables: readonly AnyTable[]): string {
  const item = (name: string, type: string, value: number | string) =>
    `<config:config-item config:name="${name}" config:type="${type}">${value}</config:config-item>`
  const frozen = tables.map(
    ({ name }) =>
      `<config:config-item-map-entry config:name="${xmlText(name)}">${item('HorizontalSplitMode', 'short', 0)}${item('VerticalSplitMode', 'short', 2)}${item('VerticalSplitPosition', 'int', 1)}${item('ActiveSplitRange', 'short', 2)}${item('PositionTop', 'int', 0)}${item('PositionBottom', 'int', 1)}</config:config-item-map-entry>`,
  )
  return `${HEAD}<office:document-settings ${NAMES}><office:settings><config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>${item('ViewId', 'string', 'view1')}<config:config-item-map-named config:name="Tables">${frozen.join('')}</config:config-item-map-named>${item('ActiveTable', 'string', xmlText(tables[0]?.name ?? ''))}</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set></office:settings></office:document-settings>`
}

async function* content(tables: readonly AnyTable[]): AsyncGenerator<string> {
  yield `${HEAD}<office:document-content ${NAMES}><office:automatic-styles>${styles()}</office:automatic-styles><office:body><office:spreadsheet>`
  const ranges: string[] = []
  for (const table of tables) {
    const name = xmlText(table.name)
    yield `<table:table table:name="${name}">${table.columns.map(({ kind }) => `<table:table-column table:style-name="w${widthOf(kind)}"/>`).join('')}`
    const extent = new Extent()
    for await (const row of sheetRows(table)) {
      extent.next(row)
      const isBold = row.is === 'header' || row.is === 'total'
      const written = `<table:table-row>${row.cells.map((cell, index) => cellXml(cell, columnName(index), isBold)).join('')}</table:table-row>`
      yield row.is === 'header' ? `<table:table-header-rows>${written}</table:table-header-rows>` : written
    }
    yield '</table:table>'
    const last = columnName(table.columns.length - 1)
    ranges.push(
      `<table:database-range table:name="filtre${ranges.length}" table:target-range-address="${rangeOf(table.name, last, extent.filtered)}" table:display-filter-buttons="true"/>`,
    )
  }
  yield `<table:database-ranges>${ranges.join('')}</table:database-ranges></office:spreadsheet></office:body></office:document-content>`
}

function rangeOf(name: string, last: string, number: number): string {
  const sheet = xmlText(`'${name.replaceAll("'", "''")}'`)
  return `${sheet}.A1:${sheet}.${last}${number}`
}

function styles(): string {
  const euros = (name: string, decimals: number) =>
    `<number:number-style style:name="${name}"><number:number number:decimal-places="${decimals}" number:min-decimal-places="${decimals}" number:min-integer-digits="1" number:grouping="true"/></number:number-style>`
  const cell = (name: string, format: string, isBold: boolean) =>
    `<style:style style:name="${name}" style:family="table-cell"${format && ` style:data-style-name="${format}"`}>${isBold ? '<style:text-properties fo:font-weight="bold"/>' : ''}</style:style>`
  const widths = [...new Set((['text', 'code', 'date', 'instant', 'euros', 'shares', 'ratio'] as const).map(widthOf))]
  return [
    euros('n-euros', 2),
    euros('n-shares', 0),
    '<number:percentage-style style:name="n-ratio"><number:number number:decimal-places="4" number:min-decimal-places="4" number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>',
    '<number:date-style style:name="n-date"><number:day number:style="long"/><number:text>/</number:text><number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/></number:date-style>',
    ...['euros', 'shares', 'ratio', 'date'].flatMap((kind) => [
      cell(kind, `n-${kind}`, false),
      cell(`${kind}-bold`, `n-${kind}`, true),
    ]),
    cell('bold', '', true),
    ...widths.map(
      (width) =>
        `<style:style style:name="w${width}" style:family="table-column"><style:table-column-properties style:column-width="${(width * 0.21).toFixed(2)}cm"/></style:style>`,
    ),
  ].join('')
}

function cellXml(cell: Cell, column: string, isBold: boolean): string {
  const bold = isBold ? '-bold' : ''
  switch (cell.is) {
    case 'nothing':
      return '<table:table-cell/>'
    case 'text':
      return `<table:table-cell${isBold ? ' table:style-name="bold"' : ''} office:value-type="string">${paragraphs(cell.text)}</table:table-cell>`
    case 'number':
      return `<table:table-cell table:style-name="${cell.kind}${bold}" ${numberValue(cell)}><text:p>${shown(cell)}</text:p></table:table-cell>`
    case 'date':
      return `<table:table-cell table:style-name="date" office:value-type="date" office:date-value="${cell.date}"><text:p>${frenchShortDate(cell.date)}</text:p></table:table-cell>`
    case 'sum':
      return `<table:table-cell table:style-name="${cell.kind}-bold" table:formula="of:=ROUND(SUM([.${column}2:.${column}${cell.lastRow}]);${PLACES[cell.kind]})" ${numberValue(cell)}><text:p>${shown(cell)}</text:p></table:table-cell>`
  }
}

type NumberCell = Extract<Cell, { is: 'number' | 'sum' }>

function numberValue({ kind, value }: NumberCell): string {
  return `office:value-type="${kind === 'ratio' ? 'percentage' : 'float'}" office:value="${value}"`
}

function shown({ kind, value }: NumberCell): string {
  return kind === 'ratio' ? frenchPercent(value) : frenchNumber(value)
}

// One paragraph a line; and a run of spaces, or a tab, is one space unless it is written as such (part 3, §6.1.2).
function paragraphs(text: string): string {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => {
      const written = xmlText(line)
        .replace(/^ +| {2,}| +$/g, (spaces) => `<text:s text:c="${spaces.length}"/>`)
        .replaceAll('\t', '<text:tab/>')
      return `<text:p>${written}</text:p>`
    })
    .join('')
}
