import { z } from 'zod'
import { isConsuming } from '../decisions/authorisation.ts'
import {
  euroInput,
  note,
  ownReference,
  positiveEuroInput,
  prose,
  registerDate,
  shareInput,
  text,
  uuid,
} from '../http/wire.ts'
import { Decimal } from '../values/amount.ts'
import { movesClass } from './movement.ts'

const common = {
  cooperativeId: uuid.meta({ description: 'The cooperative concerned.' }),
  effectiveOn: registerDate.meta({
    format: 'date',
    description: 'Date of legal effect; may lie before movements already recorded.',
    examples: ['2024-03-15'],
  }),
  decisionId: uuid.optional().meta({
    description: 'The decision that allows it; a kind that consumes an authorisation uses up what is left of it.',
  }),
  noDecisionReason: prose(
    1000,
    'Why no decision is cited, for kinds that consume an authorisation.',
    'Reprise de l’historique',
  ).optional(),
  externalReference: ownReference.optional(),
  note: note.optional(),
}
const onClass = { ...common, shareClassId: uuid.meta({ description: 'The share class concerned.' }) }
const onCooperative = {
  ...common,
  shareClassId: uuid.optional().meta({ description: 'A label here: what moves is kept per cooperative.' }),
}
const dueOn = registerDate
  .optional()
  .meta({ format: 'date', description: 'When it must be paid.', examples: ['2025-06-30'] })
const amount = positiveEuroInput

/** One strict object a kind, so that a field which the kind does not have is refused by name. */
const KIND_INPUTS = [
  kindInput('subscription', 'New shares: a promise to pay for them, part of it called now.', {
    ...onClass,
    shares: shareInput,
    amount: amount.meta({ description: 'Total subscribed in euros, premium included; at least shares × nominal.' }),
    called: euroInput
      .optional()
      .meta({ description: 'Part that is due now, from 0.00 to amount. Default: all of it.', examples: ['2500.00'] }),
  }),
  kindInput('call', 'The cooperative calls part of what is not yet called.', { ...onClass, amount, dueOn }),
  kindInput('payment', 'The authority pays what was called, a purchase or a grant.', {
    ...onCooperative,
    amount,
    settles: z
      .enum(['call', 'purchase', 'grant'], 'must be one of call, purchase, grant')
      .default('call')
      .meta({ description: 'What it pays; call and purchase need shareClassId.', examples: ['call'] }),
  }),
  kindInput('contribution_in_kind', 'An asset given for shares.', { ...onClass, shares: shareInput, amount }),
  kindInput('purchase', 'Shares bought from another member.', {
    ...onClass,
    shares: shareInput,
    amount: euroInput.meta({ description: 'Price in euros, 0.00 or more.' }),
  }),
  kindInput('sale', 'Shares sold to another member.', {
    ...onClass,
    shares: shareInput,
    amount: euroInput.meta({ description: 'Price in euros, 0.00 or more.' }),
    dueOn,
  }),
  kindInput('withdrawal', 'Shares given back to the cooperative, for a refund.', {
    ...onClass,
    shares: shareInput,
    amount: euroInput.meta({ description: 'Refund in euros, at most the nominal less what is unpaid.' }),
    dueOn,
  }),
  kindInput('receipt', 'The price of a sale or the refund of a withdrawal comes in.', {
    ...onCooperative,
    amount,
    settles: z
      .enum(['withdrawal', 'sale'], 'must be one of withdrawal, sale')
      .default('withdrawal')
      .meta({ description: 'What is cashed in.', examples: ['withdrawal'] }),
  }),
  kindInput('impairment', 'A provision, when shares are worth less than they cost.', { ...onClass, amount }),
  kindInput('impairment_release', 'An impairment undone.', { ...onClass, amount }),
  kindInput('share_interest', 'Interest on shares comes in.', { ...onCooperative, amount }),
  kindInput('advance', 'A current-account advance paid out.', {
    ...onCooperative,
    amount,
    conventionReference: text(300, 'Reference of the advance convention (CGCT L.1522-5).', 'CONV-2023-07').optional(),
    repayableOn: registerDate
      .optional()
      .meta({ format: 'date', description: 'When it must be repaid.', examples: ['2025-09-01'] }),
  }),
  kindInput('advance_repayment', 'An advance comes back.', { ...onCooperative, amount }),
  kindInput('advance_conversion', 'An advance becomes shares; the rest stays an advance.', {
    ...onClass,
    shares: shareInput,
    amount,
  }),
  kindInput('share_split', 'Shares exchanged for others of another nominal value.', {
    ...onClass,
    splitFrom: splitPart('Shares before: 1 in “1 becomes 10”.', 1),
    splitTo: splitPart('Shares after: 10 in “1 becomes 10”.', 10),
  }),
  kindInput('write_off', 'Shares that are gone without a price.', { ...onClass, shares: shareInput }),
  kindInput('grant', 'A grant awarded; its payment is a movement of its own.', {
    ...onCooperative,
    amount,
    budgetSection: z
      .enum(['operating', 'investment'], 'must be one of operating, investment')
      .default('operating')
      .meta({ description: 'Section that bears it: operating (657) or investment (204).', examples: ['operating'] }),
    dueOn,
  }),
  kindInput('loss', 'An advance or a receivable that will not come back.', {
    ...onCooperative,
    amount,
    settles: z
      .enum(['advance', 'withdrawal', 'sale'], 'must be one of advance, withdrawal, sale')
      .meta({ description: 'What will not come back.', examples: ['advance'] }),
  }),
] as const

/** The strict input of one kind; its name in the document is the kind's, in PascalCase. */
function kindInput<Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, description: string, shape: Shape) {
  return z.strictObject({ kind: z.literal(kind), ...shape }).meta({ id: inputName(kind), description })
}

function inputName(kind: string): string {
  return `${kind.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())}Input`
}

function splitPart(description: string, example: number) {
  return z
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(1_000_000, 'must be at most 1000000')
    .meta({ description, examples: [example] })
}

/** The fields that movements have, of any kind: `kind` first. Where one is a number, it is one in JSON alone. */
export const FIELDS: ReadonlyMap<string, { readonly isNumber: boolean }> = new Map(
  KIND_INPUTS.flatMap(({ shape }) => Object.entries(shape)).map(([name, type]) => [
    name,
    { isNumber: type.safeParse(1).success },
  ]),
)

export const MOVEMENT_KINDS = [...KIND_INPUTS.map((input) => input.shape.kind.value), 'reversal'] as const

export const MovementInput = z
  .discriminatedUnion(
    'kind',
    KIND_INPUTS,
    `must be one of ${MOVEMENT_KINDS.filter((kind) => kind !== 'reversal').join(', ')}`,
  )
  .superRefine((input, context) => {
    const refuse = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
    if (input.decisionId !== undefined && input.noDecisionReason !== undefined) {
      refuse('noDecisionReason', 'must be left out when decisionId is given')
    }
    if (isConsuming(input.kind) && input.decisionId === undefined && input.noDecisionReason === undefined) {
      refuse('noDecisionReason', `must say why no decision is cited: a ${input.kind} consumes an authorisation`)
    }
    if (movesClass(input) && input.shareClassId === undefined) refuse('shareClassId', 'is required for this payment')
    if (input.kind === 'subscription' && input.called !== undefined && new Decimal(input.called).gt(input.amount)) {
      refuse('called', `must be at most amount, ${input.amount}`)
    }
  })
  .meta({
    id: 'MovementInput',
    description: 'A business event about one cooperative; its fields depend on its kind.',
    discriminator: {
      propertyName: 'kind',
      mapping: Object.fromEntries(
        KIND_INPUTS.map(({ shape: { kind } }) => [kind.value, `#/components/schemas/${inputName(kind.value)}`]),
      ),
    },
  })

export type MovementInput = z.infer<typeof MovementInput>

export const ReversalInput = z
  .strictObject({ reason: prose(1000, 'Why the movement is undone.', 'Erreur de saisie sur le montant') })
  .meta({ id: 'ReversalInput' })
