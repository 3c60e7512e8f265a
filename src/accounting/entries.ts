// The entries of the journal: each movement, and each adjustment that another made necessary, with its postings.
import { type RawBuilder, sql } from 'kysely'
import { cooperativeVersionAt } from '../cooperatives/queries.ts'
import { decisionNameAt } from '../decisions/version-queries.ts'
import { label } from '../french/labels.ts'
import type { Moment } from '../journal/moment.ts'
import { ACCOUNT_COLUMNS, type AccountColumn } from '../ledger/account.ts'
import type { Movement } from '../ledger/schema.ts'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import { type Decimal, euros, ZERO } from '../values/amount.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { type NumberedAccount, numberedAs } from './numbers.ts'

/** An entry: balanced, on one day, of one cooperative. */
export interface Entry {
  readonly movementId: string
  /** Itself, or the later movement that this adjustment comes from. */
  readonly causedBy: string
  readonly kind: Movement['kind']
  readonly effectiveOn: PlainDate
  readonly recordedAt: string
  readonly cooperativeId: string
  readonly cooperativeName: string
  readonly shareClassName: string | null
  readonly externalReference: string | null
  readonly decisionNumber: string | null
  /** Whole, signed. */
  readonly shares: string
  /** Euros with two decimals, debit positive; accounts in the order of the domain’s table. */
  readonly postings: readonly { readonly account: NumberedAccount; readonly amount: string }[]
  readonly key: EntryKey
}

/** What an entry is called: the kind of its movement, and whether it adjusts it. */
export function titleOf({ kind, movementId, causedBy }: Pick<Entry, 'kind' | 'movementId' | 'causedBy'>): string {
  return `${label('movementKind', kind)}${movementId === causedBy ? '' : ' (ajustement)'}`
}

/** Where an entry stands: by date, by the recording of its movement, by its own. */
export interface EntryKey {
  readonly effectiveOn: PlainDate
  readonly movementSeq: number
  readonly seq: number
}

/** From `from` on, before `to`; undefined: without that bound. */
export interface EntryPeriod {
  readonly from?: PlainDate | undefined
  readonly to?: PlainDate | undefined
}

/** Entries effective on or before asOf, as known, in the order of the journal. */
export async function listEntries(
  tx: Tx,
  moment: Moment,
  period: EntryPeriod,
  after: EntryKey | undefined,
  limit: number,
): Promise<Entry[]> {
  const { seq } = moment
  const where = conditions([
    within(moment, period),
    // Where an index can begin; and, of the movement at which the last page ended, what is left. As one comparison across
    // both tables the planner would take it for no row at all where many share a day, and sort the ledger for each page.
    after && sql`(m.effective_on, m.seq) >= (${after.effectiveOn}::date, ${after.movementSeq}::bigint)`,
    after && sql`(m.seq <> ${after.movementSeq} or e.seq > ${after.seq})`,
  ])
  const { rows } = await sql<Row>`
    select e.*, m.seq as movement_seq, m.kind, m.budget_section, m.external_reference, v.name as cooperative_name,
      s.name as share_class_name, d.number as decision_number
    from movement m
    join entry e on e.authority_id = m.authority_id and e.movement_id = m.id
    cross join lateral ${cooperativeVersionAt(sql`m.authority_id`, sql`m.cooperative_id`, seq)} v
    left join share_class s
      on s.authority_id = e.authority_id and s.cooperative_id = e.cooperative_id and s.id = e.share_class_id
    left join lateral ${decisionNameAt(sql`m.authority_id`, sql`m.decision_id`, seq)} d on true
    where ${where} order by m.effective_on, m.seq, e.seq limit ${limit}`.execute(tx)
  return rows.map(entryOf)
}

/** Which accounts an export will name: of each cooperative, in each year. */
export interface UsedAccounts {
  readonly cooperativeId: string
  readonly cooperativeName: string
  readonly year: number
  readonly accounts: readonly NumberedAccount[]
}

/** The accounts that the entries of a period move. */
export async function usedAccounts(tx: Tx, moment: Moment, period: EntryPeriod): Promise<UsedAccounts[]> {
  const moved = ACCOUNT_COLUMNS.map((column) => sql`bool_or(e.${sql.ref(column)} <> 0) as ${sql.ref(column)}`)
  const { rows } = await sql<UsedRow>`
    select u.*, v.name from (
      select e.authority_id, e.cooperative_id, extract(year from m.effective_on)::int as year, m.budget_section, ${sql.join(moved)}
      from movement m join entry e on e.authority_id = m.authority_id and e.movement_id = m.id
      where ${within(moment, period)}
      group by e.authority_id, e.cooperative_id, extract(year from m.effective_on), m.budget_section
    ) u
    cross join lateral ${cooperativeVersionAt(sql`u.authority_id`, sql`u.cooperative_id`, moment.seq)} v
    order by u.cooperative_id, u.year, u.budget_section`.execute(tx)
  return rows.map((row) => ({
    cooperativeId: row.cooperative_id,
    cooperativeName: row.name,
    year: row.year,
    accounts: [
      ...new Set(
        ACCOUNT_COLUMNS.filter((column) => row[column]).map((column) => numberedAs(column, row.budget_section)),
      ),
    ],
  }))
}

function within({ asOf, seq }: Moment, { from, to }: EntryPeriod): RawBuilder<boolean> {
  return conditions([
    sql`m.effective_on <= ${asOf}`,
    sql`m.seq <= ${seq}`,
    sql`e.seq <= ${seq}`,
    from && sql`m.effective_on >= ${from}`,
    to && sql`m.effective_on < ${to}`,
  ])
}

type UsedRow = Record<AccountColumn, boolean> & {
  cooperative_id: string
  name: string
  year: number
  budget_section: Movement['budgetSection']
}

type Row = Record<AccountColumn, string> & {
  movement_id: string
  caused_by: string
  kind: Movement['kind']
  effective_on: PlainDate
  recorded_at: string
  cooperative_id: string
  cooperative_name: string
  share_class_name: string | null
  budget_section: Movement['budgetSection']
  external_reference: string | null
  decision_number: string | null
  shares: string
  movement_seq: number
  seq: number
}

function entryOf(row: Row): Entry {
  const amounts = new Map<NumberedAccount, Decimal>()
  for (const column of ACCOUNT_COLUMNS) {
    const account = numberedAs(column, row.budget_section)
    amounts.set(account, (amounts.get(account) ?? ZERO).plus(row[column]))
  }
  return {
    movementId: row.movement_id,
    causedBy: row.caused_by,
    kind: row.kind,
    effectiveOn: row.effective_on,
    recordedAt: row.recorded_at,
    cooperativeId: row.cooperative_id,
    cooperativeName: row.cooperative_name,
    shareClassName: row.share_class_name,
    externalReference: row.external_reference,
    decisionNumber: row.decision_number,
    shares: row.shares,
    postings: [...amounts]
      .filter(([, amount]) => !amount.isZero())
      .map(([account, amount]) => ({ account, amount: euros(amount) })),
    key: { effectiveOn: row.effective_on, movementSeq: row.movement_seq, seq: row.seq },
  }
}
