import type { Period } from '../values/failure.ts'
import { one, type Wordings } from './wording.ts'

export type SeatCode =
  | 'organ_unknown'
  | 'seat_unknown'
  | 'person_unknown'
  | 'person_merged'
  | 'person_erased'
  | 'person_already_sits'
  | 'seat_taken'
  | 'mandate_outside_seat'
  | 'seat_still_held'
  | 'college_unknown'

// What the path names is no field of the body.
const inBody = (pointer: string, detail: string) => (pointer === '#' ? undefined : one(pointer, detail))

const period = ({ from, to }: Period) => (to === null ? `from ${from} on` : `from ${from} to ${to} (exclusive)`)

/** What seats, mandates and persons refuse. */
export const SEAT_FAILURES: Wordings<SeatCode> = {
  organ_unknown: {
    status: 404,
    title: 'Unknown organ',
    detail: ({ organId }) => `There is no organ ${organId}.`,
    errors: () => one('#/organId', 'must be the id of an organ of your authority’s cooperatives (GET /v1/organs)'),
  },
  seat_unknown: {
    status: 404,
    title: 'Unknown seat',
    detail: ({ seatId }) => `There is no seat ${seatId}.`,
    errors: () => one('#/seatId', 'must be the id of a seat of your authority (GET /v1/seats)'),
  },
  person_unknown: {
    status: 404,
    title: 'Unknown person',
    detail: ({ personId }) => `There is no person ${personId}.`,
    errors: ({ pointer }) => one(pointer, 'must be the id of a person of your authority (GET /v1/persons)'),
  },
  person_merged: {
    status: 409,
    title: 'Person merged into another',
    detail: ({ personId, into }) =>
      `The person ${personId} is the same as ${into}: use that one, which stands for both.`,
    errors: ({ pointer, into }) => inBody(pointer, `must be ${into}`),
    members: ({ into }) => ({ mergedInto: into }),
  },
  person_erased: {
    status: 409,
    title: 'Person erased',
    detail: ({ personId }) =>
      `What was known of the person ${personId} was erased: nothing can be added to it; another person can be registered.`,
    errors: ({ pointer }) => inBody(pointer, 'must be a person that was not erased'),
  },
  person_already_sits: {
    status: 409,
    title: 'The same person twice on one organ',
    detail: ({ personId, mandate }) =>
      `The person ${personId} sits on this organ ${period(mandate)} already (mandate ${mandate.id}).`,
    errors: ({ pointer, mandate }) => one(pointer, `must be another person, or end mandate ${mandate.id} first`),
    members: ({ mandate }) => ({ mandate }),
  },
  seat_taken: {
    status: 409,
    title: 'Seat taken',
    detail: ({ role, mandate }) =>
      `The seat is held by its ${role} ${period(mandate)} already (mandate ${mandate.id}).`,
    errors: ({ pointer, mandate }) =>
      one(pointer, `must leave no day in common with mandate ${mandate.id}, or end that one first`),
    members: ({ mandate }) => ({ mandate }),
  },
  mandate_outside_seat: {
    status: 409,
    title: 'Mandate outside its seat’s validity',
    detail: ({ seat }) => `The seat is valid ${period(seat)}: a mandate on it must lie within.`,
    errors: ({ pointer, seat }) => one(pointer, `must lie within the seat’s validity, ${period(seat)}`),
    members: ({ seat }) => ({ seat }),
  },
  seat_still_held: {
    status: 409,
    title: 'Seat held outside this validity',
    detail: ({ mandate }) => `The mandate ${mandate.id} holds the seat ${period(mandate)}.`,
    errors: ({ pointer, mandate }) =>
      one(pointer, `must leave the mandate ${mandate.id} possible, or change that one first`),
    members: ({ mandate }) => ({ mandate }),
  },
  college_unknown: {
    status: 422,
    title: 'Unknown college',
    detail: ({ college, colleges }) => `The organ has no college “${college}”; it has ${colleges.join(', ')}.`,
    errors: ({ colleges }) => one('#/college', `must be one of ${colleges.join(', ')}`),
  },
}
