import { Decimal } from '../values/amount.ts'

/** An axis of amounts: its ends, and the amounts to mark from one to the other, all of them exact. */
export interface Scale {
  readonly from: Decimal
  readonly to: Decimal
  readonly ticks: readonly Decimal[]
}

const MOST_STEPS = 5
const CENT = new Decimal('0.01')

/**
 * The axis for some amounts, with zero on it. It is marked at steps of 1, 2 or 5 times a power of ten, a cent at least:
 * no mark is a rounded figure.
 */
export function scaleOf(amounts: readonly Decimal[]): Scale {
  const least = Decimal.min(0, ...amounts)
  const most = Decimal.max(0, ...amounts)
  const zero = new Decimal(0)
  if (least.eq(most)) return { from: zero, to: new Decimal(1), ticks: [zero] }
  const step = stepOf(most.minus(least).div(MOST_STEPS))
  const from = least.div(step).floor().times(step)
  const to = most.div(step).ceil().times(step)
  const count = to.minus(from).div(step).toNumber()
  return { from, to, ticks: Array.from({ length: count + 1 }, (_, index) => from.plus(step.times(index))) }
}

function stepOf(least: Decimal): Decimal {
  const power = new Decimal(10).pow(least.log(10).floor())
  const step = [1, 2, 5, 10].map((times) => power.times(times)).find((candidate) => candidate.gte(least))
  if (!step) throw new Error(`no step for ${least}`)
  return Decimal.max(step, CENT)
}
