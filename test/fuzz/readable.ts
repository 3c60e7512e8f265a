// What a file says, where an answer is one. Its compressed bytes are not its words: by chance, they hold any four letters.
import { inflateSync } from 'node:zlib'
import { strFromU8, unzipSync } from 'fflate'

/** An answer's words: its own where it is text, those inside where it is a PDF, or an archive (XLSX, ODS). */
export function readable(type: string, bytes: Buffer): string {
  if (bytes.length === 0) return ''
  if (type.startsWith('application/pdf')) return inPdf(bytes)
  if (/^application\/vnd\.(openxmlformats|oasis)/.test(type)) return inArchive(bytes)
  return bytes.toString()
}

function inArchive(bytes: Buffer): string {
  return Object.entries(unzipSync(bytes))
    .map(([name, content]) => `${name}\n${strFromU8(content)}`)
    .join('\n')
}

/**
 * Its objects as they are written, and the content of its streams: fonts and what else is no text apart. Its lines end with
 * a line feed alone: a carriage return before that of `endstream` is the stream's own. What a string escapes (ISO 32000-2, 7.3.4.2) is as it was
 * sent.
 */
function inPdf(bytes: Buffer): string {
  const streams: string[] = []
  const objects = bytes.toString('latin1').replace(/stream\n([\s\S]*?)\nendstream/g, (_, raw: string) => {
    const stream = Buffer.from(raw, 'latin1')
    streams.push((stream[0] === 0x78 ? inflateSync(stream) : stream).toString('latin1'))
    return ''
  })
  return [objects, ...streams.filter(isText)].join('\n').replace(/\\([()\\])/g, '$1')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they tell what is no text
const CONTROLS = /[\x00-\x08\x0e-\x1f]/

function isText(stream: string): boolean {
  return !CONTROLS.test(stream)
}
