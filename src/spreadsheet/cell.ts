// What stands in a cell, whichever format it is written in.
import type { Kind } from '../http/table.ts'
import { Decimal } from '../values/amount.ts'

export type NumberKind = 'euros' | 'shares' | 'ratio'

export type Cell =
  | { readonly is: 'nothing' }
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'number'; readonly value: string; readonly kind: NumberKind }
  | { readonly is: 'date'; readonly date: string }
  | {
      readonly is: 'sum'
      readonly value: string
      readonly kind: NumberKind
      readonly lastRow: number
    }

export const NOTHING: Cell = { is: 'nothing' }

/** The decimals that each kind of number has. */
export const PLACES = { euros: 2, shares: 0, ratio: 6 } as const

/** A spreadsheet keeps that many digits of a number: one that has more stands as text, whole. */
const DIGITS = 15
/** Excel counts a 29 February 1900 that never was: what is before it would be a day off. */
const FIRST_DATE = '1900-03-01'

/** The cell of a value. */
export function cellOf(kind: Kind, value: string | number | null | undefined): Cell {
  if (value === null || value === undefined || value === '') return NOTHING
  const text = String(value)
  switch (kind) {
    case 'euros':
    case 'shares':
    case 'ratio':
      return isExact(text) ? { is: 'number', value: text, kind } : { is: 'text', text }
    case 'date':
      return text < FIRST_DATE ? { is: 'text', text } : { is: 'date', date: text }
    default:
      return { is: 'text', text }
  }
}

/** A decimal that a spreadsheet keeps to the last digit. */
export function isExact(decimal: string): boolean {
  return new Decimal(decimal).precision() <= DIGITS
}

/** The name of a column: 0 is A, 26 is AA. */
export function columnName(index: number): string {
  const rest = String.fromCharCode(65 + (index % 26))
  return index < 26 ? rest : columnName(Math.floor(index / 26) - 1) + rest
}

/** Text within XML 1.0: what no document may hold is left out (§2.2), what means something is written as a reference. */
export function xmlText(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 forbids
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`)
  )
}
