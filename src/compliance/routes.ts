import { z } from 'zod'
import { checkCooperative } from '../cooperatives/queries.ts'
import { list } from '../http/list.ts'
import { momentQuery } from '../http/moment.ts'
import type { Api } from '../http/operation.ts'
import { uuid } from '../http/wire.ts'
import { write } from '../http/write.ts'
import { newId } from '../values/id.ts'
import { findingsAt, placeOf } from './findings.ts'
import {
  insertAcknowledgement,
  insertParameterSetting,
  listAcknowledgements,
  listParameterSettings,
  settingsAt,
} from './queries.ts'
import { describeRules } from './rules-in-force.ts'
import {
  Acknowledgement,
  AcknowledgementInput,
  ComplianceRule,
  Finding,
  FindingQuery,
  RuleParameterInput,
  RuleParameterSetting,
} from './schema.ts'

const tag = 'Compliance'

export function complianceRoutes(api: Api): void {
  list(api, {
    id: 'listFindings',
    url: '/v1/compliance/findings',
    tag,
    summary: 'List what the rules find',
    description:
      'What is broken or cannot be answered on asOf, as known at knownAt, for every registered cooperative, whether or not anything is held of it; what holds is left out. The law is that of asOf. By severity, then by rule.',
    query: FindingQuery,
    item: Finding,
    page: async ({ tx, moment, query: { acknowledged, severity, state, rule, cooperativeId }, after, limit }) => {
      const last = after && placeOf({ severity: after[0] as Finding['severity'], key: String(after[1]) })
      const wanted = (await findingsAt(tx, moment, cooperativeId)).filter(
        (finding) =>
          (severity === undefined || finding.severity === severity) &&
          (state === undefined || finding.state === state) &&
          (rule === undefined || finding.rule === rule) &&
          (acknowledged === undefined || isShown(finding, acknowledged === 'true')) &&
          (last === undefined || placeOf(finding) > last),
      )
      return wanted.slice(0, limit)
    },
    position: ({ severity, key }) => [severity, key],
    csv: {
      key: ({ key }) => key,
      rule: ({ rule }) => rule,
      title: ({ title }) => ({ text: title }),
      severity: ({ severity }) => severity,
      state: ({ state }) => state,
      cooperativeId: ({ cooperativeId }) => cooperativeId,
      cooperativeName: ({ cooperativeName }) => ({ text: cooperativeName }),
      subject: ({ subject }) => ({ text: subject?.label }),
      subjectId: ({ subject }) => ({ text: subject?.id }),
      since: ({ since }) => since,
      figures: ({ figures }) => ({ text: shown(figures) }),
      missing: ({ missing }) => ({ text: missing.join('; ') }),
      source: ({ source }) => ({ text: source }),
      acknowledgedUntil: ({ acknowledgement }) => acknowledgement?.until,
      acknowledgedBecause: ({ acknowledgement }) => ({ text: acknowledgement?.reason }),
    },
  })

  list(api, {
    id: 'listRules',
    url: '/v1/compliance/rules',
    tag,
    summary: 'List the rules, with what the law fixes on a date',
    description:
      'Each with its formula, its source, and its parameters in force on asOf; what the authority has set comes first.',
    query: z.strictObject(momentQuery),
    item: ComplianceRule,
    page: async ({ tx, moment, after, limit }) => {
      const rules = describeRules(await settingsAt(tx, moment), moment.asOf)
      const from = after === undefined ? 0 : rules.findIndex(({ id }) => id === after[0]) + 1
      return rules.slice(from, from + limit)
    },
    position: ({ id }) => [id],
    csv: {
      id: ({ id }) => id,
      severity: ({ severity }) => severity,
      title: ({ title }) => ({ text: title }),
      titleFr: ({ titleFr }) => ({ text: titleFr }),
      formula: ({ formula }) => ({ text: formula }),
      source: ({ source }) => ({ text: source }),
      confirmed: ({ confirmed }) => String(confirmed),
      parameters: ({ parameters }) => ({
        text: parameters.map(({ name, value }) => `${name}: ${value ?? ''}`).join('; '),
      }),
    },
  })

  write(api, {
    id: 'createRuleParameter',
    method: 'POST',
    url: '/v1/compliance/parameters',
    tag,
    summary: 'Set a parameter of a rule',
    description:
      'What the register cannot know (a delegation, a rate of a year), or what another reading of a text asks for, from one day to another. It goes before what the rule brings; of several, the one recorded last.',
    body: RuleParameterInput,
    answer: RuleParameterSetting,
    answerDescription: 'The value, set.',
    handle: async (writing, { body }) => {
      const setting = {
        id: newId(),
        ...body,
        from: body.from ?? null,
        to: body.to ?? null,
        recordedAt: writing.recordedAt,
      }
      await insertParameterSetting(writing, setting)
      return { targetId: setting.id, content: setting, body: setting }
    },
  })

  list(api, {
    id: 'listRuleParameters',
    url: '/v1/compliance/parameters',
    tag,
    summary: 'List the parameters that were set',
    description: 'In order of recording, those that later ones supersede too.',
    query: z.strictObject({ rule: FindingQuery.shape.rule, knownAt: momentQuery.knownAt }),
    item: RuleParameterSetting,
    page: ({ tx, moment, query, after, limit }) =>
      listParameterSettings(tx, moment.seq, query, after?.[0] as string | undefined, limit),
    position: ({ recordedAt }) => [recordedAt],
    csv: {
      id: ({ id }) => id,
      rule: ({ rule }) => rule,
      parameter: ({ parameter }) => parameter,
      value: ({ value }) => value,
      from: ({ from }) => from,
      to: ({ to }) => to,
      source: ({ source }) => ({ text: source }),
      recordedAt: ({ recordedAt }) => recordedAt,
    },
  })

  write(api, {
    id: 'createAcknowledgement',
    method: 'POST',
    url: '/v1/compliance/acknowledgements',
    tag,
    summary: 'Acknowledge a finding',
    description:
      'With a reason, and until a day. The finding stays in the list and says so; `acknowledged=false` leaves it out, unless it is an error. A later one for the same finding supersedes: with an earlier `until`, it ends.',
    body: AcknowledgementInput,
    refuses: ['cooperative_unknown'],
    answer: Acknowledgement,
    answerDescription: 'The acknowledgement.',
    handle: async (writing, { body }) => {
      await checkCooperative(writing.tx, body.cooperativeId)
      const made = { id: newId(), ...body, subjectId: body.subjectId ?? null, recordedAt: writing.recordedAt }
      await insertAcknowledgement(writing, made)
      return { targetId: made.id, content: made, body: made }
    },
  })

  list(api, {
    id: 'listAcknowledgements',
    url: '/v1/compliance/acknowledgements',
    tag,
    summary: 'List the acknowledgements',
    description: 'In order of recording, those that are over or that later ones supersede too.',
    query: z.strictObject({
      rule: FindingQuery.shape.rule,
      cooperativeId: uuid.optional(),
      knownAt: momentQuery.knownAt,
    }),
    item: Acknowledgement,
    page: ({ tx, moment, query, after, limit }) =>
      listAcknowledgements(tx, moment.seq, query, after?.[0] as string | undefined, limit),
    position: ({ recordedAt }) => [recordedAt],
    csv: {
      id: ({ id }) => id,
      rule: ({ rule }) => rule,
      cooperativeId: ({ cooperativeId }) => cooperativeId,
      subjectId: ({ subjectId }) => ({ text: subjectId }),
      reason: ({ reason }) => ({ text: reason }),
      until: ({ until }) => until,
      recordedAt: ({ recordedAt }) => recordedAt,
    },
  })
}

/** Whether the list has a finding where acknowledged ones are asked for, or asked away. */
function isShown({ acknowledgement, severity }: Finding, wanted: boolean): boolean {
  return wanted ? acknowledgement !== null : acknowledgement === null || severity === 'error'
}

function shown(figures: Finding['figures']): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ')
}
