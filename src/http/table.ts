// A table as data: each document declares its columns once, and is written from them as CSV, XLSX or ODS.
import type { CsvColumns } from './csv.ts'

/**
 * `text` is what people wrote, `code` a name or number of ours (ids, accounts); dates are `YYYY-MM-DD`, instants RFC 3339,
 * euros decimals of two places, shares whole, ratios decimals of six places.
 */
export type Kind = 'text' | 'code' | 'date' | 'instant' | 'euros' | 'shares' | 'ratio'

export interface Column<Row> {
  readonly header: string
  readonly kind: Kind
  /** null or empty: nothing stands there. */
  readonly value: (row: Row) => string | number | null | undefined
  /** The last row of a spreadsheet adds it up. */
  readonly isSummed?: boolean
}

export interface Table<Row> {
  /** Of the sheet: at most 31 characters, none of []*?:/\. */
  readonly name: string
  readonly columns: readonly Column<Row>[]
  readonly rows: AsyncIterable<Row>
  /** What is said where there is no row. */
  readonly empty: string
}

/** The same columns as CSV. */
export function csvColumnsOf<Row>(columns: readonly Column<Row>[]): CsvColumns<Row> {
  return Object.fromEntries(
    columns.map(({ header, kind, value }) => [
      header,
      (row: Row) => {
        const cell = value(row)
        return kind === 'text' ? { text: cell === null || cell === undefined ? null : String(cell) } : cell
      },
    ]),
  )
}
