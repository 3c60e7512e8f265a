// Workbooks for spreadsheets, streamed: each sheet is compressed while its rows are read, and none is held.
import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { Format } from '../http/download.ts'
import { odsParts } from './ods.ts'
import type { WorkbookHead } from './part.ts'
import type { AnyTable } from './rows.ts'
import { xlsxParts } from './xlsx.ts'

export const XLSX: Format = {
  media: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  extension: 'xlsx',
}
export const ODS: Format = { media: 'application/vnd.oasis.opendocument.spreadsheet', extension: 'ods' }

/**
 * A workbook of some tables, a sheet each, in chunks of bytes.
 *
 * @throws whatever the rows of a table throw
 */
export async function* spreadsheetOf(
  format: 'xlsx' | 'ods',
  head: WorkbookHead,
  tables: readonly AnyTable[],
): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  const sheets: Readable[] = []
  const options = { mtime: new Date(head.at), forceDosTimestamp: true }
  for (const { path, content, isStored } of (format === 'xlsx' ? xlsxParts : odsParts)(head, tables)) {
    if (typeof content === 'string') zip.addBuffer(Buffer.from(content), path, { ...options, compress: !isStored })
    else {
      const sheet = Readable.from(inChunks(content), { objectMode: false })
      // The archive does not listen: rows that fail would end the process.
      sheet.on('error', (error) => output.destroy(error))
      sheets.push(sheet)
      zip.addReadStream(sheet, path, options)
    }
  }
  zip.end()
  zip.on('error', (error) => output.destroy(error))
  try {
    yield* output
  } finally {
    // Who has stopped reading wants no more rows read.
    for (const sheet of sheets) sheet.destroy()
  }
}

const CHUNK_LETTERS = 16_384

/** Rows are short, and each chunk costs a turn of the event loop. */
async function* inChunks(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = ''
  for await (const line of lines) {
    chunk += line
    if (chunk.length < CHUNK_LETTERS) continue
    yield chunk
    chunk = ''
  }
  yield chunk
}
