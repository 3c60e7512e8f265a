// What the other servers make of the tables by themselves, without a statement of ours: the newest balances of each position,
// that add up to the same figures.
import { FIGURES } from '../../src/portfolio/figures.ts'
import { Decimal } from '../../src/values/amount.ts'

const CLASS_COLUMNS = ['shares', 'shareCost', 'uncalled', 'payable', 'owedPurchase', 'impairment'] as const
const COOPERATIVE_COLUMNS = [
  ...(['advance', 'owedGrant', 'receivableSale', 'receivableWithdrawal', 'shareIncome'] as const),
  ...(['disposedCost', 'disposalProceeds', 'grant', 'loss'] as const),
]
type Column = (typeof CLASS_COLUMNS)[number] | (typeof COOPERATIVE_COLUMNS)[number]
type Balances = Readonly<Partial<Record<Column, string>>>

const CLASS_FIELDS = ['nominalValue', ...CLASS_COLUMNS].join(' ')
const COOPERATIVE_FIELDS = COOPERATIVE_COLUMNS.join(' ')

/** PostGraphile nests them: of each class and each cooperative, the first of those up to the day, the newest first. */
export const POSTGRAPHILE_QUERY = oneLine(`query Summary($authority: UUID!, $asOf: Date!) {
  cooperatives: allCooperativesList(condition: {authorityId: $authority}) {
    key: rowId
    names: cooperativeVersionsByAuthorityIdAndCooperativeIdList(first: 1, orderBy: [SEQ_DESC]) { name }
    classes: shareClassesByAuthorityIdAndCooperativeIdList {
      newest: classBalancesByAuthorityIdAndCooperativeIdAndShareClassIdList(${newestOn('EFFECTIVE_ON', 'effectiveOn')}) { ${CLASS_FIELDS} } }
    newest: cooperativeBalancesByAuthorityIdAndCooperativeIdList(${newestOn('EFFECTIVE_ON', 'effectiveOn')}) { ${COOPERATIVE_FIELDS} }
    capital: capitalStatementsByAuthorityIdAndCooperativeIdList(${newestOn('STATED_ON', 'statedOn')}) { totalCapital }
  }
}`)

function newestOn(constant: string, column: string): string {
  return `first: 1, orderBy: [${constant}_DESC, SEQ_DESC], filter: {${column}: {lessThanOrEqualTo: $asOf}}`
}

/** Platformatic relates no tables whose keys have several columns: all balances up to the day, the newest last. */
export const PLATFORMATIC_QUERY = oneLine(`query Summary($authority: ID!, $asOf: ID!, $day: Date!) {
  cooperatives: publicCooperative(${upTo()}) { key: id }
  names: publicCooperativeVersion(${upTo()}) { cooperativeId name }
  classes: publicClassBalance(${upTo('effectiveOn', '$asOf')}) { cooperativeId shareClassId ${CLASS_FIELDS} }
  balances: publicCooperativeBalance(${upTo('effectiveOn', '$asOf')}) { cooperativeId ${COOPERATIVE_FIELDS} }
  capital: publicCapitalStatement(${upTo('statedOn', '$day')}) { cooperativeId totalCapital }
}`)

function upTo(column?: string, day?: string): string {
  const where = `where: {authorityId: {eq: $authority}${column ? `, ${column}: {lte: ${day}}` : ''}}, limit: 10000`
  const order = [column, 'seq'].flatMap((field) => (field ? [`{field: ${field}, direction: ASC}`] : []))
  return `${where}, orderBy: [${order.join(', ')}]`
}

function oneLine(query: string): string {
  return query.replace(/\s+/g, ' ')
}

/** What a statement of ours gives, of what PostGraphile answers. */
export function rowsOfPostgraphile(answer: unknown): Row[] {
  const { cooperatives } = (
    answer as { data: { cooperatives: { key: string; classes: { newest: Balances[] }[]; newest: Balances[] }[] } }
  ).data
  return rowsOf(
    cooperatives.map(({ key, classes, newest }) => ({
      key,
      balances: [...classes.flatMap(({ newest }) => newest), ...newest],
    })),
  )
}

/** The same of what Platformatic answers. */
export function rowsOfPlatformatic(answer: unknown): Row[] {
  type Of = Balances & { readonly cooperativeId: string; readonly shareClassId?: string }
  const { cooperatives, classes, balances } = (
    answer as { data: Record<'classes' | 'balances', Of[]> & { cooperatives: { key: string }[] } }
  ).data
  const newest = new Map([...classes, ...balances].map((one) => [`${one.cooperativeId} ${one.shareClassId}`, one]))
  const byCooperative = Map.groupBy(newest.values(), ({ cooperativeId }) => cooperativeId)
  return rowsOf(cooperatives.map(({ key }) => ({ key, balances: byCooperative.get(key) ?? [] })))
}

export interface Row {
  readonly is_total: boolean
  readonly key: string | null
  readonly figures: Readonly<Record<string, unknown>>
}

function rowsOf(cooperatives: readonly { readonly key: string; readonly balances: readonly Balances[] }[]): Row[] {
  const all = cooperatives.map(({ key, balances }) => ({ key, figures: figuresOf(balances) }))
  const total = figuresOf(cooperatives.flatMap(({ balances }) => balances))
  const held = all.filter(({ figures }) => figures.cooperatives > 0)
  return [
    { is_total: true, key: null, figures: { ...total, cooperatives: held.length } },
    ...held.map((one) => ({ is_total: false, ...one })),
  ]
}

function figuresOf(balances: readonly Balances[]) {
  const sum = (...columns: Column[]) =>
    columns.reduce(
      (sum, column) => balances.reduce((sum, balance) => sum.plus(balance[column] ?? 0), sum),
      new Decimal(0),
    )
  const called = sum('shareCost').minus(sum('uncalled'))
  const figures: Record<(typeof FIGURES)[number], Decimal> = {
    shares: sum('shares'),
    cost: sum('shareCost'),
    called,
    uncalled: sum('uncalled'),
    payable: sum('payable'),
    owed: sum('owedPurchase', 'owedGrant'),
    paidUp: called.minus(sum('payable')),
    impairment: sum('impairment'),
    netBookValue: sum('shareCost').minus(sum('impairment')),
    receivable: sum('receivableSale', 'receivableWithdrawal'),
    advances: sum('advance'),
    shareIncome: sum('shareIncome'),
    disposalGain: sum('disposalProceeds').minus(sum('disposedCost')),
    grants: sum('grant'),
    loss: sum('loss'),
  }
  return {
    cooperatives: FIGURES.some((name) => !figures[name].isZero()) ? 1 : 0,
    ...Object.fromEntries(FIGURES.map((name) => [name, figures[name].toFixed(name === 'shares' ? 0 : 2)])),
  }
}
