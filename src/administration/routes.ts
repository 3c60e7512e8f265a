import { z } from 'zod'
import { list } from '../http/list.ts'
import type { Api, Params } from '../http/operation.ts'
import { read } from '../http/read.ts'
import { write } from '../http/write.ts'
import type { Tx } from '../postgres/database.ts'
import { createAuthority } from './authority.ts'
import { endToken, mintToken } from './mint.ts'
import { findAuthority, findToken, listAuthorities, listTokens } from './queries.ts'
import { Authority, AuthorityInput, MintedToken, Token, TokenInput } from './schema.ts'

const tag = 'Administration'

const underAuthority = {
  resource: (tx: Tx, { id }: Params) => findAuthority(tx, id),
  resourceName: 'authority',
}
const underToken = {
  resource: (tx: Tx, { id }: Params) => findToken(tx, id),
  resourceName: 'token',
}

export function accessRoutes(api: Api): void {
  write(api, {
    id: 'createAuthority',
    method: 'POST',
    url: '/v1/authorities',
    tag,
    summary: 'Create an authority',
    body: AuthorityInput,
    refuses: ['siren_taken'],
    answer: Authority,
    answerDescription: 'The authority, created; its portfolio is empty.',
    tagged: true,
    handle: async (writing, { body }) => {
      const authority = await createAuthority(writing, body)
      return {
        targetId: authority.id,
        content: authority,
        body: authority,
        location: `/v1/authorities/${authority.id}`,
      }
    },
  })

  list(api, {
    id: 'listAuthorities',
    url: '/v1/authorities',
    tag,
    summary: 'List the authorities',
    query: z.strictObject({}),
    item: Authority,
    page: ({ tx, after, limit }) => listAuthorities(tx, after?.[0] as string, limit),
    position: ({ id }) => [id],
    csv: {
      id: ({ id }) => id,
      name: ({ name }) => ({ text: name }),
      siren: ({ siren }) => siren,
      createdAt: ({ createdAt }) => createdAt,
    },
  })

  read(api, {
    id: 'getAuthority',
    url: '/v1/authorities/:id',
    tag,
    summary: 'Read an authority',
    ...underAuthority,
    query: z.strictObject({}),
    answer: Authority,
    answerDescription: 'The authority.',
    handle: ({ tx, params }) => findAuthority(tx, params.id),
  })

  write(api, {
    id: 'createToken',
    method: 'POST',
    url: '/v1/tokens',
    tag,
    summary: 'Mint a token',
    description: 'The secret is in this answer and nowhere else; only its digest is stored.',
    body: TokenInput,
    refuses: ['authority_unknown'],
    answer: MintedToken,
    answerDescription: 'The token, with its secret.',
    handle: async (writing, { body }) => {
      const { token: secret, ...recorded } = await mintToken(writing, body)
      const token = { ...recorded, lastUsedAt: null }
      return {
        targetId: token.id,
        content: recorded,
        body: { ...token, token: secret },
        keptBody: token,
        location: `/v1/tokens/${token.id}`,
      }
    },
  })

  list(api, {
    id: 'listTokens',
    where: 'primary',
    url: '/v1/tokens',
    tag,
    summary: 'List the tokens, without their secrets',
    query: z.strictObject({}),
    item: Token,
    page: ({ tx, after, limit }) => listTokens(tx, after?.[0] as string, limit),
    position: ({ id }) => [id],
    csv: {
      id: ({ id }) => id,
      name: ({ name }) => ({ text: name }),
      role: ({ role }) => role,
      authorityId: ({ authorityId }) => authorityId,
      createdAt: ({ createdAt }) => createdAt,
      expiresAt: ({ expiresAt }) => expiresAt,
      revokedAt: ({ revokedAt }) => revokedAt,
      lastUsedAt: ({ lastUsedAt }) => lastUsedAt,
    },
  })

  read(api, {
    id: 'getToken',
    where: 'primary',
    url: '/v1/tokens/:id',
    tag,
    summary: 'Read a token, without its secret',
    ...underToken,
    query: z.strictObject({}),
    answer: Token,
    answerDescription: 'The token.',
    handle: ({ tx, params }) => findToken(tx, params.id),
  })

  write(api, {
    id: 'revokeToken',
    method: 'DELETE',
    url: '/v1/tokens/:id',
    tag,
    summary: 'Revoke a token',
    description: 'Effective at once, on every instance. Needs no If-Match: ending access must never wait.',
    ...underToken,
    answer: null,
    answerDescription: 'The token no longer works.',
    handle: async (writing, { params }) => {
      const token = await endToken(writing, params.id)
      return { targetId: token.id, content: token, body: null }
    },
  })
}
