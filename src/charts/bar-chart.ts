import { COLOURS, cut, type Drawing, INK, LINE, place, type Shape } from './drawing.ts'

export interface Bar {
  readonly label: string
  /** A decimal; its bar is that long. */
  readonly value: string
  /** The figure as it reads. */
  readonly text: string
}

const WIDTH = 640
const ROW = 44
const TOP = 8
const LABEL_LETTERS = 60

/** Horizontal bars, each under its label, with its figure at the end. Negative figures go to the left of the zero line. */
export function barChart({ title, bars }: { readonly title: string; readonly bars: readonly Bar[] }): Drawing {
  const values = bars.map(({ value }) => Number(value))
  const most = Math.max(0, ...values)
  const least = Math.min(0, ...values)
  // The figures stand beside their bars: some of the width is theirs.
  const room = WIDTH - 150
  const scale = most - least === 0 ? 0 : room / (most - least)
  const zero = place(-least * scale)
  const height = TOP * 2 + bars.length * ROW
  const shapes = bars.flatMap(({ label, text }, index): Shape[] => {
    const value = values[index] ?? 0
    const y = TOP + index * ROW
    const length = place(Math.abs(value) * scale)
    const x = value < 0 ? zero - length : zero
    return [
      { is: 'text', x: zero, y: y + 13, size: 13, anchor: 'start', fill: INK, text: cut(label, LABEL_LETTERS) },
      { is: 'rect', x: place(x), y: y + 19, width: Math.max(length, 1), height: 16, fill: COLOURS[0] },
      { is: 'text', x: place(Math.max(x + length, zero) + 6), y: y + 32, size: 13, anchor: 'start', fill: INK, text },
    ]
  })
  const axis: Shape = {
    is: 'line',
    points: [
      [zero, 0],
      [zero, height],
    ],
    stroke: LINE,
    width: 1,
  }
  const description = bars.map(({ label, text }) => `${label} : ${text}`).join(' ; ')
  return { width: WIDTH, height, title, description, shapes: [axis, ...shapes] }
}
