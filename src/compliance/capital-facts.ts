// Who the cooperatives are, what their papers say, and what the authority holds of them.
import { sql } from 'kysely'
import { cooperativeVersionAt } from '../cooperatives/queries.ts'
import { stands } from '../decisions/stands.ts'
import { newestClassBalance } from '../ledger/balances.ts'
import { statement } from '../postgres/statement.ts'
import type { AccountsFact, StatementFact } from '../rules/facts.ts'
import { Decimal } from '../values/amount.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { type Asked, asked } from './asked.ts'
import { sharesInTheEvening } from './split.ts'

export interface CooperativeRow {
  id: string
  name: string
  legal_form: string
  siren: string | null
  nic: string | null
}

export const cooperatives = statement<Asked, CooperativeRow>((parameter) => {
  const { seq, isAsked } = asked(parameter)
  return sql`
    select c.id, v.name, v.legal_form, v.siren, v.nic from cooperative c
    cross join lateral ${cooperativeVersionAt(sql`c.authority_id`, sql`c.id`, seq)} v
    where c.seq <= ${seq} and ${isAsked(sql`c.id`)} order by c.id`
})

export interface StatementRow {
  cooperative_id: string
  stated_on: string
  total_capital: string
  public_capital: string | null
  colleges: string
  capital_floor: string | null
  full_payment_delay_months: number | null
  refund_delay_months: number | null
}

export const statements = statement<Asked, StatementRow>((parameter) => {
  const { asOf, seq, isAsked } = asked(parameter)
  return sql`
    select distinct on (s.cooperative_id, s.stated_on) s.cooperative_id, s.stated_on, s.total_capital, s.public_capital,
      s.colleges, s.capital_floor, s.full_payment_delay_months, s.refund_delay_months
    from capital_statement s where s.stated_on <= ${asOf} and s.seq <= ${seq} and ${isAsked(sql`s.cooperative_id`)}
    order by s.cooperative_id, s.stated_on, s.seq desc`
})

const orNull = (text: string | null) => (text === null ? null : new Decimal(text))

/** Ten years of them are read for each cooperative, and little of most is looked at: amounts are made when they are. */
export class Statement implements StatementFact {
  readonly #row: StatementRow
  #colleges: StatementFact['colleges'] | undefined
  readonly on: PlainDate
  readonly fullPaymentDelayMonths: number | null
  readonly refundDelayMonths: number | null

  constructor(row: StatementRow) {
    this.#row = row
    this.on = row.stated_on
    this.fullPaymentDelayMonths = row.full_payment_delay_months
    this.refundDelayMonths = row.refund_delay_months
  }
  get totalCapital(): Decimal {
    return new Decimal(this.#row.total_capital)
  }
  get publicCapital(): Decimal | null {
    return orNull(this.#row.public_capital)
  }
  get capitalFloor(): Decimal | null {
    return orNull(this.#row.capital_floor)
  }
  get colleges(): StatementFact['colleges'] {
    this.#colleges ??= JSON.parse(this.#row.colleges) as StatementFact['colleges']
    return this.#colleges
  }
}

export interface AccountsRow {
  cooperative_id: string
  year: number
  closed_on: string
  equity: string | null
  result: string | null
  income: string | null
  losses: string | null
}

// The newest of each year first, and only then those that are closed: a later version may bear another closing date.
export const accounts = statement<Asked, AccountsRow>((parameter) => {
  const { asOf, seq, isAsked } = asked(parameter)
  return sql`
    select * from (
      select distinct on (a.cooperative_id, a.year) a.cooperative_id, a.year, a.closed_on, a.equity, a.result, a.income, a.losses
      from annual_accounts a where a.seq <= ${seq} and ${isAsked(sql`a.cooperative_id`)}
      order by a.cooperative_id, a.year, a.seq desc) known
    where closed_on <= ${asOf} order by cooperative_id, year`
})

/** The same of accounts. */
export class Accounts implements AccountsFact {
  readonly #row: AccountsRow
  readonly year: number
  readonly on: PlainDate

  constructor(row: AccountsRow) {
    this.#row = row
    this.year = row.year
    this.on = row.closed_on
  }
  get equity(): Decimal | null {
    return orNull(this.#row.equity)
  }
  get result(): Decimal | null {
    return orNull(this.#row.result)
  }
  get income(): Decimal | null {
    return orNull(this.#row.income)
  }
  get losses(): Decimal | null {
    return orNull(this.#row.losses)
  }
}

export interface HoldingRow {
  cooperative_id: string
  effective_on: string
  nominal: string
  cost: string
  impairment: string
}

/** What is held on asOf, and on the day of the last statement; of both where they differ. */
export const positions = statement<Asked, HoldingRow>((parameter) => {
  const { asOf, seq, isAsked } = asked(parameter)
  return sql`
    select c.id as cooperative_id, d.day as effective_on, k.nominal, k.cost, k.impairment
    from cooperative c
    left join lateral (
      select t.stated_on from capital_statement t
      where t.authority_id = c.authority_id and t.cooperative_id = c.id and t.stated_on <= ${asOf} and t.seq <= ${seq}
      order by t.stated_on desc, t.seq desc limit 1) t on true
    cross join lateral (select ${asOf} as day union select t.stated_on where t.stated_on is not null) d
    join lateral (
      select sum(b.shares * b.nominal_value) as nominal, sum(b.share_cost) as cost, sum(b.impairment) as impairment
      from share_class s cross join lateral ${newestClassBalance(sql`d.day`, seq)} b
      where s.authority_id = c.authority_id and s.cooperative_id = c.id) k on k.nominal is not null
    where c.seq <= ${seq} and ${isAsked(sql`c.id`)}
    order by c.id, d.day`
})

/** Of some cooperatives: what was held at the end of each day on which it changed, all classes together. */
export const holdings = statement<Asked & { among: readonly string[] }, HoldingRow>((parameter) => {
  const { asOf, seq } = asked(parameter)
  const among = sql`${parameter('among')}::uuid[]`
  return sql`
    with balance as (
      select distinct on (b.cooperative_id, b.share_class_id, b.effective_on) b.*
      from class_balance b where b.effective_on <= ${asOf} and b.seq <= ${seq} and b.cooperative_id = any(${among})
      order by b.cooperative_id, b.share_class_id, b.effective_on, b.seq desc),
    change as (
      select b.cooperative_id, b.effective_on,
        b.shares * b.nominal_value - coalesce(lag(b.shares * b.nominal_value) over before, 0) as nominal,
        b.share_cost - coalesce(lag(b.share_cost) over before, 0) as cost,
        b.impairment - coalesce(lag(b.impairment) over before, 0) as impairment
      from balance b window before as (partition by b.cooperative_id, b.share_class_id order by b.effective_on)),
    day as (
      select cooperative_id, effective_on, sum(nominal) as nominal, sum(cost) as cost, sum(impairment) as impairment
      from change where nominal <> 0 or cost <> 0 or impairment <> 0 group by cooperative_id, effective_on)
    select cooperative_id, effective_on, sum(nominal) over so_far as nominal, sum(cost) over so_far as cost,
      sum(impairment) over so_far as impairment
    from day window so_far as (partition by cooperative_id order by effective_on)
    order by cooperative_id, effective_on`
})

export interface IssueRow {
  cooperative_id: string
  effective_on: string
  issued: string
}

/** Shares that were made for us, or that we gave back, at their nominal and since the first, by day: each changes the capital. */
export const issues = statement<Asked, IssueRow>((parameter) => {
  const { asOf, seq, isAsked } = asked(parameter)
  return sql`
    select i.cooperative_id, i.effective_on,
      sum(sum(i.shares * b.nominal_value)) over (partition by i.cooperative_id order by i.effective_on) as issued
    from (
      select m.authority_id, m.cooperative_id, m.share_class_id, m.effective_on,
        sum(case m.kind when 'withdrawal' then -1 else 1 end * ${sharesInTheEvening(seq)}) as shares
      from movement m
      where m.kind in ('subscription', 'contribution_in_kind', 'advance_conversion', 'withdrawal')
        and m.effective_on <= ${asOf} and ${stands(seq)} and ${isAsked(sql`m.cooperative_id`)}
      group by m.authority_id, m.cooperative_id, m.share_class_id, m.effective_on) i
    join share_class s on s.authority_id = i.authority_id and s.cooperative_id = i.cooperative_id and s.id = i.share_class_id
    cross join lateral ${newestClassBalance(sql`i.effective_on`, seq)} b
    group by i.cooperative_id, i.effective_on order by i.cooperative_id, i.effective_on`
})
