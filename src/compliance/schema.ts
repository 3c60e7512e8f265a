import { z } from 'zod'
import { momentQuery } from '../http/moment.ts'
import { instantAnswer, pattern, plainDate, prose, registerDate, text, uuid } from '../http/wire.ts'
import { UNITS } from '../rules/law.ts'
import { SEVERITIES } from '../rules/rule.ts'
import { RULES } from '../rules/rules.ts'

// A name and no enumeration: the document does not change with each rule.
const rule = z
  .string()
  .refine((id) => RULES.some((one) => one.id === id), 'must be the id of a rule of GET /v1/compliance/rules')
  .meta({ description: 'Id of a rule.', examples: ['public_cap'] })
const ruleAnswer = z.string().meta({ description: 'Id of the rule, in snake_case.', examples: ['public_cap'] })

const severity = z
  .enum(SEVERITIES, `must be one of ${SEVERITIES.join(', ')}`)
  .meta({ description: 'From what breaks the law to what is only worth knowing.', examples: ['error'] })
const state = z.enum(['broken', 'unknown'], 'must be one of broken, unknown').meta({
  description: 'broken: what must hold does not; unknown: what is missing for an answer is named.',
  examples: ['broken'],
})
const source = z.string().meta({ description: 'Where it comes from.', examples: ['Loi nº 47-1775, art. 19 septies'] })

const dates = {
  from: registerDate
    .nullable()
    .meta({ format: 'date', description: 'First day; null: as far back as there is.', examples: ['2014-08-02'] }),
  to: registerDate.nullable().meta({
    format: 'date',
    description: 'First day on which it no longer holds; null: still in force.',
    examples: ['2030-01-01'],
  }),
}

const value = text(30, 'A number as a string, or true or false, as the unit of the parameter asks.', '0.500000')

export const ComplianceRule = z
  .strictObject({
    id: ruleAnswer,
    severity,
    title: z.string().meta({ description: 'What it is about.', examples: ['Public share of the capital'] }),
    titleFr: z.string().meta({ description: 'The same in French.', examples: ['Part publique du capital'] }),
    formula: z.string().meta({ description: 'What must hold.', examples: ['publicHeld ÷ totalCapital ≤ cap'] }),
    source,
    confirmed: z
      .boolean()
      .meta({ description: 'false: not confirmed against the consolidated text; its parameters can be set.' }),
    parameters: z.array(
      z
        .strictObject({
          name: z.string().meta({ description: 'Name, once per rule.', examples: ['cap'] }),
          title: z.string(),
          unit: z.enum(UNITS),
          value: z
            .string()
            .nullable()
            .meta({ description: 'In force on asOf; null: none is known.', examples: ['0.500000'] }),
          source: z.string().nullable().meta({ description: 'Of the value in force.' }),
          values: z
            .array(
              z.strictObject({
                value: z.string(),
                ...dates,
                source,
                isSet: z.boolean().meta({ description: 'Set by the authority.' }),
              }),
            )
            .meta({ description: 'All that is known of it, what the authority has set first.' }),
        })
        .meta({ id: 'RuleParameter' }),
    ),
  })
  .meta({ id: 'ComplianceRule', description: 'A rule, and what the law fixes of it on asOf.' })
export type ComplianceRule = z.infer<typeof ComplianceRule>

const subjectId = text(
  100,
  'What of the cooperative: the `subject.id` of the finding; absent: the cooperative.',
  '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61',
)
const acknowledged = {
  rule: ruleAnswer,
  cooperativeId: uuid,
  subjectId: subjectId.nullable(),
  reason: prose(1000, 'Why it may stand for now.', 'Entrée d’un nouveau sociétaire privé prévue en juin'),
  until: registerDate.meta({
    format: 'date',
    description: 'First day on which it no longer holds (exclusive).',
    examples: ['2026-07-01'],
  }),
}

export const AcknowledgementInput = z
  .strictObject({ ...acknowledged, rule, subjectId: subjectId.optional() })
  .meta({ id: 'AcknowledgementInput', description: 'That a finding was seen, and why it may stand until a day.' })
export type AcknowledgementInput = z.infer<typeof AcknowledgementInput>

export const Acknowledgement = z
  .strictObject({ id: uuid, ...acknowledged, recordedAt: instantAnswer })
  .meta({ id: 'Acknowledgement', description: 'A finding that was seen. A later one for the same finding supersedes.' })
export type Acknowledgement = z.infer<typeof Acknowledgement>

export const Finding = z
  .strictObject({
    key: z.string().meta({
      description: 'The same for the same finding, whenever it is asked for.',
      examples: ['public_cap:019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'],
    }),
    rule: ruleAnswer,
    title: z.string().meta({ description: 'What the rule is about.', examples: ['Public share of the capital'] }),
    severity,
    state,
    cooperativeId: uuid,
    cooperativeName: z
      .string()
      .meta({ description: 'Name of the cooperative, as known.', examples: ['L’Épicerie du Marais'] }),
    subject: z
      .strictObject({
        type: z.enum(['movement', 'decision', 'seat', 'aid']),
        id: z.string().meta({ description: 'Id of the resource; of aid, what the single undertaking is known by.' }),
        label: z.string().meta({ description: 'For people; never a person’s name.', examples: ['2021-CD-045'] }),
      })
      .nullable()
      .meta({ description: 'Which one, where it is not the cooperative as a whole.' }),
    since: plainDate.nullable().meta({
      format: 'date',
      description: 'Since when it is so without a break; null: since before anything that is recorded.',
      examples: ['2025-03-01'],
    }),
    figures: z.record(z.string(), z.string()).meta({
      description: 'What the formula was computed from: euros with two decimals, ratios with six, dates, counts.',
      examples: [{ publicHeld: '52000.00', totalCapital: '100000.00', publicShare: '0.520000', cap: '0.500000' }],
    }),
    missing: z.array(z.string()).meta({
      description: 'What must be recorded for an answer; empty when broken.',
      examples: [['capitalStatements']],
    }),
    source,
    acknowledgement: Acknowledgement.nullable().meta({ description: 'In force on asOf; null: none.' }),
  })
  .meta({ id: 'Finding', description: 'A rule that is broken, or that cannot be answered.' })
export type Finding = z.infer<typeof Finding>

export const FindingCounts = z
  .strictObject(
    Object.fromEntries(
      SEVERITIES.map((name) => [name, z.int().meta({ description: `Findings of severity ${name}.`, examples: [1] })]),
    ) as Record<(typeof SEVERITIES)[number], z.ZodInt>,
  )
  .meta({
    id: 'FindingCounts',
    description: 'How many findings there are of each severity, broken and unknown together.',
  })
export type FindingCounts = z.infer<typeof FindingCounts>

export const FindingQuery = z.strictObject({
  severity: severity.optional(),
  state: state.optional(),
  rule: rule.optional(),
  cooperativeId: uuid.optional(),
  acknowledged: z
    .enum(['true', 'false'], 'must be true or false')
    .optional()
    .meta({
      description:
        '`true`: only what is acknowledged on asOf; `false`: without it, except errors, which no acknowledgement hides. Default: all.',
      examples: ['false'],
    }),
  ...momentQuery,
})

const FORMS = {
  ratio: /^(0(\.\d{1,6})?|1(\.0{1,6})?)$/,
  euros: /^(0|[1-9]\d{0,11})\.\d{2}$/,
  months: /^(0|[1-9]\d{0,2})$/,
  days: /^(0|[1-9]\d{0,3})$/,
  percent: /^-?(0|[1-9]\d?)(\.\d{1,4})?$/,
  flag: /^(true|false)$/,
} as const satisfies Record<(typeof UNITS)[number], RegExp>

const parameterShape = {
  rule: ruleAnswer,
  parameter: pattern(/^[a-z]+([A-Z][a-z0-9]+)*$/, 'must be the name of a parameter of the rule').meta({
    description: 'Name of a parameter of the rule.',
    examples: ['cap'],
  }),
  value,
  ...dates,
  source: prose(1000, 'Where it was read: the act, the notice, the article.', 'JORF nº 0214 du 16 septembre 2024'),
}

export const RuleParameterInput = z
  .strictObject({ ...parameterShape, rule, from: dates.from.optional(), to: dates.to.optional() })
  .superRefine((input, context) => {
    const refuse = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
    const parameter = RULES.find(({ id }) => id === input.rule)?.parameters.find(({ name }) => name === input.parameter)
    if (!parameter) refuse('parameter', 'must be the name of a parameter of the rule')
    else if (!FORMS[parameter.unit].test(input.value))
      refuse('value', `must be as the unit of the parameter asks: ${parameter.unit}`)
    if (typeof input.from === 'string' && typeof input.to === 'string' && input.to <= input.from) {
      refuse('to', `must be after from, ${input.from}`)
    }
  })
  .meta({
    id: 'RuleParameterInput',
    description: 'What a parameter of a rule is from one day to another, as the authority knows it.',
  })
export type RuleParameterInput = z.infer<typeof RuleParameterInput>

export const RuleParameterSetting = z.strictObject({ id: uuid, ...parameterShape, recordedAt: instantAnswer }).meta({
  id: 'RuleParameterSetting',
  description: 'A value that the authority has set. The one recorded last holds where several do.',
})
export type RuleParameterSetting = z.infer<typeof RuleParameterSetting>
