import { cut, type Drawing, emptyDrawing, INK, type Shape, TEXT_SIZE, WIDTH } from './drawing.ts'

export interface Bar {
  readonly label: string
  /** A decimal, which only sets the length of the bar. */
  readonly value: string
  /** The same as it is read: `1 234,50 €`. */
  readonly text: string
}

const TOP = 4
const ROW = 42
const BAR_HEIGHT = 11
const FILL = '#1b3f8b'
// A loss shows by its side of the line and by its sign, and only then by its colour.
const FILL_BELOW = '#a33a00'

/**
 * Horizontal bars, one a row, with name and figure above each: what names hardly leave room for stands on a line of its
 * own. A long name is cut with `…`; the whole of it stands in the table beside.
 */
export function barChart({ title, bars }: { title: string; bars: readonly Bar[] }): Drawing {
  if (bars.length === 0) return emptyDrawing(title)
  const values = bars.map(({ value }) => Number(value))
  const least = Math.min(0, ...values)
  const span = Math.max(0, ...values) - least
  const scale = span === 0 ? 0 : (WIDTH - 1) / span
  const zero = -least * scale
  const height = TOP + bars.length * ROW
  const shapes = bars.flatMap(({ label, text }, index): Shape[] => {
    const value = values[index] as number
    const y = TOP + index * ROW
    const length = Math.abs(value) * scale
    const room = WIDTH - (text.length + 2) * TEXT_SIZE * 0.64
    return [
      {
        shape: 'text',
        at: [0, y + TEXT_SIZE],
        anchor: 'start',
        text: cut(label, room, TEXT_SIZE),
        size: TEXT_SIZE,
        fill: INK.text,
      },
      { shape: 'text', at: [WIDTH, y + TEXT_SIZE], anchor: 'end', text, size: TEXT_SIZE, fill: INK.text, bold: true },
      {
        shape: 'rect',
        at: [value < 0 ? zero - length : zero, y + 19],
        width: length,
        height: BAR_HEIGHT,
        fill: value < 0 ? FILL_BELOW : FILL,
      },
      { shape: 'rect', at: [zero, y + 17], width: 1, height: BAR_HEIGHT + 4, fill: INK.quiet },
    ]
  })
  return {
    title,
    description: bars.map(({ label, text }) => `${cut(label, 400, TEXT_SIZE)}\u00a0: ${text}`).join('\u00a0; '),
    width: WIDTH,
    height,
    shapes,
  }
}
