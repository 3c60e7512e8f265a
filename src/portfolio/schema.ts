import { z } from 'zod'
import { FindingCounts } from '../compliance/schema.ts'
import { LEGAL_FORMS } from '../cooperatives/schema.ts'
import { momentAnswer } from '../http/moment.ts'
import { euroAnswer, nominalAnswer, plainDate, ratioAnswer, uuid } from '../http/wire.ts'
import { Figures, figureShape } from './figures.ts'

const capitalShare = {
  capitalShare: ratioAnswer.nullable().meta({
    description:
      'Nominal held over the total capital of the latest statement on or before asOf; null when there is none.',
    examples: ['0.100000'],
  }),
  capitalShareReason: z
    .enum(['no_capital_statement'])
    .nullable()
    .meta({ description: 'Why capitalShare is null.', examples: ['no_capital_statement'] }),
}

export const GROUPINGS = ['cooperative', 'activity', 'legalForm', 'commune'] as const
export type Grouping = (typeof GROUPINGS)[number]

export const Summary = z
  .strictObject({
    ...momentAnswer,
    currency: z.literal('EUR'),
    totals: Figures,
    groupBy: z.enum(GROUPINGS),
    findings: FindingCounts.optional().meta({ description: 'Only where they are asked for.' }),
    groups: z.array(
      z
        .strictObject({
          key: z
            .string()
            .nullable()
            .meta({ description: 'What the group shares; null where it is missing.', examples: ['grocery'] }),
          label: z
            .string()
            .nullable()
            .meta({ description: 'The same for people.', examples: ['grocery'] }),
          weight: ratioAnswer
            .nullable()
            .meta({ description: 'Share of the total cost; null when that is 0.', examples: ['0.256410'] }),
          figures: Figures,
          capitalShare: capitalShare.capitalShare.optional(),
          capitalShareReason: capitalShare.capitalShareReason.optional(),
        })
        .meta({
          id: 'SummaryGroup',
          description: 'Part of the portfolio. capitalShare only when grouped by cooperative.',
        }),
    ),
  })
  .meta({
    id: 'PortfolioSummary',
    description: 'The portfolio on a date, as known at an instant. Groups add up to the totals exactly.',
  })
export type Summary = z.infer<typeof Summary>

export const INTERVALS = ['month', 'quarter', 'year'] as const

export const Timeline = z
  .strictObject({
    ...momentAnswer,
    from: plainDate,
    to: plainDate,
    interval: z.enum(INTERVALS),
    currency: z.literal('EUR'),
    points: z.array(
      z
        .strictObject({
          asOf: plainDate.meta({ format: 'date', description: 'End of the period.', examples: ['2025-12-31'] }),
          totals: Figures,
        })
        .meta({ id: 'TimelinePoint' }),
    ),
  })
  .meta({ id: 'PortfolioTimeline', description: 'The totals at the end of each period.' })
export type Timeline = z.infer<typeof Timeline>

const holdingShape = {
  cooperativeId: uuid,
  name: z.string().meta({ description: 'Name of the cooperative, as known.', examples: ['L’Épicerie du Marais'] }),
  activity: z.string().nullable(),
  legalForm: z.enum(LEGAL_FORMS),
  communeCode: z.string().nullable(),
  communeName: z.string().nullable(),
  ...figureShape,
  nominalHeld: euroAnswer.meta({
    description: 'Shares held at their nominal in force, in euros.',
    examples: ['10000.00'],
  }),
  ...capitalShare,
  shareClasses: z.array(
    z
      .strictObject({
        shareClassId: uuid,
        name: z.string().meta({ description: 'Name of the class.', examples: ['Parts A'] }),
        nominalValue: nominalAnswer.meta({ description: 'Nominal in force on asOf, in euros a share.' }),
        shares: figureShape.shares,
        cost: figureShape.cost,
        uncalled: figureShape.uncalled,
        payable: figureShape.payable,
        owed: euroAnswer.meta({ description: 'Owed for purchases of this class, in euros.', examples: ['0.00'] }),
        paidUp: figureShape.paidUp,
        impairment: figureShape.impairment,
        netBookValue: figureShape.netBookValue,
      })
      .meta({ id: 'ClassHolding', description: 'What is held of one class.' }),
  ),
}

export const Holding = z
  .strictObject(holdingShape)
  .meta({ id: 'Holding', description: 'What the authority holds in one cooperative, and what came of it.' })
export const HoldingAt = z.strictObject({ ...holdingShape, ...momentAnswer }).meta({
  id: 'HoldingAt',
  description: 'What the authority holds in one cooperative on a date, as known at an instant.',
})
export type Holding = z.infer<typeof Holding>

export const INSTRUMENTS = ['shares', 'advance', 'grant'] as const

export const Contribution = z
  .strictObject({
    cooperativeId: uuid,
    name: holdingShape.name,
    instrument: z
      .enum(INSTRUMENTS)
      .meta({ description: 'Shares, current-account advances, or grants.', examples: ['shares'] }),
    committed: euroAnswer.meta({
      description:
        'What the authority bound itself to put in, less what lapsed with shares disposed of before they were paid; in euros.',
      examples: ['10000.00'],
    }),
    called: euroAnswer.meta({ description: 'The part of it that was due.', examples: ['2500.00'] }),
    paid: euroAnswer.meta({
      description: 'The part of it that was put in, in cash or in kind.',
      examples: ['2500.00'],
    }),
    outstanding: euroAnswer.meta({ description: 'Committed and not yet paid, called or not.', examples: ['7500.00'] }),
    repaid: euroAnswer.meta({
      description: 'What came back in cash: prices, refunds, repayments.',
      examples: ['0.00'],
    }),
    remaining: euroAnswer.meta({
      description: 'Still in the cooperative: cost of the shares held, or the advance not yet repaid; 0.00 for grants.',
      examples: ['10000.00'],
    }),
  })
  .meta({
    id: 'Contribution',
    description: 'What was put in and came back, by cooperative and instrument, since the first movement.',
  })
export type Contribution = z.infer<typeof Contribution>
