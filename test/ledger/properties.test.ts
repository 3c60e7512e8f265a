// The invariants of the ledger, over random histories against the real database. Each history is judged twice: by the
// product, and by an auditor that was written from the domain's page alone and shares no code with it.
//
// LONG=1 runs five times as many. A failure prints the shrunk history, and a seed: SEED=<it> runs the same histories again.
import { deepEqual, equal, ok } from 'node:assert/strict'
import fc from 'fast-check'
import tap, { test } from 'tap'
import { GROUPINGS } from '../../src/portfolio/schema.ts'
import { Service } from '../support/api.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { holds, SEED, TIMES } from '../support/histories.ts'
import {
  everyMomentAgrees,
  holdingsAgree,
  holdingsByName,
  journalIsWhole,
  postingsAreBalanced,
  type Recorded,
  readersAgree,
  rebuiltTheSame,
  summaryAgrees,
  totalsAgree,
} from './agreement.ts'
import {
  type Books,
  fold,
  LAST_DAY,
  type Movement,
  type Portfolio,
  refusalOf,
  type Stated,
  standing,
} from './auditor.ts'
import { accepted, type Command, FIRST_YEAR, type History, histories, historyOf, looks } from './history.ts'
import { HttpOffice } from './http-office.ts'
import { Office, type Outcome } from './office.ts'

/** Numbers of the reversals that undo a whole history. */
const UNDOING = 1000

// A clock that stands still, runs and is set back: recordedAt must rise all the same.
const CLOCK = Date.UTC(2026, 0, 2)
const TICKS = [0, 0, 5000, -60_000, 5000, 5001]

const ONE_CLASS: Portfolio = new Map([['C1', new Map([['C1/A', 500_000n]])]])
const ON_CLASS = { cooperative: 'C1', shareClass: 'C1/A' } as const

/** Shrunk histories that the product once got wrong. */
const ONCE_WRONG: Readonly<Record<string, readonly Stated[]>> = {
  // The day of what was undone bears no movement any more, but it has a balance.
  'a day that a reversal left empty follows what is backdated before it': [
    { number: 1, effectiveOn: '2021-03-01', kind: 'purchase', ...ON_CLASS, shares: 10n, amount: 100n },
    { number: 2, kind: 'reversal', reverses: 1 },
    { number: 3, effectiveOn: '2021-01-01', kind: 'purchase', ...ON_CLASS, shares: 10n, amount: 100n },
    { number: 4, effectiveOn: '2021-04-01', kind: 'sale', ...ON_CLASS, shares: 10n, amount: 100n },
  ],
  // The cent of cost leaves with the sale, then, once a share is backdated, with the write-off: the sum after both is the
  // same, but the write-off's day had no balance of its own.
  'a day whose balance only moved from one movement to another is still told from the day before': [
    { number: 1, effectiveOn: '2021-01-01', kind: 'purchase', ...ON_CLASS, shares: 5n, amount: 1n },
    { number: 2, effectiveOn: '2021-02-01', kind: 'sale', ...ON_CLASS, shares: 3n, amount: 0n },
    { number: 3, effectiveOn: '2021-03-01', kind: 'write_off', ...ON_CLASS, shares: 2n },
    { number: 4, effectiveOn: '2021-01-15', kind: 'purchase', ...ON_CLASS, shares: 1n, amount: 0n },
  ],
}

/** Some moments before the end, on both axes. */
const moments = fc.array(fc.record({ asOf: looks, known: fc.nat(30) }), { maxLength: 2, size: 'max' })

/** Which of the movements that may arrive next does. */
const lots = fc.array(fc.nat(30), { minLength: 24, maxLength: 24, size: 'max' })

tap.setTimeout(TIMES * 300_000)

test('the ledger over random histories', { timeout: TIMES * 240_000 }, async (t) => {
  t.comment(`SEED=${SEED}`)
  const postgres = await createDatabase('postgres')
  t.teardown(postgres.drop)

  await t.test('postings, read model and figures are the fold, at every moment', (t) =>
    holds(
      t,
      360,
      fc.asyncProperty(histories(30), moments, async (history, moments) => {
        const { office, opened, recorded } = await run(postgres, history)
        const evidence = await office.evidence()
        journalIsWhole(evidence, recorded)
        postingsAreBalanced(evidence)
        everyMomentAgrees(office, history.portfolio, recorded, evidence)
        await rebuiltTheSame(office, evidence)
        for (const { asOf, known } of [...moments, { asOf: LAST_DAY, known: recorded.length }]) {
          const then = recorded.slice(0, known)
          const { seq, recordedAt } = then.at(-1) ?? opened
          const books = booksOf(history.portfolio, then, asOf)
          await readersAgree(office, books, { asOf, knownAt: recordedAt, seq })
        }
      }),
    ),
  )

  for (const [title, stated] of Object.entries(ONCE_WRONG)) {
    await t.test(title, async (t) => {
      const { office, recorded } = await run(postgres, historyOf(ONE_CLASS, stated))
      equal(recorded.length, stated.length, 'every command is accepted')
      const evidence = await office.evidence()
      everyMomentAgrees(office, ONE_CLASS, recorded, evidence)
      await rebuiltTheSame(office, evidence)
      t.pass('postings, read model and fold agree')
    })
  }

  await t.test('the order in which movements arrive does not matter, where each may arrive', (t) =>
    holds(
      t,
      70,
      fc.asyncProperty(histories(24), lots, async (history, lots) => {
        const shuffled = arrivals(history.portfolio, standing(accepted(history)), lots)
        const inOrder = standing(shuffled)
        const late = await run(postgres, historyOf(history.portfolio, shuffled))
        const early = await run(postgres, historyOf(history.portfolio, inOrder))
        equal(late.recorded.length, early.recorded.length)
        for (const asOf of datesOf(inOrder)) {
          deepEqual(await holdingsAt(late, asOf), await holdingsAt(early, asOf), `as of ${asOf}`)
        }
      }),
    ),
  )

  await t.test('reversing everything, the latest first, leaves nothing', (t) =>
    holds(
      t,
      70,
      fc.asyncProperty(histories(20), async (history) => {
        const before = accepted(history)
        const latestFirst = standing(before).reverse()
        const undoing = latestFirst.map((movement, index): Stated => {
          return { number: UNDOING + index, kind: 'reversal', reverses: movement.number }
        })
        const ran = await run(postgres, historyOf(history.portfolio, [...before, ...undoing]))
        equal(ran.recorded.length, before.length + undoing.length, 'every reversal is accepted')
        for (const asOf of datesOf(latestFirst)) deepEqual(await holdingsAt(ran, asOf), [], `as of ${asOf}`)
        const evidence = await ran.office.evidence()
        everyMomentAgrees(ran.office, history.portfolio, ran.recorded, evidence)
        await rebuiltTheSame(ran.office, evidence)
      }),
    ),
  )
})

test('the ledger over random histories, through HTTP and the embedded database', {
  timeout: TIMES * 60_000,
}, async (t) => {
  const service = await Service.start(t)
  await holds(
    t,
    10,
    fc.asyncProperty(histories(16), moments, async ({ portfolio, commands }, moments) => {
      const office = await HttpOffice.open(service, portfolio)
      const recorded: Recorded[] = []
      for (const command of commands) {
        const outcome = await office.record(command.stated)
        verdictIs(command, outcome)
        if (outcome.accepted) recorded.push({ ...outcome, stated: command.stated })
      }
      for (const { asOf, known } of [...moments, { asOf: LAST_DAY, known: recorded.length }]) {
        const then = recorded.slice(0, known)
        if (then.length === 0) continue
        await answersAgree(office, portfolio, then, asOf)
      }
    }),
  )
})

async function answersAgree(
  office: HttpOffice,
  portfolio: Portfolio,
  then: readonly Recorded[],
  asOf: string,
): Promise<void> {
  const books = booksOf(portfolio, then, asOf)
  const moment = `asOf=${asOf}&knownAt=${then.at(-1)?.recordedAt}`
  for (const grouping of GROUPINGS) {
    const summary = await office.authority.get(`/v1/portfolio/summary?${moment}&groupBy=${grouping}`)
    summaryAgrees(office, books, summary, moment)
  }
  const ends = `from=${FIRST_YEAR}-01-01&to=${FIRST_YEAR + 3}-12-31&interval=quarter&knownAt=${then.at(-1)?.recordedAt}`
  const { points } = await office.authority.get(`/v1/portfolio/timeline?${ends}`)
  equal(points.length, 16, 'the quarters of four years')
  for (const { asOf, totals } of points) totalsAgree(booksOf(portfolio, then, asOf), totals, `timeline on ${asOf}`)
  const { items } = await office.authority.get(`/v1/holdings?${moment}&limit=200`)
  holdingsAgree(office, books, items, moment)
}

function booksOf(portfolio: Portfolio, then: readonly Recorded[], asOf: string): Books {
  const known = then.map(({ stated }) => stated)
  return fold(portfolio, known, asOf)
}

interface Ran {
  readonly office: Office
  /** The journal row that registered the cooperatives, before any movement. */
  readonly opened: { readonly seq: number; readonly recordedAt: string }
  readonly recorded: readonly Recorded[]
}

/** Gives a fresh authority's office all commands in turn; the verdict on each must be the auditor's. */
async function run(postgres: TestDatabase, { portfolio, commands }: History): Promise<Ran> {
  const office = await Office.open(postgres.database, portfolio)
  const opened = await office.read((tx) =>
    tx.selectFrom('journal').select(['seq', 'recorded_at as recordedAt']).executeTakeFirstOrThrow(),
  )
  const recorded: Recorded[] = []
  for (const [index, command] of commands.entries()) {
    office.now = new Date(CLOCK + (TICKS[index % TICKS.length] ?? 0))
    const outcome = await office.record(command.stated)
    verdictIs(command, outcome)
    if (!outcome.accepted) continue
    const last = recorded.at(-1) ?? opened
    // A refused command takes no journal row, and no instant.
    equal(outcome.seq, last.seq + 1, 'the next journal row')
    equal(microseconds(outcome.recordedAt), later(BigInt(+office.now) * 1000n, microseconds(last.recordedAt) + 1n))
    recorded.push({ ...outcome, stated: command.stated })
  }
  return { office, opened, recorded }
}

function verdictIs({ stated: { number }, refusal }: Command, outcome: Outcome): void {
  const given = outcome.accepted ? 'accepted' : `refused: #${outcome.movement} ${outcome.code}`
  const allowed = refusal?.because.map((limit) => `refused: #${refusal.movement} ${limit}`) ?? ['accepted']
  ok(allowed.includes(given), `command #${number}: expected ${allowed.join(' or ')}, was ${given}`)
}

function microseconds(instant: string): bigint {
  return BigInt(Date.parse(`${instant.slice(0, 19)}Z`)) * 1000n + BigInt(instant.slice(20, 26))
}

function later(left: bigint, right: bigint): bigint {
  return left > right ? left : right
}

/**
 * Movements in an order that lots draw, each one possible when it arrives; those that never become possible stay out.
 * Movements of one day keep their order: recording is what orders them in the fold.
 */
function arrivals(portfolio: Portfolio, chronological: readonly Movement[], lots: readonly number[]): Movement[] {
  const arrived: Movement[] = []
  let waiting = [...chronological]
  for (const lot of lots) {
    const firsts = [...Map.groupBy(waiting, ({ effectiveOn }) => effectiveOn).values()].flatMap(
      ([first]) => first ?? [],
    )
    const start = lot % (firsts.length || 1)
    const turned = [...firsts.slice(start), ...firsts.slice(0, start)]
    const next = turned.find((movement) => refusalOf(portfolio, arrived, movement) === undefined)
    if (!next) break
    arrived.push(next)
    waiting = waiting.filter((movement) => movement !== next)
  }
  return arrived
}

function datesOf(movements: readonly Movement[]): string[] {
  return [...new Set([...movements.map(({ effectiveOn }) => effectiveOn), LAST_DAY])]
}

function holdingsAt({ office, opened, recorded }: Ran, asOf: string): Promise<object[]> {
  const { seq, recordedAt } = recorded.at(-1) ?? opened
  return holdingsByName(office, { asOf, knownAt: recordedAt, seq })
}
