// Shares that are not paid in full: what was called, and what is still to be called.
import { sql } from 'kysely'
import { stands } from '../decisions/authorisation-queries.ts'
import type { Moment } from '../journal/moment.ts'
import { newestClassBalance } from '../portfolio/positions.ts'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import { Decimal, euros } from '../values/amount.ts'
import type { PlainDate } from '../values/plain-date.ts'
import type { ClassChange } from './settle.ts'
import { openCalls } from './settle.ts'
import { type DeadlineSource, type Due, dueOfMovement } from './source.ts'
import { statutesOn } from './statutes-queries.ts'
import { fullPaymentTerm, NO_STATUTES, statedTerm } from './term.ts'

/** Calls that are not paid, and subscriptions that are not called in full. */
export const calls: DeadlineSource = {
  kinds: ['call_payment', 'call_to_come'],
  read: async (tx, moment, cooperativeId) => {
    const statutes = await statutesOn(tx, moment)
    const movements = await movementsOfUnpaidClasses(tx, moment, cooperativeId)
    return [...Map.groupBy(movements, ({ shareClassId }) => shareClassId).values()].flatMap((ofClass): Due[] => {
      const { payable, uncalled } = openCalls(ofClass)
      return [
        ...payable.map(({ source, amount }) => ({
          ...dueOfMovement('call_payment', source),
          ...statedTerm(source),
          amount: euros(amount),
        })),
        ...uncalled.map(({ source, amount }) => ({
          ...dueOfMovement('call_to_come', source),
          ...fullPaymentTerm(source.effectiveOn, statutes.get(source.cooperativeId) ?? NO_STATUTES),
          amount: euros(amount),
        })),
      ]
    })
  },
}

interface ClassMovement extends ClassChange {
  readonly id: string
  readonly cooperativeId: string
  readonly shareClassId: string
  readonly shareClassName: string
  readonly effectiveOn: PlainDate
  readonly dueOn: PlainDate | null
}

interface Row {
  id: string
  kind: string
  cooperative_id: string
  share_class_id: string
  share_class_name: string
  effective_on: PlainDate
  due_on: PlainDate | null
  uncalled: string
  payable: string
}

/** In fold order, with what each changed, adjustments included; of classes alone that are not paid in full on asOf. */
async function movementsOfUnpaidClasses(
  tx: Tx,
  { asOf, seq }: Moment,
  cooperativeId: string | undefined,
): Promise<ClassMovement[]> {
  const { rows } = await sql<Row>`
    select m.id, m.kind, m.cooperative_id, m.share_class_id, s.name as share_class_name, m.effective_on, m.due_on,
      p.uncalled, p.payable
    from share_class s
    cross join lateral ${newestClassBalance(sql`${asOf}::date`, seq)} b
    join movement m on m.authority_id = s.authority_id and m.cooperative_id = s.cooperative_id and m.share_class_id = s.id
    cross join lateral (
      select -sum(e.uncalled) as uncalled, -sum(e.payable) as payable from entry e
      where e.authority_id = m.authority_id and e.movement_id = m.id and e.seq <= ${seq}
    ) p
    where (b.uncalled > 0 or b.payable > 0) and m.effective_on <= ${asOf} and ${stands(seq)}
      and m.kind in ('subscription', 'call', 'payment', 'sale', 'withdrawal', 'write_off')
      and (p.uncalled <> 0 or p.payable <> 0)
      and ${conditions([cooperativeId && sql`s.cooperative_id = ${cooperativeId}`])}
    order by m.effective_on, m.seq`.execute(tx)
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    cooperativeId: row.cooperative_id,
    shareClassId: row.share_class_id,
    shareClassName: row.share_class_name,
    effectiveOn: row.effective_on,
    dueOn: row.due_on,
    uncalled: new Decimal(row.uncalled),
    payable: new Decimal(row.payable),
  }))
}
