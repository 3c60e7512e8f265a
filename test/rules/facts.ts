// What a rule says of facts that no office can bring about, since the register refuses them.
import type { DecisionFact, Facts } from '../../src/rules/facts.ts'
import { lawOf } from '../../src/rules/law.ts'
import type { Rule } from '../../src/rules/rule.ts'

/** A cooperative of which nothing is known. */
const NOTHING: Facts = {
  asOf: '2025-01-01',
  cooperative: { id: 'cooperative', legalForm: 'scic_sas', siren: null, nic: null },
  statements: [],
  accounts: [],
  holdings: [],
  issues: [],
  unpaid: [],
  withdrawals: [],
  interest: [],
  advances: [],
  conventions: new Map(),
  auditedOn: [],
  decisions: [],
  undecided: [],
  seats: [],
  aids: [],
  grants: [],
}

/** Of the assembly, executory since 1 January 2024. */
export const DECISION: DecisionFact = {
  id: 'decision',
  number: 'D-1',
  body: 'assembly',
  kind: 'entry',
  allows: true,
  citedFrom: null,
  adoptedOn: '2024-01-01',
  publishedOn: '2024-01-01',
  voidOn: null,
  standing: { status: 'executory', executoryOn: '2024-01-01', challengeUntil: '2024-03-01' },
  uses: [],
}

/** By the law as it is: `holds`, or the states of the findings with what is missing. */
export function judged(rule: Rule, facts: Partial<Facts>): string[] {
  return rule
    .judge({ ...NOTHING, ...facts }, lawOf(rule, new Map()))
    .map(({ state, missing }) => [state, ...missing].join(' '))
}
