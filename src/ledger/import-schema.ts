import { z } from 'zod'
import { euroAnswer, instantAnswer, registerDate } from '../http/wire.ts'
import { FIELDS, MOVEMENT_KINDS } from './input.ts'

/** Lines of one import, beside the header. */
export const MOST_LINES = 20_000
export const IMPORT_LIMIT_BYTES = 8 * 1024 * 1024

const count = (description: string) =>
  z
    .int()
    .min(0)
    .meta({ description, examples: [12] })

export const ImportInput = z.string().meta({
  description: `CSV (RFC 4180, UTF-8), header first: ${[...FIELDS.keys()].join(', ')}, in any order. A cell left empty is a field left out.`,
  contentMediaType: 'text/csv',
  // A line is what `POST /v1/movements` takes; numbers stand as their digits.
  contentSchema: {
    type: 'array',
    items: { $ref: '#/components/schemas/MovementInput' },
    minItems: 1,
    maxItems: MOST_LINES,
  },
})

export const MovementImport = z
  .strictObject({
    movements: count('Movements recorded, one a line.'),
    cooperatives: count('Cooperatives concerned.'),
    adjustments: count('Adjustments of movements that were there before and take effect later.'),
    effectiveFrom: registerDate.meta({
      format: 'date',
      description: 'First effective date.',
      examples: ['2016-03-15'],
    }),
    effectiveTo: registerDate.meta({ format: 'date', description: 'Last effective date.', examples: ['2024-12-31'] }),
    firstRecordedAt: instantAnswer,
    recordedAt: instantAnswer.meta({
      description: 'Of the last one: as `knownAt`, all that was imported and all before it.',
    }),
    kinds: z
      .array(
        z.strictObject({
          kind: z.enum(MOVEMENT_KINDS).meta({ description: 'What happened.', examples: ['subscription'] }),
          movements: count('Movements of this kind.'),
          amount: euroAnswer.meta({ description: 'Euros that their lines state, together.' }),
        }),
      )
      .meta({ description: 'What was recorded, by kind.' }),
  })
  .meta({ id: 'MovementImport', description: 'Movements recorded from lines, all of them.' })

export type MovementImport = z.infer<typeof MovementImport>
