// What the register refuses of mandates: who may sit where, and when.
import type { RefusalCase } from './refusal-cases.ts'
import { patch, period, type Register, refusal, UNKNOWN_ID } from './seat-cases.ts'

type Told = [status: number, code: string, pointer: string]

export function mandates(register: Register): RefusalCase[] {
  const { held, closed, before, after, onLoan, first, second, third, duplicate, merged, erased, foreign } = register
  const post = (what: string, body: object, told: Told, members?: object) =>
    refusal(what, '/v1/mandates', { ...ON_SEAT, seatId: closed.id, personId: first.id, ...body }, told, members)
  const unknownSeat: Told = [404, 'seat_unknown', '#/seatId']
  const unknownPerson: Told = [404, 'person_unknown', '#/personId']
  const outside = (pointer: string): Told => [409, 'mandate_outside_seat', pointer]
  const twice: Told = [409, 'person_already_sits', '#/personId']
  const taken: Told = [409, 'seat_taken', '#/from']
  const seat = { from: '2021-02-01', to: '2024-01-01' }
  const later = { from: '2023-06-01' }
  return [
    post('an unknown seat', { seatId: UNKNOWN_ID }, unknownSeat),
    post('a seat of another authority', { seatId: foreign.seat.id }, unknownSeat),
    post('an alternate without a seat', { seatId: UNKNOWN_ID, role: 'alternate' }, unknownSeat),
    post('an alternate on no seat at all', { seatId: undefined, role: 'alternate' }, [
      400,
      'invalid_input',
      '#/seatId',
    ]),
    post('an unknown person', { personId: UNKNOWN_ID }, unknownPerson),
    post('a person of another authority', { personId: foreign.person.id }, unknownPerson),
    post('a person who was merged', { personId: merged.id }, [409, 'person_merged', '#/personId'], {
      mergedInto: third.id,
    }),
    post('a person who was erased', { personId: erased.id }, [409, 'person_erased', '#/personId']),
    post('before the seat is valid', { from: '2021-01-31', to: '2022-01-01' }, outside('#/from'), { seat }),
    post('past the end of the seat', { ...later, to: '2024-01-02', personId: third.id }, outside('#/to'), { seat }),
    post('once the seat is closed', { from: '2024-02-01', to: '2025-01-01' }, outside('#/from'), { seat }),
    post('from the day on which the seat ends, without an end', { from: '2024-01-01' }, outside('#/from'), { seat }),
    post('once the seat is closed, without an end', { from: '2024-02-01' }, outside('#/from'), { seat }),
    post('a seat that has a titular', { seatId: held.id, personId: third.id, ...later }, taken, {
      mandate: period(after),
    }),
    post('a seat that will have a titular', { seatId: held.id, personId: third.id, from: '2021-02-15' }, taken, {
      mandate: period(before),
    }),
    post('the same person on the same seat', { seatId: held.id, personId: second.id, ...later }, taken, {
      mandate: period(after),
    }),
    post('the same person twice on one organ', { personId: second.id, ...later }, twice, { mandate: period(after) }),
    post(
      'the same person twice, for a day',
      { personId: first.id, from: '2022-12-31', to: '2023-01-01', ...OTHER },
      twice,
      {
        mandate: period(before),
      },
    ),
    post(
      'a titular as the own alternate',
      { seatId: held.id, personId: second.id, role: 'alternate', ...later },
      twice,
      {
        mandate: period(after),
      },
    ),
    post('an alternate who is titular elsewhere', { personId: duplicate.id, role: 'alternate', ...later }, twice, {
      mandate: period(onLoan),
    }),
  ]
}

const OTHER = { endReason: 'other' }
const ON_SEAT = { from: '2023-02-01', noDecisionReason: 'Reprise de l’historique' }

export function moves(register: Register): RefusalCase[] {
  const { before, after, within, onLoan, held, first, second, third, merged, erased, foreign } = register
  const amend = (what: string, { id }: { id: string }, body: object, told: Told, members?: object) =>
    patch(what, `/v1/mandates/${id}`, body, told, members)
  const bad = (field: string): Told => [400, 'invalid_input', `#/${field}`]
  const unknownPerson: Told = [404, 'person_unknown', '#/personId']
  const seat = { from: held.from, to: null }
  return [
    amend('an unknown person', after, { personId: UNKNOWN_ID }, unknownPerson),
    amend('a person of another authority', after, { personId: foreign.person.id }, unknownPerson),
    amend('a person who was merged', after, { personId: merged.id }, [409, 'person_merged', '#/personId'], {
      mergedInto: third.id,
    }),
    amend('a person who was erased', after, { personId: erased.id }, [409, 'person_erased', '#/personId']),
    amend(
      'a person who sits there already',
      onLoan,
      { personId: second.id },
      [409, 'person_already_sits', '#/personId'],
      {
        mandate: period(after),
      },
    ),
    amend('a beginning before the seat’s', before, { from: '2021-01-31' }, [409, 'mandate_outside_seat', '#/from'], {
      seat,
    }),
    amend(
      'an end past the seat’s',
      within,
      { to: '2024-01-02', endReason: 'other' },
      [409, 'mandate_outside_seat', '#/to'],
      {
        seat: { ...seat, to: '2024-01-01' },
      },
    ),
    amend('a beginning within the mandate before', after, { from: '2022-12-31' }, [409, 'seat_taken', '#/from'], {
      mandate: period(before),
    }),
    amend('an end taken away, where another follows', before, { to: null }, [409, 'seat_taken', '#/to'], {
      mandate: period(after),
    }),
    amend('an end without its reason', after, { to: '2025-01-01' }, bad('endReason')),
    amend('a reason without an end', after, { endReason: 'resignation' }, bad('endReason')),
    amend('an end before the beginning', after, { to: '2022-12-31', endReason: 'death' }, bad('to')),
    amend('a beginning after the end', before, { from: '2023-01-02' }, bad('from')),
    amend('no day, though it was', after, { to: '2023-01-01', endReason: 'resignation' }, bad('endReason')),
    amend('no justification left', after, { noDecisionReason: null }, bad('noDecisionReason')),
    amend('neither decision nor reason', after, { noDecisionReason: null, decisionId: null }, bad('noDecisionReason')),
    amend(
      'both decision and reason',
      after,
      { noDecisionReason: 'Reprise', decisionId: register.appointing.id },
      bad('noDecisionReason'),
    ),
    amend('an end that has its reason taken away', before, { endReason: null, to: '2022-12-31' }, bad('endReason')),
    amend(
      'an end within another’s time',
      before,
      { to: '2023-01-02', endReason: 'other' },
      [409, 'seat_taken', '#/to'],
      {
        mandate: period(after),
      },
    ),
    amend(
      'the same person, on both mandates',
      after,
      { personId: first.id, from: '2022-12-31' },
      [409, 'seat_taken', '#/from'],
      {
        mandate: period(before),
      },
    ),
  ]
}
