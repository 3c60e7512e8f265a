import { z } from 'zod'
import { euroInput, financialYear, instantAnswer, pattern, registerDate, signedEuroInput, uuid } from '../http/wire.ts'

const year = financialYear.meta({
  description: 'Financial year: the civil year in which it closes.',
  examples: [2024],
})

const figures = {
  equity: signedEuroInput.meta({
    description: 'Equity (capitaux propres) at closing, in euros.',
    examples: ['82000.00'],
  }),
  result: signedEuroInput.meta({
    description: 'Result of the year, in euros; negative for a loss.',
    examples: ['-1250.00'],
  }),
  reserves: signedEuroInput.meta({ description: 'Reserves at closing, in euros.', examples: ['4300.00'] }),
  income: euroInput.meta({ description: 'Income of the year (produits), in euros.', examples: ['310000.00'] }),
  losses: euroInput.meta({
    description: 'Losses accumulated at closing (report à nouveau débiteur), in euros.',
    examples: ['0.00'],
  }),
  jobs: pattern(
    /^(0|[1-9]\d{0,6})(\.\d{1,2})?$/,
    'must be a number of jobs as a string, at most two decimals, such as "12.50"',
  ).meta({ description: 'Jobs in full-time equivalents, at most two decimals.', examples: ['12.50'] }),
}

export const AnnualAccountsInput = z
  .strictObject({
    year,
    closedOn: registerDate.optional().meta({
      format: 'date',
      description: 'Closing date. Default: 31 December of the year.',
      examples: ['2024-12-31'],
    }),
    equity: figures.equity.optional(),
    result: figures.result.optional(),
    reserves: figures.reserves.optional(),
    income: figures.income.optional(),
    losses: figures.losses.optional(),
    jobs: figures.jobs.optional(),
  })
  .superRefine(({ year, closedOn }, context) => {
    if (closedOn !== undefined && Number(closedOn.slice(0, 4)) !== year) {
      context.addIssue({ code: 'custom', path: ['closedOn'], message: `must be in the year ${year}` })
    }
  })
  .meta({
    id: 'AnnualAccountsInput',
    description: 'The accounts of a cooperative for one year; what is not known is left out.',
  })

export const AnnualAccounts = z
  .strictObject({
    id: uuid,
    cooperativeId: uuid,
    year,
    closedOn: registerDate,
    equity: figures.equity.nullable(),
    result: figures.result.nullable(),
    reserves: figures.reserves.nullable(),
    income: figures.income.nullable(),
    losses: figures.losses.nullable(),
    jobs: figures.jobs.nullable(),
    recordedAt: instantAnswer,
  })
  .meta({ id: 'AnnualAccounts', description: 'The accounts of a year; later accounts for the same year supersede.' })

export type AnnualAccounts = z.infer<typeof AnnualAccounts>
