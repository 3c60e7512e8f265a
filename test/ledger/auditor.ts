// The auditor: a second reading of the domain's chapter "The ledger", written from that page alone. It shares no code
// and no arithmetic with src: amounts are whole cents, nominal values ten-thousandths of a euro, both BigInt, and a
// quotient is rounded once, from its exact numerator and denominator. Slow and plain on purpose: it always folds anew.

export type Settles = 'call' | 'purchase' | 'grant' | 'withdrawal' | 'sale' | 'advance'

export type Kind =
  | 'subscription'
  | 'call'
  | 'payment'
  | 'contribution_in_kind'
  | 'purchase'
  | 'sale'
  | 'withdrawal'
  | 'receipt'
  | 'impairment'
  | 'impairment_release'
  | 'share_interest'
  | 'advance'
  | 'advance_repayment'
  | 'advance_conversion'
  | 'share_split'
  | 'write_off'
  | 'grant'
  | 'loss'

/** A movement as somebody states it. `number` names it; amounts are cents. */
export interface Movement {
  readonly number: number
  readonly kind: Kind
  readonly cooperative: string
  readonly shareClass: string | null
  readonly effectiveOn: string
  readonly shares?: bigint
  readonly amount?: bigint
  readonly called?: bigint
  readonly settles?: Settles
  readonly splitFrom?: bigint
  readonly splitTo?: bigint
}

export interface Reversal {
  readonly number: number
  readonly kind: 'reversal'
  readonly reverses: number
}

export type Stated = Movement | Reversal

/** The share classes of each cooperative, and the nominal value each begins with, in ten-thousandths of a euro. */
export type Portfolio = ReadonlyMap<string, ReadonlyMap<string, bigint>>

/** What is kept per share class. */
export interface ClassBook {
  nominal: bigint
  shares: bigint
  cost: bigint
  uncalled: bigint
  payable: bigint
  owed: bigint
  impairment: bigint
}

/** What is kept per cooperative, and its classes. Every amount in the account's own direction. */
export interface Book {
  readonly classes: ReadonlyMap<string, ClassBook>
  advances: bigint
  grantsOwed: bigint
  dueFromSales: bigint
  dueFromWithdrawals: bigint
  treasury: bigint
  charges: bigint
  releases: bigint
  disposedCost: bigint
  proceeds: bigint
  interest: bigint
  contributed: bigint
  grants: bigint
  losses: bigint
}

export type Books = ReadonlyMap<string, Book>

/** A limit of the domain's table that an input breaks, by the code that the product answers with. */
export type Limit =
  | 'more_shares_than_held'
  | 'amount_exceeds_limit'
  | 'amount_below_nominal'
  | 'split_leaves_fraction'
  | 'split_nominal_out_of_range'

/** Why something cannot be recorded: the movement that would break, which may be a later one, and all it would break. */
export interface Refusal {
  readonly movement: number
  readonly because: readonly (Limit | 'already_reversed' | 'reversal_not_reversible')[]
}

/** Thrown by a fold that is not possible. */
export class Impossible extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(`#${refusal.movement}: ${refusal.because.join(', ')}`)
    this.refusal = refusal
  }
}

export const LAST_DAY = '9999-12-31'

/**
 * The fold of what is known, up to a date: effective date first, then recording; it skips reversals and what they undo.
 *
 * @param known in order of recording
 * @throws Impossible naming the first movement, in fold order, that breaks a limit
 */
export function fold(portfolio: Portfolio, known: readonly Stated[], asOf = LAST_DAY): Books {
  const books = new Map([...portfolio].map(([name, classes]) => [name, openBook(classes)]))
  for (const movement of standing(known)) {
    if (movement.effectiveOn > asOf) continue
    const book = books.get(movement.cooperative)
    if (!book) throw new Error(`no cooperative ${movement.cooperative}`)
    enter(book, movement)
  }
  return books
}

/** The movements that count, in fold order. */
export function standing(known: readonly Stated[]): Movement[] {
  const reversed = new Set(known.flatMap((stated) => (stated.kind === 'reversal' ? [stated.reverses] : [])))
  return known
    .filter((stated) => stated.kind !== 'reversal')
    .filter(({ number }) => !reversed.has(number))
    .sort((left, right) => (left.effectiveOn < right.effectiveOn ? -1 : Number(left.effectiveOn > right.effectiveOn)))
}

/** Whether one more may be recorded: the whole fold must stay possible. undefined: it may. */
export function refusalOf(portfolio: Portfolio, known: readonly Stated[], next: Stated): Refusal | undefined {
  if (next.kind === 'reversal') {
    const target = known.find(({ number }) => number === next.reverses)
    if (target?.kind === 'reversal') return { movement: next.number, because: ['reversal_not_reversible'] }
    if (known.some((stated) => stated.kind === 'reversal' && stated.reverses === next.reverses)) {
      return { movement: next.number, because: ['already_reversed'] }
    }
  }
  try {
    fold(portfolio, [...known, next])
    return undefined
  } catch (error) {
    if (error instanceof Impossible) return error.refusal
    throw error
  }
}

/** n × nominal value, rounded half-even to the cent. */
export function nominalPrice(shares: bigint, { nominal }: ClassBook): bigint {
  return roundedQuotient(shares * nominal, 100n)
}

/** The most that may be refunded for n shares: their nominal less what was not paid for them, never below zero. */
export function refundCeiling(shares: bigint, held: ClassBook): bigint {
  const { uncalled, payable } = leaving(shares, held)
  const ceiling = nominalPrice(shares, held) - uncalled - payable
  return ceiling > 0n ? ceiling : 0n
}

function openBook(classes: ReadonlyMap<string, bigint>): Book {
  const nothing = { shares: 0n, cost: 0n, uncalled: 0n, payable: 0n, owed: 0n, impairment: 0n }
  return {
    classes: new Map([...classes].map(([name, nominal]) => [name, { nominal, ...nothing }])),
    advances: 0n,
    grantsOwed: 0n,
    dueFromSales: 0n,
    dueFromWithdrawals: 0n,
    treasury: 0n,
    charges: 0n,
    releases: 0n,
    disposedCost: 0n,
    proceeds: 0n,
    interest: 0n,
    contributed: 0n,
    grants: 0n,
    losses: 0n,
  }
}

function enter(book: Book, movement: Movement): void {
  const broken = brokenLimits(book, movement)
  if (broken.length > 0) throw new Impossible({ movement: movement.number, because: broken })
  const { shares: n = 0n, amount = 0n } = movement
  switch (movement.kind) {
    case 'subscription': {
      const { called = 0n } = movement
      const held = classOf(book, movement)
      held.shares += n
      held.cost += amount
      held.payable += called
      held.uncalled += amount - called
      break
    }
    case 'call': {
      const held = classOf(book, movement)
      held.uncalled -= amount
      held.payable += amount
      break
    }
    case 'payment':
      if (movement.settles === 'grant') book.grantsOwed -= amount
      else if (movement.settles === 'purchase') classOf(book, movement).owed -= amount
      else classOf(book, movement).payable -= amount
      book.treasury -= amount
      break
    case 'contribution_in_kind': {
      acquire(book, movement)
      book.contributed += amount
      break
    }
    case 'purchase':
      acquire(book, movement)
      classOf(book, movement).owed += amount
      break
    case 'sale':
      dispose(book, movement)
      book.dueFromSales += amount
      book.proceeds += amount
      break
    case 'withdrawal':
      dispose(book, movement)
      book.dueFromWithdrawals += amount
      book.proceeds += amount
      break
    case 'write_off':
      dispose(book, movement)
      break
    case 'receipt':
      if (movement.settles === 'sale') book.dueFromSales -= amount
      else book.dueFromWithdrawals -= amount
      book.treasury += amount
      break
    case 'impairment':
      classOf(book, movement).impairment += amount
      book.charges += amount
      break
    case 'impairment_release':
      classOf(book, movement).impairment -= amount
      book.releases += amount
      break
    case 'share_interest':
      book.interest += amount
      book.treasury += amount
      break
    case 'advance':
      book.advances += amount
      book.treasury -= amount
      break
    case 'advance_repayment':
      book.advances -= amount
      book.treasury += amount
      break
    case 'advance_conversion':
      acquire(book, movement)
      book.advances -= amount
      break
    case 'share_split': {
      const { splitFrom = 1n, splitTo = 1n } = movement
      const held = classOf(book, movement)
      held.shares = (held.shares * splitTo) / splitFrom
      held.nominal = (held.nominal * splitFrom) / splitTo
      break
    }
    case 'grant':
      book.grants += amount
      book.grantsOwed += amount
      break
    case 'loss':
      if (movement.settles === 'advance') book.advances -= amount
      else if (movement.settles === 'sale') book.dueFromSales -= amount
      else book.dueFromWithdrawals -= amount
      book.losses += amount
      break
  }
}

function acquire(book: Book, movement: Movement): void {
  const held = classOf(book, movement)
  held.shares += movement.shares ?? 0n
  held.cost += movement.amount ?? 0n
}

function dispose(book: Book, movement: Movement): void {
  const held = classOf(book, movement)
  const shares = movement.shares ?? 0n
  const left = leaving(shares, held)
  held.shares -= shares
  held.cost -= left.cost
  held.impairment -= left.impairment
  held.uncalled -= left.uncalled
  held.payable -= left.payable
  book.releases += left.impairment
  book.disposedCost += left.cost - left.uncalled - left.payable
}

/** What leaves with n of the shares held; all of it with the last. */
function leaving(shares: bigint, held: ClassBook): Pick<ClassBook, 'cost' | 'impairment' | 'uncalled' | 'payable'> {
  const part = (balance: bigint) => roundedQuotient(balance * shares, held.shares)
  const uncalled = part(held.uncalled)
  return {
    cost: part(held.cost),
    impairment: part(held.impairment),
    uncalled,
    payable: part(held.uncalled + held.payable) - uncalled,
  }
}

function brokenLimits(book: Book, movement: Movement): Limit[] {
  const { kind, shares = 0n, amount = 0n, called = 0n } = movement
  const moreThan = (limit: bigint): Limit[] => (amount > limit ? ['amount_exceeds_limit'] : [])
  switch (kind) {
    case 'subscription':
      return [...belowNominal(book, movement), ...(called > amount ? ['amount_exceeds_limit' as const] : [])]
    case 'contribution_in_kind':
      return belowNominal(book, movement)
    case 'advance_conversion':
      return [...moreThan(book.advances), ...belowNominal(book, movement)]
    case 'call':
      return moreThan(classOf(book, movement).uncalled)
    case 'payment':
      if (movement.settles === 'grant') return moreThan(book.grantsOwed)
      return moreThan(classOf(book, movement)[movement.settles === 'purchase' ? 'owed' : 'payable'])
    case 'sale':
    case 'write_off':
      return shares > classOf(book, movement).shares ? ['more_shares_than_held'] : []
    case 'withdrawal': {
      const held = classOf(book, movement)
      return shares > held.shares ? ['more_shares_than_held'] : moreThan(refundCeiling(shares, held))
    }
    case 'receipt':
      return moreThan(movement.settles === 'sale' ? book.dueFromSales : book.dueFromWithdrawals)
    case 'loss':
      if (movement.settles === 'advance') return moreThan(book.advances)
      return moreThan(movement.settles === 'sale' ? book.dueFromSales : book.dueFromWithdrawals)
    case 'impairment': {
      const { cost, impairment } = classOf(book, movement)
      return moreThan(cost - impairment)
    }
    case 'impairment_release':
      return moreThan(classOf(book, movement).impairment)
    case 'advance_repayment':
      return moreThan(book.advances)
    case 'share_split': {
      const { splitFrom = 1n, splitTo = 1n } = movement
      const held = classOf(book, movement)
      const fraction = (held.shares * splitTo) % splitFrom !== 0n
      const nominal = (held.nominal * splitFrom) % splitTo !== 0n
      return [
        ...(fraction ? ['split_leaves_fraction' as const] : []),
        ...(nominal ? ['split_nominal_out_of_range' as const] : []),
      ]
    }
    case 'purchase':
    case 'share_interest':
    case 'advance':
    case 'grant':
      return []
  }
}

function belowNominal(book: Book, movement: Movement): Limit[] {
  const { shares = 0n, amount = 0n } = movement
  return amount < nominalPrice(shares, classOf(book, movement)) ? ['amount_below_nominal'] : []
}

function classOf(book: Book, { number, shareClass }: Movement): ClassBook {
  const held = book.classes.get(shareClass ?? '')
  if (!held) throw new Error(`#${number} has no share class`)
  return held
}

/** numerator ÷ denominator to the nearest whole, ties to the even one. Neither is negative. */
export function roundedQuotient(numerator: bigint, denominator: bigint): bigint {
  const floor = numerator / denominator
  const twice = (numerator % denominator) * 2n
  if (twice === denominator) return floor + (floor % 2n)
  return twice > denominator ? floor + 1n : floor
}

/** The figures of a portfolio summary, as the API names them; amounts in cents. */
export type Figures = Readonly<Record<(typeof FIGURES)[number], bigint>>

export const FIGURES = [
  'shares',
  'cost',
  'called',
  'uncalled',
  'payable',
  'owed',
  'paidUp',
  'impairment',
  'netBookValue',
  'receivable',
  'advances',
  'shareIncome',
  'disposalGain',
  'grants',
  'loss',
] as const

export function figuresOf(book: Book): Figures {
  const [shares, cost, uncalled] = [sum(book, 'shares'), sum(book, 'cost'), sum(book, 'uncalled')]
  const [payable, impairment] = [sum(book, 'payable'), sum(book, 'impairment')]
  return {
    shares,
    cost,
    called: cost - uncalled,
    uncalled,
    payable,
    owed: sum(book, 'owed') + book.grantsOwed,
    paidUp: cost - uncalled - payable,
    impairment,
    netBookValue: cost - impairment,
    receivable: book.dueFromSales + book.dueFromWithdrawals,
    advances: book.advances,
    shareIncome: book.interest,
    disposalGain: book.proceeds - book.disposedCost,
    grants: book.grants,
    loss: book.losses,
  }
}

export function addFigures(all: readonly Figures[]): Figures {
  return Object.fromEntries(FIGURES.map((name) => [name, all.reduce((total, one) => total + one[name], 0n)])) as Figures
}

/** The balance of every account of the domain's table, debit positive. They sum to zero. */
export function accountsOf(book: Book): Readonly<Record<string, bigint>> {
  return {
    share_cost: sum(book, 'cost'),
    uncalled: -sum(book, 'uncalled'),
    payable: -sum(book, 'payable'),
    owed: -sum(book, 'owed') - book.grantsOwed,
    treasury: book.treasury,
    impairment: -sum(book, 'impairment'),
    impairment_charge: book.charges,
    impairment_release: -book.releases,
    receivable: book.dueFromSales + book.dueFromWithdrawals,
    disposed_cost: book.disposedCost,
    disposal_proceeds: -book.proceeds,
    advance: book.advances,
    share_income: -book.interest,
    contributed_asset: -book.contributed,
    grant: book.grants,
    loss: book.losses,
  }
}

function sum(book: Book, name: Exclude<keyof ClassBook, 'nominal'>): bigint {
  return [...book.classes.values()].reduce((total, held) => total + held[name], 0n)
}
