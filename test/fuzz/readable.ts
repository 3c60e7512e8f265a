// What a file says, where an answer is one. Its compressed bytes are not its words: by chance, they hold any four letters.
import { strFromU8, unzipSync } from 'fflate'
import { takeApart } from '../support/pdf.ts'

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
 * Its objects as they are written, and what its streams hold, fonts and what else is no text apart. What a string escapes
 * (ISO 32000-2, 7.3.4.2) is as it was sent.
 */
function inPdf(bytes: Buffer): string {
  const { objects, streams } = takeApart(bytes)
  const texts = streams.map((stream) => stream.toString('latin1')).filter(isText)
  return [objects, ...texts].join('\n').replace(/\\([()\\])/g, '$1')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they tell what is no text
const CONTROLS = /[\x00-\x08\x0e-\x1f]/

function isText(stream: string): boolean {
  return !CONTROLS.test(stream)
}
