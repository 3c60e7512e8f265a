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

/** Holds a figure against its bar, and keeps it, met or not. */
export function keepFigure(t: Test, name: string, figure: Figure): void {
  const kept = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : { figures: {} }
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30) }
  const measured = {
    ...figure,
    ratio: Number(figure.ratio.toFixed(3)),
    measuredOn: new Date().toISOString().slice(0, 10),
  }
  const figures = Object.entries({ ...kept.figures, [name]: measured }).sort()
  const results = { machine: { ...machine, node: process.version }, figures: Object.fromEntries(figures) }
  writeFileSync(FILE, `${JSON.stringify(results, null, 2)}\n`)
  const bar = Number(figure.bar.slice(2))
  t.ok(
    figure.bar.startsWith('<') ? figure.ratio <= bar : figure.ratio >= bar,
    `${name}: ${measured.ratio} ${figure.bar}`,
  )
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

function median(values: number[]): number {
  return values.sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN
}
