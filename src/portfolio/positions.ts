// The SQL that every figure comes from: per position, the newest balance row with effective ≤ asOf and recorded ≤ knownAt.
import { type RawBuilder, sql } from 'kysely'
import { cooperativeVersionAt } from '../cooperatives/queries.ts'
import type { Seq } from '../journal/moment.ts'
import { type DateExpression, newestClassBalance, newestCooperativeBalance } from '../ledger/balances.ts'
import { FIGURES } from './figures.ts'

/**
 * One row a cooperative known at a journal row: identity, every figure, the nominal held and the capital it is held
 * against. Amounts have two decimals.
 */
export function positions(asOf: DateExpression, seq: Seq): RawBuilder<unknown> {
  const held = ['shares', 'share_cost', 'uncalled', 'payable', 'owed_purchase', 'impairment']
  const sums = held.map((column) => sql`sum(b.${sql.ref(column)}) as ${sql.ref(column)}`)
  return sql`(
    select c.id as cooperative_id, v.name, v.activity, v.legal_form, v.commune_code, v.commune_name,
      coalesce(k.shares, 0) as shares,
      ${euros(sql`coalesce(k.share_cost, 0)`)} as cost,
      ${euros(sql`coalesce(k.share_cost - k.uncalled, 0)`)} as called,
      ${euros(sql`coalesce(k.uncalled, 0)`)} as uncalled,
      ${euros(sql`coalesce(k.payable, 0)`)} as payable,
      ${euros(sql`coalesce(k.owed_purchase, 0) + coalesce(b.owed_grant, 0)`)} as owed,
      ${euros(sql`coalesce(k.share_cost - k.uncalled - k.payable, 0)`)} as "paidUp",
      ${euros(sql`coalesce(k.impairment, 0)`)} as impairment,
      ${euros(sql`coalesce(k.share_cost - k.impairment, 0)`)} as "netBookValue",
      ${euros(sql`coalesce(b.receivable_sale + b.receivable_withdrawal, 0)`)} as receivable,
      ${euros(sql`coalesce(b.advance, 0)`)} as advances,
      ${euros(sql`coalesce(b.share_income, 0)`)} as "shareIncome",
      ${euros(sql`coalesce(b.disposal_proceeds - b.disposed_cost, 0)`)} as "disposalGain",
      ${euros(sql`coalesce(b."grant", 0)`)} as grants,
      ${euros(sql`coalesce(b.loss, 0)`)} as loss,
      coalesce(k.nominal_held, 0) as nominal_held, p.total_capital,
      coalesce(k.owed_purchase, 0) as owed_purchase, coalesce(b.owed_grant, 0) as owed_grant,
      coalesce(b.disposed_cost, 0) as disposed_cost, coalesce(b.treasury_receipt, 0) as received,
      coalesce(b.treasury_advance, 0) as advanced, coalesce(b.treasury_repayment, 0) as advance_repaid
    from cooperative c
    cross join lateral ${cooperativeVersionAt(sql`c.authority_id`, sql`c.id`, seq)} v
    left join lateral (
      select ${sql.join(sums)}, sum(b.shares * b.nominal_value) as nominal_held
      from share_class s cross join lateral ${newestClassBalance(asOf, seq)} b
      where s.authority_id = c.authority_id and s.cooperative_id = c.id
    ) k on true
    left join lateral ${newestCooperativeBalance(asOf, seq)} b on true
    left join lateral (
      select p.total_capital from capital_statement p
      where p.authority_id = c.authority_id and p.cooperative_id = c.id and p.stated_on <= ${asOf} and p.seq <= ${seq}
      order by p.stated_on desc, p.seq desc limit 1
    ) p on true
    where c.seq <= ${seq})`
}

/** True for a row of `positions` with a figure that is not zero. */
export const isNotEmpty: RawBuilder<boolean> = sql`(${sql.join(
  FIGURES.map((name) => sql`p.${sql.ref(name)} <> 0`),
  sql` or `,
)})`

/** How many rows of `positions` have any figure. */
export const cooperativesWithAny: RawBuilder<number> = sql`count(*) filter (where ${isNotEmpty})`

/**
 * The JSON of `Figures` over rows of `positions`: their sums, and how many have any. Written where it is added up, since a
 * summary of fifty cooperatives has a thousand values, and each would be read, named and written again on its way.
 */
export const figuresJson: RawBuilder<string> = sql`concat('{"cooperatives":', ${cooperativesWithAny}, ${sql.join(
  FIGURES.map((name, index) => {
    const sum = sql`coalesce(sum(p.${sql.ref(name)}), 0)`
    return sql`${sql.lit(`${index === 0 ? '' : '"'},"${name}":"`)}, ${name === 'shares' ? sum : euros(sum)}`
  }),
)}, '"}')`

// Amounts have at most two decimals already: the cast only writes the missing zeros.
export function euros(amount: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(${amount})::numeric(30, 2)`
}
