// Who gives shares back gets their nominal at most, less their part of the losses.
import { type Decimal, euros, toCents, ZERO } from '../values/amount.ts'
import type { Facts, WithdrawalFact } from './facts.ts'
import { broken, holds, larger, lastOn, type Rule, unknown, type Verdict } from './rule.ts'
import { ofWithdrawal } from './withdrawal.ts'

export const refundCeiling: Rule = {
  id: 'refund_ceiling',
  severity: 'high',
  title: { en: 'Refund of a withdrawal', fr: 'Remboursement d’un retrait' },
  formula: 'refund ≤ nominal paid up − nominal ÷ capital × losses',
  source: 'Loi nº 47-1775 du 10 septembre 1947, art. 18 et 19 nonies',
  confirmed: true,
  parameters: [],
  judge: (facts) => facts.withdrawals.map((withdrawal) => judge(facts, withdrawal)),
}

function judge(facts: Facts, withdrawal: WithdrawalFact): Verdict {
  const { on, amount, nominal, unpaid } = withdrawal
  const subject = ofWithdrawal(withdrawal)
  if (amount.isZero()) return holds({ refund: euros(amount) }, subject)
  const losses = lastOn(facts.accounts, on)?.losses
  if (!losses) return unknown(['annualAccounts.losses'], { since: on, subject })
  const lossShare = partOfLosses(facts, withdrawal, losses)
  if (!lossShare) return unknown(['capitalStatements'], { since: on, subject })
  const ceiling = larger(ZERO, nominal.minus(unpaid).minus(lossShare))
  const figures = {
    refund: euros(amount),
    nominal: euros(nominal),
    unpaid: euros(unpaid),
    losses: euros(losses),
    lossShare: euros(lossShare),
    ceiling: euros(ceiling),
  }
  return amount.gt(ceiling) ? broken(on, figures, subject) : holds(figures, subject)
}

/** Rounded half-even to the cent. The capital is that before the withdrawal, as stated: what is stated of its day is after it. */
function partOfLosses(facts: Facts, { on, nominal }: WithdrawalFact, losses: Decimal): Decimal | undefined {
  if (losses.isZero()) return ZERO
  const capital = facts.statements.findLast((statement) => statement.on < on)?.totalCapital
  return capital && toCents(nominal.times(losses).div(capital))
}
