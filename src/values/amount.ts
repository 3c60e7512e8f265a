// The only import of decimal.js: everything else takes Decimal, its rounding and its limits from here.
import { Decimal as DefaultDecimal } from 'decimal.js'

/**
 * Exact decimal arithmetic. 40 significant digits hold shares (15 digits) × euros (17 digits) ÷ shares with at least
 * eight digits to spare, so that a rounding to the cent never sees a false tie. Rounds half-even (domain: "Money").
 */
export const Decimal = DefaultDecimal.clone({
  precision: 40,
  rounding: DefaultDecimal.ROUND_HALF_EVEN,
  toExpNeg: -40,
  toExpPos: 40,
})
export type Decimal = DefaultDecimal

// pg asks a parameter for its own text form; without this it would send JSON. Both prototypes are the same object.
Object.assign(Decimal.prototype, {
  toPostgres(this: Decimal) {
    return this.toFixed()
  },
})

export const ZERO = new Decimal(0)

/** Rounds half-even to the cent. */
export function toCents(value: Decimal): Decimal {
  return value.toDecimalPlaces(2, DefaultDecimal.ROUND_HALF_EVEN)
}

/** Wire form of a euro amount: exactly two decimals, never "-0.00". The value must already be whole cents. */
export function euros(value: Decimal | string): string {
  return new Decimal(value).plus(0).toFixed(2)
}

/** Wire form of a share count: whole, no decimals. */
export function wholeShares(value: Decimal | string): string {
  return new Decimal(value).plus(0).toFixed(0)
}

/** Wire form of a nominal value: at least two decimals, four where the value has them (15.2449, 50.00). */
export function nominal(value: Decimal | string): string {
  const exact = new Decimal(value)
  return exact.toFixed(Math.max(2, exact.decimalPlaces()))
}

/** part ÷ whole as a wire ratio: six decimals, rounded half-even once; null when whole is zero. */
export function ratio(part: Decimal | string, whole: Decimal | string): string | null {
  const divisor = new Decimal(whole)
  return divisor.isZero() ? null : new Decimal(part).div(divisor).toFixed(6)
}

/** n × nominal value, rounded half-even to the cent: the price of n shares at their nominal. */
export function nominalPrice(shares: Decimal, nominalValue: Decimal): Decimal {
  return toCents(shares.times(nominalValue))
}
