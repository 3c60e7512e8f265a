// What is settled in one go or by parts, and nothing else: purchases and grants to pay, prices, refunds and advances to
// get back. The balance says how much is open, and the newest movements what it is made of.
import { sql } from 'kysely'
import { settingsAt } from '../compliance/queries.ts'
import { stands } from '../decisions/stands.ts'
import type { Moment } from '../journal/moment.ts'
import { newestClassBalance, newestCooperativeBalance } from '../ledger/balances.ts'
import { newestCovering } from '../ledger/settle.ts'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import type { Term } from '../rules/term.ts'
import { Decimal, euros } from '../values/amount.ts'
import type { PlainDate } from '../values/plain-date.ts'
import type { DeadlineKind } from './schema.ts'
import { type DeadlineSource, dueOfMovement } from './source.ts'
import { statutesOn } from './statutes-queries.ts'
import { NO_STATUTES, type Stated, type Statutes, statedTerm, type Terms, termsOf } from './term.ts'

type DebtKind = 'purchase' | 'grant' | 'sale' | 'withdrawal' | 'advance'

const DEBTS: Readonly<
  Record<DebtKind, { kind: DeadlineKind; term: (debt: Stated, statutes: Statutes, terms: Terms) => Term }>
> = {
  purchase: { kind: 'purchase_payment', term: statedTerm },
  grant: { kind: 'grant_payment', term: statedTerm },
  sale: { kind: 'sale_receipt', term: statedTerm },
  withdrawal: { kind: 'refund', term: (debt, statutes, { refund }) => refund(debt, statutes) },
  advance: { kind: 'advance_repayment', term: (debt, _statutes, { advance }) => advance(debt) },
}

/** What is owed to others for purchases and grants, and to us for sales, withdrawals and advances. */
export const debts: DeadlineSource = {
  kinds: Object.values(DEBTS).map(({ kind }) => kind),
  read: async (tx, moment, cooperativeId) => {
    const statutes = await statutesOn(tx, moment)
    const terms = termsOf(await settingsAt(tx, moment))
    const movements = await movementsOfOpenBalances(tx, moment, cooperativeId)
    return [...Map.groupBy(movements, ({ position }) => position).values()].flatMap((ofPosition) =>
      newestCovering(ofPosition, ofPosition[0]?.balance ?? new Decimal(0)).map(({ source, amount }) => {
        const { kind, term } = DEBTS[source.kind]
        return {
          ...dueOfMovement(kind, source),
          ...term(source, statutes.get(source.cooperativeId) ?? NO_STATUTES, terms),
          amount: euros(amount),
        }
      }),
    )
  },
}

interface Debt extends Stated {
  readonly id: string
  readonly kind: DebtKind
  readonly cooperativeId: string
  readonly shareClassName: string | null
  readonly amount: Decimal
  /** Which balance it is part of, and how much that is. */
  readonly position: string
  readonly balance: Decimal
}

interface Row {
  id: string
  kind: DebtKind
  cooperative_id: string
  share_class_id: string | null
  share_class_name: string | null
  effective_on: PlainDate
  amount: string
  due_on: PlainDate | null
  balance: string
}

/** In fold order, of balances alone that are open on asOf. */
async function movementsOfOpenBalances(
  tx: Tx,
  { asOf, seq }: Moment,
  cooperativeId: string | undefined,
): Promise<Debt[]> {
  const day = sql`${asOf}::date`
  const { rows } = await sql<Row>`
    with open as (
      select b.authority_id, b.cooperative_id, null::uuid as share_class_id, d.kind, d.balance
      from cooperative c
      cross join lateral ${newestCooperativeBalance(day, seq)} b
      cross join lateral (values ('grant', b.owed_grant), ('sale', b.receivable_sale),
        ('withdrawal', b.receivable_withdrawal), ('advance', b.advance)) d (kind, balance)
      where d.balance > 0
      union all
      select s.authority_id, s.cooperative_id, s.id, 'purchase', b.owed_purchase
      from share_class s cross join lateral ${newestClassBalance(day, seq)} b
      where b.owed_purchase > 0)
    select m.id, m.kind, m.cooperative_id, o.share_class_id, s.name as share_class_name, m.effective_on, m.amount,
      coalesce(m.due_on, m.repayable_on) as due_on, o.balance
    from open o
    join movement m on m.authority_id = o.authority_id and m.cooperative_id = o.cooperative_id and m.kind = o.kind
      and (o.share_class_id is null or m.share_class_id = o.share_class_id)
    left join share_class s on s.authority_id = m.authority_id and s.cooperative_id = m.cooperative_id and s.id = m.share_class_id
    where m.effective_on <= ${asOf} and ${stands(seq)}
      and ${conditions([cooperativeId && sql`o.cooperative_id = ${cooperativeId}`])}
    order by m.effective_on, m.seq`.execute(tx)
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    cooperativeId: row.cooperative_id,
    shareClassName: row.share_class_name,
    effectiveOn: row.effective_on,
    dueOn: row.due_on,
    amount: new Decimal(row.amount),
    position: `${row.kind} ${row.cooperative_id} ${row.share_class_id}`,
    balance: new Decimal(row.balance),
  }))
}
