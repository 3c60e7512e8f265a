import { randomBytes } from 'node:crypto'
import type { Role } from '../access/permissions.ts'
import type { Writing } from '../journal/command.ts'
import { INSTALLATION, type Tx } from '../postgres/database.ts'
import type { Instant } from '../values/instant.ts'
import type { Authority, RecordedToken, Token } from './schema.ts'

/** @param seq the installation's journal row that records it; null: the installation itself */
export async function insertAuthority(tx: Tx, authority: Authority, seq: number | null): Promise<void> {
  await tx
    .insertInto('authority')
    .values({
      authority_id: authority.id,
      name: authority.name,
      siren: authority.siren,
      seq,
      created_at: authority.createdAt,
      cursor_key: randomBytes(32),
      last_recorded_at: authority.createdAt,
    })
    .execute()
}

const authorities = (tx: Tx) =>
  tx
    .selectFrom('authority')
    .select(['authority_id as id', 'name', 'siren', 'created_at as createdAt'])
    .where('authority_id', '<>', INSTALLATION)

export function findAuthority(tx: Tx, id: string): Promise<Authority | undefined> {
  return authorities(tx).where('authority_id', '=', id).executeTakeFirst()
}

export function listAuthorities(tx: Tx, after: string | undefined, limit: number): Promise<Authority[]> {
  const query = authorities(tx).orderBy('authority_id').limit(limit)
  return (after === undefined ? query : query.where('authority_id', '>', after)).execute()
}

export async function insertToken(
  { tx, seq }: Writing,
  token: RecordedToken,
  hash: Buffer,
  bootstrap = false,
): Promise<void> {
  await tx
    .insertInto('token')
    .values({
      authority_id: token.authorityId ?? INSTALLATION,
      id: token.id,
      name: token.name,
      role: token.role,
      hash,
      bootstrap,
      seq,
      created_at: token.createdAt,
      expires_at: token.expiresAt,
    })
    .execute()
}

const tokens = (tx: Tx) =>
  tx
    .selectFrom('token')
    .leftJoin('token_use', (join) =>
      join.onRef('token_use.authority_id', '=', 'token.authority_id').onRef('token_id', '=', 'id'),
    )
    .select(['id', 'name', 'role', 'token.authority_id', 'created_at', 'expires_at', 'revoked_at', 'last_used_at'])

export async function findToken(tx: Tx, id: string): Promise<Token | undefined> {
  const row = await tokens(tx).where('id', '=', id).executeTakeFirst()
  return row && tokenOf(row)
}

export async function listTokens(tx: Tx, after: string | undefined, limit: number): Promise<Token[]> {
  const query = tokens(tx).orderBy('id').limit(limit)
  return (await (after === undefined ? query : query.where('id', '>', after)).execute()).map(tokenOf)
}

export async function revokeToken(tx: Tx, id: string, at: Instant): Promise<void> {
  await tx.updateTable('token').set({ revoked_at: at }).where('id', '=', id).where('revoked_at', 'is', null).execute()
}

function tokenOf(row: {
  id: string
  name: string
  role: string
  authority_id: string
  created_at: Instant
  expires_at: Instant | null
  revoked_at: Instant | null
  last_used_at: Instant | null
}): Token {
  return {
    id: row.id,
    name: row.name,
    role: row.role as Role,
    authorityId: row.authority_id === INSTALLATION ? null : row.authority_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
  }
}
