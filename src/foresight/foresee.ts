// What a write would change, told before it is made: the figures, and the findings that it opens or closes.
import { findingsAt } from '../compliance/findings.ts'
import type { Finding } from '../compliance/schema.ts'
import type { JournalPlace } from '../journal/command.ts'
import type { Moment } from '../journal/moment.ts'
import { allHoldings } from '../portfolio/holdings.ts'
import type { Holding } from '../portfolio/schema.ts'
import { summarise } from '../portfolio/summary.ts'
import type { Tx } from '../postgres/database.ts'
import { together } from '../postgres/together.ts'
import type { PlainDate } from '../values/plain-date.ts'
import type { Effects } from './schema.ts'

/**
 * Reads the register as it was before a journal row and as it is with it, in the transaction that writes it.
 *
 * @param place the journal row of the write, whose verb has done its work
 */
export async function foresee(tx: Tx, { seq, recordedAt }: JournalPlace, asOf: PlainDate): Promise<Effects> {
  const at = (known: number) => look(tx, { asOf, knownAt: recordedAt, seq: known })
  const [before, after] = await together(at(seq - 1), at(seq))
  const states = (findings: readonly Finding[]) => new Set(findings.map(stateOf))
  const [open, stillOpen] = [states(before.findings), states(after.findings)]
  return {
    asOf,
    totals: { before: before.totals, after: after.totals },
    holdings: changed(before.holdings, after.holdings),
    findings: {
      opened: after.findings.filter((finding) => !open.has(stateOf(finding))),
      closed: before.findings.filter((finding) => !stillOpen.has(stateOf(finding))),
    },
  }
}

async function look(tx: Tx, moment: Moment) {
  const [findings, holdings, { totals }] = await together(
    findingsAt(tx, moment),
    allHoldings(tx, moment),
    summarise(tx, moment, 'cooperative'),
  )
  return { findings, holdings, totals }
}

// One that was unknown and would be broken is another finding.
function stateOf({ key, state }: Finding): string {
  return `${key} ${state}`
}

function changed(before: readonly Holding[], after: readonly Holding[]): Effects['holdings'] {
  const byId = (holdings: readonly Holding[]) => new Map(holdings.map((holding) => [holding.cooperativeId, holding]))
  const [was, is] = [byId(before), byId(after)]
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((cooperativeId) => {
    const pair = { before: was.get(cooperativeId) ?? null, after: is.get(cooperativeId) ?? null }
    return JSON.stringify(pair.before) === JSON.stringify(pair.after) ? [] : [{ cooperativeId, ...pair }]
  })
}
