// What must agree after a history: what the product answers at every moment, what it guards, and the rows it keeps, each
// with the auditor's reading of what was known.
import { deepEqual, equal, ok } from 'node:assert/strict'
import { sql } from 'kysely'
import { listAuthorisations } from '../../src/decisions/authorisation-queries.ts'
import { findDecision, listDecisions } from '../../src/decisions/queries.ts'
import type { Decision as DecisionAnswer } from '../../src/decisions/schema.ts'
import { standingsOf } from '../../src/decisions/step-queries.ts'
import type { Moment } from '../../src/journal/moment.ts'
import type { Tx } from '../../src/postgres/database.ts'
import { decimal, unitsOf } from '../ledger/history.ts'
import {
  aboutOf,
  authorisationsOf,
  isVoid,
  type Life,
  lifeOf,
  type Standing,
  standingOn,
  sumOf,
  usesOf,
} from './auditor-decisions.ts'
import { daysOf } from './history.ts'
import type { Office } from './office.ts'
import { LAST_DAY, OPENING, ofKind, type Stated, type Terms } from './statements.ts'

/** What one journal row recorded. */
export interface Recorded {
  readonly stated: Stated
  readonly seq: number
  readonly recordedAt: string
}

/** All that a row of the journal knows. */
export function knownAt(recorded: readonly Recorded[], row: number): Stated[] {
  return [...OPENING, ...recorded.slice(0, row + 1).map(({ stated }) => stated)]
}

// Where a journal row can change nothing, one look at the end of time sees whether it did: rows about seats and persons
// say nothing of decisions, movements and what is authorised nothing of steps.
const OF_STEPS = /^(decision|step|cancellation)$/
const OF_AUTHORISATIONS = /^(decision|step|cancellation|authorisation|movement|reversal)$/

/** Every status, and every figure of every authorisation, on every day of the history, at every row of the journal. */
export async function everyMomentAgrees(office: Office, tx: Tx, recorded: readonly Recorded[]): Promise<void> {
  const days = daysOf(recorded.map(({ stated }) => stated).filter(({ kind }) => OF_AUTHORISATIONS.test(kind)))
  for (const [row, { stated, seq, recordedAt }] of recorded.entries()) {
    const known = knownAt(recorded, row)
    if (ofKind(known, 'decision').length === 0) continue
    for (const asOf of [...days, LAST_DAY]) {
      const last = asOf === LAST_DAY
      if (last || OF_STEPS.test(stated.kind)) await statusesAgree(office, tx, known, asOf, seq)
      if (last || OF_AUTHORISATIONS.test(stated.kind)) {
        await authorisationsAgree(office, tx, known, { asOf, knownAt: recordedAt, seq })
      }
    }
  }
}

async function statusesAgree(
  office: Office,
  tx: Tx,
  known: readonly Stated[],
  asOf: string,
  seq: number,
): Promise<void> {
  const numbers = ofKind(known, 'decision').map(({ number }) => number)
  const ids = numbers.map((number) => office.idOf(number))
  const standings = await standingsOf(tx, ids, { asOf, seq })
  for (const number of numbers) {
    const expected = standingOn(lifeOf(known, number), asOf)
    deepEqual(
      standings.get(office.idOf(number)),
      expected,
      `decision #${number} on ${asOf}, known at journal row ${seq}`,
    )
  }
}

async function authorisationsAgree(office: Office, tx: Tx, known: readonly Stated[], moment: Moment): Promise<void> {
  const where = `on ${moment.asOf}, known at journal row ${moment.seq}`
  const listed = await listAuthorisations(tx, moment, {}, undefined, 1000)
  const figures = listed.map(({ decisionId, executoryOn, ...authorisation }) => {
    // At no row of the journal is there a day on which more is used than allowed.
    ok(unitsOf(authorisation.left) >= 0n && Number(authorisation.leftShares) >= 0, `more than is authorised ${where}`)
    return { decision: office.nameOf(decisionId), executoryOn, ...figuresOf(office, authorisation) }
  })
  const expected = ofKind(known, 'decision').flatMap(({ number }) => {
    const life = lifeOf(known, number)
    const { executoryOn } = standingOn(life, LAST_DAY)
    const adopted = life.adopted !== undefined && life.adopted <= moment.asOf
    const own = adopted ? authorisationsOf(known, number) : []
    return own.map((terms) => ({
      decision: String(number),
      executoryOn,
      ...expectedFigures(known, number, life, terms, moment.asOf),
    }))
  })
  deepEqual(inOrder(figures), inOrder(expected), `authorisations ${where}`)
}

type Figures = Readonly<Record<string, string | null>>

const FIGURES = [
  'instrument',
  'to',
  'authorised',
  'consumed',
  'left',
  'authorisedShares',
  'consumedShares',
  'leftShares',
  'state',
] as const

function figuresOf(
  office: Office,
  answered: Readonly<Record<(typeof FIGURES)[number], string | null>> & { cooperativeId: string },
): Figures {
  const figures = Object.fromEntries(FIGURES.map((name) => [name, answered[name]]))
  return { cooperative: office.nameOf(answered.cooperativeId), ...figures }
}

/** authorised − consumed = left, by what is not reversed on or before the day. */
function expectedFigures(known: readonly Stated[], decision: number, life: Life, terms: Terms, asOf: string): Figures {
  const { cooperative, instrument, ceiling, ceilingShares, to } = terms
  const used = sumOf(usesOf(known, decision, terms), asOf)
  return {
    cooperative,
    instrument,
    to,
    authorised: decimal(ceiling, 2),
    consumed: decimal(used.amount, 2),
    left: decimal(ceiling - used.amount, 2),
    authorisedShares: ceilingShares === null ? null : String(ceilingShares),
    consumedShares: String(used.shares),
    leftShares: ceilingShares === null ? null : String(ceilingShares - used.shares),
    state: stateOn(life, to, asOf),
  }
}

function stateOn(life: Life, to: string | null, asOf: string): string {
  // What is known of the act counts, whatever its date, as it does for a movement of that day.
  const { executoryOn } = standingOn(life, LAST_DAY)
  if (isVoid(life)) return 'void'
  if (executoryOn === null || asOf < executoryOn) return 'pending'
  return to !== null && to <= asOf ? 'ended' : 'open'
}

function inOrder(figures: readonly Figures[]): Figures[] {
  const key = ({ decision, cooperative, instrument }: Figures) => `${decision} ${cooperative} ${instrument}`
  return [...figures].sort((left, right) => (key(left) < key(right) ? -1 : 1))
}

/** At one moment, what a reader of the list of decisions is told, and of one of them, whether it is listed or not. */
export async function decisionsAgree(
  office: Office,
  tx: Tx,
  recorded: readonly Recorded[],
  moment: Moment,
  which: number,
): Promise<void> {
  const { asOf, seq } = moment
  const where = `on ${asOf}, known at journal row ${seq}`
  const known = knownAt(
    recorded,
    recorded.findLastIndex((one) => one.seq <= seq),
  )
  const numbers = ofKind(known, 'decision').map(({ number }) => number)
  const told = numbers.filter((number) => {
    const happened = Object.values(lifeOf(known, number))
    return happened.length === 0 || happened.some((on) => on <= asOf)
  })
  const listed = await listDecisions(tx, moment, {}, undefined, 1000)
  deepEqual(
    listed.map(({ id }) => office.nameOf(id)),
    told.map(String),
    `decisions ${where}`,
  )
  for (const decision of listed) decisionAgrees(office, known, decision, asOf, where)
  const ever = recorded.filter(({ stated }) => stated.kind === 'decision').map(({ stated }) => stated.number)
  const number = ever[which % ever.length]
  if (number === undefined) return
  const found = await findDecision(tx, office.idOf(number), moment)
  equal(found !== undefined, numbers.includes(number), `decision #${number} is there ${where}`)
  if (found) decisionAgrees(office, known, found, asOf, where)
}

function decisionAgrees(
  office: Office,
  known: readonly Stated[],
  decision: DecisionAnswer,
  asOf: string,
  where: string,
): void {
  const { status, executoryOn, challengeUntil } = decision
  const number = Number(office.nameOf(decision.id))
  const life = lifeOf(known, number)
  const standing: Standing = { status, executoryOn, challengeUntil }
  deepEqual(standing, standingOn(life, asOf), `decision #${number} ${where}`)
  const steps = new Map<string, string | null>(decision.steps.map(({ kind, on }) => [kind, on]))
  const happened = Object.entries(life).filter(([, on]) => on <= asOf)
  deepEqual(steps, new Map(happened), `steps of #${number} ${where}`)
  deepEqual(
    inOrder(decision.authorisations.map((one) => figuresOf(office, one))),
    inOrder(authorisationsOf(known, number).map((terms) => expectedFigures(known, number, life, terms, asOf))),
    `authorisations of #${number} ${where}`,
  )
  const about = decision.cooperativeIds.map((id) => office.nameOf(id)).sort()
  deepEqual(about, [...aboutOf(known, number)].sort(), `cooperatives of #${number} ${where}`)
}

interface GuardRow {
  decision_id: string
  cooperative_id: string
  instrument: Terms['instrument']
  ceiling: string
  ceiling_shares: string | null
  ends_on: string | null
  consumed: string
  consumed_shares: string
}

/** The row that guards each authorisation holds its last terms, and the sum of all movements that are not reversed. */
export async function guardsAgree(office: Office, tx: Tx, recorded: readonly Recorded[]): Promise<void> {
  const known = knownAt(recorded, recorded.length)
  const { rows } = await sql<GuardRow>`select * from authorisation`.execute(tx)
  const guarded = rows.map((row) => ({
    decision: office.nameOf(row.decision_id),
    cooperative: office.nameOf(row.cooperative_id),
    instrument: row.instrument,
    ceiling: unitsOf(row.ceiling),
    ceilingShares: row.ceiling_shares && BigInt(row.ceiling_shares),
    to: row.ends_on,
    amount: unitsOf(row.consumed),
    shares: BigInt(row.consumed_shares),
  }))
  const expected = ofKind(known, 'decision').flatMap(({ number }) =>
    authorisationsOf(known, number).map((terms) => {
      const uses = usesOf(known, number, terms)
      for (const { on } of uses) ok(terms.to === null || on < terms.to, `used on ${on}, after its end on ${terms.to}`)
      return { decision: String(number), ...terms, ...sumOf(uses) }
    }),
  )
  const byKey = <Row extends { decision: string; cooperative: string; instrument: string }>(rows: readonly Row[]) =>
    new Map(rows.map((row) => [`${row.decision} ${row.cooperative} ${row.instrument}`, row]))
  equal(guarded.length, expected.length, 'one guard an authorisation')
  deepEqual(byKey(guarded), byKey(expected), 'guards')
  // The same without the auditor: what the rows of the ledger add up to.
  const { rows: differing } = await sql`
    select m.decision_id, m.cooperative_id, sum(m.amount) as amount, sum(m.shares) as shares
    from movement m
    where m.decision_id is not null and m.kind <> 'share_interest'
      and not exists (select from movement r where r.authority_id = m.authority_id and r.reverses = m.id)
    group by 1, 2
    having (coalesce(sum(m.amount), 0), coalesce(sum(m.shares), 0)) <> (
      select coalesce(sum(a.consumed), 0), coalesce(sum(a.consumed_shares), 0) from authorisation a
      where a.decision_id = m.decision_id and a.cooperative_id = m.cooperative_id)`.execute(tx)
  deepEqual(differing, [], 'guards against the rows of the ledger')
}
