// What the rules find: of every registered cooperative, at a moment.
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { together } from '../postgres/together.ts'
import { type Law, lawOf } from '../rules/law.ts'
import { type Rule, SEVERITIES, type Verdict } from '../rules/rule.ts'
import { RULES } from '../rules/rules.ts'
import { gatherFacts, type Known, lookBack } from './gather.ts'
import { acknowledgementsOn, settingsAt } from './queries.ts'
import type { Acknowledgement, Finding, FindingCounts } from './schema.ts'

/**
 * What is broken or unknown, by severity, then by rule and cooperative: in one round trip where the connection pipelines, and
 * in one more for those whose beginning lies in what was held before.
 *
 * @param only of this cooperative alone
 */
export async function findingsAt(tx: Tx, moment: Pick<Moment, 'asOf' | 'seq'>, only?: string): Promise<Finding[]> {
  const [known, settings, acknowledgements] = await together(
    gatherFacts(tx, moment, only),
    settingsAt(tx, moment),
    acknowledgementsOn(tx, { asOf: moment.asOf, seq: moment.seq, only: only ?? null }),
  )
  const laws = new Map(RULES.map((rule) => [rule.id, lawOf(rule, settings)]))
  const judge = ({ rule, one }: Case) => judged(rule, one, laws.get(rule.id) as Law)
  const atOnce = RULES.flatMap((rule) => known.map((one) => judge({ rule, one })))
  const open = atOnce.filter(looksBack)
  const lookedBack = new Map<string, Known>()
  if (open.length > 0) {
    const ids = new Set(open.map(({ one }) => one.facts.cooperative.id))
    const among = known.filter(({ facts }) => ids.has(facts.cooperative.id))
    for (const one of await lookBack(tx, moment, among)) lookedBack.set(one.facts.cooperative.id, one)
  }
  const acknowledgedBy = new Map(
    acknowledgements.map((one) => [keyOf(one.rule, one.cooperativeId, one.subjectId), one]),
  )
  return atOnce
    .flatMap((verdict) => {
      const one = looksBack(verdict) && lookedBack.get(verdict.one.facts.cooperative.id)
      return told(one ? judge({ rule: verdict.rule, one }) : verdict, acknowledgedBy)
    })
    .sort((left, right) => (placeOf(left) < placeOf(right) ? -1 : 1))
}

interface Case {
  readonly rule: Rule
  readonly one: Known
}

interface Judged extends Case {
  readonly verdicts: readonly Verdict[]
}

function judged(rule: Rule, one: Known, law: Law): Judged {
  return { rule, one, verdicts: rule.judge(one.facts, law) }
}

function looksBack({ verdicts }: Judged): boolean {
  return verdicts.some((verdict) => verdict.looksBack)
}

function told({ rule, one, verdicts }: Judged, acknowledgedBy: ReadonlyMap<string, Acknowledgement>): Finding[] {
  const { cooperative } = one.facts
  return verdicts.filter(isFinding).map((verdict) => {
    const key = keyOf(rule.id, cooperative.id, verdict.subject?.id ?? null)
    return {
      key,
      rule: rule.id,
      title: rule.title.en,
      severity: rule.severity,
      state: verdict.state,
      cooperativeId: cooperative.id,
      cooperativeName: one.name,
      subject: verdict.subject,
      since: verdict.since,
      figures: verdict.figures,
      missing: [...verdict.missing],
      source: rule.source,
      acknowledgement: acknowledgedBy.get(key) ?? null,
    }
  })
}

function isFinding(verdict: Verdict): verdict is Verdict & { state: 'broken' | 'unknown' } {
  return verdict.state !== 'holds'
}

function keyOf(rule: string, cooperativeId: string, subjectId: string | null): string {
  return [rule, cooperativeId, ...(subjectId === null ? [] : [subjectId])].join(':')
}

/** Where a finding stands in the list, as a text whose order is the list's. */
export function placeOf({ severity, key }: Pick<Finding, 'severity' | 'key'>): string {
  return `${SEVERITIES.indexOf(severity)} ${key}`
}

/** How many there are of each severity. */
export function countBySeverity(findings: readonly Finding[]): FindingCounts {
  const counts = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as FindingCounts
  for (const { severity } of findings) counts[severity] += 1
  return counts
}
