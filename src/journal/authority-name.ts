import type { Tx } from '../postgres/database.ts'

/** What the authority is called: on pages and documents. */
export async function authorityName(tx: Tx, authorityId: string): Promise<string> {
  const { name } = await tx
    .selectFrom('authority')
    .select('name')
    .where('authority_id', '=', authorityId)
    .executeTakeFirstOrThrow()
  return name
}
