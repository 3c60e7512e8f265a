import { z } from 'zod'
import { euroInput, instantAnswer, note, registerDate, text, uuid } from '../http/wire.ts'

const reference = text(300, 'What it is known by: movements name it as their conventionReference.', 'CONV-2023-07')
const content = {
  reference,
  signedOn: registerDate.meta({ format: 'date', description: 'When it was signed.', examples: ['2023-09-01'] }),
  endsOn: registerDate.meta({
    format: 'date',
    description: 'When it ends, exclusive: by then what was advanced is repaid, or the convention renewed.',
    examples: ['2025-09-01'],
  }),
  ceiling: euroInput.meta({ description: 'The most that may be advanced, in euros.', examples: ['20000.00'] }),
  renews: text(300, 'The reference of the convention that it renews.', 'CONV-2021-03'),
  note,
}

export const AdvanceConventionInput = z
  .strictObject({
    ...content,
    ceiling: content.ceiling.optional(),
    renews: content.renews.optional(),
    note: note.optional(),
  })
  .superRefine(({ reference, signedOn, endsOn, renews }, context) => {
    if (endsOn <= signedOn) {
      context.addIssue({ code: 'custom', path: ['endsOn'], message: `must be after ${signedOn}` })
    }
    if (renews === reference) {
      context.addIssue({ code: 'custom', path: ['renews'], message: 'must be the reference of another convention' })
    }
  })
  .meta({
    id: 'AdvanceConventionInput',
    description: 'A convention on current-account advances (CGCT, art. L.1522-5).',
  })
export type AdvanceConventionInput = z.infer<typeof AdvanceConventionInput>

export const AdvanceConvention = z
  .strictObject({
    id: uuid,
    cooperativeId: uuid,
    ...content,
    ceiling: content.ceiling.nullable(),
    renews: content.renews.nullable(),
    note: note.nullable(),
    recordedAt: instantAnswer,
  })
  .meta({
    id: 'AdvanceConvention',
    description: 'A convention on current-account advances. A later one of the same reference supersedes.',
  })
export type AdvanceConvention = z.infer<typeof AdvanceConvention>
