import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'

/** A list's columns in order: their name, and an item's value. */
export type CsvColumns<Item> = Readonly<Record<string, (item: Item) => CsvValue>>

/** Text that people wrote is told from numbers and dates, since only text can hide a formula. */
export type CsvValue = string | number | null | undefined | { readonly text: string | null | undefined }

export const DIALECTS = ['rfc4180', 'fr'] as const
export type Dialect = (typeof DIALECTS)[number]

/** The query of whatever may answer CSV. */
export const dialectQuery = {
  dialect: z
    .enum(DIALECTS, `must be one of ${DIALECTS.join(', ')}`)
    .optional()
    .meta({
      description:
        'How CSV is written: as RFC 4180 (default), or for French spreadsheets: `;`, decimal comma, byte order mark.',
      examples: ['fr'],
    }),
}

// What a spreadsheet takes for a formula at the start of a cell (OWASP, "CSV Injection").
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/
// The same where another separator than ours would begin a cell: many programs guess, or take several.
const FORMULA_WITHIN = /(?<!^)([;,\t\n]["']?)(?=[=+\-@＝＋－＠])/g
const DECIMAL = /^-?\d+\.\d+$/
const BYTE_ORDER_MARK = '\ufeff'

/** Lines of CSV, header first. */
export async function* csvOf<Item>(
  columns: CsvColumns<Item>,
  items: AsyncIterable<Item> | Iterable<Item>,
  dialect: Dialect = 'rfc4180',
): AsyncGenerator<string> {
  yield (dialect === 'fr' ? BYTE_ORDER_MARK : '') + line(Object.keys(columns), dialect)
  for await (const item of items) {
    const cells = Object.values(columns).map((value) => cell(value(item), dialect))
    yield line(cells, dialect)
  }
}

/** Text that no spreadsheet takes for a formula. */
function harmless(text: string): string {
  const within = text.replace(FORMULA_WITHIN, "$1'")
  return FORMULA.test(text) ? `'${within}` : within
}

function cell(value: CsvValue, dialect: Dialect): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'object') return number(String(value), dialect)
  return value.text === null || value.text === undefined ? '' : harmless(value.text)
}

// What is no text of people's and looks like a decimal is one: dates, codes and ids have no point.
function number(value: string, dialect: Dialect): string {
  return dialect === 'fr' && DECIMAL.test(value) ? value.replace('.', ',') : value
}

function line(cells: string[], dialect: Dialect): string {
  // RFC 4180 §2.6: a line break of either kind stands within quotes.
  const delimiter = dialect === 'fr' ? ';' : ','
  return stringify([cells], { delimiter, record_delimiter: 'windows', quoted_match: /[\r\n]/ })
}
