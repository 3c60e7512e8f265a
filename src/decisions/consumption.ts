// What the ledger asks of decisions when a movement cites one, under the authority's write lock.
import { type Selectable, sql } from 'kysely'
import type { Writing } from '../journal/command.ts'
import { newestKnown } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { statement } from '../postgres/statement.ts'
import type { DB } from '../postgres/tables.ts'
import { together } from '../postgres/together.ts'
import { Decimal, ZERO } from '../values/amount.ts'
import { Failure } from '../values/failure.ts'
import { compareDates, LAST_DAY, type PlainDate } from '../values/plain-date.ts'
import {
  type Authorisation,
  type ConsumingKind,
  checkDay,
  checkUse,
  exceededBy,
  INSTRUMENT_OF,
  type Instrument,
  isConsuming,
  type Spent,
  sumOf,
  type Use,
} from './authorisation.ts'
import { authorisationsOf, spentOn } from './authorisation-queries.ts'
import { isVoid, type Standing } from './step.ts'
import { allowsAnything, isAbout, standingsOf } from './step-queries.ts'

/** A movement that cites a decision. */
export interface Cited {
  readonly decisionId: string
  readonly kind: string
  readonly cooperativeId: string
}

/** The same, with what it uses: euros; shares whole. */
export interface Citing extends Cited {
  readonly effectiveOn: PlainDate
  readonly amount: Decimal | null
  readonly shares: Decimal | null
}

/**
 * The decision must be there; where the movement uses no authorisation, it must be about the same cooperative, or about
 * none in particular.
 *
 * @throws Failure `decision_unknown`, `decision_of_other_cooperative`
 */
export async function checkCited(tx: Tx, { decisionId, kind, cooperativeId }: Cited, seq: number): Promise<void> {
  const [decision] = await NAMED_BY.run(tx, { decisionId, cooperativeId, seq })
  if (!decision) throw new Failure('decision_unknown', { decisionId })
  if (!isConsuming(kind) && decision.named && !decision.about) {
    throw new Failure('decision_of_other_cooperative', { decisionId, cooperativeId })
  }
}

/**
 * The same for an appointment, which must not be void either. Whether it was executory by the day of the mandate is not asked:
 * people often sit before the paper is through.
 *
 * @throws Failure `decision_unknown`, `decision_of_other_cooperative`, `decision_void`
 */
export async function checkAppointment(tx: Tx, decisionId: string, cooperativeId: string, seq: number): Promise<void> {
  await checkCited(tx, { decisionId, kind: 'appointment', cooperativeId }, seq)
  await checkNotVoid(tx, decisionId, seq)
}

/** @throws Failure `decision_void` when the decision binds nobody any more (`isVoid`) */
export async function checkNotVoid(tx: Tx, decisionId: string, seq: number): Promise<void> {
  const status = (await standingsOf(tx, [decisionId], { seq })).get(decisionId)?.status ?? null
  if (isVoid(status)) throw new Failure('decision_void', { decisionId, status: status ?? '', pointer: '#/decisionId' })
}

/** What a decision allows for one cooperative and instrument, and what is used of it, by movements judged so far. */
export interface Allowance extends Cited {
  readonly kind: ConsumingKind
  /** undefined: there is no such decision. */
  readonly standing: Standing | undefined
  /** undefined: it allows nothing for them. */
  readonly authorisation: Authorisation | undefined
  /** By all movements, those of this command among them. */
  consumed: Use
  /** The movements of this command that use it. */
  readonly joined: Spent[]
}

/** What a decision may allow: something for a cooperative. */
interface Terms {
  readonly decisionId: string
  readonly cooperativeId: string
  readonly instrument: Instrument
}

const ALLOWED = statement<
  Terms,
  Pick<Selectable<DB['authorisation']>, 'ceiling' | 'ceiling_shares' | 'ends_on' | 'consumed' | 'consumed_shares'>
>(
  (parameter) => sql`
    select ceiling, ceiling_shares, ends_on, consumed, consumed_shares from authorisation
    where decision_id = ${parameter('decisionId')} and cooperative_id = ${parameter('cooperativeId')}
      and instrument = ${parameter('instrument')}`,
)

/** @param cited by its kind, which says the instrument */
export async function loadAllowance(
  { tx, seq }: Writing,
  { decisionId, cooperativeId, kind }: Cited & { kind: ConsumingKind },
): Promise<Allowance> {
  const [[current], standings] = await together(
    ALLOWED.run(tx, { decisionId, cooperativeId, instrument: INSTRUMENT_OF[kind] }),
    standingsOf(tx, [decisionId], { seq }),
  )
  const standing = standings.get(decisionId)
  return {
    decisionId,
    cooperativeId,
    kind,
    standing,
    authorisation: current && {
      ceiling: new Decimal(current.ceiling),
      ceilingShares: current.ceiling_shares === null ? null : new Decimal(current.ceiling_shares),
      to: current.ends_on,
    },
    consumed: { amount: new Decimal(current?.consumed ?? 0), shares: new Decimal(current?.consumed_shares ?? 0) },
    joined: [],
  }
}

/**
 * Uses what the decision allows, once the ledger has found the movement possible. What is used is written by `keepUsed`.
 *
 * @throws Failure when it allows nothing for this cooperative and instrument, not on that day, or not so much
 */
export async function spend(writing: Writing, allowance: Allowance, citing: Citing & { id: string }): Promise<void> {
  const { decisionId, cooperativeId, standing, authorisation, consumed, joined } = allowance
  if (!standing) throw new Error('a decision without a standing')
  const instrument = INSTRUMENT_OF[allowance.kind]
  if (!authorisation) {
    const standings = new Map([[decisionId, standing]])
    const all = await authorisationsOf(writing.tx, [decisionId], newestKnown(writing, LAST_DAY), standings)
    const others = all.map(({ authorisation: { cooperativeId, instrument, authorised, consumed, left } }) => ({
      cooperativeId,
      instrument,
      authorised,
      consumed,
      left,
    }))
    throw new Failure('authorisation_missing', { decisionId, cooperativeId, instrument, others })
  }
  const { id, kind, effectiveOn } = citing
  checkDay(decisionId, standing, authorisation, consumed, effectiveOn)
  const use = useOf(citing)
  const all = sumOf([consumed, use])
  // Only a use above what is left on all dates together needs the others one by one, to say which it would break.
  if (exceededBy(authorisation, all)) {
    // Some of this command's may be written already.
    const before = await spentOn(writing.tx, decisionId, cooperativeId, instrument, writing.seq - 1)
    const spent = [...before, ...joined].sort((left, right) => compareDates(left.effectiveOn, right.effectiveOn))
    checkUse(authorisation, spent, { ...use, effectiveOn })
    throw new Error('an excess that no movement shows')
  }
  allowance.consumed = all
  joined.push({ id, kind, effectiveOn, ...use })
}

/** Writes what the movements of a command use, once. Its last journal row that has to do with it is theirs. */
export async function keepUsed(tx: Tx, seqOf: (id: string) => number, allowance: Allowance): Promise<void> {
  const last = allowance.joined.at(-1)
  if (!last) return
  await shift({ tx, seq: seqOf(last.id) }, allowance, INSTRUMENT_OF[allowance.kind], sumOf(allowance.joined))
}

/** Gives back what a movement used that is now reversed. */
export async function giveBack(writing: Writing, citing: Citing): Promise<void> {
  if (!isConsuming(citing.kind)) return
  const { amount, shares } = useOf(citing)
  await shift(writing, citing, INSTRUMENT_OF[citing.kind], { amount: amount.neg(), shares: shares.neg() })
}

/** A write-off uses no euros, an advance and a grant no shares. */
function useOf({ amount, shares }: Citing): Use {
  return { amount: amount ?? ZERO, shares: shares ?? ZERO }
}

async function shift(
  { tx, seq }: Pick<Writing, 'tx' | 'seq'>,
  { decisionId, cooperativeId }: Cited,
  instrument: Instrument,
  { amount, shares }: Use,
): Promise<void> {
  await SHIFT.run(tx, {
    decisionId,
    cooperativeId,
    instrument,
    seq,
    amount: amount.toFixed(2),
    shares: shares.toFixed(0),
  })
}

const SHIFT = statement<Terms & { seq: number; amount: string; shares: string }, never>(
  (parameter) => sql`
    update authorisation set seq = ${parameter('seq')}, consumed = consumed + ${parameter('amount')},
      consumed_shares = consumed_shares + ${parameter('shares')}
    where decision_id = ${parameter('decisionId')} and cooperative_id = ${parameter('cooperativeId')}
      and instrument = ${parameter('instrument')}`,
)

/** Whether a decision is about a cooperative, and whether it names any. */
const NAMED_BY = statement<
  { decisionId: string; cooperativeId: string; seq: number },
  { about: boolean; named: boolean }
>((parameter) => {
  const cooperativeId = sql`${parameter('cooperativeId')}::uuid`
  return sql`
    select ${isAbout(sql`d.authority_id`, sql`d.id`, cooperativeId, parameter('seq'))} as about,
      exists (
        select from authorisation a
        where a.authority_id = d.authority_id and a.decision_id = d.id and ${allowsAnything})
      or exists (
        select from decision_cooperative n
        join decision_version v on v.authority_id = n.authority_id and v.decision_id = n.decision_id and v.version = n.version
        where n.authority_id = d.authority_id and n.decision_id = d.id and v.seq = d.seq) as named
    from decision d where d.id = ${parameter('decisionId')}`
})
