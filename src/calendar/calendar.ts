import ical, { ICalEventTransparency } from 'ical-generator'
import type { Deadline } from '../deadlines/schema.ts'
import { frenchEuros } from '../french/format.ts'
import { label } from '../french/labels.ts'
import type { Instant } from '../values/instant.ts'

const REFRESH_S = 6 * 3600
// Without what iCalendar escapes: the names of calendars are written as they are.
const NAME = 'Échéances des participations'

/**
 * Deadlines as a calendar (RFC 5545), in French: an event of a whole day each, with amounts and the names of cooperatives,
 * which are public, and of nobody else. The same deadlines, as known at the same instant, give the same bytes.
 */
export function calendarOf(deadlines: readonly Deadline[], knownAt: Instant): string {
  const stamp = new Date(knownAt)
  const calendar = ical({
    name: NAME,
    prodId: { company: 'Quotepart', product: NAME, language: 'FR' },
    ttl: REFRESH_S,
    events: deadlines.map((deadline) => ({
      id: `${deadline.key}@quotepart`,
      start: new Date(`${deadline.dueOn}T00:00:00Z`),
      allDay: true,
      stamp,
      summary: summaryOf(deadline),
      description: descriptionOf(deadline),
      // A deadline takes nobody's time.
      transparency: ICalEventTransparency.TRANSPARENT,
    })),
  })
  // Every line ends, the last one too (RFC 5545 §3.1).
  return `${calendar.toString()}\r\n`
}

function summaryOf({ kind, overdue, cooperativeName, amount, subject }: Deadline): string {
  const what = label('deadlineKind', kind)
  return [overdue ? `En retard – ${what}` : what, cooperativeName ?? subject, amount && frenchEuros(amount)]
    .filter(Boolean)
    .join(' – ')
}

function descriptionOf({ subject, instrument, role, basis }: Deadline): string {
  return [
    subject,
    instrument && label('instrument', instrument),
    role && label('mandateRole', role),
    label('deadlineBasis', basis),
  ]
    .filter(Boolean)
    .join('\n')
}
