import type { Writing } from '../journal/command.ts'
import { newId } from '../values/id.ts'
import type { Instant } from '../values/instant.ts'
import { insertAuthority } from './queries.ts'
import type { Authority, AuthorityInput } from './schema.ts'

/**
 * Creates an authority, with an empty portfolio.
 *
 * @param createdAt where its clock starts: nothing of it can be recorded earlier
 */
export async function createAuthority(
  { tx, seq, recordedAt }: Writing,
  input: AuthorityInput,
  createdAt: Instant = recordedAt,
): Promise<Authority> {
  const authority: Authority = {
    id: newId(),
    name: input.name,
    siren: input.siren ?? null,
    createdAt,
  }
  await insertAuthority(tx, authority, seq)
  return authority
}
