// Random histories of one authority's decisions, movements and seats. What the auditor says of each command is kept
// beside it.
import fc from 'fast-check'
import { refusalsOf } from './auditor.ts'
import { authorise, cancel, cite, type Deeds, decide, doWithout, reverse, step, use } from './deeds-decisions.ts'
import { changeMandate, changeSeat, mandate, merge, seat } from './deeds-seats.ts'
import { sentenceOf } from './sentences.ts'
import { OPENING, type Stated } from './statements.ts'
import { type Calendar, calendars, type Deed, LOOKS, type Wish, wishes } from './wishes.ts'

/** A command, and the auditor's verdict on it. */
export interface Command {
  readonly stated: Stated
  /** Every code that is right to refuse it with; none: it must be accepted. */
  readonly refusals: readonly string[]
}

export type History = readonly Command[]

/** A random history of at most `most` wishes; now and then one needs two commands. */
export function histories(most: number): fc.Arbitrary<History> {
  return fc.tuple(calendars, wishes(most)).map(([calendar, wished]) => readable(resolve(calendar, wished)))
}

/** A history of given statements, each with the auditor's verdict. */
export function historyOf(stated: readonly Stated[]): History {
  const commands: Command[] = []
  for (const next of stated) commands.push(judged(commands, next))
  return readable(commands)
}

/** A moment at which to look: a day of the history or around an end or a renewal, and a row of the journal. */
export interface Look {
  readonly on: number
  readonly known: number
}

export const looks: fc.Arbitrary<Look[]> = fc.array(fc.record({ on: fc.nat(40), known: fc.nat(25) }), {
  minLength: 2,
  maxLength: 2,
  size: 'max',
})

/** Every day that something in a history bears, and two around them all. */
export function daysOf(known: readonly Stated[]): string[] {
  const said = JSON.stringify(known, (_, value) => (typeof value === 'bigint' ? null : value))
  return [...new Set(said.match(/\d{4}-\d\d-\d\d/g))].sort()
}

export function lookedAt({ on }: Look, known: readonly Stated[]): string {
  const days = [...daysOf(known), ...LOOKS]
  return days[on % days.length] as string
}

const DEEDS: Readonly<Record<Deed, Deeds>> = {
  decide,
  step,
  cancel,
  authorise,
  use,
  cite,
  do_without: doWithout,
  reverse,
  seat,
  change_seat: changeSeat,
  mandate,
  change_mandate: changeMandate,
  merge,
}

function resolve(calendar: Calendar, wished: readonly Wish[]): Command[] {
  const commands: Command[] = []
  for (const wish of wished) {
    const next = DEEDS[wish.deed](wish, calendar, knownAfter(commands), commands.length + 1)
    for (const stated of next) commands.push(judged(commands, stated))
  }
  return commands
}

function judged(before: readonly Command[], stated: Stated): Command {
  return { stated, refusals: refusalsOf(knownAfter(before), stated) }
}

/** What is known after some commands: the opening, and what was accepted. */
function knownAfter(commands: readonly Command[]): Stated[] {
  return [...OPENING, ...commands.flatMap(({ stated, refusals }) => (refusals.length === 0 ? [stated] : []))]
}

/** As a person reads it: one line a command, with the auditor's verdict. */
function readable(commands: readonly Command[]): History {
  const lines = () => commands.map(({ stated, refusals }) => `  ${sentenceOf(stated)} → ${verdictOf(refusals)}\n`)
  return Object.assign([...commands], { [fc.toStringMethod]: () => `\n${lines().join('')}` })
}

export function verdictOf(refusals: readonly string[]): string {
  return refusals.length === 0 ? 'accepted' : `refused: ${refusals.join(' or ')}`
}
