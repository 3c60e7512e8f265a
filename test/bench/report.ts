// The README's section on performance, made from the figures as they were last measured. `npm run bench` writes it at its
// end; the tests make it again and compare.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { KeptFigure } from './figures.ts'

const RESULTS = new URL('./results.json', import.meta.url)
export const README_FILE = new URL('../../README.md', import.meta.url)
const SECTION = /(<!-- measured: npm run bench -->\n)[\s\S]*?(\n<!-- end of what was measured -->)/

/** A README whose section says what the figures say. */
export function withFigures(readme: string): string {
  const { figures } = JSON.parse(readFileSync(RESULTS, 'utf8')) as { figures: Record<string, KeptFigure> }
  if (!SECTION.test(readme)) throw new Error('the README has no place for the figures')
  return readme.replace(
    SECTION,
    (_, before: string, after: string) => `${before}${tableOf(figures)}\n\n${chartOf(figures)}${after}`,
  )
}

function tableOf(figures: Record<string, KeptFigure>): string {
  const rows = Object.values(figures).map(
    ({ what, ratio, bar, isMet, measuredOn, machine }) =>
      `| ${what} | ${ratio} | ${bar.replace('<=', '≤ ').replace('>=', '≥ ')} | ${isMet ? 'yes' : '**no**'} | ${measuredOn}, ${machine} |`,
  )
  return ['| what is divided by what | measured | bar | met | on |', '|---|---|---|---|---|', ...rows].join('\n')
}

/** How a summary grows with the register: 1 is what it takes with ten thousand movements. */
function chartOf(figures: Record<string, KeptFigure>): string {
  const sizes = [100_000, 1_000_000, 10_000_000].filter(
    (size) => `growth.summary.latency.one.${size}_over_10000` in figures,
  )
  const line = (shape: string) =>
    `  line [1, ${sizes.map((size) => figures[`growth.summary.latency.${shape}.${size}_over_10000`]?.ratio).join(', ')}]`
  return [
    '```mermaid',
    'xychart-beta',
    '  title "Latency of a summary of 50 holdings; 10 000 movements are 1 (upper line: all in one authority)"',
    `  x-axis "movements" [${['10 000', ...sizes.map((size) => size.toLocaleString('fr').replaceAll('\u202f', ' '))].map((size) => `"${size}"`).join(', ')}]`,
    '  y-axis "times" 0 --> 2',
    line('one'),
    line('many'),
    '```',
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(README_FILE, withFigures(readFileSync(README_FILE, 'utf8')))
}
