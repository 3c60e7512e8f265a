import { z } from 'zod'
import { financialYear, instantAnswer, prose, uuid } from '../http/wire.ts'

const year = financialYear.meta({ description: 'Financial year: a civil year.', examples: [2024] })
const note = prose(1000, 'On what ground, for people.', 'Compte financier unique voté le 27 juin 2025')
const reason = prose(1000, 'Why the books are opened again.', 'Acquisition de novembre 2024 retrouvée')

export const ClosingInput = z
  .strictObject({ year, note: note.optional() })
  .meta({ id: 'ClosingInput', description: 'The books of a year are closed: nothing more is recorded in it.' })
export type ClosingInput = z.infer<typeof ClosingInput>

export const ReopeningInput = z.strictObject({ reason }).meta({ id: 'ReopeningInput' })
export type ReopeningInput = z.infer<typeof ReopeningInput>

export const Closing = z
  .strictObject({
    id: uuid,
    year,
    note: note.nullable(),
    recordedAt: instantAnswer,
    reopened: z
      .strictObject({ recordedAt: instantAnswer, reason })
      .nullable()
      .meta({ description: 'When and why it was undone; null: the year is closed.' }),
  })
  .meta({ id: 'Closing', description: 'A closing of the books of a year, as known.' })
export type Closing = z.infer<typeof Closing>
