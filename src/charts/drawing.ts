// A chart as a list of plain shapes: the SVG of a page and the PDF of a dossier draw the same list.

/** Across and down from the top left corner, in units of the drawing. */
export type Point = readonly [x: number, y: number]

export type Shape =
  | {
      readonly shape: 'rect'
      readonly at: Point
      readonly width: number
      readonly height: number
      readonly fill: string
    }
  | { readonly shape: 'circle'; readonly at: Point; readonly radius: number; readonly fill: string }
  | { readonly shape: 'polygon'; readonly points: readonly Point[]; readonly fill: string }
  | {
      readonly shape: 'polyline'
      readonly points: readonly Point[]
      readonly stroke: string
      readonly width: number
      /** Lengths of strokes and gaps in turn; none for an unbroken line. */
      readonly dash?: readonly number[]
    }
  | {
      readonly shape: 'text'
      /** Where its base line begins, has its middle, or ends. */
      readonly at: Point
      readonly anchor: 'start' | 'middle' | 'end'
      readonly text: string
      readonly size: number
      readonly fill: string
      readonly bold?: boolean
    }

export interface Drawing {
  /** Its name; it stands above the drawing, not in it. */
  readonly title: string
  /** What it shows, for those who do not see it. */
  readonly description: string
  readonly width: number
  readonly height: number
  readonly shapes: readonly Shape[]
}

/** Each has a contrast of 4.5 or more on white (WCAG 2.2, 1.4.3), but for the lines of the grid, which carry nothing. */
export const INK = { text: '#1f2430', quiet: '#555d6b', grid: '#d9dde3' }

export const WIDTH = 640
export const TEXT_SIZE = 12

/** What is drawn where there is nothing to show. */
export function emptyDrawing(title: string): Drawing {
  const said = 'Aucune donnée à cette date.'
  const text: Shape = {
    shape: 'text',
    at: [0, 22],
    anchor: 'start',
    text: said,
    size: TEXT_SIZE,
    fill: INK.quiet,
  }
  return { title, description: said, width: WIDTH, height: 32, shapes: [text] }
}

const characters = new Intl.Segmenter('fr', { granularity: 'grapheme' })

/** The text, or as much of it as fits the width with `…` at its end: a chart shows that it cut something. */
export function cut(text: string, width: number, size: number): string {
  const room = width / size
  let used = 0
  let kept = ''
  for (const { segment } of characters.segment(text)) {
    used += widthOf(segment)
    // What ends with this character fits whole, or leaves room for the sign that it was cut.
    if (used > room) return `${kept.trimEnd()}…`
    if (used <= room - 1) kept += segment
  }
  return text
}

// In ems, as wide as DejaVu Sans draws it, which is wider than the fonts that pages are usually read in.
function widthOf(character: string): number {
  if (/^[\p{M}\p{Cf}]+$/u.test(character)) return 0
  if (/[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}]/u.test(character))
    return 1.2
  if (/^[\siljftr.,;:!'’()|[\]-]/.test(character)) return 0.42
  if (/^[mwMWŒœÆæ@%—…&]/.test(character)) return 1
  return /^\p{Lu}/u.test(character) ? 0.76 : 0.64
}
