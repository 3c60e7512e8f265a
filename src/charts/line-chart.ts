import { frenchNumber, frenchShortDate, NO_BREAK } from '../french/format.ts'
import { Decimal } from '../values/amount.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { cut, type Drawing, emptyDrawing, INK, type Point, type Shape, TEXT_SIZE, WIDTH } from './drawing.ts'
import { scaleOf } from './scale.ts'

export interface Series {
  readonly name: string
  readonly points: readonly { readonly at: PlainDate; readonly value: string }[]
}

const HEIGHT = 296
const TOP = 16
const BOTTOM = 262
/** Room beside the lines for their names and last figures. */
const NAMES = 208
const LABEL_HEIGHT = 36
const MOST_DATES = 4
const DATE_WIDTH = 72
const MOST_MARKERS = 12

// Told apart by dash and marker, and by colour only then.
const LOOKS = [
  { stroke: '#1b3f8b', marker: circle },
  { stroke: '#a33a00', dash: [7, 4], marker: square },
  { stroke: '#1d6b3a', dash: [2, 3], marker: triangle },
] as const

/**
 * Amounts over time, in euros. Each line bears its name and its last figure at its end; the marks of the axes are round
 * amounts, written exactly, and dates of points.
 */
export function lineChart({ title, series }: { title: string; series: readonly Series[] }): Drawing {
  const lines = series
    .map(({ name, points }) => ({ name, points: points.toSorted((left, right) => (left.at < right.at ? -1 : 1)) }))
    .filter(({ points }) => points.length > 0)
  if (lines.length === 0) return emptyDrawing(title)
  const { from, to, ticks } = scaleOf(lines.flatMap(({ points }) => points.map(({ value }) => new Decimal(value))))
  const marks = ticks.map((tick) => `${frenchNumber(tick.toFixed(tick.decimalPlaces() > 0 ? 2 : 0))}${NO_BREAK}€`)
  const left = Math.max(...marks.map((mark) => mark.length)) * (TEXT_SIZE - 1) * 0.64 + 8
  const right = WIDTH - NAMES
  const span = to.minus(from)
  const y = (amount: Decimal) => BOTTOM - amount.minus(from).div(span).toNumber() * (BOTTOM - TOP)
  const dates = [...new Set(lines.flatMap(({ points }) => points.map(({ at }) => at)))].sort()
  const x = across(dates, left, right)
  const grid = ticks.flatMap((tick, index): Shape[] => [
    straight([left, y(tick)], [right, y(tick)], tick.isZero() ? INK.quiet : INK.grid),
    { shape: 'text', at: [left - 8, y(tick) + 4], anchor: 'end', text: marks[index] as string, ...small },
  ])
  const days = clear(spread(dates, MOST_DATES), x).map(
    (date): Shape => ({
      shape: 'text',
      at: [x(date), BOTTOM + 22],
      anchor: 'middle',
      text: frenchShortDate(date),
      ...small,
    }),
  )
  const drawn = lines.map(({ name, points }, index) => {
    const look = LOOKS[index % LOOKS.length] as (typeof LOOKS)[number]
    const places = points.map(({ at, value }): Point => [x(at), y(new Decimal(value))])
    const last = points.at(-1) as Series['points'][number]
    return { name, look, places, end: places.at(-1) as Point, last, text: `${frenchNumber(last.value)}${NO_BREAK}€` }
  })
  const strokes = drawn.flatMap(({ look, places }): Shape[] => {
    const { stroke } = look
    const dash = 'dash' in look ? { dash: look.dash } : {}
    const line: Shape[] = places.length > 1 ? [{ shape: 'polyline', points: places, stroke, width: 2, ...dash }] : []
    return [...line, ...spread(places, MOST_MARKERS).map((place) => look.marker(place, stroke))]
  })
  const labels = apart(drawn.map(({ end }) => end[1])).flatMap((at, index): Shape[] => {
    const { name, look, text } = drawn[index] as (typeof drawn)[number]
    const common = { shape: 'text', anchor: 'start', size: TEXT_SIZE, fill: look.stroke } as const
    return [
      { ...common, at: [right + 16, at - 2], text: cut(name, NAMES - 16, TEXT_SIZE * 1.1), bold: true },
      { ...common, at: [right + 16, at + 14], text },
    ]
  })
  return {
    title,
    description: drawn
      .map(({ name, last, text }) => `${name}\u00a0: ${text} au ${frenchShortDate(last.at)}`)
      .join('\u00a0; '),
    width: WIDTH,
    height: HEIGHT,
    shapes: [...grid, ...days, ...strokes, ...labels],
  }
}

const small = { size: TEXT_SIZE - 1, fill: INK.quiet }

function straight(from: Point, to: Point, stroke: string): Shape {
  return { shape: 'polyline', points: [from, to], stroke, width: 1 }
}

/** Where a date stands between the first and the last; a date alone stands in the middle. */
function across(dates: readonly PlainDate[], left: number, right: number): (date: PlainDate) => number {
  const dayOf = (date = '') => Date.parse(`${date}T00:00:00Z`) / 86_400_000
  const first = dayOf(dates[0])
  const length = dayOf(dates.at(-1)) - first
  const margin = 34
  const room = right - left - 2 * margin
  return (date) => left + margin + (length === 0 ? room / 2 : ((dayOf(date) - first) / length) * room)
}

/** At most so many of them, evenly, with the first and the last. */
function spread<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items]
  const step = (items.length - 1) / (most - 1)
  return Array.from({ length: most }, (_, index) => items[Math.round(index * step)] as Item)
}

/** Without those whose label would run into the one before, or into the last. */
function clear(dates: readonly PlainDate[], x: (date: PlainDate) => number): PlainDate[] {
  const last = dates.at(-1) as PlainDate
  const kept: PlainDate[] = []
  for (const date of dates) {
    const isFree = [kept.at(-1), last].every(
      (other) => other === undefined || other === date || Math.abs(x(other) - x(date)) >= DATE_WIDTH,
    )
    if (isFree) kept.push(date)
  }
  return kept
}

/** The same heights in their order, moved so that no label stands on another, nor below the chart. */
function apart(heights: readonly number[]): number[] {
  const order = heights.map((_, index) => index).sort((a, b) => (heights[a] as number) - (heights[b] as number))
  const moved = [...heights]
  let free = Number.NEGATIVE_INFINITY
  for (const index of order) {
    moved[index] = Math.max(free, heights[index] as number)
    free = (moved[index] as number) + LABEL_HEIGHT
  }
  let floor = BOTTOM
  for (const index of order.reverse()) {
    moved[index] = Math.min(floor, moved[index] as number)
    floor = (moved[index] as number) - LABEL_HEIGHT
  }
  return moved
}

function circle(at: Point, fill: string): Shape {
  return { shape: 'circle', at, radius: 4, fill }
}

function square([x, y]: Point, fill: string): Shape {
  return { shape: 'rect', at: [x - 4, y - 4], width: 8, height: 8, fill }
}

function triangle([x, y]: Point, fill: string): Shape {
  const points: Point[] = [
    [x, y - 5],
    [x + 5, y + 4],
    [x - 5, y + 4],
  ]
  return { shape: 'polygon', points, fill }
}
