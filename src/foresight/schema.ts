import { z } from 'zod'
import { Finding } from '../compliance/schema.ts'
import { plainDate, uuid } from '../http/wire.ts'
import { Figures } from '../portfolio/figures.ts'
import { Holding } from '../portfolio/schema.ts'

/** What a dry run announces beside what would be recorded. */
export const Effects = z
  .strictObject({
    asOf: plainDate.meta({
      format: 'date',
      description: 'The day that is looked at: today, or the effective date where that is later.',
      examples: ['2026-03-01'],
    }),
    totals: z
      .strictObject({ before: Figures, after: Figures })
      .meta({ description: 'The whole portfolio, without and with it.' }),
    holdings: z
      .array(
        z.strictObject({ cooperativeId: uuid, before: Holding.nullable(), after: Holding.nullable() }).meta({
          id: 'ForeseenHolding',
          description: 'A holding that it changes; null: with no figure that is not zero.',
        }),
      )
      .meta({ description: 'The holdings that it changes.' }),
    findings: z
      .strictObject({
        opened: z.array(Finding).meta({ description: 'What would be broken or unknown, and is not so now.' }),
        closed: z.array(Finding).meta({ description: 'What is broken or unknown now, and would no longer be so.' }),
      })
      .meta({ description: 'Findings with it, against those without it.' }),
  })
  .meta({
    id: 'Effects',
    description: 'What a write would change, as of one day. Ids of what it would record are new each time.',
  })
export type Effects = z.infer<typeof Effects>
