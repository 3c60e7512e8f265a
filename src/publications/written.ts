import type { Summary } from '../portfolio/schema.ts'
import { canonicalJson } from '../values/canonical.ts'

/** How a summary is written out: a format never changes, a new one is added beside it. */
export const NEWEST_FORMAT = 1

const FORMATS: Readonly<Record<number, (summary: Summary) => object>> = { 1: format1 }

/**
 * The text that is published: canonical JSON (RFC 8785) of what the format names, and of nothing that summaries have
 * gained since.
 *
 * @throws RangeError when this version does not know the format
 */
export function writtenOut(summary: Summary, format: number): string {
  const write = FORMATS[format]
  if (!write) throw new RangeError(`no format ${format} of published summaries`)
  return canonicalJson(write(summary))
}

const FIGURES_1 = [
  'cooperatives',
  'shares',
  'cost',
  'called',
  'uncalled',
  'payable',
  'owed',
  'paidUp',
  'impairment',
  'netBookValue',
  'receivable',
  'advances',
  'shareIncome',
  'disposalGain',
  'grants',
  'loss',
] as const

// Groups in order of their keys: an alphabet's order may change with the years.
function format1({ asOf, knownAt, currency, totals, groupBy, groups }: Summary): object {
  const figuresOf = (figures: Summary['totals']) => Object.fromEntries(FIGURES_1.map((name) => [name, figures[name]]))
  return {
    asOf,
    knownAt,
    currency,
    totals: figuresOf(totals),
    groupBy,
    groups: groups
      .map(({ key, label, weight, figures, capitalShare, capitalShareReason }) => ({
        key,
        label,
        weight,
        figures: figuresOf(figures),
        ...(capitalShare !== undefined && { capitalShare, capitalShareReason }),
      }))
      .sort((left, right) => (orderOf(left.key) < orderOf(right.key) ? -1 : 1)),
  }
}

const orderOf = (key: string | null): string => (key === null ? '1' : `0${key}`)
