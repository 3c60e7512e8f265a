// Shares that are not paid in full: the movements of their classes, which say how much of which is open.
import { sql } from 'kysely'
import { stands } from '../decisions/stands.ts'
import { newestClassBalance } from '../ledger/balances.ts'
import { type ClassChange, type OpenPart, openCalls } from '../ledger/settle.ts'
import type { Tx } from '../postgres/database.ts'
import { statement } from '../postgres/statement.ts'
import { Decimal } from '../values/amount.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { type Asked, asked } from './asked.ts'

interface Row {
  id: string
  kind: string
  cooperative_id: string
  share_class_id: string
  share_class_name: string
  effective_on: PlainDate
  due_on: PlainDate | null
  amount: string | null
  uncalled: string
  payable: string
}

/** In fold order, with what each changed, adjustments included; of classes alone that are not paid in full on asOf. */
const movementsOfUnpaidClasses = statement<Asked, Row>((parameter) => {
  const { asOf, seq, isAsked } = asked(parameter)
  return sql`
    select m.id, m.kind, m.cooperative_id, m.share_class_id, s.name as share_class_name, m.effective_on, m.due_on, m.amount,
      p.uncalled, p.payable
    from share_class s
    cross join lateral ${newestClassBalance(sql`${asOf}`, seq)} b
    join movement m on m.authority_id = s.authority_id and m.cooperative_id = s.cooperative_id and m.share_class_id = s.id
    cross join lateral (
      select -sum(e.uncalled) as uncalled, -sum(e.payable) as payable from entry e
      where e.authority_id = m.authority_id and e.movement_id = m.id and e.seq <= ${seq}
    ) p
    where (b.uncalled > 0 or b.payable > 0) and m.effective_on <= ${asOf} and ${stands(seq)}
      and m.kind in ('subscription', 'call', 'payment', 'sale', 'withdrawal', 'write_off')
      and (p.uncalled <> 0 or p.payable <> 0) and ${isAsked(sql`s.cooperative_id`)}
    order by m.effective_on, m.seq`
})

/** A movement that makes or settles what is unpaid of a class. */
export interface ClassMovement extends ClassChange {
  readonly id: string
  readonly cooperativeId: string
  readonly shareClassId: string
  readonly shareClassName: string
  readonly effectiveOn: PlainDate
  readonly dueOn: PlainDate | null
  /** As given. */
  readonly amount: Decimal
}

/** What is open of each class that is not paid in full. */
export async function unpaidClasses(
  tx: Tx,
  moment: Asked,
): Promise<{ uncalled: readonly OpenPart<ClassMovement>[]; payable: readonly OpenPart<ClassMovement>[] }[]> {
  const rows = await movementsOfUnpaidClasses.run(tx, moment)
  const movements = rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    cooperativeId: row.cooperative_id,
    shareClassId: row.share_class_id,
    shareClassName: row.share_class_name,
    effectiveOn: row.effective_on,
    dueOn: row.due_on,
    amount: new Decimal(row.amount ?? 0),
    uncalled: new Decimal(row.uncalled),
    payable: new Decimal(row.payable),
  }))
  return [...Map.groupBy(movements, ({ shareClassId }) => shareClassId).values()].map(openCalls)
}
