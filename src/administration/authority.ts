import type { Writing } from '../journal/command.ts'
import { newId } from '../values/id.ts'
import { insertAuthority } from './queries.ts'
import type { Authority, AuthorityInput } from './schema.ts'

/** Creates an authority, with an empty portfolio. */
export async function createAuthority({ tx, recordedAt }: Writing, input: AuthorityInput): Promise<Authority> {
  const authority: Authority = {
    id: newId(),
    name: input.name,
    siren: input.siren ?? null,
    createdAt: recordedAt,
  }
  await insertAuthority(tx, authority)
  return authority
}
