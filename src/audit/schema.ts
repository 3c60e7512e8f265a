import { z } from 'zod'
import { PERMISSIONS, ROLES } from '../access/permissions.ts'
import { momentQuery } from '../http/moment.ts'
import { instantAnswer, instantInput, prose, uuid } from '../http/wire.ts'

export const LOGS = ['journal', 'audit'] as const
export const OUTCOMES = ['recorded', 'refused', 'exported'] as const

const origin = z
  .strictObject({
    address: z
      .string()
      .nullable()
      .meta({ description: 'Network address.', examples: ['192.0.2.7'] }),
    userAgent: z
      .string()
      .nullable()
      .meta({ description: 'What the client called itself.', examples: ['curl/8.5.0'] }),
    subject: z.string().nullable().meta({
      description: 'Who the OpenID Connect issuer said that it was (`sub`); null under a token of the register.',
    }),
  })
  .meta({ id: 'Origin', description: 'From where. Personal data: erasable.' })

export const AuditEntry = z
  .strictObject({
    log: z.enum(LOGS).meta({
      description: '`journal`: what was recorded; `audit`: what was refused or exported. Each is a chain of its own.',
    }),
    seq: z.int().meta({ description: 'Place in its chain, without gaps.', examples: [42] }),
    place: z.int().meta({ description: 'Within that place: several refusals may be sealed at once.', examples: [0] }),
    recordedAt: instantAnswer,
    outcome: z.enum(OUTCOMES),
    status: z
      .int()
      .nullable()
      .meta({ description: 'HTTP status of a refusal or an export; null for what was recorded.' }),
    code: z
      .string()
      .nullable()
      .meta({ description: 'Why it was refused.', examples: ['more_shares_than_held'] }),
    occurrences: z.int().meta({
      description: 'For how many this entry stands: above a rate, refusals of one kind are summed up each second.',
      examples: [1],
    }),
    operation: z.string().meta({ description: 'What was done: the operationId.', examples: ['recordMovement'] }),
    targetId: uuid.nullable().meta({ description: 'To what.' }),
    actor: z
      .strictObject({
        tokenId: uuid.nullable().meta({
          description:
            'The token, or an id made of issuer and subject (UUIDv5); null: the service itself, from the command line.',
        }),
        name: z.string().meta({
          description: 'Name of the token, or of the issuer that let in who signed in.',
          examples: ['Service des finances'],
        }),
        role: z.enum(ROLES),
      })
      .meta({ id: 'Actor', description: 'Who did it.' }),
    origin: origin.nullable().meta({ description: 'null: from the command line, before it was kept, or erased.' }),
    requestId: z.string().meta({ description: 'The request, as in the log.' }),
    content: z.looseObject({}).meta({ description: 'What was recorded; for an export, what was asked.' }),
  })
  .meta({ id: 'AuditEntry', description: 'Who did what, when, from where, to what, and what came of it.' })
export type AuditEntry = z.infer<typeof AuditEntry>

export const AuditQuery = z.strictObject({
  outcome: z.enum(OUTCOMES, `must be one of ${OUTCOMES.join(', ')}`).optional(),
  operation: z
    .string()
    .refine((name) => Object.hasOwn(PERMISSIONS, name), 'must be an operationId of this API')
    .optional(),
  targetId: uuid.optional(),
  actorTokenId: uuid.optional(),
  from: instantInput.optional().meta({ format: 'date-time', description: 'First recordedAt, inclusive.' }),
  to: instantInput.optional().meta({ format: 'date-time', description: 'End of recordedAt, exclusive.' }),
  knownAt: momentQuery.knownAt,
})
export type AuditQuery = z.infer<typeof AuditQuery>

export const OriginErasureInput = z
  .strictObject({
    authorityId: uuid.optional().meta({ description: 'In whose trail; left out: the installation’s own.' }),
    actorTokenId: uuid.optional().meta({ description: 'Of whom: `actor.tokenId`. Left out: of everybody.' }),
    before: instantInput
      .optional()
      .meta({ format: 'date-time', description: 'Of entries recorded before this instant. Left out: of all.' }),
    reason: prose(1000, 'Why: the request of a person, the end of the time of keeping.', 'Durée de conservation échue'),
  })
  .superRefine(({ actorTokenId, before }, context) => {
    if (actorTokenId === undefined && before === undefined) {
      context.addIssue({ code: 'custom', path: ['before'], message: 'is required where actorTokenId is left out' })
    }
  })
  .meta({ id: 'OriginErasureInput' })
export type OriginErasureInput = z.infer<typeof OriginErasureInput>

export const OriginErasure = z
  .strictObject({
    authorityId: uuid.nullable(),
    actorTokenId: uuid.nullable(),
    before: instantAnswer,
    reason: z.string(),
    erased: z.int().meta({ description: 'How many entries no longer say from where.', examples: [12] }),
  })
  .meta({
    id: 'OriginErasure',
    description: 'What was forgotten: addresses, user agents and subjects; the entries stay.',
  })
export type OriginErasure = z.infer<typeof OriginErasure>
