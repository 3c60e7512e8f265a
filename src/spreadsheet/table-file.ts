import { csvOf } from '../http/csv.ts'
import { type Chunks, CSV, type Opening } from '../http/download.ts'
import { startOf } from '../http/rows.ts'
import { csvColumnsOf, type Table } from '../http/table.ts'
import { Failure } from '../values/failure.ts'
import { spreadsheetOf, XLSX } from './spreadsheet.ts'

/** The forms of a file that is one table. */
export const TABLE_FORMATS = { csv: CSV, xlsx: XLSX } as const

/**
 * A file of one table, as CSV or XLSX.
 *
 * @throws Failure `nothing_to_export` where it would have no row
 */
export async function tableFile<Row>(
  { query, moment }: Pick<Opening<unknown>, 'query' | 'moment'>,
  head: { readonly title: string; readonly author: string },
  table: Table<Row>,
): Promise<Chunks> {
  const { isEmpty, rows } = await startOf(table.rows)
  if (isEmpty) throw new Failure('nothing_to_export', {})
  if (query.format !== 'xlsx') return csvOf(csvColumnsOf(table.columns), rows, query.dialect)
  return spreadsheetOf('xlsx', { ...head, at: moment.knownAt }, [{ ...table, rows }])
}
