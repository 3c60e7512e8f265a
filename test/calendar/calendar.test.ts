// The calendar as programs read it: valid, in French, whole whatever the names are, and of the right days.
import ical, { type VEvent } from 'node-ical'
import { type Test, test } from 'tap'
import { calendarOf } from '../../src/calendar/calendar.ts'
import type { Deadline } from '../../src/deadlines/schema.ts'
import { Service } from '../support/api.ts'
import { subscribe } from './subscribe.ts'

const KNOWN_AT = '2026-01-15T09:00:00.123456Z'

const deadline = (changed: Partial<Deadline> = {}): Deadline => ({
  key: 'grant_payment:019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61',
  kind: 'grant_payment',
  dueOn: '2026-06-30',
  basis: 'stated',
  overdue: false,
  cooperativeId: '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e62',
  cooperativeName: 'L’Épicerie du Marais',
  amount: '1234567.50',
  since: '2025-01-01',
  subject: null,
  instrument: null,
  role: null,
  resourceId: '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61',
  link: '/v1/movements/019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61',
  ...changed,
})

const eventsIn = (text: string): VEvent[] =>
  Object.values(ical.sync.parseICS(text)).filter((one): one is VEvent => one?.type === 'VEVENT')

/** By UID, unescaped as RFC 5545 §3.3.11 says: the library takes an escaped backslash before an n for a line break. */
function summariesIn(text: string): Map<string, string> {
  const values = (name: string) =>
    [...text.replaceAll('\r\n ', '').matchAll(new RegExp(`^${name}:(.*)\r$`, 'gm'))].map(([, value = '']) => value)
  const unescaped = values('SUMMARY').map((value) =>
    value.replace(/\\(.)/g, (_, letter: string) => (/n/i.test(letter) ? '\n' : letter)),
  )
  return new Map(values('UID').map((uid, index) => [uid, unescaped[index] ?? '']))
}

/** RFC 5545 §3.1: lines end with CRLF, and have at most 75 octets, whole characters; §3.4, §3.6: what must be there. */
function isValid(t: Test, text: string): void {
  t.ok(text.endsWith('\r\n'), 'the last line ends')
  t.notMatch(text.replaceAll('\r\n', ''), /[\r\n]/, 'lines end with CRLF')
  const lines = text.slice(0, -2).split('\r\n')
  t.same(
    lines.filter((line) => Buffer.byteLength(line) > 75 || !line.isWellFormed()),
    [],
    'at most 75 octets a line',
  )
  const unfolded = text.replaceAll('\r\n ', '').split('\r\n').filter(Boolean)
  t.same(
    unfolded.filter((line) => !/^[A-Z][A-Z-]*(;[A-Z-]+=[^:;]+)*:/.test(line)),
    [],
    'each has a name and a value',
  )
  t.same(
    unfolded.filter((line) => /^(SUMMARY|DESCRIPTION):(.*[^\\])??(\\\\)*[;,]/.test(line)),
    [],
    'what separates values is escaped',
  )
  t.same(
    unfolded.slice(0, 3).map((line) => line.split(':', 1)[0]),
    ['BEGIN', 'VERSION', 'PRODID'],
  )
  const count = (name: string) => unfolded.filter((line) => line.split(/[:;]/, 1)[0] === name).length
  const events = unfolded.filter((line) => line === 'BEGIN:VEVENT').length
  for (const name of ['UID', 'DTSTAMP', 'DTSTART', 'SUMMARY']) t.equal(count(name), events, `${name} in each event`)
  const uids = unfolded.filter((line) => line.startsWith('UID:'))
  t.equal(new Set(uids).size, uids.length, 'no UID twice')
}

test('an event', async (t) => {
  const text = calendarOf([deadline()], KNOWN_AT)
  isValid(t, text)
  t.match(text, /^REFRESH-INTERVAL;VALUE=DURATION:PT6H\r$/m)
  t.match(text, /^X-WR-CALNAME:Échéances des participations\r$/m)
  t.match(text, /^DTSTART;VALUE=DATE:20260630\r$/m, 'a whole day, wherever the clocks hang')
  t.match(text, /^DTSTAMP:20260115T090000Z\r$/m, 'what was known then')
  const [event] = eventsIn(text)
  t.match(event, {
    uid: 'grant_payment:019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61@quotepart',
    summary: 'Subvention à verser – L’Épicerie du Marais – 1\u00a0234\u00a0567,50\u00a0€',
    description: 'Date prévue par l’acte',
    datetype: 'date',
    transparency: 'TRANSPARENT',
  })
})

test('of each kind', async (t) => {
  const summaries = (changed: Partial<Deadline>) =>
    eventsIn(calendarOf([deadline(changed)], KNOWN_AT)).map(({ summary }) => summary)
  t.same(summaries({ overdue: true, amount: '1.00' }), [
    'En retard – Subvention à verser – L’Épicerie du Marais – 1,00\u00a0€',
  ])
  const mandate = deadline({
    kind: 'mandate_end',
    amount: null,
    subject: 'Conseil d’administration, Siège 2',
    role: 'alternate',
    basis: 'law',
  })
  const [event] = eventsIn(calendarOf([mandate], KNOWN_AT))
  t.match(event, {
    summary: 'Fin de mandat – L’Épicerie du Marais',
    description: 'Conseil d’administration, Siège 2\nSuppléant\nDélai légal',
  })
  const decision = {
    kind: 'challenge_end',
    amount: null,
    cooperativeId: null,
    cooperativeName: null,
    subject: '2021-CD-1',
  } as const
  t.same(summaries(decision), ['Fin du délai de recours – 2021-CD-1'])
  t.equal(eventsIn(calendarOf([], KNOWN_AT)).length, 0)
  isValid(t, calendarOf([], KNOWN_AT))
})

test('odd names', async (t) => {
  const odd = [
    'Coopérative « À l’œuvre » — “guillemets” et "droits"',
    '=cmd|"/c calc"!A1',
    '<script>alert(1)</script>&amp;',
    '\u202eeuqitsiuqniL\u202c \u200f\u200eשלום',
    'é'.repeat(300),
    '👩🏽‍🌾'.repeat(40),
    '汉'.repeat(300),
    'a, b; c: d\\n e\\, f\\; g \\\\',
    ',',
    ';',
    '\\',
    'END:VEVENT',
    ' deux  espaces ',
    'DTSTART:20200101',
  ]
  const deadlines = odd.flatMap((name, index) => [
    deadline({ key: `a:${index}`, cooperativeName: name, amount: null }),
    deadline({ key: `b:${index}`, subject: `${name}\nEND:VEVENT\r\nBEGIN:VEVENT`, amount: null }),
  ])
  const text = calendarOf(deadlines, KNOWN_AT)
  isValid(t, text)
  const events = eventsIn(text)
  t.equal(events.length, deadlines.length, 'none more and none less')
  const read = summariesIn(text)
  for (const [index, name] of odd.entries()) {
    t.equal(read.get(`a:${index}@quotepart`), `Subvention à verser – ${name}`, name.slice(0, 40))
  }
})

test('the calendar of an authority', async (t) => {
  const service = await Service.start(t)
  service.now = new Date('2026-01-10T09:00:00Z')
  const authority = await service.authority()
  const on = await authority.position()
  const { cooperativeId } = on
  const lend = { kind: 'advance', cooperativeId, effectiveOn: '2024-01-01', amount: '1000.00' }
  await authority.move({ ...lend, repayableOn: '2025-12-31' })
  await authority.move({ ...lend, repayableOn: '2028-01-09' })
  await authority.move({ ...lend, repayableOn: '2028-01-10' })
  const seat = await authority.seat(cooperativeId)
  const person = await authority.person('Camille Secrète')
  await authority.mandate({
    seatId: seat.id,
    personId: person.id,
    from: '2022-01-01',
    to: '2026-06-01',
    endReason: 'term_over',
  })
  const neighbour = await service.authority('Voisin')
  await neighbour.move({ ...lend, cooperativeId: await neighbour.cooperative(), repayableOn: '2026-02-02' })
  const { url } = await authority.post('/v1/feed-keys', { name: 'Agenda' })
  const read = async () => (await subscribe(service.app, url)).text
  const text = await read()
  isValid(t, text)
  t.same(
    eventsIn(text).map(({ summary }) => String(summary)),
    [
      'En retard – Remboursement d’avance à recevoir – L’Épicerie du Test – 1\u00a0000,00\u00a0€',
      'Fin de mandat – L’Épicerie du Test',
      'Remboursement d’avance à recevoir – L’Épicerie du Test – 1\u00a0000,00\u00a0€',
    ],
    'what is overdue, and two years; ours alone',
  )
  t.notMatch(text, /Camille|Secrète/, 'nobody is named')
  service.now = new Date('2026-01-10T18:00:00Z')
  t.equal(await read(), text, 'an unchanged register gives the same bytes')
  await authority.move({ kind: 'advance_repayment', cooperativeId, effectiveOn: '2026-01-10', amount: '400.00' })
  const after = eventsIn(await read())
  t.match(String(after[0]?.summary), /600,00/, 'what is left')
  t.equal(after[0]?.uid, eventsIn(text)[0]?.uid, 'the same deadline')
})
