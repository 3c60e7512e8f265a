import type { Column, Table } from '../http/table.ts'
import { Decimal, ZERO } from '../values/amount.ts'
import { type Cell, cellOf, isExact, NOTHING, type NumberKind, PLACES } from './cell.ts'

// biome-ignore lint/suspicious/noExplicitAny: a workbook holds tables of any rows
export type AnyTable = Table<any>

export interface SheetRow {
  readonly cells: readonly Cell[]
  readonly is: 'header' | 'data' | 'total' | 'remark'
}

/** Rows of a sheet, in both formats as programs read them. */
const SHEET_ROWS = 1_048_576

/** The rows of a sheet: its headers, its rows, and what they come to. One that is full says so, and gives no total. */
export async function* sheetRows(table: AnyTable, limit = SHEET_ROWS): AsyncGenerator<SheetRow> {
  const { columns } = table
  yield { cells: columns.map(({ header }) => textCell(header)), is: 'header' }
  const sums = columns.map(({ isSummed }) => (isSummed ? new Sum() : undefined))
  let lastRow = 1
  for await (const row of table.rows) {
    if (lastRow === limit - 1) {
      yield { cells: [textCell('La suite ne tient pas dans une feuille : elle est dans l’export CSV.')], is: 'remark' }
      return
    }
    lastRow += 1
    const values = columns.map(({ value }) => value(row))
    for (const [index, sum] of sums.entries()) sum?.add(values[index])
    yield { cells: columns.map(({ kind }, index) => cellOf(kind, values[index])), is: 'data' }
  }
  if (lastRow === 1) yield { cells: [textCell(table.empty)], is: 'remark' }
  else if (sums.some(Boolean)) yield { cells: totals(columns, sums, lastRow), is: 'total' }
}

function textCell(text: string): Cell {
  return { is: 'text', text }
}

function totals(columns: AnyTable['columns'], sums: readonly (Sum | undefined)[], lastRow: number): Cell[] {
  const cells = columns.map((column, index) => sums[index]?.cell(column, lastRow) ?? NOTHING)
  const isWritten = cells.some(({ is }) => is === 'text')
  const label = isWritten ? 'Total (en texte là où aucun nombre ne le garde exact)' : 'Total'
  return cells.map((cell, index) => (index === 0 && cell.is === 'nothing' ? textCell(label) : cell))
}

/** An exact sum beside the formula: what the cell shows before anything is recomputed. */
class Sum {
  #total: Decimal = ZERO
  /** What a spreadsheet comes to, which adds binary fractions. */
  #asComputed = 0
  #hasText = false

  add(value: string | number | null | undefined): void {
    if (value === null || value === undefined || value === '') return
    this.#total = this.#total.plus(value)
    this.#asComputed += Number(value)
    this.#hasText ||= !isExact(String(value))
  }

  /** A formula passes over text, and drifts over large numbers: where it would not be exact, the sum is written out. */
  cell({ kind }: Column<unknown>, lastRow: number): Cell {
    if (!isNumber(kind)) throw new Error(`${kind} has no sum`)
    const places = PLACES[kind]
    const value = this.#total.toFixed(places)
    const isComputed = new Decimal(this.#asComputed).toDecimalPlaces(places).equals(this.#total)
    if (this.#hasText || !isExact(value) || !isComputed) return textCell(value)
    return { is: 'sum', value, kind, lastRow }
  }
}

function isNumber(kind: Column<unknown>['kind']): kind is NumberKind {
  return kind in PLACES
}

/** Where the filter of a sheet ends, totals left out: with the last row of data, or with the remark that there is none. */
export class Extent {
  number = 0
  filtered = 2

  /** Counts a row. */
  next({ is }: SheetRow): number {
    this.number += 1
    if (is === 'data') this.filtered = this.number
    return this.number
  }
}
