import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../postgres/database.ts'
import { statement } from '../postgres/statement.ts'
import { together } from '../postgres/together.ts'
import { Decimal } from '../values/amount.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { ACCOUNT_COLUMNS, type AccountColumn, type Amounts, type Postings } from './account.ts'
import type { Movement } from './movement.ts'
import type { Posted } from './replay.ts'
import {
  CLASS_COLUMNS,
  type ClassState,
  COOPERATIVE_COLUMNS,
  type CooperativeState,
  EMPTY_COOPERATIVE,
  emptyClass,
  type State,
} from './state.ts'

/** A day of the fold: its end, or its beginning. */
export interface Boundary {
  readonly on: PlainDate
  readonly at: 'end' | 'beginning'
}

/** Whose, and at which day. */
interface Place {
  readonly cooperativeId: string
  readonly on: PlainDate
}

/** A statement for each kind of boundary; what comes before it, and what after. */
function atBoundaries<One>(make: (before: RawBuilder<unknown>, after: RawBuilder<unknown>) => One) {
  return { end: make(sql`<=`, sql`>`), beginning: make(sql`<`, sql`>=`) }
}

type ClassRow = { share_class_id: string | null; first_nominal_value: string } & Record<
  'nominal_value' | (typeof CLASS_COLUMNS)[number],
  string | null
>

const CLASS_BALANCES = atBoundaries((before) =>
  statement<Place, ClassRow>(
    (parameter) => sql`
    select s.id as share_class_id, s.nominal_value as first_nominal_value, b.nominal_value, ${columns('b', CLASS_COLUMNS)}
    from cooperative c
    left join share_class s on s.authority_id = c.authority_id and s.cooperative_id = c.id
    left join lateral (
      select * from class_balance b
      where b.authority_id = s.authority_id and b.cooperative_id = s.cooperative_id and b.share_class_id = s.id
        and b.effective_on ${before} ${parameter('on')}
      order by b.effective_on desc, b.seq desc limit 1
    ) b on true
    where c.id = ${parameter('cooperativeId')}`,
  ),
)

const COOPERATIVE_BALANCE = atBoundaries((before) =>
  statement<Place, Record<(typeof COOPERATIVE_COLUMNS)[number], string>>(
    (parameter) => sql`
    select ${columns('b', COOPERATIVE_COLUMNS)} from cooperative_balance b
    where b.cooperative_id = ${parameter('cooperativeId')} and b.effective_on ${before} ${parameter('on')}
    order by b.effective_on desc, b.seq desc limit 1`,
  ),
)

/**
 * Where a cooperative stands at a boundary, as everything is known now: the newest balance row of each position.
 * undefined: there is no such cooperative.
 */
export async function loadState(tx: Tx, cooperativeId: string, boundary: Boundary): Promise<State | undefined> {
  const place = { cooperativeId, on: boundary.on }
  const [classes, [cooperative]] = await together(
    CLASS_BALANCES[boundary.at].run(tx, place),
    COOPERATIVE_BALANCE[boundary.at].run(tx, place),
  )
  if (classes.length === 0) return undefined
  return {
    classes: new Map(
      classes.flatMap((row) => (row.share_class_id === null ? [] : [[row.share_class_id, classStateOf(row)] as const])),
    ),
    cooperative: cooperative ? (decimals(cooperative, COOPERATIVE_COLUMNS) as CooperativeState) : EMPTY_COOPERATIVE,
  }
}

const FOLLOWING = atBoundaries((_, after) =>
  statement<Place, object>(
    (parameter) => sql`
    select from movement m
    where m.cooperative_id = ${parameter('cooperativeId')} and m.effective_on ${after} ${parameter('on')} limit 1`,
  ),
)

const SUMS = ACCOUNT_COLUMNS.map((column) => sql`sum(${sql.ref(`e.${column}`)}) as ${sql.ref(column)}`)

const FOLD = atBoundaries((_, after) =>
  statement<Place, MovementRow & EntryRow & { reversed: boolean }>(
    (parameter) => sql`
    select m.id, m.kind, m.effective_on, m.share_class_id, m.shares as movement_shares, m.amount, m.called, m.settles,
      m.split_from, m.split_to, p.*,
      exists (select from movement r where r.authority_id = m.authority_id and r.reverses = m.id) as reversed
    from movement m
    cross join lateral (
      select sum(e.shares) as shares, ${sql.join(SUMS)} from entry e
      where e.authority_id = m.authority_id and e.movement_id = m.id
    ) p
    where m.cooperative_id = ${parameter('cooperativeId')} and m.effective_on ${after} ${parameter('on')}
      and m.kind <> 'reversal'
    order by m.effective_on, m.seq`,
  ),
)

/**
 * The movements of a cooperative from a boundary on, in fold order, each with all it has posted so far. Reversed ones
 * too, told as such: the fold skips them, but their days have balance rows that must follow.
 */
export async function loadFold(tx: Tx, cooperativeId: string, { on, at }: Boundary): Promise<Posted[]> {
  const place = { cooperativeId, on }
  // Most movements are the last: to read what follows, in this many columns, takes longer than to see that nothing does.
  const following = await FOLLOWING[at].run(tx, place)
  if (following.length === 0) return []
  const rows = await FOLD[at].run(tx, place)
  return rows.map((row) => ({
    movement: movementOf(row),
    reversed: row.reversed,
    postings: { shares: new Decimal(row.shares), amounts: amountsOf(row) },
  }))
}

/** What one journal row recorded of a cooperative. */
export interface Step {
  readonly seq: number
  /** The movement that joined the fold; or the one that left it, by its id. */
  readonly change: { readonly joins: Movement } | { readonly leaves: string }
  /** What movements posted then, by their ids: the one that joined, and those that it adjusted. */
  readonly postings: ReadonlyMap<string, Postings>
}

/** All that was recorded of a cooperative, in the order in which it was. */
export async function loadSteps(tx: Tx, cooperativeId: string): Promise<Step[]> {
  const accounts = ACCOUNT_COLUMNS.map((column) => sql.ref(`e.${column}`))
  const { rows } = await sql<MovementRow & EntryRow & { seq: number; movement_id: string; reverses: string | null }>`
    select e.seq, e.movement_id, e.shares, ${sql.join(accounts)}, m.id, m.kind, m.effective_on, m.share_class_id,
      m.shares as movement_shares, m.amount, m.called, m.settles, m.split_from, m.split_to, m.reverses
    from entry e join movement m on m.authority_id = e.authority_id and m.id = e.caused_by
    where e.cooperative_id = ${cooperativeId} order by e.seq`.execute(tx)
  return [...Map.groupBy(rows, ({ seq }) => seq)].map(([seq, entries]) => {
    const [cause] = entries as [(typeof rows)[number]]
    return {
      seq,
      change: cause.reverses === null ? { joins: movementOf(cause) } : { leaves: cause.reverses },
      postings: new Map(
        entries.map((row) => [row.movement_id, { shares: new Decimal(row.shares), amounts: amountsOf(row) }] as const),
      ),
    }
  })
}

/** Where a cooperative stands before its first movement: its classes, with nothing in them. */
export async function loadBeginning(tx: Tx, cooperativeId: string): Promise<State> {
  const classes = await tx
    .selectFrom('share_class')
    .select(['id', 'nominal_value'])
    .where('cooperative_id', '=', cooperativeId)
    .execute()
  return {
    classes: new Map(classes.map((row) => [row.id, emptyClass(new Decimal(row.nominal_value))])),
    cooperative: EMPTY_COOPERATIVE,
  }
}

/** True when a share class of this id exists for the authority, whatever its cooperative. */
export async function shareClassExists(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.selectFrom('share_class').select('id').where('id', '=', id).executeTakeFirst()
  return row !== undefined
}

interface MovementRow {
  id: string
  kind: string
  effective_on: PlainDate
  share_class_id: string | null
  movement_shares: string | null
  amount: string | null
  called: string | null
  settles: string | null
  split_from: number | null
  split_to: number | null
}

type EntryRow = { shares: string } & Record<AccountColumn, string>

/** The movement of a row. Which fields a kind has is the schema's to say; the row was written through it. */
function movementOf(row: MovementRow): Movement {
  return {
    id: row.id,
    kind: row.kind,
    effectiveOn: row.effective_on,
    shareClassId: row.share_class_id,
    ...(row.movement_shares !== null && { shares: new Decimal(row.movement_shares) }),
    ...(row.amount !== null && { amount: new Decimal(row.amount) }),
    ...(row.called !== null && { called: new Decimal(row.called) }),
    ...(row.settles !== null && { settles: row.settles }),
    ...(row.split_from !== null && { splitFrom: row.split_from }),
    ...(row.split_to !== null && { splitTo: row.split_to }),
  } as Movement
}

function amountsOf(row: EntryRow): Amounts {
  return Object.fromEntries(
    ACCOUNT_COLUMNS.map((column) => [column, new Decimal(row[column])] as const).filter(
      ([, amount]) => !amount.isZero(),
    ),
  )
}

function classStateOf(
  row: { first_nominal_value: string } & Record<'nominal_value' | (typeof CLASS_COLUMNS)[number], string | null>,
): ClassState {
  if (row.nominal_value === null) return emptyClass(new Decimal(row.first_nominal_value))
  return decimals(row, ['nominal_value', ...CLASS_COLUMNS], { nominal_value: 'nominalValue' }) as ClassState
}

function decimals(
  row: Readonly<Record<string, string | null>>,
  names: readonly string[],
  renamed: Record<string, string> = {},
): object {
  return Object.fromEntries(names.map((name) => [renamed[name] ?? name, new Decimal(row[name] ?? 0)]))
}

function columns(table: string, names: readonly string[]): RawBuilder<unknown> {
  return sql.join(names.map((name) => sql.ref(`${table}.${name}`)))
}
