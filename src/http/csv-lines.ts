// A body of CSV, read line by line without holding other requests up.
import { setImmediate as others } from 'node:timers/promises'
import { type CsvError, parse } from 'csv-parse'
import { Failure } from '../values/failure.ts'

/** A record, by its columns; a cell that is empty is left out. Lines are counted from 1, the header's. */
export interface CsvLine {
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
}

const CHARACTERS_AT_ONCE = 65_536

/**
 * Reads CSV (RFC 4180) whose first line names its columns; a byte order mark and empty lines are passed over.
 *
 * @param columns all there may be, each at most once
 * @param mostLines beside the header
 * @throws Failure `unreadable_body` when it is no CSV, `invalid_input` when a column is unknown or there twice, or there are
 *   no lines or too many
 */
export async function readCsvLines(
  text: string,
  columns: ReadonlySet<string>,
  mostLines: number,
): Promise<readonly CsvLine[]> {
  const lines: CsvLine[] = []
  const parser = parse({ bom: true, info: true, skip_empty_lines: true, max_record_size: CHARACTERS_AT_ONCE })
  let header: readonly string[] | undefined
  let failure: Failure | undefined
  parser.on('error', (error: CsvError) => {
    failure ??= new Failure('unreadable_body', { because: 'csv', line: Number(error.lines ?? 1) })
  })
  parser.on('data', ({ record, info }: { record: string[]; info: { lines: number } }) => {
    if (header) lines.push({ line: info.lines - breaksIn(record), cells: cellsOf(header, record) })
    else header = record
  })
  for (let start = 0; start < text.length && !failure && lines.length <= mostLines; start += CHARACTERS_AT_ONCE) {
    parser.write(text.slice(start, start + CHARACTERS_AT_ONCE))
    await others()
  }
  if (!failure && lines.length <= mostLines) {
    const ended = new Promise((resolve) => parser.once('end', resolve).once('error', resolve))
    parser.end()
    await ended
  }
  parser.destroy()
  if (failure) throw failure
  refuseHeader(header ?? [], columns)
  if (lines.length === 0) refuse('line 2', 'must be there: a line below the names of the columns')
  if (lines.length > mostLines)
    refuse(`line ${lines[mostLines]?.line}`, `must not be there: at most ${mostLines} lines`)
  return lines
}

function refuseHeader(header: readonly string[], columns: ReadonlySet<string>): void {
  const errors = header.flatMap((name, index) => {
    const pointer = `line 1, ${name.slice(0, 100)}`
    if (!columns.has(name)) return [{ pointer, detail: 'is not a field of this request: leave it out' }]
    return header.indexOf(name) < index ? [{ pointer, detail: 'is there already: leave it out' }] : []
  })
  if (errors.length > 0) throw new Failure('invalid_input', { errors: errors.slice(0, 100) })
}

function refuse(pointer: string, detail: string): never {
  throw new Failure('invalid_input', { errors: [{ pointer, detail }] })
}

function cellsOf(header: readonly string[], record: readonly string[]): Record<string, string> {
  return Object.fromEntries(header.flatMap((name, index) => (record[index] ? [[name, record[index]]] : [])))
}

/** A record is where it begins, though cells of it may go on for several lines. */
function breaksIn(record: readonly string[]): number {
  return record.reduce((breaks, cell) => breaks + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0)
}
