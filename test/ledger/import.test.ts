// An import is the same movements recorded one by one, in fold order: the same rows in every table, the same refusals.
import { deepEqual } from 'node:assert/strict'
import fc from 'fast-check'
import tap, { test } from 'tap'
import { booksBalanced } from '../support/books.ts'
import { createDatabase, type Kind } from '../support/database.ts'
import { holds, SEED, TIMES } from '../support/histories.ts'
import type { Movement } from './auditor.ts'
import { type History, histories } from './history.ts'
import { type Evidence, Office, type Row } from './office.ts'

tap.setTimeout(TIMES * 300_000)

const HISTORIES: Readonly<Record<Kind, number>> = { postgres: 15, embedded: 5 }

let backdated = 0

for (const kind of ['postgres', 'embedded'] as const) {
  test(`imports of random histories, ${kind}`, { timeout: TIMES * 240_000 }, async (t) => {
    t.comment(`SEED=${SEED}`)
    const { database, drop } = await createDatabase(kind)
    t.teardown(drop)
    await holds(
      t,
      HISTORIES[kind],
      fc.asyncProperty(histories(24), fc.nat(1_000_000), async (history, drawn) => {
        const before = drawn % history.commands.length
        const [single, bulk] = [
          await Office.open(database, history.portfolio),
          await Office.open(database, history.portfolio),
        ]
        const lines = await begun([single, bulk], history, before)
        const faults: { number: number; code: string }[] = []
        const accepted: Movement[] = []
        const { movements: earlier } = await single.evidence()
        for (const line of lines) {
          const outcome = await single.record(line)
          if (outcome.accepted) accepted.push(line)
          else faults.push({ number: line.number, code: outcome.code })
        }
        const untouched = await bulk.evidence()
        deepEqual(
          await bulk.import(lines),
          faults.sort((left, right) => left.number - right.number),
        )
        deepEqual(await bulk.evidence(), untouched, 'nothing is written')
        if (accepted.length === 0) return
        deepEqual(await bulk.import(accepted), [])
        deepEqual(told(await bulk.evidence()), told(await single.evidence()))
        deepEqual(await booksBalanced(database, bulk.caller.authorityId), [])
        if (earlier.some(({ effective_on }: Row) => effective_on > (accepted[0]?.effectiveOn ?? ''))) backdated += 1
      }),
    )
  })
}

test('among them, some that came before movements that were there', async (t) => {
  t.ok(backdated > 0, `${backdated} histories`)
})

/** More than is ever held. */
const IMPOSSIBLE = { number: 1000, kind: 'sale', shares: 100_000_000n, amount: 0n } as const

/** Records the first so many commands in each office; the other movements, and one that is impossible, in fold order. */
async function begun(
  offices: readonly Office[],
  { commands, portfolio }: History,
  before: number,
): Promise<Movement[]> {
  for (const office of offices) for (const { stated } of commands.slice(0, before)) await office.record(stated)
  const later = commands.slice(before).flatMap(({ stated }) => (stated.kind === 'reversal' ? [] : [stated]))
  const [[cooperative, classes]] = [...portfolio] as [[string, ReadonlyMap<string, bigint>]]
  const shareClass = [...classes.keys()][0] as string
  const effectiveOn = later[before % (later.length || 1)]?.effectiveOn ?? '2021-01-01'
  return [{ ...IMPOSSIBLE, cooperative, shareClass, effectiveOn }, ...later].sort(
    ({ effectiveOn: left }, { effectiveOn: right }) => (left < right ? -1 : left > right ? 1 : 0),
  )
}

/** The rows, with what is drawn anew told by the order in which it comes. */
function told({ journal, ...tables }: Evidence): object {
  const names = new Map<string, string>()
  const named = (id: string) => names.get(id) ?? names.set(id, `#${names.size}`).get(id)
  for (const { id } of tables.movements) named(id)
  return JSON.parse(JSON.stringify({ journal, ...tables }), (key, value) =>
    key !== 'authority_id' && typeof value === 'string' && /^[\da-f]{8}-[\da-f-]{27}$/.test(value)
      ? named(value)
      : key === 'authority_id'
        ? undefined
        : value,
  )
}
