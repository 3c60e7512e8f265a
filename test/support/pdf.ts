// A PDF, taken apart.
import { inflateSync } from 'node:zlib'

export interface PdfParts {
  /** Everything but what its streams hold, as Latin-1. */
  readonly objects: string
  /** What its streams hold, no longer compressed. */
  readonly streams: readonly Buffer[]
}

export function takeApart(pdf: Buffer): PdfParts {
  const text = pdf.toString('latin1')
  const streams: Buffer[] = []
  let objects = ''
  let end = 0
  for (const { index, 0: head, 1: length } of text.matchAll(/\/Length (\d+)[^>]*?>>\nstream\n/g)) {
    if (index < end) continue // within a stream, by chance
    const start = index + head.length
    const bytes = pdf.subarray(start, start + Number(length))
    objects += text.slice(end, start)
    streams.push(bytes[0] === 0x78 ? inflateSync(bytes) : bytes)
    end = start + bytes.length
  }
  return { objects: objects + text.slice(end), streams }
}
