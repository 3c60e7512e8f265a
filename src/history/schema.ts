import { z } from 'zod'
import { AdvanceConvention } from '../advance-conventions/schema.ts'
import { AnnualAccounts } from '../annual-accounts/schema.ts'
import { CapitalStatement } from '../capital-statements/schema.ts'
import { Finding } from '../compliance/schema.ts'
import { CooperativeAudit } from '../cooperative-audits/schema.ts'
import { Decision } from '../decisions/schema.ts'
import { STEP_KINDS } from '../decisions/step.ts'
import { euroAnswer, instantAnswer, plainDate, registerDate, shareAnswer, uuid } from '../http/wire.ts'
import { MOVEMENT_KINDS } from '../ledger/input.ts'
import { Mandate } from '../seats/mandate-schema.ts'
import { StateAid } from '../state-aids/schema.ts'

const common = {
  id: uuid.meta({ description: 'Of the step, the movement, the mandate or the paper.' }),
  on: registerDate.meta({ format: 'date', description: 'When it happened, or took effect.', examples: ['2021-09-01'] }),
  label: z.string().meta({ description: 'What it is, for people.', examples: ['2021-CD-045 Entrée au capital'] }),
  link: z
    .string()
    .meta({ description: 'Where it can be read.', examples: ['/v1/movements/019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'] }),
  recordedAt: instantAnswer,
}

const change = euroAnswer.meta({ description: 'Change of this figure, in euros.', examples: ['10000.00'] })
const { status, executoryOn } = Decision.shape
const { organName, seatTitle, personId, personName, role, votes, endReason } = Mandate.shape
const seated = { organName, seatTitle, personId, personName, role, votes }

/** What papers about a cooperative are of: a later one may supersede them. */
export const PAPER_TYPES = [
  'capital_statement',
  'annual_accounts',
  'cooperative_audit',
  'state_aid',
  'advance_convention',
] as const
export type PaperType = (typeof PAPER_TYPES)[number]

export const EVENT_TYPES = ['decision_step', 'movement', 'mandate_start', 'mandate_end', ...PAPER_TYPES] as const
export type EventType = (typeof EVENT_TYPES)[number]

export const HistoryEvent = z
  .discriminatedUnion('type', [
    z
      .strictObject({
        type: z.literal('decision_step'),
        event: z.enum(STEP_KINDS),
        ...common,
        decisionId: uuid,
        effect: z.strictObject({ status, executoryOn }).meta({ description: 'Where the decision stands with it.' }),
      })
      .meta({ id: 'DecisionStepEvent' }),
    z
      .strictObject({
        type: z.literal('movement'),
        event: z.enum(MOVEMENT_KINDS),
        ...common,
        decisionId: uuid.nullable(),
        reversedBy: uuid.nullable().meta({ description: 'The reversal that undid it, when known.' }),
        effect: z
          .strictObject({
            shares: shareAnswer.meta({ description: 'Change in shares held.', examples: ['200'] }),
            cost: change,
            uncalled: change,
            payable: change,
            owed: change,
            impairment: change,
            receivable: change,
            advances: change,
            treasury: euroAnswer.meta({ description: 'Money in, or out where negative.', examples: ['-2500.00'] }),
          })
          .meta({ description: 'How much it changes of each figure, adjustments included.' }),
      })
      .meta({ id: 'MovementEvent' }),
    z
      .strictObject({ type: z.literal('mandate_start'), event: role, ...common, effect: z.strictObject(seated) })
      .meta({ id: 'MandateStartEvent' }),
    z
      .strictObject({ type: z.literal('mandate_end'), event: endReason, ...common, effect: z.strictObject(seated) })
      .meta({ id: 'MandateEndEvent' }),
    z
      .strictObject({
        type: z.literal('capital_statement'),
        event: z.literal('stated'),
        ...common,
        effect: z.strictObject({
          totalCapital: CapitalStatement.shape.totalCapital,
          publicCapitalTotal: CapitalStatement.shape.publicCapitalTotal,
        }),
      })
      .meta({ id: 'CapitalStatementEvent' }),
    z
      .strictObject({
        type: z.literal('annual_accounts'),
        event: z.literal('closed'),
        ...common,
        effect: z.strictObject({
          year: AnnualAccounts.shape.year,
          equity: AnnualAccounts.shape.equity,
          result: AnnualAccounts.shape.result,
        }),
      })
      .meta({ id: 'AnnualAccountsEvent' }),
    z
      .strictObject({
        type: z.literal('cooperative_audit'),
        event: z.literal('reported'),
        ...common,
        effect: z.strictObject({
          auditor: CooperativeAudit.shape.auditor,
          conclusion: CooperativeAudit.shape.conclusion,
        }),
      })
      .meta({ id: 'CooperativeAuditEvent' }),
    z
      .strictObject({
        type: z.literal('state_aid'),
        event: StateAid.shape.regulation,
        ...common,
        effect: z.strictObject({
          grossGrantEquivalent: StateAid.shape.grossGrantEquivalent,
          grantor: StateAid.shape.grantor,
        }),
      })
      .meta({ id: 'StateAidEvent' }),
    z
      .strictObject({
        type: z.literal('advance_convention'),
        event: z.literal('signed'),
        ...common,
        effect: z.strictObject({
          reference: AdvanceConvention.shape.reference,
          endsOn: AdvanceConvention.shape.endsOn,
          ceiling: AdvanceConvention.shape.ceiling,
        }),
      })
      .meta({ id: 'AdvanceConventionEvent' }),
  ])
  .meta({
    id: 'HistoryEvent',
    description: 'Something in the history of a cooperative: its date, its effect, where to read it.',
  })
export type HistoryEvent = z.infer<typeof HistoryEvent>

/** What is no event, and stands among them where it is asked for. */
export const FINDING = 'finding'

export const FindingEvent = z
  .strictObject({
    type: z.literal(FINDING),
    event: Finding.shape.rule,
    ...common,
    id: uuid.meta({ description: 'The same for the same finding.' }),
    on: plainDate.meta({ format: 'date', description: 'Since when it is broken, without a break.' }),
    effect: z.strictObject({ severity: Finding.shape.severity, figures: Finding.shape.figures }),
    recordedAt: instantAnswer.meta({ description: 'The knownAt that it was found at.' }),
  })
  .meta({ id: 'FindingEvent', description: 'A rule that is broken on asOf, on the day since which it is.' })
export type FindingEvent = z.infer<typeof FindingEvent>

export const AnyHistoryEvent = z.union([HistoryEvent, FindingEvent])

export type EventOf<Type extends EventType> = Extract<HistoryEvent, { type: Type }>
