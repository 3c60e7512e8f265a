// What the law fixes, with the dates between which it does: a past day is judged by the law of that day. An authority may
// add what it knows better, or what is not confirmed, with dates of its own. Pure.
import { Decimal } from '../values/amount.ts'
import type { PlainDate } from '../values/plain-date.ts'
import type { Text } from './rule.ts'

/** ratio: 0 to six decimals; euros: two decimals; months, days: whole; percent: as published, such as 3.37; flag: true or false. */
export const UNITS = ['ratio', 'euros', 'months', 'days', 'percent', 'flag'] as const
export type Unit = (typeof UNITS)[number]

/** A value, and the days that it holds on: half-open. */
export interface DatedValue {
  /** First day; null: as far back as the register goes. */
  readonly from: PlainDate | null
  /** First day on which it no longer holds; null: still in force. */
  readonly to: PlainDate | null
  readonly value: string
  /** Where it was read. */
  readonly source: string
}

export interface Parameter {
  /** In camelCase, once per rule. */
  readonly name: string
  readonly unit: Unit
  readonly title: Text
  /** In the order of time; empty: only an authority can know it. */
  readonly values: readonly DatedValue[]
}

/** What holds for one rule. */
export interface Law {
  /** The value on a day; undefined: none is known. */
  readonly on: (parameter: string, day: PlainDate) => Decimal | undefined
  /** The same as a whole number of months or days. */
  readonly wholeOn: (parameter: string, day: PlainDate) => number | undefined
  /** A flag on a day; undefined: none is known. */
  readonly flagOn: (parameter: string, day: PlainDate) => boolean | undefined
  /** Days on which a value changes. */
  readonly changes: (parameter: string) => readonly PlainDate[]
}

/** What an authority has set: the newest first. */
export type Settings = ReadonlyMap<string, readonly DatedValue[]>

/** The key of a parameter in the settings of an authority. */
export function settingKey(rule: string, parameter: string): string {
  return `${rule} ${parameter}`
}

/** The values of a parameter, those of the authority first. */
export function valuesOf(rule: string, { name, values }: Parameter, settings: Settings): readonly DatedValue[] {
  return [...(settings.get(settingKey(rule, name)) ?? []), ...values]
}

/** The first of some values that holds on a day. */
export function valueOn(values: readonly DatedValue[], day: PlainDate): DatedValue | undefined {
  return values.find(({ from, to }) => (from === null || from <= day) && (to === null || day < to))
}

/** Made once for each text: the same few are asked for again and again. */
function numberOf(text: string): Decimal {
  const known = numbers.get(text) ?? new Decimal(text)
  numbers.set(text, known)
  return known
}

const numbers = new Map<string, Decimal>()

/** The law for one rule, as it is, or as the authority has set it. */
export function lawOf(
  rule: { readonly id: string; readonly parameters: readonly Parameter[] },
  settings: Settings,
): Law {
  const values = new Map(rule.parameters.map((parameter) => [parameter.name, valuesOf(rule.id, parameter, settings)]))
  const textOn = (parameter: string, day: PlainDate) => valueOn(values.get(parameter) ?? [], day)?.value
  const on = (parameter: string, day: PlainDate) => {
    const text = textOn(parameter, day)
    return text === undefined ? undefined : numberOf(text)
  }
  return {
    on,
    wholeOn: (parameter, day) => on(parameter, day)?.toNumber(),
    flagOn: (parameter, day) => {
      const text = textOn(parameter, day)
      return text === undefined ? undefined : text === 'true'
    },
    changes: (parameter) =>
      (values.get(parameter) ?? []).flatMap(({ from, to }) => [from, to].filter((day) => day !== null)),
  }
}
