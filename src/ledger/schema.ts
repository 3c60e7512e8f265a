import { z } from 'zod'
import { euroAnswer, instantAnswer, registerDate, shareAnswer, uuid } from '../http/wire.ts'
import { ACCOUNTS, type Account } from './account.ts'
import { MOVEMENT_KINDS } from './input.ts'

const Posting = z
  .strictObject({
    account: z
      .enum(Object.keys(ACCOUNTS) as [Account, ...Account[]])
      .meta({ description: 'Ledger account.', examples: ['share_cost'] }),
    amount: euroAnswer.meta({ description: 'Euros, debit positive.', examples: ['10000.00', '-2500.00'] }),
    causedBy: uuid.meta({
      description: 'The movement that made this posting necessary: itself, or a later one that adjusts it.',
    }),
    recordedAt: instantAnswer,
  })
  .meta({ id: 'Posting' })

export const Movement = z
  .strictObject({
    id: uuid,
    kind: z.enum(MOVEMENT_KINDS).meta({ description: 'What happened.', examples: ['subscription'] }),
    cooperativeId: uuid,
    cooperativeName: z
      .string()
      .meta({ description: 'Name of the cooperative, as known.', examples: ['L’Épicerie du Marais'] }),
    shareClassId: uuid.nullable(),
    shareClassName: z
      .string()
      .nullable()
      .meta({ description: 'Name of the share class.', examples: ['Parts A'] }),
    effectiveOn: registerDate,
    shares: shareAnswer.nullable().meta({ description: 'Shares, as given.', examples: ['200'] }),
    amount: euroAnswer.nullable().meta({ description: 'Euros, as given; the price or refund of a disposal.' }),
    called: euroAnswer.nullable(),
    settles: z.enum(['call', 'purchase', 'grant', 'withdrawal', 'sale', 'advance']).nullable(),
    splitFrom: z.int().nullable(),
    splitTo: z.int().nullable(),
    dueOn: registerDate.nullable(),
    conventionReference: z.string().nullable(),
    repayableOn: registerDate.nullable(),
    budgetSection: z.enum(['operating', 'investment']).nullable(),
    decisionId: uuid.nullable(),
    noDecisionReason: z.string().nullable(),
    externalReference: z.string().nullable(),
    note: z.string().nullable(),
    reverses: uuid.nullable().meta({ description: 'The movement that this reversal undoes.' }),
    reason: z.string().nullable().meta({ description: 'Why, for a reversal.' }),
    reversedBy: uuid.nullable().meta({ description: 'The reversal that undid it, when known.' }),
    recordedAt: instantAnswer,
    sharesMoved: shareAnswer.meta({
      description: 'Change in shares held, adjustments included.',
      examples: ['200', '-15'],
    }),
    postings: z.array(Posting).meta({ description: 'Balanced postings known at knownAt, adjustments included.' }),
  })
  .meta({ id: 'Movement', description: 'A movement and its postings.' })

export type Movement = z.infer<typeof Movement>
