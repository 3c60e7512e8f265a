import type { Column, Table } from '../http/table.ts'
import { type Decimal, ZERO } from '../values/amount.ts'
import { type Cell, cellOf, isExact, NOTHING } from './cell.ts'

// biome-ignore lint/suspicious/noExplicitAny: a workbook holds tables of any rows
export type AnyTable = Table<any>

/** The rows of a sheet: its headers, its rows, and what they come to. */
export async function* sheetRows(table: AnyTable): AsyncGenerator<{ cells: Cell[]; isBold: boolean }> {
  const { columns } = table
  yield { cells: columns.map(({ header }) => ({ is: 'text', text: header })), isBold: true }
  const sums = columns.map(({ isSummed }) => (isSummed ? new Sum() : undefined))
  let lastRow = 1
  for await (const row of table.rows) {
    lastRow += 1
    const values = columns.map(({ value }) => value(row))
    for (const [index, sum] of sums.entries()) sum?.add(values[index])
    yield { cells: columns.map(({ kind }, index) => cellOf(kind, values[index])), isBold: false }
  }
  if (lastRow === 1) yield { cells: [{ is: 'text', text: table.empty }], isBold: false }
  else if (sums.some(Boolean)) yield { cells: totals(columns, sums, lastRow), isBold: true }
}

function totals(columns: AnyTable['columns'], sums: readonly (Sum | undefined)[], lastRow: number): Cell[] {
  return columns.map((column, index) => {
    const sum = sums[index]
    if (sum) return sum.cell(column, lastRow)
    return index === 0 ? { is: 'text', text: 'Total' } : NOTHING
  })
}

/** An exact sum beside the formula: what the cell shows before anything is recomputed. */
class Sum {
  #total: Decimal = ZERO
  #hasText = false

  add(value: string | number | null | undefined): void {
    if (value === null || value === undefined || value === '') return
    this.#total = this.#total.plus(value)
    this.#hasText ||= !isExact(String(value))
  }

  /** A formula passes over text: where a number had too many digits to be one, the sum is written out. */
  cell({ kind }: Column<unknown>, lastRow: number): Cell {
    if (kind !== 'euros' && kind !== 'shares' && kind !== 'ratio') throw new Error(`${kind} has no sum`)
    const value = this.#total.toFixed({ euros: 2, shares: 0, ratio: 6 }[kind])
    if (this.#hasText || !isExact(value)) return { is: 'text', text: value }
    return { is: 'sum', value, kind, lastRow }
  }
}
