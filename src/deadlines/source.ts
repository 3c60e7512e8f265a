import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import type { Deadline, DeadlineKind } from './schema.ts'

/** What a source says of a deadline; the list adds the cooperative's name, and whether it is overdue. */
export type Due = Omit<Deadline, 'cooperativeName' | 'overdue'>

/** Where deadlines come from: one look into the register, whatever the number of cooperatives. */
export interface DeadlineSource {
  /** The kinds that it may give: it is not asked for others. */
  readonly kinds: readonly DeadlineKind[]
  /**
   * What is open on asOf, as known, whenever it is due; and what ends on asOf or after.
   *
   * @param cooperativeId only about this cooperative
   */
  readonly read: (tx: Tx, moment: Moment, cooperativeId: string | undefined) => Promise<Due[]>
}

/** What a deadline that comes from a movement has in common with the others. */
export function dueOfMovement(
  kind: DeadlineKind,
  movement: { id: string; cooperativeId: string; effectiveOn: string; shareClassName: string | null },
): Omit<Due, 'dueOn' | 'basis' | 'amount'> {
  return {
    key: `${kind}:${movement.id}`,
    kind,
    cooperativeId: movement.cooperativeId,
    since: movement.effectiveOn,
    subject: movement.shareClassName,
    instrument: null,
    role: null,
    resourceId: movement.id,
    link: `/v1/movements/${movement.id}`,
  }
}
