import { z } from 'zod'
import { momentAnswer } from '../http/moment.ts'
import { registerDate, text, uuid } from '../http/wire.ts'
import { SEAT_STATES } from './mandate.ts'
import {
  collegeName,
  cooperativeName,
  mandatePeriod,
  mandateState,
  organKind,
  organName,
  periodEnd,
  personName,
  recordedAt,
  version,
  votes,
} from './schema.ts'

export const seatContent = {
  title: text(300, 'What the seat is called.', 'Administrateur au titre du Département').nullable(),
  college: collegeName.nullable(),
  votes: votes(0, 'Votes of the seat.', 1),
  from: registerDate.meta({ format: 'date', description: 'First day of its validity.', examples: ['2021-09-15'] }),
  to: periodEnd('First day on which it is no longer valid (exclusive); null: no end is known.'),
}

export const SeatInput = z
  .strictObject({
    organId: uuid.meta({ description: 'The organ that the seat is on.' }),
    ...seatContent,
    title: seatContent.title.optional(),
    college: seatContent.college.optional(),
    votes: seatContent.votes.default(1),
    to: seatContent.to.optional(),
  })
  .superRefine(({ from, to }, context) => {
    if (typeof to === 'string' && to <= from) {
      context.addIssue({ code: 'custom', path: ['to'], message: `must be after from, ${from}` })
    }
  })
  .meta({ id: 'SeatInput', description: 'A seat of the authority on an organ.' })
export type SeatInput = z.infer<typeof SeatInput>

export const SeatPatch = z
  .strictObject(seatContent)
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must name at least one field to change')
  .meta({
    id: 'SeatPatch',
    description: 'What changes (RFC 7396). Other votes from a day on: close the seat with `to`, and open another.',
  })
export type SeatPatch = z.infer<typeof SeatPatch>

const Holder = z
  .strictObject({ mandateId: uuid, personId: uuid, personName, ...mandatePeriod, state: mandateState })
  .meta({ id: 'Holder', description: 'Who holds a seat on asOf.' })
export type Holder = z.infer<typeof Holder>

const seatShape = {
  id: uuid,
  organId: uuid,
  organName: organName,
  organKind: organKind,
  cooperativeId: uuid,
  cooperativeName,
  ...seatContent,
  state: z.enum(SEAT_STATES).meta({ description: 'On asOf; vacant: it has no titular.', examples: ['held'] }),
  titular: Holder.nullable(),
  alternate: Holder.nullable(),
  version,
  recordedAt,
}
export const Seat = z
  .strictObject(seatShape)
  .meta({ id: 'Seat', description: 'A seat of the authority, and who holds it.' })
export const SeatAt = z
  .strictObject({ ...seatShape, ...momentAnswer })
  .meta({ id: 'SeatAt', description: 'A seat on a date, as known at an instant.' })
export type Seat = z.infer<typeof Seat>
