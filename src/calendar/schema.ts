import { z } from 'zod'
import { instantAnswer, instantInput, text, uuid } from '../http/wire.ts'

const name = text(300, 'Which calendar it is for; never a person’s name.', 'Agenda du service des finances')

export const FeedKeyInput = z
  .strictObject({
    name,
    expiresAt: instantInput.optional().meta({
      format: 'date-time',
      description: 'When it ceases to work, in UTC. Default: never.',
      examples: ['2027-12-31T23:59:59Z'],
    }),
  })
  .meta({ id: 'FeedKeyInput', description: 'A key with which a calendar subscribes to the deadlines.' })
export type FeedKeyInput = z.infer<typeof FeedKeyInput>

const shape = {
  id: uuid,
  name,
  createdAt: instantAnswer,
  expiresAt: instantAnswer.nullable(),
  revokedAt: instantAnswer.nullable(),
}

export const FeedKey = z
  .strictObject(shape)
  .meta({ id: 'FeedKey', description: 'A key of a calendar feed, without the key itself.' })
export type FeedKey = z.infer<typeof FeedKey>

export const MintedFeedKey = z
  .strictObject({
    ...shape,
    key: z
      .string()
      .optional()
      .meta({ description: 'The key, shown this once; absent when the answer is replayed.', examples: ['qpf_AZo…'] }),
    url: z
      .string()
      .optional()
      .meta({
        description:
          'Path of the calendar (iCalendar, RFC 5545) on this installation, with the key in it: for whoever subscribes, and secret like the key. Shown this once.',
        examples: ['/calendar/qpf_AZo…/deadlines.ics'],
      }),
  })
  .meta({ id: 'MintedFeedKey', description: 'A new key of a calendar feed, with the key itself.' })
export type MintedFeedKey = z.infer<typeof MintedFeedKey>
