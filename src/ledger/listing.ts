// Movements as outsiders read them: the register, known at a journal row.
import { type RawBuilder, sql } from 'kysely'
import { cooperativeVersionAt } from '../cooperatives/queries.ts'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import { statement } from '../postgres/statement.ts'
import { together } from '../postgres/together.ts'
import { Decimal, euros, wholeShares, ZERO } from '../values/amount.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { ACCOUNT_COLUMNS, type AccountColumn, accountOf } from './account.ts'
import type { Movement } from './schema.ts'

export interface MovementFilter {
  readonly cooperativeId?: string | undefined
  readonly shareClassId?: string | undefined
  readonly decisionId?: string | undefined
  readonly kind?: string | undefined
  /** First effective date, inclusive. */
  readonly from?: PlainDate | undefined
  /** End of the effective dates, exclusive. */
  readonly to?: PlainDate | undefined
}

/** A movement with its postings, as known at a journal row. */
export async function findMovement(tx: Tx, id: string, seq: number): Promise<Movement | undefined> {
  const [[row], entries] = await together(selectRows(tx, seq, sql`m.id = ${id}`, 1), selectEntries(tx, [id], seq))
  return row && wireMovement(row, entries.get(id) ?? [])
}

/** Some movements, in fold order. */
export function findMovements(tx: Tx, ids: readonly string[], seq: number): Promise<Movement[]> {
  return select(tx, seq, sql`m.id = any(${ids}::uuid[])`, ids.length)
}

/** Movements in fold order (effective date, then recording). */
export function listMovements(
  tx: Tx,
  { asOf, seq }: { asOf: PlainDate; seq: number },
  filter: MovementFilter,
  after: { effectiveOn: PlainDate; seq: number } | undefined,
  limit: number,
): Promise<RegisteredMovement[]> {
  const where = conditions([
    sql`m.effective_on <= ${asOf}`,
    filter.cooperativeId && sql`m.cooperative_id = ${filter.cooperativeId}`,
    filter.shareClassId && sql`m.share_class_id = ${filter.shareClassId}`,
    filter.decisionId && sql`m.decision_id = ${filter.decisionId}`,
    filter.kind && sql`m.kind = ${filter.kind}`,
    filter.from && sql`m.effective_on >= ${filter.from}`,
    filter.to && sql`m.effective_on < ${filter.to}`,
    after && sql`(m.effective_on, m.seq) > (${after.effectiveOn}::date, ${after.seq}::bigint)`,
  ])
  return select(tx, seq, where, limit)
}

/** The wire's movement, and the journal row that ends a page. */
export type RegisteredMovement = Movement & { readonly [SEQ]: number }
export const SEQ = Symbol('seq')

async function select(tx: Tx, seq: number, where: RawBuilder<unknown>, limit: number): Promise<RegisteredMovement[]> {
  const rows = await selectRows(tx, seq, where, limit)
  const entries = await selectEntries(
    tx,
    rows.map(({ id }) => id),
    seq,
  )
  return rows.map((row) => wireMovement(row, entries.get(row.id) ?? []))
}

async function selectRows(tx: Tx, seq: number, where: RawBuilder<unknown>, limit: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select m.*, case when r.seq <= ${seq} then r.id end as reversed_by, s.name as share_class_name, v.name as cooperative_name
    from movement m
    left join movement r on r.authority_id = m.authority_id and r.reverses = m.id
    left join share_class s on s.authority_id = m.authority_id and s.cooperative_id = m.cooperative_id and s.id = m.share_class_id
    cross join lateral ${cooperativeVersionAt(sql`m.authority_id`, sql`m.cooperative_id`, seq)} v
    where m.seq <= ${seq} and ${where}
    order by m.effective_on, m.seq limit ${limit}`.execute(tx)
  return rows
}

async function selectEntries(tx: Tx, ids: string[], seq: number): Promise<Map<string, EntryRow[]>> {
  // Each movement's by their own key, however few the planner thinks that an authority has.
  const { rows } = await sql<EntryRow>`
    select e.* from unnest(${ids}::uuid[]) m (id)
    cross join lateral (select * from entry e where e.movement_id = m.id offset 0) e
    where e.seq <= ${seq} order by e.seq`.execute(tx)
  return Map.groupBy(rows, ({ movement_id }) => movement_id)
}

/** How a cooperative and its share classes are called at a journal row: what the wire's movement says beside its rows. */
export interface Names {
  readonly cooperative: string
  readonly shareClasses: ReadonlyMap<string, string>
}

const NAMES = statement<
  { cooperativeId: string; seq: number },
  { name: string; share_class_id: string | null; share_class_name: string }
>(
  (parameter) => sql`
    select v.name, s.id as share_class_id, s.name as share_class_name
    from cooperative c cross join lateral ${cooperativeVersionAt(sql`c.authority_id`, sql`c.id`, parameter('seq'))} v
    left join share_class s on s.authority_id = c.authority_id and s.cooperative_id = c.id
    where c.id = ${parameter('cooperativeId')}`,
)

export async function namesOf(tx: Tx, cooperativeId: string, seq: number): Promise<Names> {
  const rows = await NAMES.run(tx, { cooperativeId, seq })
  return {
    cooperative: rows[0]?.name ?? '',
    shareClasses: new Map(rows.flatMap(({ share_class_id: id, share_class_name: name }) => (id ? [[id, name]] : []))),
  }
}

/** The wire's movement, of the rows that are about to record it. */
export function movementOfRows(
  { movement, entry }: { movement: object; entry: readonly object[] },
  { cooperative, shareClasses }: Names,
): Movement {
  const row = { ...MOVEMENT_DEFAULTS, ...movement } as Row
  const share_class_name = row.share_class_id === null ? null : (shareClasses.get(row.share_class_id) ?? null)
  const { [SEQ]: _, ...wire } = wireMovement({ ...row, cooperative_name: cooperative, share_class_name }, [
    entry[0] as EntryRow,
  ])
  return wire
}

const MOVEMENT_DEFAULTS = {
  ...{
    share_class_id: null,
    shares: null,
    amount: null,
    called: null,
    settles: null,
    split_from: null,
    split_to: null,
  },
  ...{ due_on: null, convention_reference: null, repayable_on: null, budget_section: null, decision_id: null },
  ...{
    no_decision_reason: null,
    external_reference: null,
    note: null,
    reverses: null,
    reason: null,
    reversed_by: null,
  },
} satisfies Partial<Row>

interface Row {
  id: string
  seq: number
  kind: Movement['kind']
  cooperative_id: string
  cooperative_name: string
  share_class_id: string | null
  share_class_name: string | null
  effective_on: PlainDate
  shares: string | null
  amount: string | null
  called: string | null
  settles: Movement['settles']
  split_from: number | null
  split_to: number | null
  due_on: PlainDate | null
  convention_reference: string | null
  repayable_on: PlainDate | null
  budget_section: Movement['budgetSection']
  decision_id: string | null
  no_decision_reason: string | null
  external_reference: string | null
  note: string | null
  reverses: string | null
  reason: string | null
  reversed_by: string | null
  recorded_at: string
}

type EntryRow = { movement_id: string; caused_by: string; shares: string; recorded_at: string } & Record<
  AccountColumn,
  string
>

function wireMovement(row: Row, entries: EntryRow[]): RegisteredMovement {
  return {
    id: row.id,
    kind: row.kind,
    cooperativeId: row.cooperative_id,
    cooperativeName: row.cooperative_name,
    shareClassId: row.share_class_id,
    shareClassName: row.share_class_name,
    effectiveOn: row.effective_on,
    shares: row.shares,
    amount: row.amount === null ? null : euros(row.amount),
    called: row.called === null ? null : euros(row.called),
    settles: row.settles,
    splitFrom: row.split_from,
    splitTo: row.split_to,
    dueOn: row.due_on,
    conventionReference: row.convention_reference,
    repayableOn: row.repayable_on,
    budgetSection: row.budget_section,
    decisionId: row.decision_id,
    noDecisionReason: row.no_decision_reason,
    externalReference: row.external_reference,
    note: row.note,
    reverses: row.reverses,
    reason: row.reason,
    reversedBy: row.reversed_by,
    recordedAt: row.recorded_at,
    sharesMoved: wholeShares(entries.reduce((sum, { shares }) => sum.plus(shares), ZERO)),
    postings: entries.flatMap(wirePostings),
    [SEQ]: row.seq,
  }
}

function wirePostings(entry: EntryRow): Movement['postings'] {
  return ACCOUNT_COLUMNS.filter((column) => !new Decimal(entry[column]).isZero()).map((column) => ({
    account: accountOf(column),
    amount: euros(entry[column]),
    causedBy: entry.caused_by,
    recordedAt: entry.recorded_at,
  }))
}
