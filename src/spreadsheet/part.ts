// What both formats are made of: files in an archive, with the same head.
import type { Kind } from '../http/table.ts'

export interface WorkbookHead {
  readonly title: string
  readonly author: string
  /** The instant that the workbook bears: what it shows was known then, so that the same facts give the same bytes. */
  readonly at: string
}

/** One file of the archive. */
export interface Part {
  readonly path: string
  readonly content: string | AsyncGenerator<string>
  readonly isStored?: boolean
}

/** The width of a column, in digits. */
export function widthOf(kind: Kind): number {
  return { text: 34, code: 22, date: 12, instant: 30, euros: 18, shares: 12, ratio: 12 }[kind]
}
