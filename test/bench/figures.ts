// Figures of the bench: ratios measured in one run on one machine, kept as they were last measured.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import type { Test } from 'tap'

const FILE = new URL('./results.json', import.meta.url)

export interface Figure {
  readonly ratio: number
  /** What the ratio must keep to. */
  readonly bar: `<=${number}` | `>=${number}`
  /** What is divided by what. */
  readonly what: string
}

/** A figure as it was last measured. */
export interface KeptFigure extends Figure {
  readonly isMet: boolean
  readonly measuredOn: string
  readonly machine: string
}

/** Holds a figure against its bar, and keeps it, met or not. */
export function keepFigure(t: Test, name: string, figure: Figure): void {
  const kept = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : { figures: {} }
  const bar = Number(figure.bar.slice(2))
  const isMet = figure.bar.startsWith('<') ? figure.ratio <= bar : figure.ratio >= bar
  const measured: KeptFigure = {
    ...figure,
    ratio: Number(figure.ratio.toFixed(3)),
    isMet,
    measuredOn: new Date().toISOString().slice(0, 10),
    machine: `${cpus()[0]?.model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
  }
  const figures = Object.entries({ ...kept.figures, [name]: measured }).sort()
  writeFileSync(FILE, `${JSON.stringify({ figures: Object.fromEntries(figures) }, null, 2)}\n`)
  t.ok(isMet, `${name}: ${measured.ratio} ${figure.bar}`)
}

/**
 * Runs two pieces of work in turn, so that whatever else the machine does falls on both.
 *
 * @returns the median of each, in milliseconds
 */
export async function medians(
  rounds: number,
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
): Promise<[number, number]> {
  return (await mediansOf(rounds, [first, second])) as [number, number]
}

/** The same of as many as there are. */
export async function mediansOf(rounds: number, works: readonly (() => Promise<unknown>)[]): Promise<number[]> {
  const times: number[][] = works.map(() => [])
  for (let round = -Math.ceil(rounds / 5); round < rounds; round += 1) {
    for (const [index, work] of works.entries()) {
      const start = performance.now()
      await work()
      // Those before zero warm up.
      if (round >= 0) times[index]?.push(performance.now() - start)
    }
  }
  return times.map(median)
}

/** The upper one of two in the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN
}
