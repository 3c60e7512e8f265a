import { z } from 'zod'
import { INSTRUMENTS } from '../decisions/authorisation.ts'
import { momentQuery } from '../http/moment.ts'
import { euroAnswer, plainDate, uuid } from '../http/wire.ts'
import { BASES } from '../rules/term.ts'
import { MANDATE_ROLES } from '../seats/mandate.ts'

/** What can be due: money of ours, money for us, and what ends. */
export const DEADLINE_KINDS = [
  'call_payment',
  'call_to_come',
  'purchase_payment',
  'grant_payment',
  'sale_receipt',
  'refund',
  'advance_repayment',
  'mandate_end',
  'seat_end',
  'authorisation_end',
  'challenge_end',
  'cooperative_audit',
  'annual_accounts',
  'convention_end',
  'acknowledgement_end',
] as const
export type DeadlineKind = (typeof DEADLINE_KINDS)[number]

const kind = z.enum(DEADLINE_KINDS, `must be one of ${DEADLINE_KINDS.join(', ')}`).meta({
  description:
    'We pay: call_payment (called, not paid), call_to_come (subscribed, not called: the last day to pay it), purchase_payment, grant_payment. We receive: sale_receipt, refund (of a withdrawal), advance_repayment. Ends: mandate_end (the council’s renewal, too), seat_end, authorisation_end (with something left), challenge_end (last day to challenge a decision), convention_end (of an advance that is outstanding), acknowledgement_end (of a finding that is still open). Of a cooperative of which shares are held: cooperative_audit, annual_accounts (the last ones are too old from then on).',
  examples: ['advance_repayment'],
})

export const DeadlineQuery = z.strictObject({
  from: plainDate.optional().meta({
    format: 'date',
    description: 'First day, inclusive. Default: asOf.',
    examples: ['2026-01-01'],
  }),
  to: plainDate.optional().meta({
    format: 'date',
    description: 'End, exclusive: intervals are half-open. Default: a year after `from`.',
    examples: ['2027-01-01'],
  }),
  kind: kind.optional(),
  cooperativeId: uuid.optional(),
  overdue: z
    .enum(['true', 'false'], 'must be true or false')
    .default('true')
    .meta({
      description: '`true`: also what was due before `from`, and before asOf, and is still open on asOf.',
      examples: ['false'],
    }),
  ...momentQuery,
})

export const Deadline = z
  .strictObject({
    key: z.string().meta({
      description: 'The same for the same deadline, whenever it is asked for.',
      examples: ['advance_repayment:019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'],
    }),
    kind,
    dueOn: plainDate.meta({
      format: 'date',
      description:
        'The last day to pay, to challenge or to act; of what ends, the first day on which it no longer holds.',
      examples: ['2026-09-01'],
    }),
    basis: z.enum(BASES).meta({
      description:
        'Where the date comes from. stated: the act; statutes: the latest capital statement that says the delay; law: its longest term; at_once: no term is known, so that it was due from the first day.',
      examples: ['stated'],
    }),
    overdue: z.boolean().meta({ description: 'Due before asOf, and still open on it.', examples: [false] }),
    cooperativeId: uuid.nullable().meta({ description: 'null: a decision about none, or about several.' }),
    cooperativeName: z
      .string()
      .nullable()
      .meta({ description: 'Name of the cooperative, as known.', examples: ['L’Épicerie du Marais'] }),
    amount: euroAnswer.nullable().meta({
      description: 'Still open on asOf; of an authorisation, what is left; null: no amount is due.',
      examples: ['20000.00'],
    }),
    since: plainDate.nullable().meta({
      format: 'date',
      description:
        'When it began: the day of the movement, of the mandate, of the publication; the executory day of what is authorised; null: not executory yet.',
      examples: ['2024-09-01'],
    }),
    subject: z
      .string()
      .nullable()
      .meta({
        description:
          'Which one: the share class, the organ and seat, the number of the decision. Never a person’s name.',
        examples: ['Parts A'],
      }),
    instrument: z
      .enum(INSTRUMENTS)
      .nullable()
      .meta({ description: 'Of an authorisation; null: none.', examples: ['shares'] }),
    role: z
      .enum(MANDATE_ROLES)
      .nullable()
      .meta({ description: 'Of a mandate; null: none.', examples: ['titular'] }),
    resourceId: uuid.meta({
      description: 'The movement, mandate, seat, decision, cooperative or acknowledgement that it comes from.',
    }),
    link: z.string().meta({ description: 'Where to read it.', examples: ['/v1/movements/019a3f4c-…'] }),
  })
  .meta({ id: 'Deadline', description: 'What is due on a day, as it stands on asOf.' })
export type Deadline = z.infer<typeof Deadline>
