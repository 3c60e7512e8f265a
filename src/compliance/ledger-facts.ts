// What the ledger says, beside what is held: what comes back, what was lent, what was given, and what nobody decided.
import { sql } from 'kysely'
import { INSTRUMENT_OF } from '../decisions/authorisation.ts'
import { stands } from '../decisions/stands.ts'
import { newestClassBalance, newestCooperativeBalance } from '../ledger/balances.ts'
import { statement } from '../postgres/statement.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { type Asked, asked } from './asked.ts'
import { sharesInTheEvening } from './split.ts'

interface MovementRow {
  id: string
  kind: string
  cooperative_id: string
  effective_on: PlainDate
  amount: string
}

export interface WithdrawalRow extends MovementRow {
  nominal: string
  unpaid: string
  due_on: PlainDate | null
  /** What is open of all refunds of the cooperative together. */
  receivable: string
}

/** Withdrawals in fold order, with the nominal in force when they took effect, and what was not paid of their shares. */
export const withdrawals = statement<Asked, WithdrawalRow>((parameter) => {
  const { asOf, seq, isAsked } = asked(parameter)
  return sql`
    select m.id, m.kind, m.cooperative_id, m.effective_on, m.amount, m.due_on,
      ${sharesInTheEvening(seq)} * n.nominal_value as nominal, p.unpaid,
      coalesce(r.receivable_withdrawal, 0) as receivable
    from movement m
    join cooperative c on c.authority_id = m.authority_id and c.id = m.cooperative_id
    cross join lateral (
      select b.nominal_value from class_balance b
      where b.authority_id = m.authority_id and b.cooperative_id = m.cooperative_id and b.share_class_id = m.share_class_id
        and b.effective_on <= m.effective_on and b.seq <= ${seq}
      order by b.effective_on desc, b.seq desc limit 1) n
    cross join lateral (
      select sum(e.uncalled + e.payable) as unpaid from entry e
      where e.authority_id = m.authority_id and e.movement_id = m.id and e.seq <= ${seq}) p
    left join lateral ${newestCooperativeBalance(sql`${asOf}`, seq)} r on true
    where m.kind = 'withdrawal' and m.effective_on <= ${asOf} and ${stands(seq)} and ${isAsked(sql`m.cooperative_id`)}
    order by m.effective_on, m.seq`
})

export interface InterestRow {
  cooperative_id: string
  effective_on: PlainDate
  amount: string
  base: string | null
}

/** Share interest by day, with the nominal held on 31 December of the year before; null: nothing was held yet. */
export const interest = statement<Asked, InterestRow>((parameter) => {
  const { asOf, seq, isAsked } = asked(parameter)
  return sql`
    select i.*, (
      select sum(b.shares * b.nominal_value) from share_class s
      cross join lateral ${newestClassBalance(sql`(date_trunc('year', i.effective_on) - interval '1 day')::date`, seq)} b
      where s.authority_id = i.authority_id and s.cooperative_id = i.cooperative_id) as base
    from (
      select m.authority_id, m.cooperative_id, m.effective_on, sum(m.amount) as amount from movement m
      where m.kind = 'share_interest' and m.effective_on <= ${asOf} and ${stands(seq)} and ${isAsked(sql`m.cooperative_id`)}
      group by m.authority_id, m.cooperative_id, m.effective_on) i
    order by i.effective_on`
})

export interface AdvanceRow extends MovementRow {
  convention_reference: string | null
  repayable_on: PlainDate | null
}

/** What moved advances, in fold order: of cooperatives with something outstanding. */
export const advances = statement<Asked, AdvanceRow>((parameter) => {
  const { asOf, seq, isAsked } = asked(parameter)
  return sql`
    select m.id, m.kind, m.cooperative_id, m.effective_on, m.amount, m.convention_reference, m.repayable_on
    from cooperative c
    cross join lateral ${newestCooperativeBalance(sql`${asOf}`, seq)} b
    join movement m on m.authority_id = c.authority_id and m.cooperative_id = c.id
    where b.advance > 0 and m.effective_on <= ${asOf} and ${stands(seq)} and ${isAsked(sql`c.id`)}
      and (m.kind in ('advance', 'advance_repayment', 'advance_conversion') or (m.kind = 'loss' and m.settles = 'advance'))
    order by m.effective_on, m.seq`
})

/** Grants awarded, in fold order. */
export const grants = statement<Asked, MovementRow>((parameter) => {
  const { asOf, seq, isAsked } = asked(parameter)
  return sql`
    select m.id, m.kind, m.cooperative_id, m.effective_on, m.amount from movement m
    where m.kind = 'grant' and m.effective_on <= ${asOf} and ${stands(seq)}
      and ${isAsked(sql`m.cooperative_id`)}
    order by m.effective_on, m.seq`
})

const consuming = sql.join(Object.keys(INSTRUMENT_OF).map((kind) => sql.lit(kind)))

/** Movements that should cite a decision and say why they cite none, in fold order. */
export const undecided = statement<Asked, MovementRow>((parameter) => {
  const { asOf, seq, isAsked } = asked(parameter)
  return sql`
    select m.id, m.kind, m.cooperative_id, m.effective_on, coalesce(m.amount, 0) as amount from movement m
    where m.decision_id is null and m.kind in (${consuming}) and m.effective_on <= ${asOf} and ${stands(seq)}
      and ${isAsked(sql`m.cooperative_id`)}
    order by m.effective_on, m.seq`
})
