// Office Open XML (ECMA-376) workbooks, sheet by sheet, row by row.
import { type Cell, columnName, PLACES, xmlText } from './cell.ts'
import { type Part, type WorkbookHead, widthOf } from './part.ts'
import { type AnyTable, Extent, sheetRows } from './rows.ts'

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** Indexes in `cellXfs` of the styles below. */
const STYLES = { plain: 0, bold: 1, euros: 2, shares: 3, ratio: 4, date: 5, boldEuros: 6, boldShares: 7, boldRatio: 8 }

/** The files of a workbook. What the workbook says of its sheets comes after them: they tell where they end. */
export function* xlsxParts(head: WorkbookHead, tables: readonly AnyTable[]): Generator<Part> {
  const sheets = tables.map((table, index) => ({ table, number: index + 1, extent: new Extent() }))
  const types = sheets.map(
    ({ number }) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${SHEET}.worksheet+xml"/>`,
  )
  yield {
    path: '[Content_Types].xml',
    content: `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${SHEET}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>${types.join('')}</Types>`,
  }
  yield {
    path: '_rels/.rels',
    content: `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
  }
  yield {
    path: 'docProps/core.xml',
    content: `${HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${xmlText(head.title)}</dc:title><dc:creator>${xmlText(head.author)}</dc:creator><dc:language>fr-FR</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">${head.at.slice(0, 19)}Z</dcterms:created></cp:coreProperties>`,
  }
  yield {
    path: 'xl/_rels/workbook.xml.rels',
    content: `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${sheets.map(({ number }) => `<Relationship Id="rId${number}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${number}.xml"/>`).join('')}<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  }
  yield { path: 'xl/styles.xml', content: styles() }
  for (const { table, number, extent } of sheets) {
    yield { path: `xl/worksheets/sheet${number}.xml`, content: sheet(table, extent) }
  }
  yield { path: 'xl/workbook.xml', content: workbook(sheets) }
}

interface Sheet {
  readonly table: AnyTable
  readonly number: number
  readonly extent: Extent
}

/** Each filter stands here again, as a hidden name: some programs look for it here alone. */
async function* workbook(sheets: readonly Sheet[]): AsyncGenerator<string> {
  const list = sheets.map(
    ({ table, number }) => `<sheet name="${xmlText(table.name)}" sheetId="${number}" r:id="rId${number}"/>`,
  )
  const filters = sheets.map(({ table: { name, columns }, extent }, index) => {
    const range = `'${name.replaceAll("'", "''")}'!$A$1:$${columnName(columns.length - 1)}$${extent.filtered}`
    return `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${xmlText(range)}</definedName>`
  })
  yield `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><bookViews><workbookView/></bookViews><sheets>${list.join('')}</sheets><definedNames>${filters.join('')}</definedNames><calcPr calcId="0" fullCalcOnLoad="1"/></workbook>`
}

function styles(): string {
  const xf = (format: number, font: number, wrap = false) =>
    `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"${wrap ? ' applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>' : '/>'}`
  // 4 is #,##0.00 and 3 is #,##0: built in, written as the reader's country does.
  const formats = [xf(0, 0), xf(0, 1, true), xf(4, 0), xf(3, 0), xf(165, 0), xf(164, 0), xf(4, 1), xf(3, 1), xf(165, 1)]
  return `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="0.0000%"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="${formats.length}">${formats.join('')}</cellXfs></styleSheet>`
}

async function* sheet(table: AnyTable, extent: Extent): AsyncGenerator<string> {
  const widths = table.columns.map(
    ({ kind }, index) => `<col min="${index + 1}" max="${index + 1}" width="${widthOf(kind)}" customWidth="1"/>`,
  )
  yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData>`
  for await (const row of sheetRows(table)) {
    const number = extent.next(row)
    const isBold = row.is === 'header' || row.is === 'total'
    yield `<row r="${number}">${row.cells.map((cell, index) => cellXml(cell, `${columnName(index)}${number}`, columnName(index), isBold)).join('')}</row>`
  }
  yield `</sheetData><autoFilter ref="A1:${columnName(table.columns.length - 1)}${extent.filtered}"/></worksheet>`
}

function cellXml(cell: Cell, place: string, column: string, isBold: boolean): string {
  switch (cell.is) {
    case 'nothing':
      return ''
    case 'text':
      return `<c r="${place}" t="inlineStr" s="${isBold ? STYLES.bold : STYLES.plain}"><is>${inlineText(cell.text)}</is></c>`
    case 'number':
      return `<c r="${place}" s="${STYLES[cell.kind]}"><v>${cell.value}</v></c>`
    case 'date':
      return `<c r="${place}" s="${STYLES.date}"><v>${serial(cell.date)}</v></c>`
    case 'sum': {
      const style = { euros: STYLES.boldEuros, shares: STYLES.boldShares, ratio: STYLES.boldRatio }[cell.kind]
      return `<c r="${place}" s="${style}"><f>ROUND(SUM(${column}2:${column}${cell.lastRow}),${PLACES[cell.kind]})</f><v>${cell.value}</v></c>`
    }
  }
}

/**
 * `_x0041_` would be read as the letter A (part 1, §22.9.2.19), and not every program knows how to escape it: in two runs
 * it is only what it is.
 */
function inlineText(text: string): string {
  const runs = text.replace(/\r\n?/g, '\n').split(/(?<=_)(?=x[0-9a-f]{4}_)/i)
  const written = runs.map((run) => `<t xml:space="preserve">${xmlText(run)}</t>`)
  return written.length === 1 ? written.join('') : written.map((run) => `<r>${run}</r>`).join('')
}

/** Days since 30 December 1899, as spreadsheets count them. */
function serial(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000 + 25_569
}
