import { z } from 'zod'
import { ROLES } from '../access/permissions.ts'
import { instantAnswer, instantInput, siren, text, uuid } from '../http/wire.ts'

const authorityName = text(300, 'Name of the public authority.', 'Département du Marais')

export const AuthorityInput = z.strictObject({ name: authorityName, siren: siren.optional() }).meta({
  id: 'AuthorityInput',
  description: 'A public authority: the owner of a portfolio, isolated from all others.',
})

export const Authority = z
  .strictObject({ id: uuid, name: authorityName, siren: siren.nullable(), createdAt: instantAnswer })
  .meta({ id: 'Authority', description: 'A public authority.' })
export type Authority = z.infer<typeof Authority>
export type AuthorityInput = z.infer<typeof AuthorityInput>

const tokenName = text(300, 'Who or what uses the token.', 'Service des finances')
const role = z
  .enum(ROLES, `must be one of ${ROLES.join(', ')}`)
  .meta({ description: 'What the token may do.', examples: ['finance'] })

export const TokenInput = z
  .strictObject({
    name: tokenName,
    role,
    authorityId: uuid
      .optional()
      .meta({ description: 'The authority it belongs to; left out for the role admin only.' }),
    expiresAt: instantInput.optional().meta({
      format: 'date-time',
      description: 'When it ceases to work, in UTC. Default: never.',
      examples: ['2027-12-31T23:59:59Z'],
    }),
  })
  .superRefine(({ role, authorityId }, context) => {
    if (role === 'admin' && authorityId !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['authorityId'],
        message: 'must be left out: an administrator belongs to the installation',
      })
    }
    if (role !== 'admin' && authorityId === undefined) {
      context.addIssue({ code: 'custom', path: ['authorityId'], message: 'is required for this role' })
    }
  })
  .meta({ id: 'TokenInput' })
export type TokenInput = z.infer<typeof TokenInput>

const tokenShape = {
  id: uuid,
  name: tokenName,
  role,
  authorityId: uuid.nullable().meta({ description: 'null for administrators.' }),
  createdAt: instantAnswer,
  expiresAt: instantAnswer.nullable(),
  revokedAt: instantAnswer.nullable(),
  lastUsedAt: instantAnswer.nullable().meta({
    description: 'When it was last used, to the minute; null: never. May lag by a minute.',
    examples: ['2026-01-15T09:00:00.000000Z'],
  }),
}

export const Token = z.strictObject(tokenShape).meta({ id: 'Token', description: 'A token, without its secret.' })
export type Token = z.infer<typeof Token>
/** What the journal keeps of a token: its use is no record. */
export type RecordedToken = Omit<Token, 'lastUsedAt'>

export const MintedToken = z
  .strictObject({
    ...tokenShape,
    token: z
      .string()
      .optional()
      .meta({ description: 'The secret, shown this once; absent when the answer is replayed.', examples: ['qp_mJ0…'] }),
  })
  .meta({ id: 'MintedToken', description: 'A new token, with its secret.' })
export type MintedToken = z.infer<typeof MintedToken>
