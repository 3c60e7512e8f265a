// Shares that are worth less than they cost, by the equity of the last accounts, and are not impaired so far.
import { Decimal, euros, toCents, ZERO } from '../values/amount.ts'
import { capitalAtClosing, capitalDays } from './capital.ts'
import { broken, holds, larger, lastOn, lookingBack, type Rule, sinceWhen, unknown } from './rule.ts'

export const impairmentToConsider: Rule = {
  id: 'impairment_to_consider',
  severity: 'medium',
  title: { en: 'Impairment to consider', fr: 'Dépréciation à envisager' },
  formula: 'max(0, cost − nominalHeld ÷ totalCapital at the closing × equity) ≤ impairment',
  source: 'M57, tome 1, compte 296 (the formula is of this register)',
  confirmed: false,
  parameters: [],
  judge: (facts) => {
    if (facts.holdings.length === 0) return []
    return [
      lookingBack(
        sinceWhen([...capitalDays(facts), ...facts.accounts.map(({ on }) => on)], facts.asOf, (day) => {
          const held = lastOn(facts.holdings, day)
          if (!held?.cost.gt(ZERO)) return holds()
          const accounts = facts.accounts.findLast(({ on, equity }) => on <= day && equity !== null)
          const equity = accounts?.equity
          const capital = capitalAtClosing(facts, accounts?.on ?? day, day)
          if (!equity || !capital) {
            return unknown([...(equity ? [] : ['annualAccounts.equity']), ...(capital ? [] : ['capitalStatements'])])
          }
          // Shares are worth nothing at the least: who holds them answers for no more.
          const value = larger(ZERO, toCents(held.nominal.times(equity).div(capital)))
          const toConsider = Decimal.max(0, held.cost.minus(value)).minus(held.impairment)
          const figures = () => ({
            cost: euros(held.cost),
            nominalHeld: euros(held.nominal),
            totalCapital: euros(capital),
            equity: euros(equity),
            value: euros(value),
            impairment: euros(held.impairment),
            toConsider: euros(larger(ZERO, toConsider)),
          })
          return toConsider.gt(ZERO) ? broken(null, figures) : holds(figures)
        }),
      ),
    ]
  },
}
