// What must agree after a history: the postings, the read model and the API's figures, each with the auditor's fold.
import { deepEqual, equal, ok } from 'node:assert/strict'
import { sql } from 'kysely'
import { restoreBalances } from '../../src/ledger/restore.ts'
import { listHoldings } from '../../src/portfolio/holdings.ts'
import { GROUPINGS, type Grouping, type Summary } from '../../src/portfolio/schema.ts'
import { summarise } from '../../src/portfolio/summary.ts'
import {
  accountsOf,
  addFigures,
  type Book,
  type Books,
  type ClassBook,
  FIGURES,
  type Figures,
  figuresOf,
  fold,
  LAST_DAY,
  type Portfolio,
  roundedQuotient,
  type Stated,
} from './auditor.ts'
import { ATTRIBUTES, decimal, unitsOf } from './history.ts'
import type { Evidence, Named, Office, Row } from './office.ts'

/** What one journal row recorded. */
export interface Recorded {
  readonly stated: Stated
  readonly seq: number
  readonly recordedAt: string
}

/** Every (asOf, knownAt) of a history: postings = read model = fold, and nothing that is kept is below zero. */
export function everyMomentAgrees(
  office: Office,
  portfolio: Portfolio,
  recorded: readonly Recorded[],
  { entries, classBalances, cooperativeBalances }: Evidence,
): void {
  const posted = entries.map(postedOf)
  const balances = [...classBalances, ...cooperativeBalances]
  const days = [...new Set(entries.map((entry) => entry.effective_on as string))]
  for (const known of recorded.keys()) {
    const { seq } = recorded[known] as Recorded
    const statedThen = recorded.slice(0, known + 1).map(({ stated }) => stated)
    for (const asOf of days) {
      const where = `as of ${asOf}, known at journal row ${seq}`
      const books = fold(portfolio, statedThen, asOf)
      const sums = sumsAt(posted, asOf, seq)
      postingsAgree(office, books, sums, where)
      nothingIsNegative(office, sums, where)
      readModelAgrees(office, books, newestAt(balances, asOf, seq), sums, where)
    }
  }
}

/** The running balances are those that the postings come to, to the row: `npm run rebuild` would change none. */
export async function rebuiltTheSame({ database, caller }: Office, { classBalances, cooperativeBalances }: Evidence) {
  const found = await database.kysely.transaction().execute((tx) => restoreBalances(tx, caller.authorityId, false))
  const rows = classBalances.length + cooperativeBalances.length
  deepEqual(found, { rows, missing: 0, wrong: 0, tooMany: 0 })
}

interface Posted {
  readonly asOf: string
  readonly seq: number
  readonly positions: readonly string[]
  readonly columns: readonly (readonly [string, bigint])[]
}

type Sums = ReadonlyMap<string, ReadonlyMap<string, bigint>>

const IDENTITY = [
  'authority_id',
  'movement_id',
  'seq',
  'recorded_at',
  'caused_by',
  'cooperative_id',
  'share_class_id',
  'effective_on',
]

function postedOf(entry: Row): Posted {
  return {
    asOf: entry.effective_on,
    seq: entry.seq,
    positions: [entry.cooperative_id, entry.share_class_id].filter((id) => id !== null),
    columns: Object.entries(entry as Record<string, string>)
      .filter(([column]) => !IDENTITY.includes(column))
      .map(([column, amount]) => [column, unitsOf(amount, column === 'shares' ? 0 : 2)] as const)
      .filter(([, amount]) => amount !== 0n),
  }
}

/** Summed postings by cooperative and by share class, debit positive. */
function sumsAt(posted: readonly Posted[], asOf: string, seq: number): Sums {
  const sums = new Map<string, Map<string, bigint>>()
  for (const { positions, columns } of posted.filter((entry) => entry.asOf <= asOf && entry.seq <= seq)) {
    for (const position of positions) {
      const sum = sums.get(position) ?? new Map<string, bigint>()
      sums.set(position, sum)
      for (const [column, amount] of columns) sum.set(column, (sum.get(column) ?? 0n) + amount)
    }
  }
  return sums
}

const NOTHING: ReadonlyMap<string, bigint> = new Map()

function postingsAgree(office: Office, books: Books, sums: Sums, where: string): void {
  for (const [name, book] of books) {
    const columns = sums.get(office.idOf(name)) ?? NOTHING
    deepEqual(byAccount(columns), accountsOf(book), `postings of ${name} ${where}`)
    equal(columns.get('shares') ?? 0n, figuresOf(book).shares, `shares of ${name} ${where}`)
    for (const [className, held] of book.classes) {
      deepEqual(
        keptPerClass(sums.get(office.idOf(className)) ?? NOTHING),
        withoutNominal(held),
        `postings of ${className} ${where}`,
      )
    }
  }
}

/** Columns keep an account apart by what it settles or came from: receivable_sale is part of receivable. */
function byAccount(columns: ReadonlyMap<string, bigint>): Record<string, bigint> {
  const accounts: Record<string, bigint> = { ...NO_ACCOUNTS }
  for (const [column, amount] of columns) {
    if (column === 'shares') continue
    const account = column in accounts ? column : column.slice(0, column.lastIndexOf('_'))
    ok(account in accounts, `${column} belongs to no account of the domain`)
    accounts[account] = (accounts[account] ?? 0n) + amount
  }
  return accounts
}

const NO_ACCOUNTS = accountsOf(
  fold(new Map([['none', new Map()]]), []).get('none') ??
    (() => {
      throw new Error('the fold of nothing has no book')
    })(),
)

function keptPerClass(columns: ReadonlyMap<string, bigint>): Omit<ClassBook, 'nominal'> {
  const debit = (column: string) => columns.get(column) ?? 0n
  return {
    shares: debit('shares'),
    cost: debit('share_cost'),
    uncalled: -debit('uncalled'),
    payable: -debit('payable'),
    owed: -debit('owed_purchase'),
    impairment: -debit('impairment'),
  }
}

function withoutNominal({ nominal: _, ...kept }: ClassBook): Omit<ClassBook, 'nominal'> {
  return kept
}

/** Seen from the postings alone, whatever anybody's limits are. */
function nothingIsNegative(office: Office, sums: Sums, where: string): void {
  for (const [name, id] of office.shareClasses) {
    const kept = keptPerClass(sums.get(id) ?? NOTHING)
    for (const [balance, amount] of Object.entries(kept))
      ok(amount >= 0n, `${balance} of ${name} is ${amount} ${where}`)
    ok(kept.cost >= kept.uncalled + kept.payable, `paid-up of ${name} is below zero ${where}`)
    ok(kept.cost >= kept.impairment, `net book value of ${name} is below zero ${where}`)
  }
  for (const [name, id] of office.cooperatives) {
    const columns = sums.get(id) ?? NOTHING
    for (const column of ['advance', 'receivable_sale', 'receivable_withdrawal', 'share_income', 'grant', 'loss']) {
      const amount = columns.get(column) ?? 0n
      ok((column === 'share_income' ? -amount : amount) >= 0n, `${column} of ${name} is ${amount} ${where}`)
    }
    ok((columns.get('owed_grant') ?? 0n) <= 0n, `owed on grants of ${name} ${where}`)
  }
}

/** The newest balance row of each position, the way the product reads it. */
function newestAt(balances: readonly Row[], asOf: string, seq: number): ReadonlyMap<string, Row> {
  const newest = new Map<string, Row>()
  for (const row of balances) {
    if (row.effective_on > asOf || row.seq > seq) continue
    const position = row.share_class_id ?? row.cooperative_id
    const other = newest.get(position)
    if (!other || row.effective_on > other.effective_on || row.seq > other.seq) newest.set(position, row)
  }
  return newest
}

const CREDITED = /^(owed_grant|share_income|disposal_proceeds|treasury_advance)$/

function readModelAgrees(
  office: Office,
  books: Books,
  newest: ReadonlyMap<string, Row>,
  sums: Sums,
  where: string,
): void {
  for (const [name, book] of books) {
    for (const [className, held] of book.classes) {
      const row = newest.get(office.idOf(className))
      deepEqual(
        row ? classBookOf(row) : { ...NO_SHARES, nominal: held.nominal },
        held,
        `balance of ${className} ${where}`,
      )
    }
    const id = office.idOf(name)
    const { authority_id, cooperative_id, effective_on, seq, ...balances } = newest.get(id) ?? NO_BALANCE
    for (const [column, amount] of Object.entries(balances as Record<string, string>)) {
      const sum = sums.get(id)?.get(column) ?? 0n
      equal(unitsOf(amount), CREDITED.test(column) ? -sum : sum, `balance ${column} of ${name} ${where}`)
    }
  }
}

// Without a row, nothing of these was ever posted.
const NO_BALANCE: Row = Object.fromEntries(
  [
    'advance',
    'owed_grant',
    'receivable_sale',
    'receivable_withdrawal',
    'share_income',
    'disposed_cost',
    'disposal_proceeds',
    'grant',
    'loss',
  ].map((column) => [column, '0.00']),
)

const NO_SHARES = { shares: 0n, cost: 0n, uncalled: 0n, payable: 0n, owed: 0n, impairment: 0n }

function classBookOf(row: Row): ClassBook {
  return {
    nominal: unitsOf(row.nominal_value, 4),
    shares: unitsOf(row.shares, 0),
    cost: unitsOf(row.share_cost),
    uncalled: unitsOf(row.uncalled),
    payable: unitsOf(row.payable),
    owed: unitsOf(row.owed_purchase),
    impairment: unitsOf(row.impairment),
  }
}

/** The journal: no gap, each row later than the one before, and nothing that no row of it recorded. */
export function journalIsWhole({ journal, movements, entries }: Evidence, recorded: readonly Recorded[]): void {
  deepEqual(
    journal.map(({ seq }) => seq),
    journal.map((_, index) => index + 1),
    'journal rows are numbered without a gap',
  )
  for (const [index, row] of journal.slice(1).entries()) {
    ok(row.recorded_at > journal[index]?.recorded_at, `row ${row.seq} is recorded after row ${row.seq - 1}`)
  }
  deepEqual(
    movements.map(({ seq, recorded_at }) => [seq, recorded_at]),
    recorded.map(({ seq, recordedAt }) => [seq, recordedAt]),
    'movements are those that were accepted, and no others',
  )
  const rows = new Map(journal.map((row) => [row.seq, row.recorded_at]))
  const causes = new Map(movements.map((movement) => [movement.seq, movement.id]))
  for (const entry of entries) {
    equal(entry.caused_by, causes.get(entry.seq), 'postings are caused by the movement that was recorded then')
    equal(entry.recorded_at, rows.get(entry.seq), 'postings are recorded with their cause')
  }
}

/** Each movement's postings sum to zero each time it was posted, on its own date; a reversal undoes to the cent. */
export function postingsAreBalanced({ movements, entries }: Evidence): void {
  for (const entry of entries) {
    const { columns } = postedOf(entry)
    const sum = columns.reduce((total, [column, amount]) => (column === 'shares' ? total : total + amount), 0n)
    equal(sum, 0n, `postings of movement ${entry.movement_id}, recorded at ${entry.recorded_at}`)
  }
  const byMovement = Map.groupBy(entries, ({ movement_id }) => movement_id)
  for (const movement of movements) {
    const own = byMovement.get(movement.id) ?? []
    for (const { effective_on } of own)
      equal(effective_on, movement.effective_on, 'postings bear their movement’s date')
    if (movement.kind !== 'reversal') continue
    const both = [...own, ...(byMovement.get(movement.reverses) ?? [])].map(postedOf)
    const left = [...(sumsAt(both, LAST_DAY, Number.MAX_SAFE_INTEGER).get(movement.cooperative_id) ?? NOTHING).values()]
    ok(
      left.every((amount) => amount === 0n),
      `reversal ${movement.id} leaves nothing of what it undoes`,
    )
  }
}

/** What a reader is told at one moment, by SQL over the postings and by the API's own functions, is what the fold says. */
export async function readersAgree(
  office: Office,
  books: Books,
  moment: { asOf: string; knownAt: string; seq: number },
): Promise<void> {
  const where = `as of ${moment.asOf}, known at journal row ${moment.seq}`
  await office.read(async (tx) => {
    const { rows } = await sql<{ cooperative_id: string; column: string; sum: string }>`
      select e.cooperative_id, c.key as column, sum(c.value::numeric) as sum
      from entry e cross join lateral jsonb_each_text(to_jsonb(e) - ${IDENTITY}::text[]) c
      where e.effective_on <= ${moment.asOf} and e.seq <= ${moment.seq}
      group by 1, 2`.execute(tx)
    for (const [name, book] of books) {
      const own = rows.filter(
        ({ cooperative_id, column }) => cooperative_id === office.idOf(name) && column !== 'shares',
      )
      const sums = new Map(own.map(({ column, sum }) => [column, unitsOf(sum)]))
      deepEqual(byAccount(sums), accountsOf(book), `postings of ${name}, summed by SQL, ${where}`)
    }
    for (const grouping of GROUPINGS) {
      summaryAgrees(office, books, await summarise(tx, moment, grouping), where)
    }
    holdingsAgree(office, books, await listHoldings(tx, moment, {}, undefined, 200), where)
  })
}

/** A summary's totals and groups are the fold's, and the groups add up to the totals. */
export function summaryAgrees(named: Named, books: Books, summary: Summary, where: string): void {
  const { totals, groupBy, groups } = summary
  totalsAgree(books, totals, where)
  const figures = new Map(groups.map(({ key, figures }) => [key, figures]))
  deepEqual(figures, wireGroups(named, books, groupBy), `by ${groupBy} ${where}`)
  groupsAddUp(summary, where)
}

export function totalsAgree(books: Books, totals: Wire, where: string): void {
  deepEqual(totals, wireFigures([...books.values()]), `totals ${where}`)
}

export function holdingsAgree(named: Named, books: Books, holdings: readonly Row[], where: string): void {
  deepEqual(holdings.map(ledgerPart), wireHoldings(named, books), `holdings ${where}`)
}

type Wire = Readonly<Record<string, string | number>>

function groupsAddUp({ totals, groups }: { totals: Wire; groups: readonly { figures: Wire }[] }, where: string): void {
  for (const name of [...FIGURES, 'cooperatives']) {
    const sum = groups.reduce((total, { figures }) => total + unitsOf(String(figures[name])), 0n)
    equal(sum, unitsOf(String(totals[name])), `${name} of the groups adds up to the total ${where}`)
  }
}

function wireFigures(books: readonly Book[]): Wire {
  const all = books.map(figuresOf)
  return { cooperatives: all.filter(isSomething).length, ...wire(addFigures(all)) }
}

function isSomething(figures: Figures): boolean {
  return Object.values(figures).some((figure) => figure !== 0n)
}

function wire(figures: Figures): Readonly<Record<string, string>> {
  return Object.fromEntries(
    FIGURES.map((name) => [name, name === 'shares' ? String(figures[name]) : decimal(figures[name], 2)]),
  )
}

function wireGroups(named: Named, books: Books, grouping: Grouping): Map<string | null, Wire> {
  const held = [...books.entries()].filter(([, book]) => isSomething(figuresOf(book)))
  const groups = Map.groupBy(held, ([name]) => keyOf(named, [...books.keys()].indexOf(name), name, grouping))
  return new Map([...groups].map(([key, members]) => [key, wireFigures(members.map(([, book]) => book))]))
}

function keyOf(named: Named, index: number, name: string, grouping: Grouping): string | null {
  if (grouping === 'cooperative') return named.idOf(name)
  const attributes = ATTRIBUTES[index % ATTRIBUTES.length] ?? ATTRIBUTES[0]
  return attributes[grouping === 'commune' ? 'communeCode' : grouping] ?? null
}

/** The holdings at a moment, comparable between offices: by name, without ids. */
export async function holdingsByName(
  office: Office,
  moment: { asOf: string; knownAt: string; seq: number },
): Promise<object[]> {
  const holdings = await office.read((tx) => listHoldings(tx, moment, {}, undefined, 200))
  return holdings.map(({ cooperativeId: _, shareClasses, ...holding }) => ({
    ...holding,
    shareClasses: shareClasses.map(({ shareClassId: _, ...shareClass }) => shareClass),
  }))
}

function ledgerPart(holding: Row): object {
  const { cooperativeId, nominalHeld, shareClasses } = holding
  return {
    cooperativeId,
    nominalHeld,
    ...Object.fromEntries(FIGURES.map((name) => [name, holding[name]])),
    shareClasses,
  }
}

function wireHoldings(named: Named, books: Books): object[] {
  const held = [...books.entries()].filter(([, book]) => isSomething(figuresOf(book)))
  return held.map(([name, book]) => ({
    cooperativeId: named.idOf(name),
    nominalHeld: decimal(roundedQuotient(nominalHeldOf(book), 100n), 2),
    ...wire(figuresOf(book)),
    shareClasses: [...book.classes].map(([className, shareClass]) => wireClass(named, className, shareClass)),
  }))
}

/** Shares × nominal in force over the classes, in ten-thousandths of a euro. */
function nominalHeldOf(book: Book): bigint {
  return [...book.classes.values()].reduce((sum, { shares, nominal }) => sum + shares * nominal, 0n)
}

function wireClass(named: Named, name: string, held: ClassBook): object {
  return {
    shareClassId: named.idOf(name),
    name,
    nominalValue: nominalText(held.nominal),
    shares: String(held.shares),
    cost: decimal(held.cost, 2),
    uncalled: decimal(held.uncalled, 2),
    payable: decimal(held.payable, 2),
    owed: decimal(held.owed, 2),
    paidUp: decimal(held.cost - held.uncalled - held.payable, 2),
    impairment: decimal(held.impairment, 2),
    netBookValue: decimal(held.cost - held.impairment, 2),
  }
}

/** Two decimals at least, four where there are. */
function nominalText(units: bigint): string {
  return decimal(units, 4).replace(/0{1,2}$/, '')
}
