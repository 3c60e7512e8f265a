// The invariants of decisions and seats, over random histories against the real database: consumption never exceeds what
// was authorised at the movement's effective date, mandates never overlap, and every status equals what a plain re-reading
// of the steps gives. Each history is judged twice: by the product, and by an auditor that was written from the domain's
// page alone and shares no code with it.
//
// LONG=1 runs five times as many. A failure prints the shrunk history, and a seed: SEED=<it> runs the same histories again.
import { deepEqual, equal, ok } from 'node:assert/strict'
import fc from 'fast-check'
import tap, { test } from 'tap'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { holds, SEED, TIMES } from '../support/histories.ts'
import { decisionsAgree, everyMomentAgrees, guardsAgree, knownAt, type Recorded } from './agreement.ts'
import { mandatesNeverOverlap, seatsAgree } from './agreement-seats.ts'
import { type Command, type History, histories, historyOf, type Look, lookedAt, looks, verdictOf } from './history.ts'
import { Office, type Outcome } from './office.ts'
import { sentenceOf } from './sentences.ts'
import { LAST_DAY } from './statements.ts'
import { STORIES } from './stories.ts'

const HISTORIES = 90

/** The refusals that random histories must meet again and again, or they would no longer show anything. */
const MET = [
  'step_not_possible',
  'step_still_needed',
  'step_already_cancelled',
  'decision_void',
  'decision_not_executory',
  'authorisation_missing',
  'authorisation_ended',
  'authorisation_exceeded',
  'authorisation_exceeded by',
  'ceiling_below_consumed',
  'end_before_use',
  'mandate_outside_seat',
  'seat_taken',
  'person_already_sits',
  'person_merged',
  'seat_still_held',
] as const

tap.setTimeout(TIMES * 300_000)

test('decisions and seats over random histories', { timeout: TIMES * 240_000 }, async (t) => {
  t.comment(`SEED=${SEED}`)
  const postgres = await createDatabase('postgres')
  t.teardown(postgres.drop)

  for (const [title, told] of Object.entries(STORIES)) {
    await t.test(title, async (t) => {
      const history = historyOf(told.map(([stated]) => stated))
      const verdicts = history.map(({ stated, refusals }) => [stated.number, refusals])
      deepEqual(
        verdicts,
        told.map(([{ number }, ...refusals]) => [number, refusals]),
        'the auditor reads it so',
      )
      const ran = await run(postgres, history)
      await allAgrees(ran, [])
      t.pass('and so does the product, at every moment')
    })
  }

  await t.test('never above a ceiling, never an overlap, every status as the steps say', async (t) => {
    const met = new Map<string, number>()
    await holds(
      t,
      HISTORIES,
      fc.asyncProperty(histories(25), looks, async (history, looks) => {
        const ran = await run(postgres, history)
        await allAgrees(ran, looks)
        for (const code of ran.verdicts) met.set(code, (met.get(code) ?? 0) + 1)
      }),
    )
    t.comment([...met].map(([code, times]) => `${code}: ${times}`).join(', '))
    for (const code of MET) t.ok((met.get(code) ?? 0) > 0, `${code} came up`)
  })
})

interface Ran {
  readonly office: Office
  readonly recorded: readonly Recorded[]
  readonly verdicts: readonly string[]
}

/** Gives a fresh authority's office all commands in turn; the verdict on each must be the auditor's. */
async function run(postgres: TestDatabase, history: History): Promise<Ran> {
  const office = await Office.open(postgres.database)
  const recorded: Recorded[] = []
  const verdicts: string[] = []
  for (const command of history) {
    const outcome = await office.record(command.stated)
    verdictIs(command, outcome)
    verdicts.push(outcome.accepted ? `accepted ${command.stated.kind}` : outcome.code.replace(/ #\d+/, ''))
    if (!outcome.accepted) continue
    // A refused command takes no journal row; row 1 is the opening.
    equal(outcome.seq, recorded.length + 2, 'the next journal row')
    recorded.push({ ...outcome, stated: command.stated })
  }
  return { office, recorded, verdicts }
}

function verdictIs({ stated, refusals }: Command, outcome: Outcome): void {
  const right = outcome.accepted ? refusals.length === 0 : refusals.includes(outcome.code)
  const given = outcome.accepted ? 'accepted' : `refused: ${outcome.code}`
  ok(right, `${sentenceOf(stated)}: expected ${verdictOf(refusals)}, was ${given}`)
}

async function allAgrees({ office, recorded }: Ran, looks: readonly Look[]): Promise<void> {
  const last = recorded.at(-1)
  if (!last) return
  const all = knownAt(recorded, recorded.length)
  await office.read(async (tx) => {
    await guardsAgree(office, tx, recorded)
    await mandatesNeverOverlap(office, tx, recorded)
    await everyMomentAgrees(office, tx, recorded)
    for (const look of looks) {
      const { seq, recordedAt } = recorded[look.known % recorded.length] ?? last
      const moment = { asOf: lookedAt(look, all), knownAt: recordedAt, seq }
      await decisionsAgree(office, tx, recorded, moment, look.on)
      await seatsAgree(office, tx, recorded, moment)
    }
    const atLast = { asOf: LAST_DAY, knownAt: last.recordedAt, seq: last.seq }
    await decisionsAgree(office, tx, recorded, atLast, 0)
    await seatsAgree(office, tx, recorded, atLast)
  })
}
