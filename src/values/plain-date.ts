import type { Instant } from './instant.ts'

/** A calendar date with no time zone, `YYYY-MM-DD`; text order is date order. */
export type PlainDate = string

/** For sorting: those of one day stay in their order. */
export const compareDates = (left: PlainDate, right: PlainDate): number => (left < right ? -1 : left > right ? 1 : 0)

/** After every date that there is. */
export const LAST_DAY: PlainDate = '9999-12-31'

const PATTERN = /^\d{4}-\d{2}-\d{2}$/

/** True for a date that exists in the Gregorian calendar: 2023-02-29 does not. */
export function isPlainDate(text: string): boolean {
  if (!PATTERN.test(text) || text < '0001-01-01') return false
  const instant = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text)
}

/** The civil date at an instant, where the authority's clocks hang. */
export function dateIn(timeZone: string, instant: Date): PlainDate {
  return formatIn(timeZone).format(instant)
}

// To make one takes as long as the rest of a small request.
const formats = new Map<string, Intl.DateTimeFormat>()

function formatIn(timeZone: string): Intl.DateTimeFormat {
  // The Swedish locale writes ISO dates.
  const asIso = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' } as const
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', asIso)
  formats.set(timeZone, format)
  return format
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const

export type Interval = keyof typeof MONTHS

/** Last days of the months, quarters or years that end from `from` to `to`, both included, in order. */
export function periodEnds(from: PlainDate, to: PlainDate, interval: Interval): PlainDate[] {
  const step = MONTHS[interval]
  const ends: PlainDate[] = []
  let year = Number(from.slice(0, 4))
  let month = Math.ceil(Number(from.slice(5, 7)) / step) * step
  for (;;) {
    const end = lastDay(year, month)
    if (end > to) return ends
    if (end >= from) ends.push(end)
    month += step
    if (month > 12) {
      month -= 12
      year += 1
    }
    if (year > 9999) return ends
  }
}

function lastDay(year: number, month: number): PlainDate {
  const day = new Date(0)
  // Day 0 of the next month; setUTCFullYear, since Date.UTC reads the years 0 to 99 as 1900 to 1999.
  day.setUTCFullYear(year, month, 0)
  return day.toISOString().slice(0, 10)
}

/** So many days later. */
export function addDays(date: PlainDate, days: number): PlainDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The same day so many months later, or the last of that month where it has no such day (31 December + 2: 28 February). */
export function addMonths(date: PlainDate, months: number): PlainDate {
  const index = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months
  const last = lastDay(Math.floor(index / 12), (index % 12) + 1)
  return `${last.slice(0, 8)}${date.slice(8) < last.slice(8) ? date.slice(8) : last.slice(8)}`
}

/** The same day a year before, or the first day that there is. */
export function yearBefore(date: PlainDate): PlainDate {
  return date < '0002-01-01' ? '0001-01-01' : addMonths(date, -12)
}

/** The last microsecond of a civil day where the clocks hang: `2026-01-15` in Paris ends at `2026-01-15T22:59:59.999999Z`. */
export function endOfDay(timeZone: string, date: PlainDate): Instant {
  const midnightMs = Date.parse(`${addDays(date, 1)}T00:00:00Z`)
  // The offset is that of the instant looked for: a first guess may lie beyond a change of the clocks, a second does not.
  const firstGuess = midnightMs - offsetMs(timeZone, midnightMs)
  const endMs = midnightMs - offsetMs(timeZone, firstGuess)
  return `${new Date(endMs - 1).toISOString().slice(0, -1)}999Z`
}

function offsetMs(timeZone: string, atMs: number): number {
  const wholeSeconds = Math.floor(atMs / 1000) * 1000
  return Date.parse(`${new Date(wholeSeconds).toLocaleString('sv-SE', { timeZone }).replace(' ', 'T')}Z`) - wholeSeconds
}
