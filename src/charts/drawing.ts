// A chart as plain shapes, which a page writes as SVG and a document draws into PDF: one chart, two pens.

/** Colours that hold 3:1 on white (WCAG 2.2, 1.4.11), told apart by dashes and words, too. */
export const INK = '#1b1f2a'
export const QUIET = '#4d5566'
export const LINE = '#c6ccd8'
export const COLOURS = ['#1d3a78', '#a3501a'] as const

export type Shape =
  | {
      readonly is: 'rect'
      readonly x: number
      readonly y: number
      readonly width: number
      readonly height: number
      readonly fill: string
    }
  | {
      readonly is: 'line'
      readonly points: readonly (readonly [x: number, y: number])[]
      readonly stroke: string
      readonly width: number
      readonly dash?: readonly number[]
    }
  | { readonly is: 'dot'; readonly x: number; readonly y: number; readonly radius: number; readonly fill: string }
  | {
      readonly is: 'text'
      readonly x: number
      readonly y: number
      readonly size: number
      readonly anchor: 'start' | 'middle' | 'end'
      readonly fill: string
      readonly text: string
    }

export interface Drawing {
  readonly width: number
  readonly height: number
  readonly title: string
  /** The same in words, for who does not see it. */
  readonly description: string
  readonly shapes: readonly Shape[]
}

/** Cut where there is no room: the whole text stands in the table beside the chart. */
export function cut(text: string, most: number): string {
  const letters = [...new Intl.Segmenter('fr').segment(text)].map(({ segment }) => segment)
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`
}

/** A place within the drawing, to a tenth: where a figure stands is no figure. */
export const place = (at: number) => Math.round(at * 10) / 10
