import { INK } from '../charts/drawing.ts'
import { CONTENT_WIDTH, PAGE, type Pen, SIZES, type Style } from './pen.ts'

export interface Column<Row> {
  readonly header: string
  /** Its part of the width, against the others'. */
  readonly share: number
  /** Figures stand at the right, on one line. */
  readonly isFigure?: boolean
  /** null: nothing is known. */
  readonly cell: (row: Row) => string | null
}

export interface Table<Row> {
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  /** What stands there instead of a table without rows. */
  readonly empty: string
  /** The last row, that of totals, stands out. */
  readonly hasTotal?: boolean
}

const PADDING = 4
const NOTHING = '–'

interface Cell {
  readonly text: string
  readonly x: number
  readonly width: number
  readonly style: Style & { readonly size: number; readonly weight: 'regular' | 'bold' }
}

/** A table whose first cell names its row; where it goes on to another page, its heads stand there again. */
export function drawTable<Row>(pen: Pen, { caption, columns, rows, empty, hasTotal = false }: Table<Row>): void {
  if (rows.length === 0) {
    pen.paragraph(empty, { colour: INK.quiet })
    return
  }
  const whole = columns.reduce((sum, { share }) => sum + share, 0)
  const widths = columns.map(({ share }) => (share / whole) * CONTENT_WIDTH)
  const cellsOf = (texts: readonly (string | null)[], weight: 'regular' | 'bold', colour: string): Cell[] => {
    let x = PAGE.left
    return columns.map(({ isFigure = false }, index) => {
      const width = widths[index] as number
      const text = texts[index] ?? NOTHING
      const size = isFigure ? fitting(pen, text, width - PADDING * 2, weight) : SIZES.table
      const cell: Cell = {
        text,
        x: x + PADDING,
        width: width - PADDING * 2,
        style: { size, weight, colour, align: isFigure ? 'right' : 'left' },
      }
      x += width
      return cell
    })
  }
  const heads = cellsOf(
    columns.map(({ header }) => header),
    'bold',
    INK.quiet,
  )
  const headHeight = heightOf(pen, heads)
  pen.room(headHeight + 50)
  const table = pen.open('Table')
  table.add(pen.doc.struct('Caption', {}, [() => pen.write(caption, { size: SIZES.small, colour: INK.quiet })]))
  pen.doc.y += 2
  drawRow(pen, table, heads, headHeight, () => 'Column')
  for (const [index, row] of rows.entries()) {
    const isTotal = hasTotal && index === rows.length - 1
    const cells = cellsOf(
      columns.map(({ cell }) => cell(row)),
      isTotal ? 'bold' : 'regular',
      INK.text,
    )
    const height = heightOf(pen, cells)
    if (!pen.room(height)) pen.artifact('Pagination', () => drawHeads(pen, heads, headHeight))
    drawRow(pen, table, cells, height, (column) => (column === 0 ? 'Row' : undefined))
  }
  table.end()
  pen.doc.x = PAGE.left
  pen.doc.y += 10
}

function drawRow(
  pen: Pen,
  table: ReturnType<Pen['open']>,
  cells: readonly Cell[],
  height: number,
  scopeOf: (column: number) => 'Column' | 'Row' | undefined,
): void {
  const top = pen.doc.y
  const row = pen.doc.struct('TR')
  table.add(row)
  for (const [column, cell] of cells.entries()) {
    const scope = scopeOf(column)
    const draw = () => {
      pen.doc.y = top + PADDING
      pen.write(cell.text, { ...cell.style, x: cell.x, width: cell.width })
    }
    row.add(pen.doc.struct(scope ? 'TH' : 'TD', (scope ? { scope } : {}) as never, [draw]))
  }
  row.end()
  rule(pen, top + height, scopeOf(1) === 'Column' ? INK.quiet : INK.grid)
}

function drawHeads(pen: Pen, heads: readonly Cell[], height: number): void {
  const top = pen.doc.y
  for (const head of heads) {
    pen.doc.y = top + PADDING
    pen.write(head.text, { ...head.style, x: head.x, width: head.width })
  }
  const y = top + height
  pen.doc
    .moveTo(PAGE.left, y)
    .lineTo(PAGE.left + CONTENT_WIDTH, y)
    .lineWidth(0.5)
    .stroke(INK.quiet)
  pen.doc.y = y
}

function rule(pen: Pen, y: number, colour: string): void {
  pen.artifact('Layout', () =>
    pen.doc
      .moveTo(PAGE.left, y)
      .lineTo(PAGE.left + CONTENT_WIDTH, y)
      .lineWidth(0.5)
      .stroke(colour),
  )
  pen.doc.y = y
}

function heightOf(pen: Pen, cells: readonly Cell[]): number {
  const heights = cells.map(({ text, width, style }) => pen.heightOf(text, width, style.size, style.weight))
  return Math.max(...heights) + PADDING * 2
}

// A figure is never broken: one that is too wide is set smaller. A head may be wrapped at its spaces.
function fitting(pen: Pen, text: string, width: number, weight: 'regular' | 'bold'): number {
  const widest = Math.max(...text.split(' ').map((word) => pen.widthOf(word, SIZES.table, weight)))
  return widest <= width ? SIZES.table : (SIZES.table * width) / widest - 0.01
}
