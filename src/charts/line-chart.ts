import { frenchEuros, frenchNumber, frenchShortDate } from '../french/format.ts'
import { COLOURS, cut, type Drawing, INK, LINE, place, QUIET, type Shape } from './drawing.ts'

export interface Point {
  readonly at: string
  /** Euros, a decimal. */
  readonly value: string
}

export interface Series {
  readonly name: string
  readonly points: readonly Point[]
}

const WIDTH = 640
const HEIGHT = 260
const LEFT = 88
const RIGHT = 16
const TOP = 36
const BOTTOM = 30
const GRID_LINES = 4
const DATE_WIDTH = 72
const DATE_GAP = 12
const DOTS = 40
const DASHES = [undefined, [6, 4]] as const

/** What some figures were over time, two at most: told apart by colour, dash, and the names above. */
export function lineChart({ title, series }: { readonly title: string; readonly series: readonly Series[] }): Drawing {
  const values = series.flatMap(({ points }) => points.map(({ value }) => Number(value)))
  const most = niceCeiling(Math.max(0, ...values))
  const least = -niceCeiling(Math.max(0, ...values.map((value) => -value)))
  const times = series.flatMap(({ points }) => points.map(({ at }) => Date.parse(at)))
  const [first, last] = [Math.min(...times), Math.max(...times)]
  const x = (at: string) =>
    place(LEFT + (last === first ? 0.5 : (Date.parse(at) - first) / (last - first)) * (WIDTH - LEFT - RIGHT))
  const y = (value: number) => place(TOP + ((most - value) / (most - least || 1)) * (HEIGHT - TOP - BOTTOM))

  const grid = Array.from({ length: GRID_LINES + 1 }, (_, index) => least + ((most - least) * index) / GRID_LINES)
  const shapes: Shape[] = grid.flatMap((value): Shape[] => [
    {
      is: 'line',
      points: [
        [LEFT, y(value)],
        [WIDTH - RIGHT, y(value)],
      ],
      stroke: LINE,
      width: 1,
    },
    { is: 'text', x: LEFT - 8, y: y(value) + 4, size: 12, anchor: 'end', fill: QUIET, text: axisText(value) },
  ])
  // From the last one back, each as far from the one after it as a date is wide.
  let free = WIDTH
  for (const { at } of (series[0]?.points ?? []).toReversed()) {
    const right = Math.min(x(at) + DATE_WIDTH / 2, WIDTH)
    if (right > free) continue
    shapes.push({
      is: 'text',
      x: right,
      y: HEIGHT - 8,
      size: 12,
      anchor: 'end',
      fill: QUIET,
      text: frenchShortDate(at),
    })
    free = right - DATE_WIDTH - DATE_GAP
  }
  for (const [index, { name, points }] of series.entries()) {
    const stroke = COLOURS[index % COLOURS.length] as string
    const dash = DASHES[index % DASHES.length]
    const path = points.map(({ at, value }): [number, number] => [x(at), y(Number(value))])
    const key = LEFT + index * 260
    shapes.push(
      { is: 'line', points: path, stroke, width: 2.5, ...(dash && { dash }) },
      {
        is: 'line',
        points: [
          [key, 14],
          [key + 32, 14],
        ],
        stroke,
        width: 2.5,
        ...(dash && { dash }),
      },
      { is: 'text', x: key + 40, y: 18, size: 13, anchor: 'start', fill: INK, text: cut(name, 28) },
    )
    if (path.length <= DOTS) {
      for (const [dotX, dotY] of path) shapes.push({ is: 'dot', x: dotX, y: dotY, radius: 3.5, fill: stroke })
    }
  }
  const description = series.map(({ name, points }) => `${name} : ${inWords(points)}`).join(' ; ')
  return { width: WIDTH, height: HEIGHT, title, description, shapes }
}

/** From the first figure to the last; those between stand in the table. */
function inWords(points: readonly Point[]): string {
  const ends = points.length > 1 ? [points[0], points.at(-1)] : points
  return ends.map((point) => point && `${frenchEuros(point.value)} au ${frenchShortDate(point.at)}`).join(', puis ')
}

/** The least of 1, 2, 4, 5, 8 × 10ⁿ that holds a value: quarters of it read well. */
function niceCeiling(value: number): number {
  if (value === 0) return 0
  const power = 10 ** Math.floor(Math.log10(value))
  return power * ([1, 2, 4, 5, 8, 10].find((step) => step * power >= value) ?? 10)
}

/** Of the axis, which is no figure of the register. */
function axisText(value: number): string {
  return `${frenchNumber(String(Math.round(value)))}\u00a0€`
}
