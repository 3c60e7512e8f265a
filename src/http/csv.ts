import { stringify } from 'csv-stringify/sync'

/** A list's columns in order: their name, and an item's value. */
export type CsvColumns<Item> = Readonly<Record<string, (item: Item) => CsvValue>>

/** Text that people wrote is told from numbers and dates, since only text can hide a formula. */
export type CsvValue = string | number | null | undefined | { readonly text: string | null | undefined }

// What a spreadsheet takes for a formula at the start of a cell (OWASP, "CSV Injection").
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

/** Lines of RFC 4180 CSV, header first. */
export async function* csvOf<Item>(columns: CsvColumns<Item>, items: AsyncIterable<Item>): AsyncGenerator<string> {
  yield line(Object.keys(columns))
  for await (const item of items) {
    yield line(Object.values(columns).map((value) => cell(value(item))))
  }
}

function cell(value: CsvValue): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'object') return String(value)
  const { text } = value
  if (text === null || text === undefined) return ''
  return FORMULA.test(text) ? `'${text}` : text
}

function line(cells: string[]): string {
  // RFC 4180 §2.6: a line break of either kind stands within quotes.
  return stringify([cells], { record_delimiter: 'windows', quoted_match: /[\r\n]/ })
}
