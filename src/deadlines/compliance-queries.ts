import { together } from '../postgres/together.ts'
// What the rules will find, in time to do something about it: from the same facts.

import { findingsAt } from '../compliance/findings.ts'
import { gatherFacts } from '../compliance/gather.ts'
import { acknowledgementsOn, settingsAt } from '../compliance/queries.ts'
import { cooperativeAudit } from '../rules/cooperative-audit.ts'
import type { Facts } from '../rules/facts.ts'
import { type Law, lawOf } from '../rules/law.ts'
import { lastOn, type Rule } from '../rules/rule.ts'
import { staleAccounts } from '../rules/stale-accounts.ts'
import { ZERO } from '../values/amount.ts'
import type { PlainDate } from '../values/plain-date.ts'
import type { DeadlineKind } from './schema.ts'
import type { DeadlineSource, Due } from './source.ts'

/** Audits, accounts and conventions, of cooperatives in which something is held. */
export const papers: DeadlineSource = {
  kinds: ['cooperative_audit', 'annual_accounts', 'convention_end'],
  read: async (tx, moment, cooperativeId) => {
    const [known, settings] = await together(gatherFacts(tx, moment, cooperativeId), settingsAt(tx, moment))
    const laws = { audit: lawOf(cooperativeAudit, settings), accounts: lawOf(staleAccounts, settings) }
    return known.flatMap(({ facts }) => [
      ...(isHeld(facts) ? [...nextAudit(facts, laws.audit), ...nextAccounts(facts, laws.accounts)] : []),
      ...conventions(facts),
    ])
  },
}

/** Acknowledgements of findings that will still be open when they end. */
export const acknowledgements: DeadlineSource = {
  kinds: ['acknowledgement_end'],
  read: async (tx, { asOf, seq }, cooperativeId) => {
    const made = await acknowledgementsOn(tx, { asOf, seq, only: cooperativeId ?? null })
    if (made.length === 0) return []
    const open = new Map(
      (await findingsAt(tx, { asOf, seq }, cooperativeId)).map((finding) => [finding.acknowledgement?.id, finding]),
    )
    return made.flatMap((one): Due[] => {
      const finding = open.get(one.id)
      if (!finding) return []
      const { id, until } = one
      return [
        {
          ...ofCooperative('acknowledgement_end', one.cooperativeId, until),
          key: `acknowledgement_end:${id}`,
          basis: 'stated',
          since: finding.since,
          subject: [finding.rule, finding.subject?.label].filter(Boolean).join(', '),
          resourceId: id,
          link: `/v1/compliance/findings?rule=${finding.rule}&cooperativeId=${one.cooperativeId}`,
        },
      ]
    })
  },
}

function isHeld({ holdings, asOf }: Facts): boolean {
  return lastOn(holdings, asOf)?.nominal.gt(ZERO) ?? false
}

function nextAudit(facts: Facts, law: Law): Due[] {
  return figureOf(cooperativeAudit, facts, law, 'dueOn').map((dueOn) => ({
    ...ofCooperative('cooperative_audit', facts.cooperative.id, dueOn),
    since: facts.auditedOn.at(-1) ?? null,
    link: `/v1/cooperatives/${facts.cooperative.id}/audits`,
  }))
}

function nextAccounts(facts: Facts, law: Law): Due[] {
  return figureOf(staleAccounts, facts, law, 'lastDay').map((dueOn) => ({
    ...ofCooperative('annual_accounts', facts.cooperative.id, dueOn),
    since: facts.accounts.at(-1)?.on ?? null,
    link: `/v1/cooperatives/${facts.cooperative.id}/annual-accounts`,
  }))
}

/** Conventions that end while an advance under them is outstanding. */
function conventions({ advances, conventions, cooperative }: Facts): Due[] {
  const references = new Set(advances.flatMap(({ conventionReference }) => conventionReference ?? []))
  return [...references].flatMap((reference): Due[] => {
    const convention = conventions.get(reference)
    if (!convention) return []
    return [
      {
        ...ofCooperative('convention_end', cooperative.id, convention.endsOn),
        key: `convention_end:${cooperative.id}:${reference}`,
        basis: 'stated',
        since: convention.signedOn,
        subject: reference,
        link: `/v1/cooperatives/${cooperative.id}/advance-conventions`,
      },
    ]
  })
}

function figureOf(rule: Rule, facts: Facts, law: Law, figure: string): PlainDate[] {
  return rule.judge(facts, law).flatMap(({ figures }) => figures[figure] ?? [])
}

function ofCooperative(kind: DeadlineKind, cooperativeId: string, dueOn: PlainDate) {
  return {
    key: `${kind}:${cooperativeId}`,
    kind,
    dueOn,
    basis: 'law' as const,
    cooperativeId,
    amount: null,
    subject: null,
    instrument: null,
    role: null,
    resourceId: cooperativeId,
  }
}
