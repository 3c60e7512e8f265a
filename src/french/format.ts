// How figures, dates and instants read in French. Exact: every amount is a decimal text, and stays one.

/** What keeps a figure and its sign on one line. Never U+202F, which the fonts of documents lack. */
export const NO_BREAK = '\u00a0'
const MINUS = '−'

/** `-1234567.50` → `−1 234 567,50 €`. */
export function frenchEuros(amount: string): string {
  return `${frenchNumber(amount)}${NO_BREAK}€`
}

/** `1234567.5` → `1 234 567,5`: the same digits, grouped by three before the comma. */
export function frenchNumber(decimal: string): string {
  const [whole = '', fraction] = decimal.replace('-', '').split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, NO_BREAK)
  return `${decimal.startsWith('-') ? MINUS : ''}${grouped}${fraction === undefined ? '' : `,${fraction}`}`
}

/** A figure of a portfolio: shares are counted, all others are euros. */
export function frenchFigure(name: string, value: string): string {
  return name === 'shares' ? frenchNumber(value) : frenchEuros(value)
}

/** A change, in the format given: `+` before what is more, as the minus before what is less. */
export function frenchChange(change: string, format: (value: string) => string): string {
  const isMore = !change.startsWith('-') && /[1-9]/.test(change)
  return `${isMore ? '+' : ''}${format(change)}`
}

/** A ratio of six decimals as a percentage of four: `0.256410` → `25,6410 %`. The point moves; nothing is rounded. */
export function frenchPercent(ratio: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)\.(\d{6})$/.exec(ratio) ?? []
  const digits = `${whole}${fraction.slice(0, 2)}`.replace(/^0+(?=\d)/, '')
  return `${frenchNumber(`${sign}${digits}.${fraction.slice(2)}`)}${NO_BREAK}%`
}

const MONTHS = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
]

/** `2025-12-01` → `1er décembre 2025`. */
export function frenchDate(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-')
  const ordinal = day === '01' ? '1er' : String(Number(day))
  return `${ordinal}${NO_BREAK}${MONTHS[Number(month) - 1]} ${Number(year)}`
}

/** `2025-12-31` → `31/12/2025`. */
export function frenchShortDate(date: string): string {
  return date.split('-').reverse().join('/')
}

/** `2026-01-15T09:00:00.000000Z` → `15 janvier 2026 à 10:00:00`, in the time zone given; fractions of a second are cut. */
export function frenchInstant(instant: string, timeZone: string): string {
  // The Swedish locale writes ISO dates.
  const local = new Date(instant).toLocaleString('sv-SE', { timeZone })
  return `${frenchDate(local.slice(0, 10))} à${NO_BREAK}${local.slice(11)}`
}
