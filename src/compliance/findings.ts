// What the rules find: of every registered cooperative, at a moment.
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { lawOf, type Settings } from '../rules/law.ts'
import { SEVERITIES, type Verdict } from '../rules/rule.ts'
import { RULES } from '../rules/rules.ts'
import { gatherFacts, type Known } from './gather.ts'
import { acknowledgementsOn, settingsAt } from './queries.ts'
import type { Acknowledgement, Finding, FindingCounts } from './schema.ts'

/**
 * What is broken or unknown, by severity, then by rule and cooperative: in one round trip where the connection pipelines.
 *
 * @param only of this cooperative alone
 */
export async function findingsAt(tx: Tx, moment: Pick<Moment, 'asOf' | 'seq'>, only?: string): Promise<Finding[]> {
  const [known, settings, acknowledgements] = await Promise.all([
    gatherFacts(tx, moment, only),
    settingsAt(tx, moment),
    acknowledgementsOn(tx, { asOf: moment.asOf, seq: moment.seq, only: only ?? null }),
  ])
  return judgeAll(known, settings, acknowledgements)
}

/** The same from facts alone. */
export function judgeAll(
  known: readonly Known[],
  settings: Settings,
  acknowledgements: readonly Acknowledgement[],
): Finding[] {
  const acknowledgedBy = new Map(
    acknowledgements.map((one) => [keyOf(one.rule, one.cooperativeId, one.subjectId), one]),
  )
  const findings = RULES.flatMap((rule) => {
    const law = lawOf(rule, settings)
    return known.flatMap(({ name, facts }) =>
      rule.judge(facts, law).flatMap((verdict): Finding[] => {
        const key = keyOf(rule.id, facts.cooperative.id, verdict.subject?.id ?? null)
        if (!isFinding(verdict)) return []
        return [
          {
            key,
            rule: rule.id,
            title: rule.title.en,
            severity: rule.severity,
            state: verdict.state,
            cooperativeId: facts.cooperative.id,
            cooperativeName: name,
            subject: verdict.subject,
            since: verdict.since,
            figures: verdict.figures,
            missing: [...verdict.missing],
            source: rule.source,
            acknowledgement: acknowledgedBy.get(key) ?? null,
          },
        ]
      }),
    )
  })
  return findings.sort((left, right) => (placeOf(left) < placeOf(right) ? -1 : 1))
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
