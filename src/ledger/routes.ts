import { z } from 'zod'
import { list } from '../http/list.ts'
import { atMoment, endOfPeriod, momentAnswer, momentQuery, periodQuery } from '../http/moment.ts'
import type { Api, Params } from '../http/operation.ts'
import { read } from '../http/read.ts'
import { uuid } from '../http/wire.ts'
import { type Recorded, write } from '../http/write.ts'
import type { Tx } from '../postgres/database.ts'
import { MOVEMENT_KINDS, MovementInput, ReversalInput } from './input.ts'
import type { RecordedMovement } from './insert.ts'
import { findMovement, listMovements, type RegisteredMovement, SEQ } from './listing.ts'
import { recordMovement } from './record.ts'
import { reverseMovement } from './reverse.ts'
import { Movement } from './schema.ts'

const tag = 'Movements'

const LEDGER_REFUSALS = [
  'year_closed',
  'amount_exceeds_limit',
  'more_shares_than_held',
  'split_leaves_fraction',
  'later_movement_impossible',
  'balance_out_of_range',
  'amount_below_nominal',
  'split_nominal_out_of_range',
] as const

const CITING_REFUSALS = [
  'decision_unknown',
  'decision_of_other_cooperative',
  'decision_void',
  'decision_not_executory',
  'authorisation_missing',
  'authorisation_ended',
  'authorisation_exceeded',
] as const

const underMovement = {
  resource: (tx: Tx, { id }: Params) => findMovement(tx, id, Number.MAX_SAFE_INTEGER),
  resourceName: 'movement',
}

export function movementRoutes(api: Api): void {
  write(api, {
    id: 'recordMovement',
    method: 'POST',
    url: '/v1/movements',
    tag,
    summary: 'Record a movement',
    description:
      'May be backdated: later movements whose average cost depends on it get adjustments, recorded now. Refused when a later movement would become impossible; the answer names it.',
    body: MovementInput,
    refuses: [
      ...LEDGER_REFUSALS,
      'cooperative_unknown',
      'share_class_unknown',
      'share_class_of_other_cooperative',
      ...CITING_REFUSALS,
    ],
    answer: Movement,
    answerDescription: 'The movement and its postings.',
    takesEffectOn: (_asked, answer) => answer?.effectiveOn ?? null,
    handle: async (writing, { body }) => recorded(await recordMovement(writing, body)),
  })

  list(api, {
    id: 'listMovements',
    url: '/v1/movements',
    tag,
    summary: 'List movements, by effective date, then recording',
    query: z.strictObject({
      cooperativeId: uuid.optional(),
      shareClassId: uuid.optional(),
      decisionId: uuid.optional(),
      kind: z.enum(MOVEMENT_KINDS, `must be one of ${MOVEMENT_KINDS.join(', ')}`).optional(),
      ...periodQuery,
    }),
    item: Movement,
    defaultAsOf: endOfPeriod,
    page: ({ tx, moment, query, after, limit }) =>
      listMovements(tx, moment, query, after && { effectiveOn: String(after[0]), seq: Number(after[1]) }, limit),
    position: (movement) => [movement.effectiveOn, (movement as RegisteredMovement)[SEQ]],
    csv: {
      id: ({ id }) => id,
      kind: ({ kind }) => kind,
      effectiveOn: ({ effectiveOn }) => effectiveOn,
      cooperativeId: ({ cooperativeId }) => cooperativeId,
      cooperativeName: ({ cooperativeName }) => ({ text: cooperativeName }),
      shareClassId: ({ shareClassId }) => shareClassId,
      shareClassName: ({ shareClassName }) => ({ text: shareClassName }),
      shares: ({ shares }) => shares,
      sharesMoved: ({ sharesMoved }) => sharesMoved,
      amount: ({ amount }) => amount,
      called: ({ called }) => called,
      settles: ({ settles }) => settles,
      splitFrom: ({ splitFrom }) => splitFrom,
      splitTo: ({ splitTo }) => splitTo,
      dueOn: ({ dueOn }) => dueOn,
      conventionReference: ({ conventionReference }) => ({ text: conventionReference }),
      repayableOn: ({ repayableOn }) => repayableOn,
      budgetSection: ({ budgetSection }) => budgetSection,
      decisionId: ({ decisionId }) => decisionId,
      noDecisionReason: ({ noDecisionReason }) => ({ text: noDecisionReason }),
      externalReference: ({ externalReference }) => ({ text: externalReference }),
      note: ({ note }) => ({ text: note }),
      reverses: ({ reverses }) => reverses,
      reason: ({ reason }) => ({ text: reason }),
      reversedBy: ({ reversedBy }) => reversedBy,
      recordedAt: ({ recordedAt }) => recordedAt,
      postings: ({ postings }) => postings.map(({ account, amount }) => `${account}:${amount}`).join(' '),
    },
  })

  read(api, {
    id: 'getMovement',
    url: '/v1/movements/:id',
    tag,
    summary: 'Read a movement and its postings',
    ...underMovement,
    query: z.strictObject(momentQuery),
    answer: Movement.extend(momentAnswer).meta({
      id: 'MovementAt',
      description: 'A movement and its postings, as known.',
    }),
    answerDescription: 'The movement and its postings, as known at knownAt.',
    handle: async ({ tx, params, moment }) => atMoment(await findMovement(tx, params.id, moment.seq), moment),
  })

  write(api, {
    id: 'reverseMovement',
    method: 'POST',
    url: '/v1/movements/:id/reversal',
    tag,
    summary: 'Reverse a movement',
    description:
      'Posts the opposite at the same effective date; the movement then no longer counts. To correct, record anew.',
    ...underMovement,
    body: ReversalInput,
    refuses: ['later_movement_impossible', 'already_reversed', 'reversal_not_reversible'],
    answer: Movement,
    answerDescription: 'The reversal and its postings.',
    takesEffectOn: (_asked, answer) => answer?.effectiveOn ?? null,
    handle: async (writing, { params, body }) => recorded(await reverseMovement(writing, params.id, body.reason)),
  })
}

function recorded({ movement, adjustments }: RecordedMovement): Recorded<Movement> {
  const content = { movement, adjustments }
  return { targetId: movement.id, content, body: movement, location: `/v1/movements/${movement.id}` }
}
