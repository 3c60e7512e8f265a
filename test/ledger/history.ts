// Random histories of one authority. fast-check draws wishes ("sell about a third of what is held, in March 2022"); a
// wish becomes a command against the auditor's books of that day, so that most commands are possible, many just barely,
// and some are refused by a single cent. What the auditor says of each command is kept beside it.
import fc from 'fast-check'
import {
  type Book,
  type ClassBook,
  fold,
  type Kind,
  LAST_DAY,
  type Movement,
  nominalPrice,
  type Portfolio,
  type Refusal,
  refundCeiling,
  refusalOf,
  type Settles,
  type Stated,
} from './auditor.ts'

/** A command, and the auditor's verdict on it. */
export interface Command {
  readonly stated: Stated
  /** undefined: it must be accepted. */
  readonly refusal: Refusal | undefined
}

export interface History {
  readonly portfolio: Portfolio
  readonly commands: readonly Command[]
}

/** The portfolio's cooperatives differ in what the summary groups by, and share some of it; an attribute may be missing. */
export const ATTRIBUTES = [
  { legalForm: 'scic_sas', activity: 'grocery', communeCode: '62041', communeName: 'Les Attaques' },
  { legalForm: 'scic_sa', activity: 'textile', communeCode: '62041', communeName: 'Les Attaques' },
  { legalForm: 'scic_sas', activity: undefined, communeCode: undefined, communeName: undefined },
] as const

/** A random history of at most `commands` commands. */
export function histories(commands: number): fc.Arbitrary<History> {
  return fc
    .tuple(portfolios, fc.array(wishes, { minLength: 1, maxLength: commands, size: 'max' }))
    .map(([portfolio, wished]) => readable(portfolio, resolve(portfolio, wished)))
}

/** The commands of a history that were accepted, in order of recording. */
export function accepted({ commands }: History): Stated[] {
  return commands.flatMap(({ stated, refusal }) => (refusal === undefined ? [stated] : []))
}

/** A history of given statements, each with the auditor's verdict. */
export function historyOf(portfolio: Portfolio, stated: readonly Stated[]): History {
  const commands: Command[] = []
  for (const next of stated) commands.push(judged(portfolio, commands, next))
  return readable(portfolio, commands)
}

// Usual, converted from francs, and as small as it gets: the last two make every rounding show.
const nominals = fc.constantFrom(500_000n, 152_449n, 10_000n, 100n)

const portfolios: fc.Arbitrary<Portfolio> = fc
  .array(fc.array(nominals, { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 3 })
  .map(
    (cooperatives) =>
      new Map(
        cooperatives.map((classes, index) => {
          const name = `C${index + 1}`
          return [name, new Map(classes.map((nominal, place) => [`${name}/${'AB'[place]}`, nominal]))]
        }),
      ),
  )

interface Wish {
  readonly deed: Deed | 'reversal'
  /** Beyond what is possible, by a cent or a share where there is a limit. */
  readonly beyond: boolean
  readonly cooperative: number
  readonly shareClass: number
  /** A day, or so many days after the last command: much is backdated, and histories go deep all the same. */
  readonly day: { readonly on: number } | { readonly after: number }
  /** Thousandths of what is possible. */
  readonly size: number
  readonly shares: number
  readonly cents: number
  readonly premium: number
  readonly split: number
  readonly target: number
}

const SPLITS = [
  [1n, 2n],
  [2n, 1n],
  [1n, 10n],
  [10n, 1n],
  [2n, 3n],
  [1n, 7n],
  [5n, 2n],
] as const

// Thirty days a step: some three years, with many days that bear more than one movement.
export const FIRST_YEAR = 2021
const FIRST_DAY = Date.UTC(FIRST_YEAR, 0, 1)
const DAYS = 36

function dateOf(day: number): string {
  return new Date(FIRST_DAY + day * 30 * 86_400_000).toISOString().slice(0, 10)
}

/** Dates on which to look: before everything, and every day that a movement may bear. */
export const looks: fc.Arbitrary<string> = fc
  .integer({ min: -1, max: DAYS })
  .map((day) => (day === DAYS ? LAST_DAY : dateOf(day)))

/** What one may wish: a kind, what it settles, how much of it is possible, and what makes it possible if nothing is. */
interface Need {
  readonly kind: Kind
  readonly settles?: Settles
  readonly room?: (held: ClassBook, book: Book) => bigint
  readonly first?: Deed
}

type Deed =
  | Exclude<Kind, 'payment' | 'receipt' | 'loss'>
  | `payment_${'call' | 'purchase' | 'grant'}`
  | `receipt_${'sale' | 'withdrawal'}`
  | `loss_${'sale' | 'withdrawal' | 'advance'}`

const NEEDS: Readonly<Record<Deed, Need>> = {
  subscription: { kind: 'subscription' },
  purchase: { kind: 'purchase' },
  contribution_in_kind: { kind: 'contribution_in_kind' },
  call: { kind: 'call', room: (held) => held.uncalled, first: 'subscription' },
  payment_call: { kind: 'payment', settles: 'call', room: (held) => held.payable, first: 'call' },
  payment_purchase: { kind: 'payment', settles: 'purchase', room: (held) => held.owed, first: 'purchase' },
  payment_grant: { kind: 'payment', settles: 'grant', room: (_, book) => book.grantsOwed, first: 'grant' },
  sale: { kind: 'sale', room: (held) => held.shares, first: 'subscription' },
  withdrawal: { kind: 'withdrawal', room: (held) => held.shares, first: 'subscription' },
  write_off: { kind: 'write_off', room: (held) => held.shares, first: 'purchase' },
  receipt_sale: { kind: 'receipt', settles: 'sale', room: (_, book) => book.dueFromSales, first: 'sale' },
  receipt_withdrawal: {
    kind: 'receipt',
    settles: 'withdrawal',
    room: (_, book) => book.dueFromWithdrawals,
    first: 'withdrawal',
  },
  impairment: { kind: 'impairment', room: (held) => held.cost - held.impairment, first: 'purchase' },
  impairment_release: { kind: 'impairment_release', room: (held) => held.impairment, first: 'impairment' },
  share_interest: { kind: 'share_interest' },
  advance: { kind: 'advance' },
  advance_repayment: { kind: 'advance_repayment', room: (_, book) => book.advances, first: 'advance' },
  advance_conversion: {
    kind: 'advance_conversion',
    room: (held, book) => (book.advances < nominalPrice(1n, held) ? 0n : book.advances),
    first: 'advance',
  },
  share_split: { kind: 'share_split', room: (held) => held.shares, first: 'contribution_in_kind' },
  grant: { kind: 'grant' },
  loss_sale: { kind: 'loss', settles: 'sale', room: (_, book) => book.dueFromSales, first: 'sale' },
  loss_withdrawal: {
    kind: 'loss',
    settles: 'withdrawal',
    room: (_, book) => book.dueFromWithdrawals,
    first: 'withdrawal',
  },
  loss_advance: { kind: 'loss', settles: 'advance', room: (_, book) => book.advances, first: 'advance' },
}

/** The kinds whose balances are kept per cooperative: a class is a label there, or is left out. */
const LABELLED = /^(receipt|share_interest|advance|advance_repayment|grant|loss)$/

// Two in three are of the kinds that make rounding, backdating and settling hard; every kind comes.
const deeds = fc.oneof(
  fc.constantFrom<Deed[]>('subscription', 'purchase', 'sale', 'withdrawal', 'write_off', 'impairment', 'share_split'),
  fc.constantFrom<Deed[]>(
    'call',
    'payment_call',
    'payment_purchase',
    'payment_grant',
    'receipt_sale',
    'receipt_withdrawal',
    'advance_repayment',
    'advance_conversion',
  ),
  fc.constantFrom(...(Object.keys(NEEDS) as Deed[])),
)

const seldom = fc.nat(9).map((drawn) => drawn === 9)

const wishes: fc.Arbitrary<Wish> = fc.record({
  deed: fc.oneof({ weight: 9, arbitrary: deeds }, { weight: 1, arbitrary: fc.constant('reversal' as const) }),
  beyond: seldom,
  // The first cooperative and class see the most, so that histories go deep.
  cooperative: fc.constantFrom(0, 0, 0, 1, 1, 2),
  shareClass: fc.constantFrom(0, 0, 0, 1),
  day: fc.oneof(fc.record({ after: fc.nat(2) }), fc.record({ on: fc.nat(DAYS - 1) })),
  size: fc.oneof(fc.constant(1000), fc.nat(1000)),
  shares: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 500 })),
  cents: fc.oneof(fc.nat(20), fc.nat(2_000_000)),
  premium: fc.oneof(fc.constant(0), fc.nat(30)),
  split: fc.nat(SPLITS.length - 1),
  target: fc.nat(30),
})

function resolve(portfolio: Portfolio, wished: readonly Wish[]): Command[] {
  const commands: Command[] = []
  let day = 0
  for (const wish of wished) {
    day = 'on' in wish.day ? wish.day.on : Math.min(day + wish.day.after, DAYS - 1)
    const stated =
      wish.deed === 'reversal' ? reversalOf(wish, commands) : movementOf(portfolio, wish, dateOf(day), commands)
    if (stated) commands.push(judged(portfolio, commands, stated))
  }
  return commands
}

function judged(portfolio: Portfolio, before: readonly Command[], stated: Stated): Command {
  return { stated, refusal: refusalOf(portfolio, known(before), stated) }
}

function known(commands: readonly Command[]): Stated[] {
  return commands.flatMap(({ stated, refusal }) => (refusal === undefined ? [stated] : []))
}

/** Any recorded movement; now and then a reversal, or one that is reversed already. */
function reversalOf({ target, beyond }: Wish, commands: readonly Command[]): Stated | undefined {
  const all = known(commands)
  const undone = new Set(all.flatMap((stated) => (stated.kind === 'reversal' ? [stated.reverses] : [])))
  const open = all.filter(({ number, kind }) => kind !== 'reversal' && !undone.has(number))
  const choice = beyond ? all : open
  const chosen = choice[target % (choice.length || 1)]
  return chosen && { number: commands.length + 1, kind: 'reversal', reverses: chosen.number }
}

function movementOf(portfolio: Portfolio, wish: Wish, effectiveOn: string, commands: readonly Command[]): Movement {
  const cooperatives = [...portfolio.keys()]
  const cooperative = cooperatives[wish.cooperative % cooperatives.length] as string
  const book = fold(portfolio, known(commands), effectiveOn).get(cooperative) as Book
  const classes = [...book.classes.keys()]
  const shareClass = classes[wish.shareClass % classes.length] as string
  const held = book.classes.get(shareClass) as ClassBook
  const need = wish.beyond ? NEEDS[wish.deed as Deed] : possible(wish.deed as Deed, held, book)
  const label = LABELLED.test(need.kind) || need.settles === 'grant'
  return {
    number: commands.length + 1,
    kind: need.kind,
    cooperative,
    shareClass: label && wish.target % 2 === 0 ? null : shareClass,
    effectiveOn,
    ...(need.settles && { settles: need.settles }),
    ...sized(need, wish, held, book),
  }
}

/** The deed itself, or what must come first. */
function possible(deed: Deed, held: ClassBook, book: Book): Need {
  const need = NEEDS[deed]
  if (!need.room || !need.first || need.room(held, book) > 0n) return need
  return possible(need.first, held, book)
}

type Size = Pick<Movement, 'shares' | 'amount' | 'called' | 'splitFrom' | 'splitTo'>

function sized(need: Need, wish: Wish, held: ClassBook, book: Book): Size {
  const shares = BigInt(wish.shares)
  const room = need.room?.(held, book) ?? 0n
  const within = wish.beyond ? room + 1n : portion(room, wish.size)
  switch (need.kind) {
    case 'subscription': {
      const amount = priced(shares, wish, held)
      return { shares, amount, called: (amount * BigInt(wish.size)) / 1000n }
    }
    case 'contribution_in_kind':
      return { shares, amount: priced(shares, wish, held) }
    case 'purchase':
      return { shares, amount: BigInt(wish.cents) }
    case 'sale':
      return { shares: within, amount: BigInt(wish.cents) }
    case 'write_off':
      return { shares: within }
    case 'withdrawal':
      return withdrawn(wish, held)
    case 'advance_conversion':
      return converted(wish, held, room)
    case 'share_split': {
      const [splitFrom, splitTo] = ratioOf(wish, held)
      return { splitFrom, splitTo }
    }
    case 'advance':
      // Enough to be converted into shares one day.
      return { amount: nominalPrice(shares, held) + BigInt(wish.cents) + 1n }
    case 'share_interest':
    case 'grant':
      return { amount: BigInt(wish.cents) + 1n }
    default:
      return { amount: within }
  }
}

/** Some of it, all of it at 1000; at least one. */
function portion(room: bigint, size: number): bigint {
  const some = (room * BigInt(size)) / 1000n
  return some > 0n ? some : 1n
}

/** The nominal and a premium, or a cent less than the nominal. */
function priced(shares: bigint, { beyond, premium }: Wish, held: ClassBook): bigint {
  const price = nominalPrice(shares, held) + (beyond ? -1n : BigInt(premium))
  return price > 0n ? price : 1n
}

function withdrawn({ beyond, size, target, cents }: Wish, held: ClassBook): Size {
  if (held.shares === 0n || (beyond && target % 2 === 0)) return { shares: held.shares + 1n, amount: BigInt(cents) }
  const shares = portion(held.shares, size)
  const ceiling = refundCeiling(shares, held)
  const refund = (ceiling * BigInt(target)) / 30n
  return { shares, amount: beyond ? ceiling + 1n : refund }
}

function converted({ beyond, size, target, shares }: Wish, held: ClassBook, advance: bigint): Size {
  const amount = portion(advance, size)
  const least = nominalPrice(1n, held)
  if (beyond && target % 2 === 0) return { shares: BigInt(shares), amount: advance + 1n }
  if (beyond || least === 0n) return { shares: BigInt(shares), amount }
  const most = amount / (least + 1n)
  if (most > 0n) return { shares: most, amount }
  return { shares: 1n, amount: least }
}

/** The wished ratio, or the first after it that leaves neither a fraction of a share nor a fifth decimal. */
function ratioOf({ split, beyond }: Wish, held: ClassBook): readonly [bigint, bigint] {
  const wished = SPLITS[split] as readonly [bigint, bigint]
  if (beyond) return wished
  const turned = [...SPLITS.slice(split), ...SPLITS.slice(0, split)]
  return turned.find(([from, to]) => (held.shares * to) % from === 0n && (held.nominal * from) % to === 0n) ?? wished
}

function readable(portfolio: Portfolio, commands: readonly Command[]): History {
  return { portfolio, commands, [fc.toStringMethod]: () => describe(portfolio, commands) } as History
}

/** A history as a person reads it: one line a command, with the auditor's verdict. */
function describe(portfolio: Portfolio, commands: readonly Command[]): string {
  const classes = [...portfolio.values()].flatMap((named) =>
    [...named].map(([name, nominal]) => `${name} at ${decimal(nominal, 4)}`),
  )
  return `\n  ${classes.join(', ')}\n${commands.map((command) => `  ${line(command)}\n`).join('')}`
}

function line({ stated, refusal }: Command): string {
  const verdict = refusal ? `refused: #${refusal.movement} ${refusal.because.join(', ')}` : 'accepted'
  return `#${stated.number} ${sentence(stated)} → ${verdict}`
}

function sentence(stated: Stated): string {
  if (stated.kind === 'reversal') return `reversal of #${stated.reverses}`
  const { effectiveOn, kind, cooperative, shareClass, settles, shares, amount, called, splitFrom, splitTo } = stated
  return [
    effectiveOn,
    kind,
    shareClass ?? cooperative,
    settles && `settles ${settles}`,
    shares !== undefined && `${shares} shares`,
    amount !== undefined && decimal(amount, 2),
    called !== undefined && `called ${decimal(called, 2)}`,
    splitFrom !== undefined && `${splitFrom} → ${splitTo}`,
  ]
    .filter(Boolean)
    .join(' ')
}

/** A whole count of hundredths or ten-thousandths, as a decimal. */
export function decimal(units: bigint, places: number): string {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, '0')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** A decimal as a whole count of its hundredths (or what `places` says), without a float on the way. */
export function unitsOf(text: string, places = 2): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.')
  if (/[^0]/.test(fraction.slice(places))) throw new RangeError(`${text} has more than ${places} decimals`)
  const units = BigInt(whole + fraction.slice(0, places).padEnd(places, '0'))
  return text.startsWith('-') ? -units : units
}
