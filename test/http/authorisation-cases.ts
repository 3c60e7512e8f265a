// What the register refuses of authorisations, and of movements that cite a decision.
import type { Body } from '../support/api.ts'
import { at, type Register, step } from './decision-cases.ts'
import type { RefusalCase } from './refusal-cases.ts'
import type { Expected } from './refusals.ts'

const UNKNOWN_ID = '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'

export function authorisations({ position, open, last, foreignCooperativeId }: Register): RefusalCase[] {
  const { cooperativeId } = position
  const refusal = (what: string, decision: Body, more: object, code: string, pointer: string, members?: object) => ({
    what,
    url: at(decision, '/authorisations'),
    body: { cooperativeId, instrument: 'shares', ceiling: '1000.00', ...more },
    expected: { status: code === 'cooperative_unknown' ? 404 : 409, code, pointer },
    ...(members && { members }),
  })
  const below = 'ceiling_below_consumed'
  const movement = { id: last.id, kind: 'purchase', effectiveOn: '2024-01-01' }
  return [
    refusal('an unknown cooperative', open, { cooperativeId: UNKNOWN_ID }, 'cooperative_unknown', '#/cooperativeId'),
    refusal(
      'a foreign cooperative',
      open,
      { cooperativeId: foreignCooperativeId },
      'cooperative_unknown',
      '#/cooperativeId',
    ),
    refusal('a ceiling below what is consumed', open, { ceiling: '599.99' }, below, '#/ceiling', {
      consumed: '600.00',
    }),
    refusal('no more shares than are consumed', open, { ceilingShares: '11' }, below, '#/ceilingShares', {
      consumed: '12',
    }),
    refusal('an end on the day of a use', open, { to: '2024-01-01' }, 'end_before_use', '#/to', { movement }),
    refusal('an end before all uses', open, { to: '2021-02-01' }, 'end_before_use', '#/to', { movement }),
  ]
}

export function movements(register: Register): RefusalCase[] {
  const { position, other, open, last, annulled, adopted, ended, elsewhere, rejected } = register
  const { cooperativeId } = position
  const move = (what: string, decision: Body, more: object, expected: Expected, members?: object) => ({
    what,
    url: '/v1/movements',
    body: { kind: 'purchase', ...position, effectiveOn: '2025-01-01', decisionId: decision.id, ...ONE, ...more },
    expected,
    ...(members && { members }),
  })
  const refused = (code: string, pointer = '#/decisionId') => ({ status: 409, code, pointer })
  const untouched = { authorised: '1000.00', consumed: '0.00', left: '1000.00' }
  const exceeded = (pointer: string) => refused('authorisation_exceeded', pointer)
  const allowed = { cooperativeId, instrument: 'shares', authorised: '1000.00', consumed: '600.00', left: '400.00' }
  const interest = { kind: 'share_interest', shares: undefined }
  const voidFigures = { authorised: '1000.00', consumed: '300.00', left: '700.00' }
  return [
    move('an unknown decision', { id: UNKNOWN_ID }, {}, { ...UNKNOWN }),
    move('a decision of another authority', register.foreign, {}, { ...UNKNOWN }),
    move('interest by a decision about another', elsewhere, interest, {
      status: 422,
      code: 'decision_of_other_cooperative',
      pointer: '#/decisionId',
    }),
    move('annulled since, whatever the day', annulled, { effectiveOn: '2022-01-02' }, refused('decision_void'), {
      decisionStatus: 'annulled',
      ...voidFigures,
    }),
    move('rejected', rejected, {}, refused('decision_void'), { decisionStatus: 'rejected', ...untouched }),
    move('not executory yet', adopted, {}, refused('decision_not_executory'), { executoryOn: null, ...untouched }),
    move(
      'the day before it is executory',
      ended,
      { effectiveOn: '2021-01-19' },
      refused('decision_not_executory', '#/effectiveOn'),
      { executoryOn: '2021-01-20', ...untouched },
    ),
    move('another instrument', open, { kind: 'grant', shares: undefined }, refused('authorisation_missing'), {
      authorisations: [allowed],
    }),
    move('another cooperative', open, other, refused('authorisation_missing'), { authorisations: [allowed] }),
    move('nothing allowed at all', elsewhere, other, refused('authorisation_missing'), { authorisations: [] }),
    move(
      'on the day on which it ended',
      ended,
      { effectiveOn: '2022-01-01' },
      refused('authorisation_ended', '#/effectiveOn'),
      { to: '2022-01-01', ...untouched },
    ),
    move('a cent too much', open, { amount: '400.01' }, exceeded('#/amount'), {
      unit: 'euros',
      authorised: '1000.00',
      consumed: '600.00',
      left: '400.00',
    }),
    move('a share too many', open, { shares: '4' }, exceeded('#/shares'), {
      unit: 'shares',
      authorised: '15',
      consumed: '12',
      left: '3',
    }),
    move(
      'more than was left on that day',
      open,
      { effectiveOn: '2023-06-01', amount: '700.01' },
      exceeded('#/amount'),
      {
        unit: 'euros',
        authorised: '1000.00',
        // What fits beside the later use, too: 700.00 would be left on that day alone.
        consumed: '600.00',
        left: '400.00',
      },
    ),
    move(
      'more than a later use leaves',
      open,
      { effectiveOn: '2023-06-01', amount: '400.01' },
      refused('later_movement_impossible', '#/amount'),
      {
        movement: { id: last.id, kind: 'purchase', effectiveOn: '2024-01-01', code: 'authorisation_exceeded' },
        unit: 'euros',
        authorised: '1000.00',
        consumed: '600.00',
        left: '400.00',
      },
    ),
  ]
}

const ONE = { shares: '1', amount: '50.00' }
const UNKNOWN = { status: 404, code: 'decision_unknown', pointer: '#/decisionId' }

export function citedElsewhere({ open, strangers }: Register): RefusalCase[] {
  const missing = { status: 404, code: 'not_found' }
  const movement = { ...strangers, effectiveOn: '2025-01-01', decisionId: open.id, amount: '50.00' }
  return [
    {
      what: 'by what consumes',
      url: '/v1/movements',
      body: { kind: 'purchase', ...movement, shares: '1' },
      expected: UNKNOWN,
    },
    {
      what: 'by what does not',
      url: '/v1/movements',
      body: { kind: 'share_interest', ...movement },
      expected: UNKNOWN,
    },
    step('by a step', open, { kind: 'withdrawn', on: '2025-01-01' }, missing),
    {
      what: 'by an authorisation',
      url: at(open, '/authorisations'),
      body: { cooperativeId: strangers.cooperativeId, instrument: 'grant', ceiling: '1.00' },
      expected: missing,
    },
    {
      what: 'by a document',
      url: at(open, '/documents'),
      body: { name: 'x', url: 'https://example.fr/x' },
      expected: missing,
    },
  ]
}
