import { mintToken } from '../administration/mint.ts'
import type { TokenInput } from '../administration/schema.ts'
import { asService } from '../journal/as-service.ts'
import type { Database } from '../postgres/database.ts'

/** Mints a token from the command line; gives its secret. */
export function mintFromCommandLine(
  database: Database,
  clock: () => Date,
  command: string,
  input: TokenInput,
): Promise<string> {
  return asService(database, clock, command, 'createToken', async (writing) => {
    const { token: secret, ...token } = await mintToken(writing, input)
    return { targetId: token.id, content: token, result: secret }
  })
}
