/** An instant in UTC, RFC 3339 with exactly six fractional digits: `2026-01-15T09:00:00.000000Z`. Text order is time order. */
export type Instant = string

const PATTERN = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,6}))?Z$/

/** Reads an RFC 3339 instant in UTC with up to six fractional digits; undefined when it is not one. */
export function parseInstant(text: string): Instant | undefined {
  const match = PATTERN.exec(text)
  if (!match) return undefined
  const [, date = '', hours, minutes, seconds, fraction = ''] = match
  const day = new Date(`${date}T00:00:00Z`)
  if (date < '0001-01-01' || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(date)) return undefined
  return `${date}T${hours}:${minutes}:${seconds}.${fraction.padEnd(6, '0')}Z`
}

/** The wire form of a clock reading, which has milliseconds at best. */
export function instantOf(date: Date): Instant {
  return `${date.toISOString().slice(0, -1)}000Z`
}

/** The instant one microsecond later. */
export function nextMicrosecond(instant: Instant): Instant {
  const seconds = instant.slice(0, 19)
  const micros = Number(instant.slice(20, 26)) + 1
  if (micros < 1_000_000) return `${seconds}.${String(micros).padStart(6, '0')}Z`
  const carried = new Date(Date.parse(`${seconds}Z`) + 1000)
  return instantOf(carried)
}

export function laterOf(left: Instant, right: Instant): Instant {
  if (left > right) return left
  return right
}
