// What is written about movements, kind by kind, and the bad values that each field of it is tried with.
import { BAD, type FieldType, fewBad, type Write } from './bad-values.ts'

export const NO_DECISION = { noDecisionReason: 'Reprise de l’historique' }

interface Kind {
  readonly valid: Record<string, unknown>
  readonly optional?: readonly string[]
  readonly fields: Record<string, FieldType>
}

/** Of a kind that consumes no authorisation, and of one whose balance is kept per cooperative. */
const REASON = 'noDecisionReason'
const CLASS = 'shareClassId'

const KINDS: Record<string, Kind> = {
  subscription: {
    valid: { shares: '1', amount: '50.00', called: '25.00' },
    optional: ['called'],
    fields: { shares: 'shares', amount: 'positiveEuros', called: 'euros' },
  },
  call: { valid: { amount: '1.00' }, optional: [REASON], fields: { amount: 'positiveEuros', dueOn: 'date' } },
  payment: { valid: { amount: '1.00' }, optional: [REASON], fields: { amount: 'positiveEuros', settles: 'choice' } },
  contribution_in_kind: {
    valid: { shares: '1', amount: '50.00' },
    fields: { shares: 'shares', amount: 'positiveEuros' },
  },
  purchase: { valid: { shares: '1', amount: '50.00' }, fields: { shares: 'shares', amount: 'euros' } },
  sale: { valid: { shares: '1', amount: '50.00' }, fields: { shares: 'shares', amount: 'euros', dueOn: 'date' } },
  withdrawal: { valid: { shares: '1', amount: '0.00' }, fields: { shares: 'shares', amount: 'euros', dueOn: 'date' } },
  receipt: {
    valid: { amount: '1.00' },
    optional: [REASON, CLASS],
    fields: { amount: 'positiveEuros', settles: 'choice' },
  },
  impairment: { valid: { amount: '1.00' }, optional: [REASON], fields: { amount: 'positiveEuros' } },
  impairment_release: { valid: { amount: '1.00' }, optional: [REASON], fields: { amount: 'positiveEuros' } },
  share_interest: { valid: { amount: '1.00' }, optional: [REASON, CLASS], fields: { amount: 'positiveEuros' } },
  advance: {
    valid: { amount: '1.00' },
    optional: [CLASS],
    fields: { amount: 'positiveEuros', conventionReference: 'name', repayableOn: 'date' },
  },
  advance_repayment: { valid: { amount: '1.00' }, optional: [REASON, CLASS], fields: { amount: 'positiveEuros' } },
  advance_conversion: {
    valid: { shares: '1', amount: '50.00' },
    fields: { shares: 'shares', amount: 'positiveEuros' },
  },
  share_split: {
    valid: { splitFrom: 1, splitTo: 2 },
    optional: [REASON],
    fields: { splitFrom: 'splitPart', splitTo: 'splitPart' },
  },
  write_off: { valid: { shares: '1' }, fields: { shares: 'shares' } },
  grant: {
    valid: { amount: '1.00' },
    optional: [CLASS],
    fields: { amount: 'positiveEuros', budgetSection: 'choice', dueOn: 'date' },
  },
  loss: {
    valid: { amount: '1.00', settles: 'advance' },
    optional: [REASON, CLASS],
    fields: { amount: 'positiveEuros', settles: 'choice' },
  },
}

const COMMON: Record<string, FieldType> = {
  cooperativeId: 'uuid',
  shareClassId: 'uuid',
  effectiveOn: 'date',
  decisionId: 'uuid',
  noDecisionReason: 'reason',
  externalReference: 'name',
  note: 'note',
}

/** Kinds whose fields are tried in full; the fields of the others are of the same types, and share the values out. */
const FULL = new Set(['subscription', 'purchase', 'sale', 'share_split'])
const third = (type: FieldType, turn: number) => BAD[type].filter((_, index) => index % 3 === turn % 3)

/** One row a kind; what all kinds have is tried in full with the first of them, and in part with the others. */
export function movementWrites({
  token,
  ...on
}: {
  token: string
  cooperativeId: string
  shareClassId: string
}): Write[] {
  return Object.entries(KINDS).map(([kind, { valid, fields, optional = [] }], index) => {
    const own = Object.entries(fields).map(([field, type]) => [field, FULL.has(kind) ? BAD[type] : third(type, index)])
    const common = Object.entries(COMMON).map(([field, type]) => [field, index === 0 ? BAD[type] : fewBad(type)])
    return {
      name: `recordMovement ${kind}`,
      url: '/v1/movements',
      token,
      valid: { kind, ...on, effectiveOn: '2024-06-01', ...NO_DECISION, ...valid },
      optional,
      fields: Object.fromEntries([...own, ...common, ['kind', index === 0 ? BAD.choice : []]]),
    }
  })
}
