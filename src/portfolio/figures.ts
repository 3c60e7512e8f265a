import { z } from 'zod'
import { euroAnswer, shareAnswer } from '../http/wire.ts'
import { Decimal, euros, wholeShares } from '../values/amount.ts'

/** The figures of a portfolio, of a group of it, or of one cooperative: the same names everywhere. */
export const figureShape = {
  shares: shareAnswer.meta({ description: 'Shares held (parts détenues).', examples: ['780'] }),
  cost: euroAnswer.meta({ description: 'Acquisition cost of the shares held, in euros.', examples: ['39000.00'] }),
  called: euroAnswer.meta({ description: 'Cost less what is not yet called, in euros.', examples: ['31500.00'] }),
  uncalled: euroAnswer.meta({ description: 'Subscribed, not yet called, in euros.', examples: ['7500.00'] }),
  payable: euroAnswer.meta({ description: 'Called, not yet paid, in euros.', examples: ['0.00'] }),
  owed: euroAnswer.meta({ description: 'Owed for purchases and grants, in euros.', examples: ['0.00'] }),
  paidUp: euroAnswer.meta({ description: 'Cost less uncalled less payable, in euros.', examples: ['31500.00'] }),
  impairment: euroAnswer.meta({ description: 'Accumulated impairment, in euros.', examples: ['1200.00'] }),
  netBookValue: euroAnswer.meta({ description: 'Cost less impairment, in euros.', examples: ['37800.00'] }),
  receivable: euroAnswer.meta({
    description: 'Due to the authority for shares sold or withdrawn, in euros.',
    examples: ['0.00'],
  }),
  advances: euroAnswer.meta({ description: 'Current-account advances outstanding, in euros.', examples: ['20000.00'] }),
  shareIncome: euroAnswer.meta({
    description: 'Interest on shares since the first movement, in euros.',
    examples: ['312.50'],
  }),
  disposalGain: euroAnswer.meta({
    description: 'Proceeds less cost of shares disposed of since the first movement, in euros; negative for a loss.',
    examples: ['0.00'],
  }),
  grants: euroAnswer.meta({ description: 'Grants awarded since the first movement, in euros.', examples: ['0.00'] }),
  loss: euroAnswer.meta({
    description: 'Advances and receivables given up since the first movement, in euros.',
    examples: ['0.00'],
  }),
}

export const FIGURES = Object.keys(figureShape) as (keyof typeof figureShape)[]

export type CooperativeFigures = Record<keyof typeof figureShape, string>

export const Figures = z
  .strictObject({
    cooperatives: z.int().meta({ description: 'Cooperatives with any figure that is not zero.', examples: [3] }),
    ...figureShape,
  })
  .meta({
    id: 'Figures',
    description: 'What is held, owed, paid and earned. Stocks are as of the date; flows since the first movement.',
  })

export type Figures = z.infer<typeof Figures>

/** Picks the figures out of a row that has more. */
export function figuresOf(row: Readonly<Record<keyof typeof figureShape, string>>): CooperativeFigures {
  return Object.fromEntries(FIGURES.map((name) => [name, row[name]])) as CooperativeFigures
}

/** One figure at two moments; `change` is the exact difference. */
export interface Change {
  readonly figure: (typeof FIGURES)[number]
  readonly is: string
  readonly was: string
  readonly change: string
}

/** How each figure has changed, in the order they are listed everywhere. */
export function changesBetween(now: CooperativeFigures, before: CooperativeFigures): Change[] {
  return FIGURES.map((figure) => {
    const difference = new Decimal(now[figure]).minus(before[figure])
    const change = figure === 'shares' ? wholeShares(difference) : euros(difference)
    return { figure, is: now[figure], was: before[figure], change }
  })
}
